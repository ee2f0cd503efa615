"""Digits of the test set to pick from."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from netviz.panels.kit.buttons import KEYBOARD, SmallButton
from netviz.panels.kit.images import ink_image, mix
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.input import Picture
from netviz.viewmodels.palette import Palette

_COLUMNS: Final = 5
_GAP: Final = 4
_SMALLEST_CELL: Final = 30
_LARGEST_CELL: Final = 52


class DigitGrid(Themed, QWidget):
    """Five digits to a row, as many rows as fit. Arrow keys walk, Enter or Space picks."""

    picked = Signal(int)
    capacity_changed = Signal(int)

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._pixels = np.zeros((0, *picture.shape), np.uint8)
        self._labels: tuple[int, ...] = ()
        self._indices: tuple[int, ...] = ()
        self._images: list[QImage] = []
        self._selected: int | None = None
        self._hovered: int | None = None
        self._place = 0  # where the keyboard is
        self._reached_by_keys = False
        self._capacity = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Test examples")
        self.setAccessibleDescription("Arrow keys walk through the examples, Enter picks one.")

    def capacity(self) -> int:
        """How many digits there is room for."""
        return self._rows() * _COLUMNS

    def set_digits(
        self, images: NDArray[np.uint8], labels: NDArray[np.integer], indices: NDArray[np.integer]
    ) -> None:
        """Show the first of these that fit."""
        self._pixels = self._picture.of(np.array(images, np.uint8))
        self._labels = tuple(int(v) for v in labels)
        self._indices = tuple(int(v) for v in indices)
        self._images = []
        self._place = 0
        self.update()

    def set_selected(self, index: int | None) -> None:
        """Mark the digit with this index in the test set."""
        self._selected = index
        if index in self._indices:
            self._place = self._indices.index(index)
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._images = []
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(190, 4 * 34 + 3 * _GAP)

    def minimumSizeHint(self) -> QSize:
        return units.size(150, 2 * 34 + _GAP)

    # -- geometry -------------------------------------------------------------------------------------------

    def _widest(self) -> float:
        return min((units.wide(self) - (_COLUMNS - 1) * _GAP) / _COLUMNS, _LARGEST_CELL)

    def _rows(self) -> int:
        # One row more is worth cells that are a little smaller.
        smallest = min(self._widest(), max(_SMALLEST_CELL, 0.87 * self._widest()))
        return max(int((units.high(self) + _GAP) // (smallest + _GAP)), 1)

    def _cell(self) -> float:
        rows = self._rows()
        return min(self._widest(), (units.high(self) - (rows - 1) * _GAP) / rows)

    def _count(self) -> int:
        return min(len(self._indices), self.capacity())

    def _box(self, place: int) -> QRectF:
        cell = self._cell()
        row, column = divmod(place, _COLUMNS)
        across = (units.wide(self) - cell) / (_COLUMNS - 1)
        return QRectF(column * min(across, cell + 3 * _GAP), row * (cell + _GAP), cell, cell)

    def cell_rect(self, place: int) -> QRect:
        """Where the digit at this place of the page is, in the grid's coordinates."""
        return self._box(place).toRect()

    def _place_at(self, position: QPoint) -> int | None:
        for place in range(self._count()):
            if self._box(place).contains(QPointF(position)):
                return place
        return None

    # -- events ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        capacity = self.capacity()
        if capacity != self._capacity:
            self._capacity = capacity
            self.capacity_changed.emit(capacity)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._reached_by_keys = False
        if event.button() == Qt.MouseButton.LeftButton:
            place = self._place_at(units.place(event.position()).toPoint())
            if place is not None:
                self._pick(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._place_at(units.place(event.position()).toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(
                Qt.CursorShape.ArrowCursor if hovered is None else Qt.CursorShape.PointingHandCursor
            )
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._reached_by_keys = True
        count = self._count()
        steps = {
            Qt.Key.Key_Left.value: -1,
            Qt.Key.Key_Right.value: 1,
            Qt.Key.Key_Up.value: -_COLUMNS,
            Qt.Key.Key_Down.value: _COLUMNS,
        }
        key = event.key()
        if count and key in steps:
            place = self._place + steps[key]
            if 0 <= place < count:
                self._place = place
                self.update()
        elif count and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._place)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                index, label = self._indices[place], self._labels[place]
                words = f"Test example {index:,}, labelled {label}: click to have it read."
                QToolTip.showText(event.globalPos(), words, self, self.cell_rect(place))
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reached_by_keys = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _pick(self, place: int) -> None:
        self._place = place
        self._selected = self._indices[place]
        self.update()
        self.picked.emit(self._selected)

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if len(self._images) != len(self._pixels):
                self._images = [ink_image(pixels, p) for pixels in self._pixels]
            edge = mix(p.line, p.muted, 0.25)
            for place in range(self.capacity()):
                box = self._box(place).adjusted(0.5, 0.5, -0.5, -0.5)
                known = place < self._count()
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(p.low))
                painter.drawRoundedRect(box, 4, 4)
                if known:
                    painter.drawImage(box.adjusted(2, 2, -2, -2), self._images[place])
                painter.setBrush(Qt.BrushStyle.NoBrush)
                pen = QPen(edge, 1)
                if known and self._indices[place] == self._selected:
                    pen = QPen(QColor(p.accent), 2)
                elif known and place == self._hovered:
                    pen = QPen(QColor(p.muted), 1)
                painter.setPen(pen)
                painter.drawRoundedRect(box, 4, 4)
                if known and self.hasFocus() and self._reached_by_keys and place == self._place:
                    dotted = QPen(QColor(p.text), 1)
                    dotted.setDashPattern([2, 2])
                    painter.setPen(dotted)
                    painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)


