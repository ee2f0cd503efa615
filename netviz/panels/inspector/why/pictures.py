"""Pixels of an example with what each did to the answer, or with what has to change, in blue and red."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.why.keys import PointingKeys
from netviz.panels.kit.figures import signed, sized
from netviz.panels.kit.images import ink_image, mix, weight_image
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.input import Picture
from netviz.training.insight.exact import Floats
from netviz.viewmodels.naming import pixel_place
from netviz.viewmodels.palette import Palette

_SIDE: Final = 224.0
_LEAST: Final = 112.0
_FOOT: Final = 20.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Square(Themed, QWidget):
    """A picture with a line below it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reads = Picture(1, 1)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._image = None
        super().apply_palette(palette)

    def sizeHint(self) -> QSize:
        return units.size(_SIDE, self._high)

    def minimumSizeHint(self) -> QSize:
        return units.size(_LEAST, self._high)

    @property
    def _high(self) -> float:
        return self.box().height() + 2 + _FOOT

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        units.hold(self, least_height=self._high, most_height=self._high)

    def box(self) -> QRectF:
        """Where the picture is, in units."""
        rows, columns = self._reads.shape
        room = min(max(units.wide(self) - 2, _LEAST), _SIDE)
        cell = room / max(rows, columns)
        return QRectF(1, 1, columns * cell, rows * cell)

    def _frame(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(QColor(self._palette.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))


class SignedPicture(_Square):
    """A number for each pixel: blue above 0, red below; dots mark the ink of the example. The line below has
    the scale, or the number of the pixel that is pointed at.
    """

    pointed = Signal(object)  # the pixel: int | None

    def __init__(self, name: str, low: str = "", high: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._ends = (low, high)
        self._values: Floats = np.zeros(1)
        self._ink: Floats = np.zeros(1)
        self._at: int | None = None
        self.setMouseTracking(True)
        self.setAccessibleDescription("The arrow keys go from pixel to pixel, from the one that did most.")
        PointingKeys(self, lambda: self._at, self._point_at, self._go)

    def show_values(self, reads: Picture, values: Floats, ink: Floats) -> None:
        """(n,) each; `ink` from 0 to 1."""
        self._reads, self._values, self._ink, self._image = reads, values, ink, None
        self._fit()
        self.update()

    @property
    def reference(self) -> float:
        """The number that has full colour."""
        return float(np.abs(self._values).max(initial=0.0)) or 1.0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box, here = self.box(), units.place(event.position())
        at = None
        if box.contains(here):
            rows, columns = self._reads.shape
            row = min(int((here.y() - box.y()) / box.height() * rows), rows - 1)
            column = min(int((here.x() - box.x()) / box.width() * columns), columns - 1)
            at = row * columns + column
        self._point_at(at)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def _go(self, at: int | None, right: int, down: int) -> int:
        """Begins at the pixel that did most."""
        rows, columns = self._reads.shape
        if at is None:
            return int(np.abs(self._values).argmax())
        row, column = divmod(at, columns)
        return min(max(row + down, 0), rows - 1) * columns + min(max(column + right, 0), columns - 1)

    def _point_at(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self.pointed.emit(at)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        if self._image is None:
            values = self._reads.of(self._values.astype(np.float32))
            self._image = weight_image(values, self.reference, p)
        with units.begin(self) as painter:
            box = self.box()
            cell = box.width() / self._reads.columns
            painter.drawImage(box, self._image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ink(painter, box, cell)
            self._frame(painter, box)
            line = QRectF(0, box.bottom() + 4, units.wide(self), 16)
            painter.setFont(sized(self.font(), 12))
            if self._at is None or self._at >= len(self._values):
                if self.hasFocus():
                    painter.setPen(QPen(QColor(p.accent), 1.2))
                    painter.drawRect(box)
                self._paint_scale(painter, line)
                return
            row, column = divmod(self._at, self._reads.columns)
            painter.setPen(QPen(QColor(p.text), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(box.x() + column * cell, box.y() + row * cell, cell, cell))
            words = f"{pixel_place(row, column)}   {signed(float(self._values[self._at]))}"
            painter.drawText(line, _LEFT, words)

    def _paint_ink(self, painter: QPainter, box: QRectF, cell: float) -> None:
        dot, ink = max(cell / 3.2, 1.0), QColor(self._palette.text)
        painter.setPen(Qt.PenStyle.NoPen)
        for pixel in np.flatnonzero(self._ink > 0.25).tolist():
            row, column = divmod(pixel, self._reads.columns)
            ink.setAlphaF(0.7 * min(float(self._ink[pixel]), 1.0))
            painter.setBrush(ink)
            centre = QPointF(box.x() + (column + 0.5) * cell, box.y() + (row + 0.5) * cell)
            painter.drawEllipse(centre, dot / 2, dot / 2)

    def _paint_scale(self, painter: QPainter, line: QRectF) -> None:
        p, metrics = self._palette, painter.fontMetrics()
        low, high = self._ends
        low, high = low or signed(-self.reference, 2), high or signed(self.reference, 2)
        begin = metrics.horizontalAdvance(low) + 6
        room = line.width() - begin - metrics.horizontalAdvance(high) - 6
        painter.setPen(QColor(p.muted))
        painter.drawText(line, _LEFT, low)
        scale = QRectF(line.x() + begin, line.center().y() - 3, max(min(room, 84), 8), 6)
        gradient = QLinearGradient(scale.topLeft(), scale.topRight())
        for place, colour in ((0, p.negative), (0.5, p.panel), (1, p.positive)):
            gradient.setColorAt(place, QColor(colour))
        painter.fillRect(scale, gradient)
        painter.drawText(QRectF(scale.right() + 6, line.y(), line.width(), line.height()), _LEFT, high)


class InkPicture(_Square):
    """An example as it is stored, and words below it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._stored: NDArray[Any] = np.zeros(1, np.uint8)
        self._words = ""

    def show_ink(self, reads: Picture, stored: NDArray[Any], words: str) -> None:
        """This one, (n,)."""
        self._reads, self._stored, self._words = reads, stored, words
        self._fit()
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            box = self.box()
            scaled = np.rint(self._stored / self._reads.most * 255).astype(np.uint8)
            painter.drawImage(box, ink_image(self._reads.of(scaled), self._palette))
            self._frame(painter, box)
            painter.setPen(mix(self._palette.muted, self._palette.text, 0.2))
            painter.setFont(sized(self.font(), 12))
            line = QRectF(0, box.bottom() + 4, units.wide(self), 16)
            elided = painter.fontMetrics().elidedText(
                self._words, Qt.TextElideMode.ElideRight, int(line.width())
            )
            painter.drawText(line, _LEFT, elided)
