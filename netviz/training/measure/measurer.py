"""Measures the layers a few times a second while training runs, without holding it up."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.examples import Examples
from netviz.training.jobs.thread import Progress
from netviz.training.measure.measures import MeasureLog, measure, measure_step
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot

KIND: Final = "measures"
N_DIGITS: Final = 500
LEAST_PAUSE: Final = 0.4  # seconds
# So much longer than it took on the trainer's thread, and on the job thread, it rests.
_REST: Final = 150
_JOB_REST: Final = 40


class Submits(Protocol):
    """A job thread, or whoever else does what is submitted."""

    def submit(self, kind: str, work: Callable[[Progress], None]) -> object:
        """Do this, now or later."""
        ...


class AtOnce:
    """Does it now, on the thread that asks: where nobody waits for the next step."""

    def submit(self, kind: str, work: Callable[[Progress], None]) -> None:
        """As Submits says."""
        work(Progress())


class Measurer:
    """The trainer calls it around each step; the larger part of the work goes to the job thread.

    What is measured goes to the MeasureLog that the trainer hands over. `measured` is called on the job
    thread after each. When it measures depends on the clock; what, never does.
    """

    def __init__(
        self,
        jobs: Submits,
        measured: Callable[[], None] | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self._jobs = jobs
        self._measured = measured
        self._clock = clock
        self._pixels: NDArray[np.floating[Any]] | None = None
        self._before: NDArray[np.float32] | None = None
        self._due = 0.0
        self._began = 0.0
        self._job_took = 0.0

    def provide(self, digits: Examples) -> None:
        """The validation digits are loaded; the first 500 of them are looked at."""
        self._pixels = digits.inputs(slice(0, N_DIGITS))

    # ---- on the trainer's thread

    def before_step(self, session: Session) -> bool:
        """Whether the step that comes is to be measured; `after_step` is then called after it."""
        self._began = self._clock()
        if self._began < self._due or self._pixels is None:
            return False
        self._before = session.parameters()  # which somebody often has already
        return True

    def after_step(self, session: Session, snapshot: Callable[[], Snapshot], log: MeasureLog) -> None:
        """The step is done, and its loss is a number."""
        assert self._before is not None
        stepped = self._clock()
        of_step = measure_step(session.network, self._before)
        self._before = None
        here, line, pixels = snapshot(), log.line, self._pixels

        def work(progress: Progress) -> None:
            began = self._clock()
            if pixels is None or pixels.shape[1] != here.spec.sizes[0]:
                return
            log.add(measure(here, of_step, pixels), line)
            self._job_took = self._clock() - began
            if self._measured is not None:
                self._measured()

        took = self._clock() - stepped
        self._jobs.submit(KIND, work)
        self._due = self._clock() + max(LEAST_PAUSE, _REST * took, _JOB_REST * self._job_took)
