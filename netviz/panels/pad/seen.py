"""The digit as the network sees it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.images import ink_image, mix
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.digits.ink import BOX
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.input import Picture

_DIGITS: Final = (
    f"scaled to {BOX}×{BOX} of {DIGITS.input.size} and centred by its mass; what was drawn is laid anew with "
    "a pen of one width, however large it is."
)
_WHOLE: Final = "made of the whole page, as the pictures were that it learns from."


class Seen(Themed, QWidget):
    """The pixels, crisp: whole device pixels to a cell."""

    def __init__(
        self, parent: QWidget | None = None, picture: Picture = DIGITS.input, *, of_digits: bool = True
    ) -> None:
        """`of_digits`: a drawing is laid anew, as digits were normalised."""
        super().__init__(parent)
        self._reads = picture
        self._pixels = self._reads.of(self._reads.blank())
        units.hold(self, least_width=30, least_height=30)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("As the network sees it")
        self.setToolTip(
            f"The picture as the network sees it: {picture.size} pixels, {_DIGITS if of_digits else _WHOLE}"
        )

    def show_pixels(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show uint8 (n_inputs,), as it is stored; None shows empty paper."""
        self._pixels = self._reads.of(self._reads.blank() if pixels is None else np.array(pixels, np.uint8))
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(30, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            ratio = units.ratio(self)
            room = min(units.wide(self), units.high(self)) - 2
            cell = max(int(room * ratio) // self._reads.columns, 1) / ratio
            side = self._reads.columns * cell
            corner = QPointF((units.wide(self) - side) / 2, (units.high(self) - side) / 2)
            corner = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
            box = QRectF(corner.x(), corner.y(), side, side)
            painter.fillRect(units.area(self), QColor(p.low))
            painter.drawImage(box, ink_image(self._pixels, p))
            painter.setPen(QPen(mix(p.line, p.muted, 0.25), 1))
            painter.drawRect(units.area(self).adjusted(0.5, 0.5, -0.5, -0.5))
