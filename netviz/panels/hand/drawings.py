"""The drawings of a collection as small pictures; a click takes one away."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from netviz.panels.kit.images import ink_image
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.hand.collection import Collection
from netviz.viewmodels.palette import Palette

_CELL: Final = 38.0
_SIDE: Final = 32.0
_LEAST: Final = 3  # columns


class Drawings(Themed, QWidget):
    """The newest first, and all of them; only what is in sight is painted."""

    delete_wanted = Signal(int)  # the drawing's place in the collection

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection: Collection | None = None
        self._pictures: dict[int, QImage] = {}  # by place, as far as they were painted
        self._under: int | None = None  # the place under the pointer, or where the keys are
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        units.hold(self, least_width=_CELL * _LEAST)
        self.setAccessibleName("Your drawings")
        self.setAccessibleDescription("A click takes one away; with the keys: arrows and Delete.")

    def show_collection(self, collection: Collection | None) -> None:
        """Show these."""
        before, self._collection = self._collection, collection
        if before is None or collection is None or not _begins(before, collection):
            self._pictures.clear()
        self._under = None
        self.updateGeometry()
        self.update()

    def place_of(self, index: int) -> QRectF:
        """Where the drawing of this place stands, in pixels."""
        row, column = divmod(len(self._shown) - 1 - index, self._columns)
        box = QRectF(column * _CELL, row * _CELL, _SIDE, _SIDE)
        scale = units.pixels(1000) / 1000
        return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)

    @property
    def _shown(self) -> range:
        return range(0 if self._collection is None else len(self._collection))

    @property
    def _columns(self) -> int:
        return max(int((units.wide(self) + _CELL - _SIDE) // _CELL), 1)

    def _index(self, place: QPointF) -> int | None:
        row, column = int(place.y() // _CELL), int(place.x() // _CELL)
        index = len(self._shown) - 1 - (row * self._columns + column)
        inside = place.x() % _CELL <= _SIDE and place.y() % _CELL <= _SIDE
        return index if inside and 0 <= column < self._columns and index in self._shown else None

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        rows = -(-len(self._shown) // self._columns)
        return units.size(_CELL * _LEAST, max(rows, 1) * _CELL)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._pictures.clear()
        super().apply_palette(palette)

    # ---- the person

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._index(units.place(event.position())))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index(units.place(event.position()))
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.delete_wanted.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1, Qt.Key.Key_Up: self._columns}
        steps[Qt.Key.Key_Down] = -self._columns
        key, n = Qt.Key(event.key()), len(self._shown)
        if key in steps and n:
            at = n - 1 if self._under is None else self._under + steps[key]
            self._point(min(max(at, 0), n - 1))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._under is not None:
            self.delete_wanted.emit(self._under)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point(None)
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._index(units.place(QPointF(event.pos())))
            name = "" if index is None or self._collection is None else self._name(index)
            QToolTip.showText(event.globalPos(), f"{name}: a click takes it away." if name else "", self)
            return True
        return super().event(event)

    def _name(self, index: int) -> str:
        assert self._collection is not None
        return self._collection.names[int(self._collection.labels[index])]

    def _point(self, index: int | None) -> None:
        if index != self._under:
            self._under = index
            self.setCursor(Qt.CursorShape.ArrowCursor if index is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        collection, p = self._collection, self._palette
        if collection is None:
            return
        asked, n = units.asked(event), len(collection)
        first = int(asked.top() // _CELL) * self._columns
        last = (int(asked.bottom() // _CELL) + 1) * self._columns
        with units.begin(self) as painter:
            for place in range(first, min(last, n)):
                index = n - 1 - place
                row, column = divmod(place, self._columns)
                box = QRectF(column * _CELL, row * _CELL, _SIDE, _SIDE)
                if index not in self._pictures:
                    self._pictures[index] = ink_image(DIGITS.input.of(collection.images[index]), p)
                painter.drawImage(box.adjusted(1, 1, -1, -1), self._pictures[index])
                chosen = index == self._under
                painter.setPen(QPen(QColor(p.text if chosen else p.line), 2 if chosen else 1))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
                if chosen:
                    cross = QRectF(box.right() - 11, box.top() + 4, 7, 7)
                    painter.drawLine(cross.topLeft(), cross.bottomRight())
                    painter.drawLine(cross.bottomLeft(), cross.topRight())


def _begins(before: Collection, now: Collection) -> bool:
    """Whether all that was there stands where it stood."""
    return len(before) <= len(now) and np.array_equal(before.images, now.images[: len(before)])