class DigitPicker(QWidget):
    """A grid of test digits, as many rows as fit, and the buttons Next, Random and Mistake."""

    picked = Signal(int)  # index in the test set
    next_page = Signal()
    random = Signal()
    next_mistake = Signal()
    capacity_changed = Signal(int)  # how many digits fit now

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = DigitGrid(picture, self)
        self._buttons = {
            "Next": SmallButton("Next examples", "Show the next test examples.", text="Next", parent=self),
            "Random": SmallButton(
                "Random example",
                "Let the network read a test example chosen by chance.",
                text="Random",
                parent=self,
            ),
            "Mistake": SmallButton(
                "Next mistake",
                "Go to the next test example that this network reads wrongly.",
                text="Mistake",
                parent=self,
            ),
        }
        caption = QLabel("or pick a test example", self)
        caption.setProperty("role", "muted")
        caption.setToolTip(
            "The test examples are never trained on, so they show what the network really learned."
        )
        row = QHBoxLayout()
        row.setSpacing(5)
        for button in self._buttons.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(caption)
        column.addWidget(self.grid, 1)
        column.addLayout(row)
        self.grid.picked.connect(self.picked)
        self.grid.capacity_changed.connect(self.capacity_changed)
        self._buttons["Next"].clicked.connect(self.next_page)
        self._buttons["Random"].clicked.connect(self.random)
        self._buttons["Mistake"].clicked.connect(self.next_mistake)

    def capacity(self) -> int:
        """How many digits the grid has room for; `set_digits` shows the first so many."""
        return self.grid.capacity()

    def set_digits(
        self, images: NDArray[np.uint8], labels: NDArray[np.integer], indices: NDArray[np.integer]
    ) -> None:
        """Offer these: uint8 (n, n_inputs), labels (n,), indices in the test set (n,)."""
        self.grid.set_digits(images, labels, indices)

    def set_selected(self, index: int | None) -> None:
        """Mark the digit with this index in the test set as the one that is shown; no signal."""
        self.grid.set_selected(index)
