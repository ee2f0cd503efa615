"""The last picture, over the window, until the next one is there."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from netviz.panels.lecture.cover import Cover


class Curtain(Cover):
    """Covers its parent. What lies below is painted all the same, and nothing of it can be pressed."""

    def __init__(self, picture: QPixmap, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(self.rect(), self._picture)
