"""What waits until the window has done what it is at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Later(QTimer):
    """Does what it is given once the events that wait are handled, and goes with its owner.

    It stays: a timer of `QTimer.singleShot` is deleted by Qt after Python has let its wrapper go, which ended
    the process now and then (PySide 6.11).
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner, singleShot=True, interval=0)
        self._due: list[Callable[[], object]] = []
        self.timeout.connect(self._act)

    def do(self, what: Callable[[], object]) -> None:
        """`what` in a moment, after all that was given before."""
        self._due.append(what)
        self.start()

    def _act(self) -> None:
        due, self._due = self._due, []
        for what in due:
            what()
