"""The matrix in somebody's hands: pointed at, zoomed, dragged, walked through by keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from netviz.panels.inspector.layer.picture import NOWHERE, Cell, MatrixPicture
from netviz.panels.kit.own_keys import keeps
from netviz.rendering import units

_DRAG_FROM: Final = 4.0
_WHEEL: Final = 1.0022  # for each unit of the wheel
_KEY_ZOOM: Final = 1.6
_WALKING: Final = {
    Qt.Key.Key_Left.value: (0, -1),
    Qt.Key.Key_Right.value: (0, 1),
    Qt.Key.Key_Up.value: (-1, 0),
    Qt.Key.Key_Down.value: (1, 0),
}
_ZOOMS: Final = {
    Qt.Key.Key_Plus.value: _KEY_ZOOM,
    Qt.Key.Key_Equal.value: _KEY_ZOOM,
    Qt.Key.Key_Minus.value: 1 / _KEY_ZOOM,
    Qt.Key.Key_0.value: 0.0,
}
_OTHERS: Final = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)


class Matrix(MatrixPicture):
    """The wheel zooms, dragging moves, a double click shows everything again."""

    pointed = Signal(object)  # Cell
    picked = Signal(object)  # Cell: a click, or Return

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_keys = False
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The layer as a matrix")
        # A tool tip would cover what one points at.
        self.setAccessibleDescription(
            "A row for each neuron, a column for each input. The arrow keys go from cell to cell, and its "
            "line lights up in the network; plus and minus zoom, 0 shows everything, Return keeps the line."
        )

    def _point_at(self, cell: Cell, *, by_keys: bool = False) -> None:
        self._by_keys = by_keys
        if cell != self.at:
            self.at = cell
            self.update()
            self.pointed.emit(cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = units.place(event.position()), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = units.place(event.position())
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            step = here - self._pressed
            if self._dragged or step.manhattanLength() > _DRAG_FROM:
                self._pressed, self._dragged = here, True
                self.look_at(self.look.panned(step.x(), step.y()))
            return
        self._point_at(self.cell_at(here))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            cell = self.cell_at(units.place(event.position()))
            if not self._dragged and cell != NOWHERE:
                self.picked.emit(cell)
            self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.look_at(self.look.zoomed(0.0, 0.0, 0.0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        area, here = self.area, units.place(event.position())
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (turned.x() and not turned.y()):
            self.look_at(self.look.panned((turned.x() or turned.y()) / 2, 0.0))
        else:
            x, y = here.x() - area.left(), here.y() - area.top()
            self.look_at(self.look.zoomed(_WHEEL ** turned.y(), x, y))
        self._point_at(self.cell_at(here))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        if not self._by_keys:
            self._point_at(NOWHERE)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(NOWHERE)
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        # Esc is the window's, unless a cell has the keys.
        own = (*_WALKING, *_ZOOMS, *_OTHERS)
        if self.numbers is not None and keeps(
            event, own if self.at == NOWHERE else (*own, Qt.Key.Key_Escape.value)
        ):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _WALKING:
            self._walk(*_WALKING[key])
        elif key in _ZOOMS:
            row, column = self.at
            middle = QPointF(self.look.wide / 2, self.look.high / 2)
            if row is not None and column is not None:
                middle = self.box_of(row, column).center() - self.area.topLeft()
            self.look_at(self.look.zoomed(_ZOOMS[key], middle.x(), middle.y()))
        elif key in _OTHERS and self.at != NOWHERE:
            self.picked.emit(self.at)
        elif key == Qt.Key.Key_Escape and self.at != NOWHERE:
            self._point_at(NOWHERE)
        else:
            super().keyPressEvent(event)

    def _walk(self, down: int, right: int) -> None:
        row, column = self.at
        if row is None or column is None:
            row, column = self.look.rows[0], self.look.columns[0]
        else:
            row = min(max(row + down, 0), self.look.n_out - 1)
            column = min(max(column + right, 0), self.look.n_in - 1)
        self.look_at(self.look.towards(row, column))
        self._point_at((row, column), by_keys=True)
