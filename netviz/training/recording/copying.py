"""Copies of recordings: a copy of the main file alone would lack what stands in the -wal."""

from __future__ import annotations

import contextlib
import sqlite3
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from json import dumps
from pathlib import Path

from netviz.files.errors import FileError, shown
from netviz.files.paths import is_there
from netviz.files.whole import beside, target_of
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.opening import for_reading, harden, put_in_place, put_over, remove_beside
from netviz.training.recording.reader import Recording
from netviz.training.recording.reasons import unwritable
from netviz.training.recording.tables.schema import Parent
from netviz.training.recording.writer import RecordingWriter


def save_as(source: Path, target: Path) -> None:
    """Copy a recording, also one that is being written. Raises FileError.

    What was at `target` stays whole until the copy is.
    """
    if is_being_written(target):
        raise FileError(
            f"{shown(target)} is being written by a netviz that is running; another name would be right."
        )
    with _copied(source, target) as (copy, final):
        _set(copy, {"finished": "1"})
        put_over(copy, final)


def branch_off(source: Path, target: Path, step: int, *, budget: int) -> RecordingWriter:
    """A writer of the new file `target`, which begins with what `source` holds up to `step`.

    It is a run of its own, with `source` as its parent. Raises FileError.
    """
    if is_there(target):
        raise FileError(f"{shown(target)} exists already; a new name would be right.")
    with Recording(source) as recording:
        run = recording.info.run
    with _copied(source, target) as (copy, final):
        parent = Parent(run, step, str(source))
        own = {"run": uuid.uuid4().hex, "created": str(time.time()), "parent": dumps(asdict(parent))}
        _set(copy, {"finished": "0", **own})
        remove_beside(final)
        put_in_place(copy, final)
    writer = RecordingWriter(target, budget=budget)
    writer.rewind(step)
    return writer


@contextlib.contextmanager
def _copied(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """A whole copy beside `target`, under another name, and where it belongs; gone at the end."""
    Recording(source).close()  # so that what is no recording is refused with a sentence
    try:
        final = target_of(target)
        with beside(final) as copy:
            with for_reading(source) as connection:
                into = sqlite3.connect(copy)
                try:
                    harden(into)
                    connection.backup(into)
                    into.execute("PRAGMA journal_mode=DELETE").fetchone()
                finally:
                    into.close()
            yield copy, final
    except (sqlite3.Error, OSError) as error:
        raise unwritable(target, error) from error


def _set(path: Path, values: dict[str, str]) -> None:
    connection = sqlite3.connect(path)
    try:
        harden(connection)
        with connection:
            connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", values.items())
    finally:
        connection.close()
