"""Connections to a recording: for the one that writes, and for readers wherever the file lies."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote_from_bytes

from netviz.files import whole
from netviz.files.mounts import on_network_share
from netviz.files.paths import is_there

_WAIT: Final = 5.0  # seconds for another connection's transaction


def for_writing(path: Path) -> sqlite3.Connection:
    """A connection that may write, in a journal mode that suits the place. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        harden(connection)
        connection.execute("PRAGMA synchronous=FULL")
        # WAL needs memory that all its processes share, which those on two machines don't have.
        mode = "DELETE" if on_network_share(path) else "WAL"
        connection.execute(f"PRAGMA journal_mode={mode}").fetchone()
        connection.execute("PRAGMA journal_size_limit=16777216")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def for_reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can't write; closed at the end. Raises sqlite3.Error, OSError."""
    wal = path.with_name(path.name + "-wal")
    folder_writable = os.access(path.parent, os.W_OK)
    if folder_writable:
        with _reader(path, "mode=ro") as connection:
            yield connection
    elif not (is_there(wal) and wal.stat().st_size):
        # Nobody can write there, so nothing changes; without this SQLite would want to make files beside it.
        with _reader(path, "mode=ro&immutable=1") as connection:
            yield connection
    else:
        # What was committed last stands in the -wal, which only a writable folder lets SQLite read.
        with tempfile.TemporaryDirectory(prefix="netviz-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / "copy.netviz"
            shutil.copyfile(path, copy)
            shutil.copyfile(wal, copy.with_name(copy.name + "-wal"))
            with _reader(copy, "mode=rw") as connection:
                yield connection


@contextmanager
def _reader(path: Path, how: str) -> Iterator[sqlite3.Connection]:
    name = quote_from_bytes(os.fsencode(path.resolve()), safe="/\\:" if sys.platform == "win32" else "/")
    connection = sqlite3.connect(
        f"file:{name}?{how}", uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False
    )
    try:
        harden(connection)
        connection.execute("PRAGMA query_only=ON")
        yield connection
    finally:
        connection.close()


def remove_beside(path: Path) -> None:
    """Remove what another file of this name has left, or SQLite would mix its -wal into this one."""
    for suffix in ("-wal", "-shm", "-journal"):
        left = path.with_name(path.name + suffix)
        if is_there(left):
            left.unlink(missing_ok=True)


def put_in_place(part: Path, path: Path) -> None:
    """Give a whole file its name, which no file has yet; a link to no file gets one. Raises OSError."""
    path = path.resolve()
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if is_there(path):
            raise FileExistsError(errno.EEXIST, "it exists already") from None
        part.rename(path)
    whole.sync_folder(path.parent)


def put_over(part: Path, path: Path) -> None:
    """Put a whole recording in the place of what is at `path`, which stays whole until then. OSError."""
    path = path.resolve()
    if is_there(path.with_name(path.name + "-wal")):
        # Its last commits are brought into it, so that it is whole without its -wal.
        with suppress(sqlite3.Error):
            connection = for_writing(path)
            try:
                connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            finally:
                connection.close()
        remove_beside(path)
    whole.put_over(part, path)


def harden(connection: sqlite3.Connection) -> None:
    """Nothing in a file is run as a program, and damaged pages are noticed."""
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA mmap_size=0")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 450_000_000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
