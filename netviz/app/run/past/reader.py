"""Asks the recording of a run for its steps, on threads of its own: the window never waits for a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import FileError
from netviz.tasks.examples import Data
from netviz.training.jobs.thread import JobThread, Progress
from netviz.training.recording.beginning import first_of_shape
from netviz.training.recording.reader import Recording
from netviz.training.recording.replay import check_digits, replay
from netviz.training.session import SessionState
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge

# Seconds that working out a step may take without being asked for: about so long does a pointer rest.
CHEAP: Final = 2.0
_SECONDS_A_STEP: Final = 60e-6  # besides the arithmetic
_SECONDS_A_WEIGHT: Final = 1e-9  # for each digit of a mini-batch, on a slow core


class Held(NamedTuple):
    """What a recording holds at the moment: steps of snapshots ascending int64 (n,), and marked steps."""

    path: Path
    steps: NDArray[np.int64]
    marks: tuple[int, ...]

    def until(self, last: int) -> Held:
        """Without what comes after step `last`."""
        return Held(self.path, self.steps[self.steps <= last], tuple(m for m in self.marks if m <= last))

    def after(self, step: int) -> int | None:
        """The next step that is kept, or None."""
        later = self.steps[self.steps > step]
        return int(later[0]) if len(later) else None

    def before(self, step: int) -> int | None:
        """The last step before that is kept, or None."""
        earlier = self.steps[self.steps < step]
        return int(earlier[-1]) if len(earlier) else None


class Found(NamedTuple):
    """The kept snapshot nearest to `wanted`, and how many seconds the exact one would take, about."""

    wanted: int
    snapshot: Snapshot
    seconds: float


class RunReader:
    """Reads one recording at a time. Nothing is delivered after `close`.

    Kept steps come from one thread and worked-out ones from another, so that dragging never waits for a
    replay; the latest wish wins, but one that is under way is answered first, so that a hand that never
    rests is answered too.
    """

    def __init__(self) -> None:
        self._kept, self._exact = JobThread(), JobThread()
        self._bridge = JobBridge(self._kept)
        self._lock = Lock()
        self._recording: Recording | None = None
        self._busy = False
        self._next: Callable[[], None] | None = None

    def close(self) -> None:
        """End both threads, and let go of the file."""
        self._bridge.close()
        self._kept.close()
        self._exact.close()
        with self._lock:
            if self._recording is not None:
                self._recording.close()
                self._recording = None

    def look(self, path: Path, done: Callable[[Held], None], failed: Callable[[Exception], None]) -> None:
        """Which steps and marks are kept."""

        def work(_progress: Progress) -> Held:
            recording = self._at(path)
            steps = np.array(recording.steps, np.int64)
            return Held(path, steps, tuple(mark.step for mark in recording.marks))

        self._bridge.submit("look", work, done, failed)

    def beginning(self, path: Path, sizes: tuple[int, ...], done: Callable[[Snapshot | None], None]) -> None:
        """The first kept snapshot of a network of this shape; None where there is none yet."""
        self._bridge.submit(
            "beginning", lambda _progress: first_of_shape(self._at(path), sizes), done, _leave_untold
        )

    def seek(
        self,
        path: Path,
        step: int,
        n_digits: int | None,
        done: Callable[[Found], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """The nearest kept snapshot. One wish is under way and one waits: the latest. `n_digits`: how many
        there are to train with, so that epochs can be counted.
        """

        def work(_progress: Progress) -> Found:
            recording = self._at(path)
            at, snapshot = recording.nearest(step)
            if n_digits is not None:
                snapshot = replace(snapshot, epoch=recording.epoch_at(at, n_digits))
            before = [at for at in recording.state_steps if at <= step]
            steps = step - before[-1] if before else step
            batch = recording.info.config.batch_size
            a_step = _SECONDS_A_STEP + _SECONDS_A_WEIGHT * batch * snapshot.spec.n_parameters
            return Found(step, snapshot, steps * a_step)

        def begin() -> None:
            self._busy = True
            self._bridge.submit("seek", work, finished, refused)

        def finished(found: Found) -> None:
            self._go_on()
            done(found)

        def refused(error: Exception) -> None:
            self._go_on()
            failed(error)

        if self._busy:
            self._next = begin
        else:
            begin()

    def work_out(
        self,
        path: Path,
        step: int,
        digits: Data,
        done: Callable[[SessionState], None],
        failed: Callable[[Exception], None],
        report: Callable[[float], None],
    ) -> None:
        """The state after exactly `step` steps, by training again from the full state before it."""
        call = self._bridge.call

        def work(progress: Progress) -> SessionState:
            with Recording(path) as recording:
                check_digits(recording, digits.name)
                return replay(recording, digits.training, step, progress)

        self._exact.submit(
            "replay",
            work,
            lambda state: call(lambda: done(state)),
            lambda error: call(lambda: failed(error)),
            lambda share, _text: call(lambda: report(share)),
        )

    def stop_working_out(self) -> None:
        """Nobody wants that step any more."""
        self._exact.cancel("replay")

    def _go_on(self) -> None:
        self._busy = False
        waiting, self._next = self._next, None
        if waiting is not None:
            waiting()

    def _at(self, path: Path) -> Recording:
        with self._lock:
            if self._recording is None or self._recording.path != path:
                if self._recording is not None:
                    self._recording.close()
                    self._recording = None
                self._recording = Recording(path)
            return self._recording


def _leave_untold(error: Exception) -> None:
    """What can't be read in the recording is told by those who need it."""
    if not isinstance(error, FileError):
        raise error
