"""One digit, large."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.images import ink_image
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.input import Picture


class LargeDigit(Themed, QWidget):
    """The pixels as they are, large."""

    def __init__(self, picture: Picture, parent: QWidget | None = None, *, most: int = 448) -> None:
        super().__init__(parent)
        self._picture = picture
        self._most = most
        self._pixels: NDArray[np.uint8] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("An example, large")

    def show_pixels(self, pixels: NDArray[np.uint8] | None) -> None:
        """uint8 (n_inputs,)."""
        self._pixels = pixels
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(280, 280)

    def minimumSizeHint(self) -> QSize:
        return units.size(84, 84)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            cells = self._picture.columns
            # Whole pixels for each cell, so that all are equally large.
            side = max(min(units.wide(self), units.high(self), self._most) - 6, cells) // cells * cells
            box = QRectF((units.wide(self) - side) // 2, (units.high(self) - side) // 2, side, side)
            painter.setPen(QPen(QColor(p.line), 1))
            painter.setBrush(QColor(p.low))
            painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), 5, 5)
            if self._pixels is not None:
                painter.drawImage(box, ink_image(self._picture.of(self._pixels), p))
