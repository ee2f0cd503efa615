"""A network that is compared: a step of a recorded run, the one that stands there, or a file's weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import FileError
from netviz.network.spec import NetworkSpec
from netviz.tasks.task import AnyTask
from netviz.training.compare.matching import NoPairError
from netviz.training.jobs.work import Work
from netviz.training.landscape.beside import MOST_LISTED, trained_with
from netviz.training.recording.reader import Recording
from netviz.training.recording.run_file import is_recording, read_run
from netviz.training.snapshot import Snapshot


@dataclass(frozen=True)
class Source:
    """Where a network is: in the run that stands there (`path` None) or a file; `step` None: the last."""

    path: Path | None = None
    step: int | None = None


@dataclass(frozen=True, eq=False)
class Chosen:
    """A network to compare, read-only: float32 (n_parameters,), after `step` steps. `last_step`: how far its
    run goes, None for weights alone. `note`: what has to be said of it, where it is another than was asked
    for.
    """

    source: Source
    spec: NetworkSpec
    parameters: NDArray[np.float32]
    step: int
    task: AnyTask
    last_step: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Listed:
    """A recorded run that can be compared: its file, its last step, and what it was trained with."""

    path: Path
    last_step: int
    shape: str
    trained_with: str


def of_this_run(newest: Snapshot, recording: Path | None, first: Snapshot | None, step: int | None) -> Chosen:
    """The network of the run that stands there at a step, of what it keeps. Raises FileError."""
    at, found, note = newest.step, newest, ""
    if step is not None and step != newest.step:
        kept = [newest] if first is None else [first, newest]
        found = min(kept, key=lambda one: abs(one.step - step))
        at = found.step
        if recording is not None and at != step:
            with Recording(recording) as read:
                at, found = read.nearest(step)
        if at != step:
            note = f"Step {step:,} is not kept: this is step {at:,}."
    return Chosen(Source(None, step), found.spec, found.parameters, at, found.task, newest.step, note)


def of_file(source: Source) -> Chosen:
    """The network in a file. Raises FileError."""
    path = source.path
    assert path is not None
    last = None
    if is_recording(path):
        with Recording(path) as read:
            last = read.last_step
    run = read_run(path, source.step if last is not None else None)
    return Chosen(source, run.spec, run.parameters, run.step, run.task, last, run.note)


def check_readers(a: Chosen, b: Chosen, task: AnyTask) -> None:
    """Raise NoPairError where they do not both learn what is seen here: their answers would mean nothing."""
    for letter, one in (("A", a), ("B", b)):
        if one.task.id != task.id or not task.fits(one.spec):
            raise NoPairError(
                f"{letter} learnt {one.task.label}, and here is {task.label}: one can’t answer for the other."
            )


def listed(paths: Iterable[Path], task: AnyTask) -> Work[list[Listed]]:
    """Which of these recordings are runs of this task, the newest first, so many at most. What can't be read
    is none.
    """
    found: list[Listed] = []
    newest = sorted(paths, key=_changed, reverse=True)
    for k, path in enumerate(newest):
        yield k / max(len(newest), 1)
        if len(found) == MOST_LISTED:
            break
        try:
            with Recording(path) as recording:
                last = recording.last_step
                if last and recording.info.config.task.id == task.id:
                    words = trained_with(recording.configs)
                    found.append(Listed(path, last, str(recording.last_spec), words))
        except (FileError, OSError):
            continue
    return found


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
