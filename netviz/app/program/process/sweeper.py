"""Python's search for cyclic garbage, kept on the window's thread."""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 1000


def spare() -> None:
    """What is there now stays until the end: it needs no looking through, which would hold up a frame.

    Nor is it looked through this once: imports and a window leave next to no garbage.
    """
    gc.freeze()


def spare_no_more() -> None:
    """What was spared may be garbage by now."""
    gc.unfreeze()


class Sweeper(QObject):
    """Looks for garbage in the window's thread only: made before any other thread, stopped after them.

    Left alone, Python looks for it on whichever thread happens to allocate. If that is the trainer, widgets
    are destroyed on the wrong thread, and Qt does not survive it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._was_enabled = gc.isenabled()
        gc.disable()

    def start(self) -> None:
        """All is built: from now on look for garbage here."""
        spare()
        self._timer.start()

    def stop(self) -> None:
        """As before."""
        if self._timer.isActive():
            self._timer.stop()
            spare_no_more()
        if self._was_enabled:
            gc.enable()

    @staticmethod
    def sweep() -> None:
        """Look through the generations that Python would look through now."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(3) if counts[generation] > limits[generation]]
        if due:
            gc.collect(max(due))
