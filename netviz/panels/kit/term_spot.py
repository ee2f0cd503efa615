"""A term that somebody else has painted: dots below it, and the same click and keys as any other term."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from netviz.panels.kit.terms import OPENS, explain
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.viewmodels.words.glossary import term


class TermSpot(Themed, QWidget):
    """Lies over the painted word; whoever painted it says where that is."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.term = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(term(name).name)
        self.setAccessibleDescription(term(name).sentence)
        self.hide()

    def stand(self, place: QRect) -> None:
        """Over this place; hidden where it is empty."""
        self.setGeometry(place)
        self.setVisible(not place.isEmpty())

    def stand_on(self, words: QRectF | None) -> None:
        """Over these units of what it lies in; hidden where there are none."""
        place = QRect() if words is None else units.covered(words.adjusted(0, 0, 0, 2))
        around = self.parentWidget()
        if around is not None and place.bottom() == around.height():
            place.setBottom(place.bottom() - 1)  # rounded up, where what it lies in was rounded down
        self.stand(place)

    def event(self, event: QEvent) -> bool:
        """Return and Space are this word's while it has the keys, whatever they mean to the window."""
        if isinstance(event, QKeyEvent) and event.key() in OPENS:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                explain(self.term, self.rect(), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The network below must not take it for a click of its own.
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            explain(self.term, self.rect(), self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colour = QColor(self._palette.accent if self.hasFocus() else self._palette.muted)
            dots = QPen(colour, 1.0 if not self.hasFocus() else 2.0)
            dots.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(dots)
            y = self.height() - 1.5
            painter.drawLine(QPointF(1, y), QPointF(self.width() - 1, y))
