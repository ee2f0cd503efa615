"""What the map and the surface have in common: the landscape, the ball, and a hand that moves and zooms."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.buttons import KEYBOARD
from netviz.panels.kit.own_keys import keeps
from netviz.panels.landscape.shown import Shown
from netviz.rendering import units
from netviz.rendering.landscape.words import Ball
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette

LEAST: Final = (360, 300)  # units
_WALK: Final = 0.12  # of the view's size: what an arrow key moves
_ZOOM: Final = 1.25  # of a key, and of a notch of the wheel
_NOTCH: Final = 120.0
_ARROWS: Final = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}
_IN: Final = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_OUT: Final = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
_ALL: Final = (Qt.Key.Key_0, Qt.Key.Key_Home)
_KEYS: Final = frozenset((*_ARROWS, *_IN, *_OUT, *_ALL))


class LandscapeView(Themed, QWidget):
    """Dragged it moves, the wheel zooms, a double click shows everything; the keys do the same. `moved` when
    another part or side of it is seen.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None
        self.ball: Ball | None = None
        self._held: QPointF | None = None
        self.keys_here = False  # reached with keys, so that it has to be seen
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        units.hold(self, least_width=LEAST[0], least_height=LEAST[1])

    def show_landscape(self, shown: Shown | None) -> None:
        """Another one, or none."""
        self.shown = shown
        self.update()

    def show_ball(self, ball: Ball | None) -> None:
        """Where the network on screen is."""
        self.ball = ball
        self.update()

    def move_by(self, way: QPointF) -> None:
        """A hand has dragged it so far, in units."""
        raise NotImplementedError

    def zoom(self, factor: float, at: QPointF) -> None:
        """Larger by `factor`, around a point of the widget, in units."""
        raise NotImplementedError

    def show_all(self) -> None:
        """As it is seen first."""
        raise NotImplementedError

    @property
    def elsewhere(self) -> bool:
        """Whether it is seen otherwise than at first."""
        raise NotImplementedError

    # ---- hand and keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.keys_here = event.reason() in KEYBOARD
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keys_here = False
        super().focusOutEvent(event)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self.zoom(_ZOOM ** (turned / _NOTCH), units.place(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = units.place(event.position())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = units.place(event.position())
        if self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way, self._held = here - self._held, here
            self.move_by(way)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_all()

    def event(self, event: QEvent) -> bool:
        if keeps(event, _KEYS):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        middle = units.area(self).center()
        if key in _ARROWS:
            way = _ARROWS[key] * _WALK
            self.move_by(QPointF(way.x() * units.wide(self), way.y() * units.high(self)))
        elif key in _IN:
            self.zoom(_ZOOM, middle)
        elif key in _OUT:
            self.zoom(1 / _ZOOM, middle)
        elif key in _ALL:
            self.show_all()
        else:
            super().keyPressEvent(event)


def paint_focus(painter: QPainter, box: QRectF, palette: Palette) -> None:
    """The keys are here."""
    painter.setPen(QPen(QColor(palette.accent), 2))
    painter.drawRect(box)
