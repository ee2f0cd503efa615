"""The plain axes of the painted plots: no frame, thin rules, numbers at the rim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.viewmodels.palette import Palette


@dataclass(frozen=True)
class Axes:
    """Maps x and y, each with its first and last value, into a box of pixels."""

    box: QRectF
    x: tuple[float, float]
    y: tuple[float, float]

    def at_x(self, value: float) -> float:
        """Pixels from the left."""
        low, high = self.x
        return self.box.left() + (value - low) / (high - low) * self.box.width()

    def at_y(self, value: float) -> float:
        """Pixels from the top."""
        low, high = self.y
        return self.box.bottom() - (value - low) / (high - low) * self.box.height()

    def x_of(self, pixels: float) -> float:
        """The value that lies there."""
        low, high = self.x
        return low + (pixels - self.box.left()) / max(self.box.width(), 1e-9) * (high - low)

    def at(self, x: float, y: float) -> QPointF:
        """A point."""
        return QPointF(self.at_x(x), self.at_y(y))

    def points(self, x: NDArray[np.floating[Any]], y: NDArray[np.floating[Any]]) -> list[QPointF]:
        """The points whose numbers are known."""
        known = np.isfinite(y)
        return [self.at(float(a), float(b)) for a, b in zip(x[known], y[known], strict=True)]

    def line(self, x: NDArray[np.floating[Any]], y: NDArray[np.floating[Any]]) -> QPolygonF:
        """A line through the points whose numbers are known."""
        return QPolygonF(self.points(x, y))

    def draw(
        self,
        painter: QPainter,
        palette: Palette,
        font: QFont,
        *,
        x_ticks: Sequence[float] = (),
        y_ticks: Sequence[float] = (),
        text: Callable[[float], str] = "{:g}".format,
    ) -> None:
        """Rules across at the ticks of y, and the numbers of both."""
        painter.setFont(sized(font, 12))
        rule, box = QPen(mix(palette.line, palette.panel, 0.3), 1), self.box
        for tick in y_ticks:
            y = round(self.at_y(tick)) + 0.5
            painter.setPen(rule)
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(QColor(palette.muted))
            place = QRectF(box.left() - 60, y - 8, 54, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text(tick))
        painter.setPen(QColor(palette.muted))
        for tick in x_ticks:
            place = QRectF(self.at_x(tick) - 40, box.bottom() + 4, 80, 14)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text(tick))


def whole_percent(share: float) -> str:
    """`80 %`: for the ticks of an axis."""
    return f"{share * 100:.0f}\u00a0%"
