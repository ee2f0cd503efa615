"""Some pictures side by side, as the network will see them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.images import ink_image
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.input import Picture
from netviz.viewmodels.palette import Palette

A_ROW: Final = 6
_GAP: Final = 5
_LARGEST: Final = 64


class DigitRow(Themed, QWidget):
    """Six in a row, as wide as their place."""

    def __init__(self, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)
        self._picture: Picture | None = None
        self._images: list[QImage] = []
        self.setToolTip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def digits(self) -> NDArray[np.uint8]:
        """What is shown, uint8 (n, n_inputs)."""
        return self._digits

    def show_digits(self, digits: NDArray[np.uint8], picture: Picture) -> None:
        """Show these, uint8 (n, n_inputs), each such a picture."""
        self._digits, self._picture = digits, picture
        self._draw()
        self._fit()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._draw()

    def sizeHint(self) -> QSize:
        return QSize(units.pixels(220), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows = -(-max(len(self._digits), 1) // A_ROW)
        units.hold(self, height=rows * (self._side(units.wide(self)) + _GAP) - _GAP)

    def _side(self, width: float) -> int:
        return min(
            int((width - (A_ROW - 1) * _GAP) / A_ROW),
            _LARGEST if self._picture is None else 2 * self._picture.columns + 8,
        )

    def _draw(self) -> None:
        if self._picture is not None:
            self._images = [ink_image(self._picture.of(one), self._palette) for one in self._digits]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = self._side(units.wide(self))
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for k, image in enumerate(self._images):
                row, place = divmod(k, A_ROW)
                box = QRectF(place * (side + _GAP), row * (side + _GAP), side, side)
                painter.drawImage(box, image)
                painter.setPen(QPen(QColor(self._palette.line), 1))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
