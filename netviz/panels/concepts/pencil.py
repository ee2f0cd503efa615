"""What miniatures are drawn with: lines, dots, bars and words in the theme's colours, in units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from netviz.rendering.fonts import Type, label_font, picture_family
from netviz.viewmodels.palette import Palette

CENTRE, LEFT, RIGHT = (
    Qt.AlignmentFlag.AlignCenter,
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
)


class Axes:
    """From numbers to places in a box, and back."""

    def __init__(self, box: QRectF, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.box, self.x, self.y = box, x, y

    def at(self, x: float, y: float) -> QPointF:
        """Where these numbers are; what lies outside stands at the border."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return QPointF(
            self.box.left() + min(max(across, 0.0), 1.0) * self.box.width(),
            self.box.bottom() - min(max(up, 0.0), 1.0) * self.box.height(),
        )

    def across(self, point: QPointF) -> float:
        """The x of a place."""
        return self.x[0] + (point.x() - self.box.left()) / self.box.width() * (self.x[1] - self.x[0])

    def up(self, point: QPointF) -> float:
        """The y of a place."""
        return self.y[0] + (self.box.bottom() - point.y()) / self.box.height() * (self.y[1] - self.y[0])


class Pencil:
    """Draws on a painter that takes units."""

    def __init__(self, painter: QPainter, palette: Palette) -> None:
        self.painter, self.palette = painter, palette

    def line(
        self, points: Sequence[QPointF], colour: str, width: float = 1.5, *, dashed: bool = False
    ) -> None:
        """Through these points."""
        pen = QPen(QColor(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(QPolygonF(points))

    def curve(
        self,
        axes: Axes,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        colour: str,
        width: float = 1.8,
        *,
        dashed: bool = False,
    ) -> None:
        """Through these numbers, but for those that lie outside of the box."""
        inside = (y >= axes.y[0]) & (y <= axes.y[1]) & (x >= axes.x[0]) & (x <= axes.x[1])
        points = [axes.at(float(a), float(b)) for a, b in zip(x[inside], y[inside], strict=True)]
        self.line(points, colour, width, dashed=dashed)

    def ground(self, axes: Axes, x: str = "", y: str = "") -> None:
        """Lines through 0, or at the border, with the names of both axes."""
        box, colour = axes.box, self.palette.line
        zero = axes.at(max(min(0.0, axes.x[1]), axes.x[0]), max(min(0.0, axes.y[1]), axes.y[0]))
        self.line([QPointF(box.left(), zero.y()), QPointF(box.right(), zero.y())], colour, 1)
        self.line([QPointF(zero.x(), box.top()), QPointF(zero.x(), box.bottom())], colour, 1)
        if x:
            self.words(QRectF(box.right() - 220, zero.y() + 1, 220, 16), x, align=RIGHT)
        if y:
            self.words(QRectF(zero.x() + 5, box.top() - 4, 150, 16), y, align=LEFT)

    def dot(
        self,
        place: QPointF,
        radius: float,
        fill: str,
        rim: str = "",
        width: float = 1.2,
        opacity: float = 1.0,
    ) -> None:
        """A disc."""
        self.painter.setOpacity(opacity)
        self.painter.setPen(QPen(QColor(rim), width) if rim else Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(fill))
        self.painter.drawEllipse(place, radius, radius)
        self.painter.setOpacity(1.0)

    def bar(self, box: QRectF, colour: str, opacity: float = 1.0) -> None:
        """A filled box."""
        self.painter.setOpacity(opacity)
        # Sharp: boxes that touch would otherwise have seams.
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.painter.fillRect(box.normalized(), QColor(colour))
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setOpacity(1.0)

    def words(
        self,
        box: QRectF,
        text: str,
        *,
        align: Qt.AlignmentFlag = CENTRE,
        strong: bool = False,
        colour: str = "",
    ) -> None:
        """One line in a box, muted or in this colour."""
        self.painter.setFont(label_font(picture_family(), Type.CAPTION, strong=strong))
        self.painter.setPen(QColor(colour or (self.palette.text if strong else self.palette.muted)))
        self.painter.drawText(box, align, text)

    def edge(self, a: QPointF, b: QPointF, weight: float) -> None:
        """A weight as a line: its sign is the hue, its size the strength."""
        colour = QColor(self.palette.positive if weight >= 0 else self.palette.negative)
        strength = min(abs(weight), 2.0) / 2.0
        colour.setAlphaF(0.2 + 0.8 * strength)
        pen = QPen(colour, 0.8 + 3.2 * strength)
        if weight < 0 and self.palette.dashed("negative"):
            pen.setStyle(Qt.PenStyle.DashLine)
        self.painter.setPen(pen)
        self.painter.drawLine(a, b)

    def neuron(self, place: QPointF, radius: float, activation: float, *, gone: bool = False) -> None:
        """A neuron, shaded by its activation; dashed where that lies below 0, or the neuron is left out."""
        low, high = QColor(self.palette.low), QColor(self.palette.high)
        share = 0.0 if gone else min(abs(activation), 1.0)
        parts = zip(low.getRgbF()[:3], high.getRgbF()[:3], strict=True)  # type: ignore[index]
        shade = QColor.fromRgbF(*(a + (b - a) * share for a, b in parts))
        pen = QPen(QColor(self.palette.rim), 1.3)
        if activation < 0 or gone:
            pen.setStyle(Qt.PenStyle.DashLine)
        self.painter.setPen(pen)
        self.painter.setBrush(shade)
        self.painter.drawEllipse(place, radius, radius)
