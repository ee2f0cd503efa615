"""Validation while training runs: the trainer offers snapshots, the job thread evaluates each of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import evaluate
from netviz.tasks.examples import Examples
from netviz.training.jobs.thread import JobThread, Progress
from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot

KIND = "validation"


class Validator:
    """Evaluates snapshots on the validation examples and adds the results to the log of their run.

    `log` returns the log that is the present one at the time of the offer. `measured` is called on the job
    thread after each result.
    """

    def __init__(
        self,
        jobs: JobThread,
        log: Callable[[], MetricLog],
        measured: Callable[[], None] | None = None,
    ) -> None:
        self._jobs = jobs
        self._log = log
        self._measured = measured
        self._digits: Examples | None = None
        self._hand: Examples | None = None
        self._pixels: tuple[Examples, NDArray[np.floating[Any]]] | None = None
        self._pending: deque[tuple[Snapshot, MetricLog, int, Examples | None]] = deque()
        self._lock = Lock()  # the trainer puts more there while one is chosen

    def provide(self, digits: Examples) -> None:
        """The validation examples are loaded."""
        self._digits = digits
        if self._pending:
            self._jobs.submit(KIND, self._evaluate_next)

    def provide_hand(self, drawings: Examples | None) -> None:
        """What the person has drawn, of which nothing is learnt: measured too, where there is any."""
        self._hand = drawings

    def offer(self, snapshot: Snapshot) -> None:
        """Have `snapshot` evaluated; returns at once. On the trainer's thread."""
        log = self._log()
        with self._lock:
            self._pending.append((snapshot, log, log.line, self._digits))
        self._jobs.submit(KIND, self._evaluate_next)

    def _evaluate_next(self, progress: Progress) -> None:
        if self._digits is None or not self._pending:
            return
        # The run that stands there first: one that was left may have many behind it.
        present = self._log()
        with self._lock:
            k = next((k for k, (_, log, *_) in enumerate(self._pending) if log is present), 0)
            snapshot, log, line, then = self._pending[k]
            del self._pending[k]
        # A run of other digits may stand there by now.
        digits = self._digits if then is None else then
        if digits.task == snapshot.task:
            self._evaluate(snapshot, digits, log, line)
        # One at a time, so that other jobs have their turn between two.
        if self._pending:
            self._jobs.submit(KIND, self._evaluate_next)

    def _evaluate(self, snapshot: Snapshot, digits: Examples, log: MetricLog, line: int) -> None:
        if self._pixels is None or self._pixels[0] is not digits:
            # Kept as numbers from 0 to 1, 16 MB: making them again takes as long as reading them.
            self._pixels = digits, digits.inputs()
        loss, accuracy = evaluate(snapshot.spec, snapshot.parameters, self._pixels[1], digits.answers)
        log.add_validation(snapshot.step, loss, accuracy, line)
        hand = self._hand
        if hand is not None and hand.task == snapshot.task and log.line == line:
            _, read = evaluate(snapshot.spec, snapshot.parameters, hand.inputs(), hand.answers)
            log.hand.add(snapshot.step, read)
        if self._measured is not None:
            self._measured()
