"""What the window asks of the trainer; drained between two steps, in order."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from netviz.tasks.examples import Examples
from netviz.training.stopping import StopConditions

if TYPE_CHECKING:
    from netviz.network.spec import NetworkSpec
    from netviz.training.config import TrainingConfig
    from netviz.training.experiments.lesson import Lesson
    from netviz.training.experiments.operations.operation import Operation
    from netviz.training.experiments.surgery import Column
    from netviz.training.measure.metrics import MetricLog
    from netviz.training.recording.tables.schema import Origin
    from netviz.training.session import SessionState


@dataclass(frozen=True)
class Start:
    """Train until paused, or up to this step."""

    until: int | None = None


@dataclass(frozen=True)
class Pause:
    """Finish the step that runs, then wait."""


@dataclass(frozen=True)
class StepOnce:
    """One step, then wait (also while training: it pauses)."""


@dataclass(frozen=True)
class SetPace:
    """Steps per second, from 1/8 up; None is full speed."""

    steps_per_second: float | None


@dataclass(frozen=True)
class Configure:
    """New settings from the next step on: all but the spec and the seed."""

    config: TrainingConfig


@dataclass(frozen=True)
class Reset:
    """A new network from `config` (its spec, initialiser and seed), step 0, where its schedule begins too;
    the trainer pauses. `digits` are what it learns from, where these are others than before.
    """

    config: TrainingConfig
    digits: Examples | None = None


class Restore(NamedTuple):
    """Go to exactly this state (an opened file, an undone reset, the last good step); the trainer pauses.

    `log` holds the metrics that led there, where they are known; where it knows of later steps it stays as it
    is, and the run goes on with a copy without them. Without it a new log begins. `origin` is the recording
    that the state was taken from, if it was: the new run is recorded as a branch of it, or goes on in that
    file. `digits` are what it learns from, where these are others than before.
    """

    state: SessionState
    log: MetricLog | None = None
    origin: Origin | None = None
    digits: Examples | None = None


@dataclass(frozen=True)
class Reshape:
    """Give the network this shape, keeping what it learnt where it has a place (training/surgery.py).

    Step and log go on, and so does training. `columns` says where each hidden layer comes from; without it
    layers that are alike are taken to be the same. Undo is Restore of the state before.
    """

    spec: NetworkSpec
    columns: tuple[Column, ...] | None = None


class Operated(NamedTuple):
    """What an operation did: the full states of one step, before and after it, the log of their run, and how
    many operations that told of before. `refused` says in a sentence why it could not be done; then both
    states are the same.
    """

    before: SessionState
    after: SessionState
    log: MetricLog
    earlier: int
    refused: str = ""


@dataclass(frozen=True, eq=False)
class Operate:
    """Do this to the network by hand; step and log go on, and so does training. `done` is told of it."""

    operation: Operation
    done: Future[Operated] = field(default_factory=Future)


class TakeBackOperation(NamedTuple):
    """An operation at this step never was: the network is at `state`, which stood there before it, and of the
    run's operations the first `left` stay. Nothing is done where the run stands at another step by now.
    """

    state: SessionState
    left: int


class Teach(NamedTuple):
    """So many plain gradient steps on one digit, which are steps of the run; then the trainer waits.

    `of` is the identity of the snapshot that they go out from: nothing is done where the network is another
    by now. None for any.
    """

    lesson: Lesson
    steps: int
    of: tuple[str, int, int] | None


class TakeBack(NamedTuple):
    """Back to `state`, from which the run came here by taught steps alone: they never were.

    `of` as in Teach. Where the run has been trained on since, `Restore` is right, which keeps that training.
    """

    state: SessionState
    of: tuple[str, int, int]


@dataclass(frozen=True)
class StopWhen:
    """From now on pause as soon as one of these conditions is met; StopConditions() for never."""

    conditions: StopConditions


@dataclass(frozen=True)
class Publish:
    """Leave a snapshot of the present step in the mailbox; training goes on, or rests, as it did."""


Command = (
    Start
    | Pause
    | StepOnce
    | SetPace
    | Configure
    | Reset
    | Restore
    | Reshape
    | Operate
    | TakeBackOperation
    | Teach
    | TakeBack
    | StopWhen
    | Publish
)
