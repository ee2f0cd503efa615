"""The digit as the network sees it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.images import ink_image, mix
from netviz.rendering import units
from netviz.viewmodels.palette import LIGHT, Palette


class Seen(QWidget):
    """28×28 cells, crisp: whole device pixels to a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._pixels = np.zeros((28, 28), np.uint8)
        units.hold(self, least_width=30, least_height=30)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("As the network sees it")
        self.setToolTip(
            "The digit as the network sees it: 28×28 pixels, scaled to 20×20 and centred by its mass; what "
            "was drawn is laid anew with a pen of one width, however large it is."
        )

    def show_pixels(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show uint8 (784,), 255 = ink; None shows empty paper."""
        if pixels is None:
            self._pixels = np.zeros((28, 28), np.uint8)
        else:
            self._pixels = np.array(pixels, np.uint8).reshape(28, 28)
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(30, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            ratio = units.ratio(self)
            room = min(units.wide(self), units.high(self)) - 2
            cell = max(int(room * ratio) // 28, 1) / ratio
            side = 28 * cell
            corner = QPointF((units.wide(self) - side) / 2, (units.high(self) - side) / 2)
            corner = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
            box = QRectF(corner.x(), corner.y(), side, side)
            painter.fillRect(units.area(self), QColor(p.low))
            painter.drawImage(box, ink_image(self._pixels, p))
            painter.setPen(QPen(mix(p.line, p.muted, 0.25), 1))
            painter.drawRect(units.area(self).adjusted(0.5, 0.5, -0.5, -0.5))
