"""Of which task a file is, so that a window that opens with it is furnished for that one from the start."""

from __future__ import annotations

from pathlib import Path

from netviz.files.errors import FileError
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import DataError
from netviz.tasks.task import AnyTask
from netviz.training.recording.run_file import read_run, reader_of


def data_of(path: Path) -> DataName:
    """Which examples a run or a network learnt from; raises DataError where it can't be read."""
    try:
        return read_run(path).data
    except FileError as error:
        raise DataError(str(error)) from error


def task_of(path: Path) -> AnyTask:
    """The usual one for a picture, and where it can't be read: what is wrong is said when it is opened."""
    reader = reader_of(path)
    try:
        if reader is not None:
            return reader.task(path)
    except (FileError, OSError):
        pass
    return DEFAULT
