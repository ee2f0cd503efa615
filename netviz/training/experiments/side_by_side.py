"""Several runs stepped in turn, so that they are always in step: what one difference does, from one seed."""

from __future__ import annotations

import math
import threading
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from netviz.network.arrays import frozen_copy
from netviz.network.spec import readable_size
from netviz.tasks.examples import Examples
from netviz.training.config import MAX_BYTES, ConfigError, TrainingConfig
from netviz.training.jobs.thread import JobThread
from netviz.training.measure.metrics import MetricLog
from netviz.training.measure.validation import Validator
from netviz.training.session import Session, SessionState
from netviz.training.snapshot import Snapshot

FEWEST: Final = 2
MOST: Final = 4


@dataclass(frozen=True, eq=False)
class Abreast:
    """All runs after the same number of steps; one whose loss was no number any more stands still before.

    `snapshots` in the order of the runs; `diverged`: which of them stand still.
    """

    step: int
    snapshots: tuple[Snapshot, ...]
    diverged: tuple[bool, ...]


class SideBySide:
    """Trains in a thread of its own; the runs take turns, a step each, and are seen between two rounds only.
    The thread begins with the first wish: runs that nobody takes need no end.

    `notify` is called on its threads when something is to be seen that nobody asked for: a pause, a
    validation. Raises ConfigError or SpecError where one of the configurations can't be trained.
    """

    def __init__(
        self,
        configs: Sequence[TrainingConfig],
        training: Examples,
        validation: Examples | None = None,
        notify: Callable[[], None] | None = None,
    ) -> None:
        if not FEWEST <= len(configs) <= MOST:
            raise ConfigError(f"Runs: {len(configs)} can't be compared; {FEWEST} to {MOST} would be right.")
        for config in configs:
            config.check(len(training))
        needed = sum(config.memory for config in configs)
        if needed > MAX_BYTES:
            raise ConfigError(
                f"Runs: {len(configs)} of them would take about {readable_size(needed)}; up to "
                f"{readable_size(MAX_BYTES)} would be right."
            )
        self.configs = tuple(configs)
        self.logs = tuple(MetricLog() for _ in configs)
        self.running = False
        self.wanted = True
        self._notify = notify
        self._name = uuid.uuid4().hex
        self._sessions = tuple(Session(config, training) for config in configs)
        self._diverged = [False] * len(configs)
        self._step = 0
        self._seen: deque[Abreast] = deque(maxlen=1)
        self._wishes: deque[Callable[[], None]] = deque()
        self._arrived = threading.Condition()
        self._closing = False
        self._validation = validation
        self._offered = self.logs[0]
        self._validator: Validator | None = None
        self._publish()
        self._thread: threading.Thread | None = None

    # ---- from any thread

    @property
    def step(self) -> int:
        """How many steps each run has made."""
        return self._step

    def run(self) -> None:
        """Step until paused."""
        self._wish(self._run)

    def pause(self) -> None:
        """Wait after the round that runs."""
        self._wish(self._rest)

    def step_once(self) -> None:
        """One round, then wait."""
        self._wish(self._step_once)

    def take(self) -> Abreast | None:
        """The newest picture of all, once; set `wanted` to get another."""
        try:
            return self._seen.pop()
        except IndexError:
            return None

    def state(self, run: int, answer: Callable[[SessionState], None]) -> None:
        """Call `answer` with all that this run needs to go on alone, on this object's thread."""
        self._wish(lambda: answer(self._sessions[run].state()))

    def end(self) -> None:
        """End after the round that runs; returns at once."""
        with self._arrived:
            self._closing = True
            self._arrived.notify()

    def close(self, timeout: float = 5.0) -> bool:
        """End, and wait for it. True where it has ended within `timeout` seconds."""
        self.end()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _wish(self, wish: Callable[[], None]) -> None:
        with self._arrived:
            if self._closing:
                return
            self._wishes.append(wish)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="side by side", daemon=True)
                self._thread.start()
            self._arrived.notify()

    # ---- on the thread

    def _work(self) -> None:
        jobs = JobThread()
        self._validator = Validator(jobs, lambda: self._offered, self._notify)
        if self._validation is not None:
            self._validator.provide(self._validation)
        while not self._closing:
            while self._wishes:
                self._wishes.popleft()()
            if not self.running or all(self._diverged):
                self.running = False
                self._wait()
                continue
            self._round()
            if self.wanted or all(self._diverged):
                self._publish()
        self.running = False
        jobs.close()

    def _run(self) -> None:
        self.running = True

    def _rest(self) -> None:
        self.running = False
        self._publish()

    def _step_once(self) -> None:
        self.running = False
        self._round()
        self._publish()

    def _round(self) -> None:
        """A step of each."""
        for run, session in enumerate(self._sessions):
            if self._diverged[run]:
                continue
            result = session.step()
            self.logs[run].append(*result)
            if not math.isfinite(result.loss):
                self._diverged[run] = True
            elif session.validation_due and self._validator is not None:
                self._offered = self.logs[run]
                self._validator.offer(self._snapshot(run))
        self._step += 1

    def _publish(self) -> None:
        self.wanted = False
        snapshots = tuple(self._snapshot(run) for run in range(len(self._sessions)))
        self._seen.append(Abreast(self._step, snapshots, tuple(self._diverged)))
        if self._notify is not None:
            self._notify()

    def _snapshot(self, run: int) -> Snapshot:
        session = self._sessions[run]
        return Snapshot(
            f"{self._name}-{run}",
            0,
            session.step_count,
            session.network.spec,
            frozen_copy(session.network.parameters),
            task=session.config.task,
        )

    def _wait(self) -> None:
        with self._arrived:
            if not self._wishes and not self._closing:
                self._arrived.wait()
