"""One thread for work that would make somebody wait: the latest request of a kind wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from netviz.training.trainer.faults import report_fault

T = TypeVar("T")


class Cancelled(Exception):
    """Raised by Progress.check() where a job was cancelled; ends the job without done or failed."""


class Progress:
    """What a job hears and says while it works."""

    def __init__(self, report: Callable[[float, str], None] | None = None) -> None:
        self._report = report
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the job should end: cancelled, replaced by a newer one, or the program closes."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the job to end."""
        self._cancelled.set()

    def check(self) -> None:
        """Raise Cancelled where the job should end."""
        if self._cancelled.is_set():
            raise Cancelled

    def report(self, share: float, text: str = "") -> None:
        """How far the job is, from 0 to 1, and what it is at."""
        if self._report is not None and not self._cancelled.is_set():
            self._report(share, text)


class _Job(Generic[T]):
    def __init__(
        self,
        kind: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
        progress: Progress,
    ) -> None:
        self.kind = kind
        self.work = work
        self.done = done
        self.failed = failed
        self.progress = progress

    def run(self) -> None:
        try:
            result = self.work(self.progress)
        except Cancelled:
            return
        except Exception as error:  # whatever the work raised goes to who asked for it
            if self.failed is None:
                raise
            if not self.progress.cancelled:
                self.failed(error)
            return
        if self.done is not None and not self.progress.cancelled:
            self.done(result)


class JobThread:
    """Runs jobs one after another, in the order of their first request.

    A newer request of a kind takes the place of one that waits and cancels one that runs. `done` and
    `failed` are called on the job thread, and neither of them for a cancelled job. What a job raises
    without a `failed` goes to `threading.excepthook`; the thread goes on.
    """

    def __init__(self, name: str = "jobs") -> None:
        """`name` is the thread's."""
        self._waiting: dict[str, _Job[object]] = {}
        self._running: _Job[object] | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(
        self,
        kind: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        report: Callable[[float, str], None] | None = None,
    ) -> Progress:
        """Do `work`, unless a newer request of this `kind` comes first. The result can cancel it."""
        progress = Progress(report)
        job: _Job[T] = _Job(kind, work, done, failed, progress)
        with self._changed:
            if self._closing:
                progress.cancel()
                return progress
            self._cancel(kind)
            self._waiting[kind] = job  # type: ignore[assignment]
            self._changed.notify_all()
        return progress

    def cancel(self, kind: str) -> None:
        """Forget the request of this kind that waits, and ask one that runs to end."""
        with self._changed:
            self._cancel(kind)
            self._waiting.pop(kind, None)

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        with self._changed:
            return bool(self._waiting) or self._running is not None

    def close(self, timeout: float = 5.0) -> bool:
        """Cancel everything and end the thread. True where it has ended within `timeout` seconds."""
        with self._changed:
            self._closing = True
            for kind in list(self._waiting):
                self._cancel(kind)
            self._waiting.clear()
            if self._running is not None:
                self._running.progress.cancel()
            self._changed.notify_all()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _cancel(self, kind: str) -> None:
        waiting = self._waiting.get(kind)
        if waiting is not None:
            waiting.progress.cancel()
        if self._running is not None and self._running.kind == kind:
            self._running.progress.cancel()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or bool(self._waiting))
                if self._closing:
                    return
                job = self._waiting.pop(next(iter(self._waiting)))
                self._running = job
            try:
                job.run()
            except Exception as error:  # noqa: BLE001 - reported as any thread's fault; the next job still runs
                report_fault(error)
            finally:
                with self._changed:
                    self._running = None
                    self._changed.notify_all()
