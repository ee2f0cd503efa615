"""Nothing: the wall is dark while somebody speaks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netviz.panels.lecture.cover import Cover


class Blackness(Cover):
    """Covers its parent, and says so when a key or a click wants the picture back."""

    ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Black screen")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # every key brings the picture back, and does nothing else
            return True
        return super().event(event)

    def keyPressEvent(self, _event: QKeyEvent) -> None:
        self.ended.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.ended.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
