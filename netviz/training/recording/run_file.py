"""A network out of any file that holds one: a recording at one of its steps, or saved weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netviz.files.errors import FileError, reason, shown
from netviz.files.formats import HEAD, RUN, WEIGHTS, format_of
from netviz.files.paths import is_file
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


def read_run(path: Path, step: int | None = None, said: Said = NOTHING) -> Run:
    """Read a network, whatever holds it, known by its content. Raises FileError.

    Of a recording, the end for None; else the snapshot nearest to `step`, and a `note` if that is another
    one. Files of saved weights hold one step only.
    """
    if _is_recording(path):
        check_nothing_said(path, said)
        with Recording(path) as recording:
            return _at_the_end(recording) if step is None else _at(recording, step)
    model = load_model(path, said)
    here = 0 if model.state is None else model.state.step
    if step is not None and step != here:
        raise FileError(f"{path} holds step {here:,} only; a recording would be right for step {step:,}.")
    return Run(
        model.spec,
        model.parameters,
        model.state,
        model.data,
        model.validation,
        model.note,
        model.assumed,
        model.pixels_assumed,
        task=model.task,
        step=here,
    )


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
    if head and not recording and found is not WEIGHTS:
        raise FileError(
            f"{shown(path)} is no run, and a run must not take its place; another name would be right."
        )


def _at_the_end(recording: Recording) -> Run:
    state = recording.state_before()
    config = state.config
    measured = recording.metrics().validation_since(None)[1]
    point = measured[-1] if measured and measured[-1].step <= state.step else None
    return Run(
        config.spec,
        state.parameters,
        state,
        recording.info.data,
        point,
        task=config.task,
        step=state.step,
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


def _is_recording(path: Path) -> bool:
    """Whether to open it as a recording; what can't be looked at is left to `load_model` to refuse."""
    try:
        if not is_file(path):
            return False
        with path.open("rb") as file:
            return format_of(path, file.read(HEAD)) is RUN
    except OSError:
        return False
