"""Brings what the job thread has finished to the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from netviz.training.jobs import JobThread, Progress

T = TypeVar("T")


class JobBridge(QObject):
    """Submits work to the job thread; `done` and `failed` are called on the thread that this object lives in.

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
        failed: Callable[[Exception], None],
    ) -> None:
        """Run `work` on the job thread; a newer request of the same kind replaces one that still waits."""
        self._jobs.submit(
            kind,
            work,
            lambda result: self._delivered.emit(lambda: done(result)),
            lambda error: self._delivered.emit(lambda: failed(error)),
        )

    def close(self) -> None:
        """Deliver nothing from now on."""
        self._open = False

    def _deliver(self, call: Callable[[], None]) -> None:
        if self._open:
            call()
