"""Words in as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Wrapped(QLabel):
    """A label that is as high as all its lines need, at the width that it has.

    Layouts know no least height for a width, only the one that all parts prefer. What stands beside plots
    that should give way therefore asks for its height plainly, as soon as it knows its width.
    """

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._due: QTimer | None = None  # one that stays: it is asked for again and again
        self._words = words
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._needed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != self._needed():
            self._ask()

    def setText(self, words: str) -> None:
        if words == self._words:
            return  # to ask for room has all around laid out again
        self._words = words
        super().setText(words)
        self._ask()

    def _ask(self) -> None:
        """For another height. A layout that is at work tells those around it nothing, so all are told."""
        part: QWidget | None = self
        while part is not None and not part.isWindow():
            part.updateGeometry()
            part = part.parentWidget()
        if self._due is None:
            self._due = QTimer(self, singleShot=True, interval=0)
            self._due.timeout.connect(self._tell)
        if not self._due.isActive():
            self._due.start()

    def _tell(self) -> None:
        # Sent, never posted: of two that wait Qt deletes one, whose wrapper in Python would not know of it.
        part = self.parentWidget()
        while part is not None:
            QCoreApplication.sendEvent(part, QEvent(QEvent.Type.LayoutRequest))
            part = None if part.isWindow() else part.parentWidget()

    def _needed(self) -> int:
        return max(self.heightForWidth(max(self.width(), 1)), 0)
