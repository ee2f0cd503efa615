"""A training from its first step to the end of its budget, in the thread that asks for it."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np

from netviz.cli.training.keeping import Keeping
from netviz.network.arrays import frozen_copy
from netviz.network.forward import evaluate
from netviz.tasks.examples import Examples
from netviz.training.last_good import LastGood
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.session import Session, SessionState
from netviz.training.snapshot import Snapshot
from netviz.training.stopping import NO_CONDITIONS, StopConditions, Stopper

_TELL_EVERY: Final = 0.1  # seconds


@dataclass(frozen=True)
class Budget:
    """How long to train: until this step, or for so many seconds; infinity where there is no such limit."""

    last_step: float = math.inf
    seconds: float = math.inf


class Course:
    """Trains `session` from validation to validation, which are due after each epoch, or as configured.

    Reading and validating take none of the seconds that it counts. `ended` is the sentence about the stop
    condition that was met by a validation.
    """

    def __init__(
        self,
        session: Session,
        training: Examples,
        budget: Budget,
        keeping: Keeping | None = None,
        conditions: StopConditions = NO_CONDITIONS,
    ) -> None:
        self.session = session
        self.ended = ""
        self._stopper = Stopper(conditions)
        self._stopper.begin(session.seen, session.step_count)
        self._keeping = keeping
        self.seconds = 0.0
        self.diverged_at: int | None = None
        self.diverged = ""  # what went wrong, and when
        self.validation: ValidationPoint | None = None
        self._n = session.config.learnt_from(len(training))
        self._next_tell = 0.0
        self._budget = budget
        self._first_sample = self._sample
        self._last_good = LastGood(session)
        self._losses: deque[float] = deque(maxlen=math.ceil(self._n / session.config.batch_size))

    @property
    def over(self) -> bool:
        """Whether the budget is spent, a condition is met, or the loss is no number any more."""
        return (
            self.diverged_at is not None
            or bool(self.ended)
            or self.session.step_count >= self._budget.last_step
            or self.seconds >= self._budget.seconds
        )

    @property
    def share(self) -> float:
        """How much of the budget is spent, 0 to 1."""
        return min(
            1.0, max(self.session.step_count / self._budget.last_step, self.seconds / self._budget.seconds)
        )

    @property
    def samples(self) -> int:
        """How many digits were trained on."""
        return self._sample - self._first_sample

    @property
    def samples_per_second(self) -> float:
        """Of training alone."""
        return self.samples / self.seconds if self.seconds else 0.0

    @property
    def epoch(self) -> float:
        """How often all training digits were seen."""
        return self._sample / self._n

    @property
    def train_loss(self) -> float:
        """The mean loss of the last mini-batches, as many as an epoch has; nan before the first."""
        return math.fsum(self._losses) / len(self._losses) if self._losses else math.nan

    @property
    def last_good(self) -> SessionState:
        """A state from before the loss went wrong."""
        return self._last_good.state

    def train(self, stop: threading.Event, tell: Callable[[], None] = lambda: None) -> None:
        """Train until a validation is due, the budget ends or `stop` is set; `tell` is called ten times a
        second.
        """
        session, losses, last_good = self.session, self._losses, self._last_good
        recorder, log = (None, None) if self._keeping is None else (self._keeping.recorder, self._keeping.log)
        before = self.seconds
        began = perf_counter()
        measurer = None if self._keeping is None else self._keeping.measurer
        while True:
            measures = measurer is not None and measurer.before_step(session)
            result = session.step()
            now = perf_counter()
            losses.append(result.loss)
            if log is not None:
                log.append(*result)
            if not math.isfinite(result.loss):
                self._diverge("the loss is no finite number since step")
                break
            last_good.after_step(session, result)
            if measures and measurer is not None and log is not None:
                measurer.after_step(session, self._snapshot, log.measures)
            if recorder is not None and result.step >= recorder.due_at:
                recorder.take(session)
            if now >= self._next_tell:
                self.seconds = before + now - began
                self._next_tell = now + _TELL_EVERY
                tell()
            if stop.is_set() or self._rests_after(result.step, before + now - began):
                break
        self.seconds = before + now - began
        if self.diverged_at is None and not session.is_finite:
            # The last loss was that of the weights before.
            self._diverge("not all numbers of the network and its optimiser are finite at step")

    def _rests_after(self, step: int, seconds: float) -> bool:
        """Whether a validation is due after this step, or the budget ends."""
        session, every = self.session, self.session.config.validate_every
        epochs = every is None or every * session.config.batch_size <= self._n
        return (
            (epochs and session.offset == 0)
            or (every is not None and session.validation_due)
            or step >= self._budget.last_step
            or seconds >= self._budget.seconds
        )

    def _diverge(self, what: str) -> None:
        self.diverged_at = self.session.step_count
        self.diverged = f"{what} {self.diverged_at:,}"

    def _snapshot(self) -> Snapshot:
        session = self.session
        config, parameters = session.config, frozen_copy(session.network.parameters)
        return Snapshot("run", 0, session.step_count, config.spec, parameters, task=config.task)

    def validate(self, validation: Examples) -> ValidationPoint:
        """Loss and accuracy on the validation digits as the network is now."""
        with np.errstate(all="ignore"):  # the weights of a run that explodes may be anything
            result = evaluate(
                self.session.config.spec,
                self.session.network.parameters,
                validation.stored,
                validation.answers,
            )
        self.validation = ValidationPoint(self.session.step_count, *result)
        if self._keeping is not None:
            self._keeping.log.add_validation(*self.validation)
        self.ended = self._stopper.measured(self.validation).replace("paused", "ended")
        return self.validation

    @property
    def _sample(self) -> int:
        return self.session.epoch * self._n + self.session.offset
