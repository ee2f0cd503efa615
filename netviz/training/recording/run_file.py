"""A network out of any file that holds one: a recording at one of its steps, or saved weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from netviz.files.errors import FileError, reason, shown
from netviz.files.formats import HEAD, RUN, WEIGHTS, format_of
from netviz.files.paths import is_file
from netviz.tasks.task import AnyTask
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.reader import Recording
from netviz.training.recording.tables.schema import APPLICATION_ID
from netviz.training.saved.foreign_layers import NOTHING, Said
from netviz.training.saved.model_file import (
    Model,
    check_nothing_said,
    check_reader,
    load_model,
)


@dataclass(frozen=True, eq=False)
class Run(Model):
    """What a file holds of a run: the network after `step` steps.

    `state` is there where training can go on from exactly that step.
    """

    step: int = 0
    log: MetricLog | None = None  # all that was measured on the way there, where the file holds it


class Reader(NamedTuple):
    """Who reads a format that holds a network: `run` at a step (None: the last one), with what somebody says
    of it besides; `task` without reading all of it. Both raise FileError.
    """

    run: Callable[[Path, int | None, Said], Run]
    task: Callable[[Path], AnyTask]


def reader_of(path: Path) -> Reader | None:
    """Who reads this file, known by its content; None where it holds no network that netviz reads."""
    try:
        if not is_file(path):
            return None
        with path.open("rb") as file:
            found = format_of(path, file.read(HEAD))
    except OSError:
        return None
    return next((reader for row, reader in READERS if row is found), None)


def is_recording(path: Path) -> bool:
    """Whether this file holds the way of a run, not one network alone."""
    return reader_of(path) is _RECORDING


def read_run(path: Path, step: int | None = None, said: Said = NOTHING) -> Run:
    """Read a network, whatever holds it, known by its content. Raises FileError.

    Of a recording, the end for None; else the snapshot nearest to `step`, and a `note` if that is another
    one. Files of saved weights hold one step only.
    """
    # What holds no network at all says so when it is read as weights.
    return (reader_of(path) or _WEIGHTS).run(path, step, said)


def read_reader(path: Path, step: int | None = None, said: Said = NOTHING) -> Run:
    """`read_run` for a network that reads what its task has. Raises FileError."""
    run = read_run(path, step, said)
    check_reader(path, run, run.task)
    return run


def check_replaceable(path: Path) -> None:
    """Raise FileError where a run must not take the place of what is there: something that is no run."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise FileError(f"{shown(path)} can't be looked at: {reason(error)}.") from error
    found = format_of(path, head)
    recording = found is RUN and head[68:72] == APPLICATION_ID.to_bytes(4, "big")
    held = recording or (found is not RUN and any(found is row for row, _ in READERS))
    if head and not held:
        raise FileError(
            f"{shown(path)} is no run, and a run must not take its place; another name would be right."
        )


def _from_recording(path: Path, step: int | None, said: Said) -> Run:
    check_nothing_said(path, said)
    with Recording(path) as recording:
        return _at_the_end(recording) if step is None else _at(recording, step)


def _task_of_recording(path: Path) -> AnyTask:
    with Recording(path) as recording:
        return recording.info.config.task


def _from_weights(path: Path, step: int | None, said: Said) -> Run:
    model = load_model(path, said)
    here = 0 if model.state is None else model.state.step
    if step is not None and step != here:
        raise FileError(f"{path} holds step {here:,} only; a recording would be right for step {step:,}.")
    return Run(**vars(model), step=here)


def _at_the_end(recording: Recording) -> Run:
    state = recording.state_before()
    config, log = state.config, recording.metrics()
    measured = log.validation_since(None)[1]
    point = measured[-1] if measured and measured[-1].step <= state.step else None
    return Run(
        config.spec,
        state.parameters,
        state,
        recording.info.data,
        point,
        desk=recording.desk,
        task=config.task,
        step=state.step,
        log=log,
    )


def _at(recording: Recording, step: int) -> Run:
    found, snapshot = recording.nearest(step)
    note = "" if found == step else f"Step {step:,} is not kept in the recording; this is step {found:,}."
    return Run(
        snapshot.spec,
        snapshot.parameters,
        data=recording.info.data,
        note=note,
        task=snapshot.task,
        step=found,
    )


_WEIGHTS: Final = Reader(_from_weights, lambda path: load_model(path).task)
_RECORDING: Final = Reader(_from_recording, _task_of_recording)
READERS: Final = ((RUN, _RECORDING), (WEIGHTS, _WEIGHTS))
"""A row for each format that holds a network."""
