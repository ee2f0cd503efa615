"""What the person asks for, as commands to the trainer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Examples
from netviz.training.config import TrainingConfig
from netviz.training.experiments.lesson import Lesson
from netviz.training.experiments.surgery import Column
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.tables.schema import Origin
from netviz.training.session import SessionState
from netviz.training.stopping import StopConditions
from netviz.training.trainer.commands import (
    Command,
    Configure,
    Operate,
    Operated,
    Pause,
    Reset,
    Reshape,
    Restore,
    SetPace,
    Start,
    StepOnce,
    StopWhen,
    TakeBack,
    TakeBackOperation,
    Teach,
)

if TYPE_CHECKING:
    from netviz.training.experiments.operations.operation import Operation

PACES: Final[tuple[float | None, ...]] = (1 / 8, 1 / 4, 1 / 2, 1, 2, 5, 10, 30, 100, 300, 1000, None)
"""Steps per second that Faster and Slower go through; None is full speed."""


class Intents(QObject):
    """Turns wishes into commands, and remembers the wished pace and settings for the window to show."""

    sent = Signal()
    replacing = Signal(object)  # MetricLog | None (it begins anew): another network is about to be asked for
    came_from = Signal(
        object
    )  # Origin | None: another network is asked for, and this is where it was recorded

    def __init__(
        self, send: Callable[[Command], None], config: TrainingConfig, pace: float | None = None
    ) -> None:
        super().__init__()
        self._send = send
        self._pace = pace
        self._config = config
        self._digits: Examples | None = None
        self._started: Start | None = None  # the wish to train that still stands
        self._rests: Start | None = None  # and where something rests it for a while
        self.may_train: Callable[[Callable[[], None]], bool] = lambda _again: True
        """Asked before each training; where it says no, it may call what it was given later."""

    @property
    def pace(self) -> float | None:
        """The wished steps per second; None is full speed."""
        return self._pace

    @property
    def config(self) -> TrainingConfig:
        """The settings asked for last."""
        return self._config

    def train(self) -> None:
        """Train until paused."""
        if self.may_train(self.train):
            self._command(Start())

    def train_to(self, step: int) -> None:
        """Train up to this step, and rest there."""
        if self.may_train(lambda: self.train_to(step)):
            self._command(Start(step))

    def pause(self) -> None:
        """Wait after the step that runs."""
        self._command(Pause())

    def rest(self) -> bool:
        """Pause for a while, until `go_on`; whether there was something to pause. Whatever else is asked of
        the network meanwhile, but settings and the pace, is all that counts then.
        """
        started = self._started
        self.pause()
        self._rests = started
        return started is not None

    @property
    def trains(self) -> bool:
        """Whether training was asked for last."""
        return self._started is not None

    @property
    def rests(self) -> bool:
        """Whether `go_on` would train."""
        return self._rests is not None

    def go_on(self) -> bool:
        """Train as before `rest`, up to the same step; whether anything was resting still."""
        rests = self._rests
        if rests is not None:
            self._command(rests)
        return rests is not None

    def step(self) -> None:
        """One step, then wait."""
        if self.may_train(self.step):
            self._command(StepOnce())

    def set_pace(self, pace: float | None) -> None:
        """Steps per second from now on; None is full speed."""
        if pace != self._pace:
            self._pace = pace
            self._command(SetPace(pace))

    def faster(self) -> None:
        """The next quicker pace of PACES."""
        quicker = [p for p in PACES[:-1] if p is not None and self._pace is not None and p > self._pace]
        self.set_pace(quicker[0] if quicker else None)

    def slower(self) -> None:
        """The next slower pace of PACES."""
        slower = [p for p in PACES[:-1] if p is not None and (self._pace is None or p < self._pace)]
        self.set_pace(slower[-1] if slower else PACES[0])

    def configure(self, config: TrainingConfig) -> None:
        """Other settings for the same network, from the next step on."""
        self._config = config
        self._command(Configure(config))

    def reshape(self, spec: NetworkSpec, columns: tuple[Column, ...] | None = None) -> None:
        """Another shape for the network; what it learnt stays where it has a place."""
        self._config = replace(self._config, spec=spec)
        self._command(Reshape(spec, columns))

    def operate(self, operation: Operation) -> Future[Operated]:
        """Do this to the network by hand; the answer is what it did, or why it could not be done."""
        command = Operate(operation)
        self._command(command)
        return command.done

    def take_back_operation(self, state: SessionState, left: int) -> None:
        """An operation that led away from `state` never was; of the run's operations so many stay."""
        self._config = replace(self._config, spec=state.config.spec)
        self._command(TakeBackOperation(state, left))

    def shaped(self, spec: NetworkSpec) -> None:
        """The network that stands there has this shape now."""
        self._config = replace(self._config, spec=spec)

    def teach(self, lesson: Lesson, steps: int, of: tuple[str, int, int] | None) -> None:
        """So many steps on one digit, if the network is the one with this identity (None: any)."""
        self._command(Teach(lesson, steps, of))

    def take_back(self, state: SessionState, of: tuple[str, int, int]) -> None:
        """Back to `state`, from which taught steps alone led to the network with this identity."""
        self._command(TakeBack(state, of))

    def stop_when(self, conditions: StopConditions) -> None:
        """Pause as soon as one of these is met."""
        self._command(StopWhen(conditions))

    def reset(self, config: TrainingConfig) -> None:
        """A new network, step 0."""
        self.replacing.emit(None)
        self._config = config.anew()
        self._command(Reset(self._config))
        self.came_from.emit(None)

    def learn_from(self, digits: Examples) -> None:
        """The network that is restored next learns from these."""
        self._digits = digits

    def restore(
        self, state: SessionState, log: MetricLog | None = None, origin: Origin | None = None
    ) -> None:
        """Go to exactly this state; `log` holds the metrics that led there, `origin` is its recording."""
        self.replacing.emit(log)
        self._config = state.config
        digits, self._digits = self._digits, None
        self._command(Restore(state, log, origin, digits))
        self.came_from.emit(origin)

    def _command(self, command: Command) -> None:
        if not isinstance(command, SetPace | StopWhen | Configure):
            self._rests = None
            if not isinstance(command, Reshape | Operate | TakeBackOperation):
                self._started = command if isinstance(command, Start) else None
        self._send(command)
        self.sent.emit()
