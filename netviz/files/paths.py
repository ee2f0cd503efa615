"""One way to take a path from a person, and to ask about it without being thrown out."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from urllib.parse import unquote_to_bytes

from netviz.files.errors import FileError, reason, shown

_SCHEME = "file:"


def given(text: str | Path) -> Path:
    """The path that a person typed, dropped or pasted: a `file:` address of this machine is one too.

    Raises FileError where the address is of another machine, or no path can have this name.
    """
    name = os.fspath(text)
    if name[: len(_SCHEME)].lower() == _SCHEME and not os.path.lexists(name):
        host, path = "", name[len(_SCHEME) :]
        if path.startswith("//"):
            host, slash, rest = path[2:].partition("/")
            path = slash + rest
        if host.lower() not in ("", "localhost"):
            raise FileError(f"{shown(name)} lies on another machine; a file of this one would be right.")
        name = os.fsdecode(unquote_to_bytes(path))
    if "\0" in name:
        raise FileError(f"{shown(name)} is no path: it holds a null character.")
    return Path(name)


def is_there(path: Path) -> bool:
    """Whether something lies there, as far as one may look."""
    return os.path.exists(path)  # noqa: PTH110 - unlike Path.exists it does not raise


def is_file(path: Path) -> bool:
    """Whether an ordinary file lies there, as far as one may look."""
    return os.path.isfile(path)  # noqa: PTH113 - the same


def is_folder(path: Path) -> bool:
    """Whether a folder lies there, as far as one may look."""
    return os.path.isdir(path)  # noqa: PTH112 - the same


def may_be_looked_into(folder: Path) -> bool:
    """Whether one may see what lies in this folder, and read it."""
    return os.access(folder, os.R_OK | os.X_OK)


def home_folder() -> Path:
    """The person's folder; who has none (a user without an entry, no HOME) gets the temporary one."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(tempfile.gettempdir())


def readable(path: Path, right: str) -> Path:
    """`path`, where an ordinary file lies there that may be read; nothing is opened that could block.

    Raises FileError with `right`, which says what would be right, without its full stop.
    """
    try:
        path.stat()
    except FileNotFoundError:
        raise FileError(f"{shown(path)} does not exist; {right}.") from None
    except OSError as error:
        raise FileError(f"{shown(path)} can't be read: {reason(error)}.") from error
    if is_folder(path):
        raise FileError(f"{shown(path)} is a folder; {right}.")
    if not is_file(path):
        raise FileError(f"{shown(path)} is no ordinary file; {right}.")
    if not os.access(path, os.R_OK):
        raise FileError(f"{shown(path)} can't be read: you may not read it.")
    return path
