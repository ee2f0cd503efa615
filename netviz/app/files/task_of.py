"""Of which task a file is, so that a window that opens with it is furnished for that one from the start."""

from __future__ import annotations

from pathlib import Path

from netviz.files.errors import FileError
from netviz.files.formats import HEAD, RUN, WEIGHTS, format_of
from netviz.tasks.table import DEFAULT
from netviz.tasks.task import AnyTask
from netviz.training.recording.reader import Recording
from netviz.training.saved.model_file import load_model


def task_of(path: Path) -> AnyTask:
    """The usual one for a picture, and where it can't be read: what is wrong is said when it is opened."""
    try:
        with path.open("rb") as file:
            found = format_of(path, file.read(HEAD))
        if found is RUN:
            with Recording(path) as recording:
                return recording.info.config.task
        if found is WEIGHTS:
            return load_model(path).task
    except (FileError, OSError):
        pass
    return DEFAULT
