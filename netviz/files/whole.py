"""The one way to write: to a name of its own beside the target, then renamed over it.

What was there stays whole until the new is, a link stays a link, permissions stay, and nothing is left
behind by whatever ends the work in between.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from netviz.files.errors import FileError, reason, shown
from netviz.files.paths import is_file, is_folder

_PART: Final = ".netviz-*.part*"
_ABANDONED: Final = 86_400.0  # seconds: what a killed process left
_BESIDE: Final = ("", "-journal", "-wal", "-shm")


def check_place(path: Path) -> Path:
    """The file that would be written as `path`, with links followed.

    Raises FileError, now instead of after an hour's work, where nothing can be written there.
    """
    try:
        target = target_of(path)
        with beside(target):
            pass
    except OSError as error:
        raise unwritable(path, error) from error
    return target


def check_folder(path: Path) -> Path:
    """The same for a folder that is to be made, or is there and empty."""
    try:
        target = followed(path)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise FileError(f"{shown(path)} is there already and no empty folder; a new name would be right.")
        with beside(target):
            pass
    except OSError as error:
        raise unwritable(path, error) from error
    return target


def write_whole(path: Path, content: bytes) -> None:
    """Write a file or nothing. Raises FileError."""
    with replacing(path) as part, part.open("wb") as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new empty file to fill, which takes the place of `path` at the end; after an error it is gone.

    Raises FileError, also for an OSError of the work in between.
    """
    try:
        target = target_of(path)
        with beside(target) as part:
            yield part
            put_over(part, target)
    except OSError as error:
        raise unwritable(path, error) from error


@contextlib.contextmanager
def making_folder(path: Path) -> Iterator[Path]:
    """A new folder to fill, which gets the name `path` at the end; after an error it is gone. FileError."""
    target = check_folder(path)
    part = _name_beside(target)
    try:
        with _gone_afterwards(part):
            part.mkdir()
            yield part
            if target.exists():
                target.rmdir()
            part.replace(target)
            sync_folder(target.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def put_over(part: Path, target: Path) -> None:
    """Give a complete file its place, with the permissions of what was there. Raises OSError."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    if target.exists():
        with contextlib.suppress(OSError):  # some file systems have no permissions
            part.chmod(target.stat().st_mode & 0o777)
    part.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    with contextlib.suppress(OSError):  # Windows can't open a folder; the rename is still atomic there
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: Path, error: Exception) -> FileError:
    """Why nothing can be written as `path`, as a sentence."""
    if isinstance(error, FileError):
        return error
    if isinstance(error, FileNotFoundError) and not is_folder(path.parent):
        return FileError(f"{shown(path)} can't be written: there is no folder {shown(path.parent)}.")
    why = reason(error) if isinstance(error, OSError) else str(error)
    after = "What was there is unchanged." if is_file(path) else "A file in a folder of yours would be right."
    return FileError(f"{shown(path)} can't be written: {why}. {after}")


def target_of(path: Path) -> Path:
    """The file itself, so that a link stays a link. Raises OSError where it must not be written over."""
    if not path.name or path.name == "..":
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    target = followed(path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not target.is_file():  # or else root would rename a file over /dev/null
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return target


def followed(path: Path) -> Path:
    """The file itself where `path` is a link. Raises OSError where its links lead in a circle."""
    try:
        return path.resolve()
    except RuntimeError as error:  # Python 3.11 and 3.12 say so of links that lead in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new empty file in the folder of `target`, gone afterwards, with what SQLite makes, unless renamed."""
    part = _name_beside(target)
    part.open("xb").close()
    with _gone_afterwards(part):
        yield part


@contextlib.contextmanager
def _gone_afterwards(part: Path) -> Iterator[None]:
    """Afterwards nothing has this name; nor after a program that ends without waiting for its threads."""

    def remove() -> None:
        shutil.rmtree(part, ignore_errors=True)
        for suffix in _BESIDE:
            with contextlib.suppress(OSError):
                part.with_name(part.name + suffix).unlink(missing_ok=True)

    atexit.register(remove)
    try:
        yield
    finally:
        remove()
        atexit.unregister(remove)


def _name_beside(target: Path) -> Path:
    """A new name beside `target`; what killed processes left there long ago goes."""
    for old in target.parent.glob(_PART):
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > _ABANDONED:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
    return target.with_name(f".netviz-{secrets.token_hex(8)}.part")
