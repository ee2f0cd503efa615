"""Brings what other threads have finished to the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from netviz.training.jobs.thread import JobThread, Progress

T = TypeVar("T")


class JobBridge(QObject):
    """Submits work to the job thread; callbacks are called on the thread that this object lives in.

    After `close` nothing is delivered any more, so no callback meets a window that is gone.
    """

    _delivered = Signal(object)

    def __init__(self, jobs: JobThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._open = True
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        kind: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` on the job thread; a newer request of the same kind replaces it.

        Without `failed`, what it raises is reported as any thread's fault is.
        """
        self._jobs.submit(
            kind,
            work,
            lambda result: self.call(lambda: done(result)),
            None if failed is None else lambda error: self.call(lambda: failed(error)),
        )

    def when_done(self, future: Future[T], done: Callable[[T], None]) -> None:
        """Call `done` with the result, once it is there; never, if the future is cancelled."""

        def finished(_: Future[T]) -> None:
            if not future.cancelled():
                self.call(lambda: done(future.result()))

        future.add_done_callback(finished)

    def call(self, function: Callable[[], None]) -> None:
        """Call this soon, on the window's thread. Safe on any thread."""
        if self._open:
            self._delivered.emit(function)

    def close(self) -> None:
        """Deliver nothing from now on."""
        self._open = False

    def _deliver(self, function: Callable[[], None]) -> None:
        if self._open:
            function()
