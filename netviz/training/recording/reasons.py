"""Why a recording can't be read or written, as sentences for the person."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from netviz.files import whole
from netviz.files.errors import FileError, reason, shown
from netviz.training.recording.lock import AlreadyOpen
from netviz.training.recording.tables import coding, rows
from netviz.training.recording.tables.measure_rows import MeasureError

RIGHT: Final = "a recording of netviz would be right"
UNREADABLE: Final = (
    rows.Damaged,
    coding.CodingError,
    MeasureError,
    sqlite3.Error,
    UnicodeDecodeError,
    OSError,
    MemoryError,
)
_WORDS: Final = {
    "SQLITE_READONLY": "you may not write there",
    "SQLITE_PERM": "you may not write there",
    "SQLITE_FULL": "there is no room left there",
    "SQLITE_BUSY": "another program holds it",
    "SQLITE_LOCKED": "another program holds it",
    "SQLITE_CANTOPEN": "it can't be opened, or nothing may be made beside it",
    "SQLITE_IOERR": "the disk reports a fault",
    "SQLITE_NOMEM": "there is not enough memory",
    "SQLITE_TOOBIG": "it is larger than a recording may be",
}


def unreadable(path: Path, error: Exception) -> FileError:
    """Why a recording can't be read; `error` is one of UNREADABLE."""
    name = shown(path)
    if isinstance(error, rows.Newer):
        return FileError(f"{name} can't be read: {error}.")
    if isinstance(error, rows.Damaged | coding.CodingError | MeasureError):
        return FileError(f"{name} is damaged or no recording: {error}; {RIGHT}.")
    if isinstance(error, sqlite3.Error | UnicodeDecodeError):  # an error may quote what is damaged
        why = database_reason(error) if isinstance(error, sqlite3.Error) else "it is damaged"
        return FileError(f"{name} can't be read as a recording: {why}; {RIGHT}.")
    if isinstance(error, OSError):
        return FileError(f"{name} can't be read: {reason(error)}.")
    # SQLite says of sizes in damaged pages too that the memory is too small.
    return FileError(f"{name} is damaged, or too large for the memory; {RIGHT}.")


def unwritable(path: Path, error: Exception) -> FileError:
    """Why a recording can't be written."""
    if isinstance(error, AlreadyOpen):
        return FileError(
            f"{shown(path)} is being written by a netviz that is running; closing it there would be right."
        )
    if isinstance(error, FileExistsError):
        return FileError(f"{shown(path)} exists already; a new name would be right.")
    if isinstance(error, sqlite3.Error):
        return FileError(f"{shown(path)} can't be written: {database_reason(error)}.")
    return whole.unwritable(path, error)


def database_reason(error: sqlite3.Error) -> str:
    """Why SQLite refused, as the end of a sentence; its own words are for programmers, or quote damage."""
    if isinstance(error, sqlite3.ProgrammingError):
        return "it is closed"
    name = getattr(error, "sqlite_errorname", "")
    return next((words for kind, words in _WORDS.items() if name.startswith(kind)), "it is damaged")
