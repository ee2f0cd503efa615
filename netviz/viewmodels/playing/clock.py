"""The window's one clock: it ticks while something is dirty or running, and stands still otherwise."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

TICK_MS: Final = 16


class FrameClock(QObject):
    """Emits `tick` at most every 16 ms, and only while there is a reason to.

    A reason is something dirty (`mark_dirty`, gone after one tick) or something that runs on (`keep_running`,
    until let go). After a pause the first tick comes as soon as the waiting events are handled, so that a
    pen's first movement is not kept waiting for a timer; all that happens before that tick shares it.
    """

    tick = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._dirty = False
        self._reasons: set[str] = set()
        self._stopped = False

    @property
    def ticking(self) -> bool:
        """Whether a tick is still to come."""
        return self._timer.isActive()

    def mark_dirty(self) -> None:
        """Ask for one tick."""
        self._dirty = True
        self._wake()

    def keep_running(self, reason: str, running: bool) -> None:
        """Tick on for as long as `reason` holds ("training", "motion" …)."""
        if running:
            self._reasons.add(reason)
            self._wake()
        else:
            self._reasons.discard(reason)

    def stop(self) -> None:
        """Nothing ticks ever again; for a window that closes."""
        self._stopped = True
        self._timer.stop()

    def _wake(self) -> None:
        if not self._stopped and not self._timer.isActive():
            self._timer.start(0)

    def _beat(self) -> None:
        if not self._dirty and not self._reasons:
            self._timer.stop()
            return
        if self._timer.interval() != TICK_MS:
            self._timer.setInterval(TICK_MS)
        self._dirty = False
        self.tick.emit()
