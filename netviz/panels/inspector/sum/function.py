"""A hidden neuron's activation function as a curve, with the point where the neuron is, and its slope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.network.activations import Activation
from netviz.panels.kit.figures import compact, plain, signed, sized
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed

_HIGH: Final = 168.0
_LEFT, _RIGHT, _TOP, _BELOW = 30.0, 8.0, 22.0, 34.0
_POINTS: Final = 121
_LEAST: Final = 3.0  # how far to either side of 0 the curve is drawn at least
_TANGENT: Final = 34.0


@dataclass(frozen=True)
class Fired:
    """What φ makes of a sum: a = φ(z), and the slope φ′(z)."""

    function: Activation
    z: float
    a: float
    slope: float


def fired(function: Activation, z: float) -> Fired:
    """In float64."""
    z_, a, slope = np.array([z]), np.empty(1), np.empty(1)
    function.apply(z_, a)
    function.derivative(z_, a, slope)
    return Fired(function, z, float(a[0]), float(slope[0]))


def curve_of(function: Activation, reach: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """φ from −reach to reach: z and a, each (_POINTS,)."""
    z = np.linspace(-reach, reach, _POINTS)
    a = np.empty_like(z)
    function.apply(z, a)
    return z, a


class FunctionCurve(Themed, QWidget):
    """The curve stands still while the point moves; where the point would leave it, it reaches further."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fired: Fired | None = None
        self.function: Activation | None = None
        self._reach = _LEAST
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The activation function")

    def sizeHint(self) -> QSize:
        return units.size(180, _HIGH)

    def show_function(self, function: Activation, z: float | None) -> None:
        """φ, and the sum that it is given; None while there is none."""
        if function != self.function:
            self._reach = _LEAST
        self.function = function
        self.fired = None if z is None or not np.isfinite(z) else fired(function, z)
        while self.fired is not None and abs(self.fired.z) > 0.95 * self._reach:
            self._reach *= 2
        self.setToolTip(f"{function.label}: {function.sentence}")
        self.setAccessibleDescription(self.words)
        self.update()

    @property
    def words(self) -> str:
        """Point and slope in words."""
        now = self.fired
        if now is None:
            return ""
        return f"a = φ({signed(now.z)}) = {plain(now.a)}; its slope here is {plain(now.slope)}"

    def paintEvent(self, event: QPaintEvent) -> None:
        function, p = self.function, self._palette
        if function is None:
            return
        z, a = curve_of(function, self._reach)
        low, top = min(float(a.min()), 0.0), max(float(a.max()), 0.0)
        high = top + 0.06 * (top - low)
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = units.area(self).adjusted(_LEFT, _TOP, -_RIGHT, -_BELOW)

            def at(x: float, y: float) -> QPointF:
                across = (x + self._reach) / (2 * self._reach)
                return QPointF(
                    box.left() + across * box.width(), box.bottom() - (y - low) / (high - low) * box.height()
                )

            self._paint_axes(painter, box, at(0, 0), at(0, top), top)
            painter.setPen(QPen(QColor(p.text), 1.6))
            painter.drawPolyline(QPolygonF([at(x, y) for x, y in zip(z.tolist(), a.tolist(), strict=True)]))
            if self.fired is not None:
                self._paint_point(
                    painter, self.fired, at(self.fired.z, self.fired.a), at(0, 0), box, (high - low)
                )
            painter.setFont(sized(self.font(), Type.CAPTION))
            painter.setPen(QColor(p.muted))
            head = QRectF(0, 0, units.wide(self), _TOP - 4)
            painter.drawText(
                head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"φ(z) = {function.short}"
            )
            if self.fired is not None:
                painter.setPen(QColor(p.text))
                foot = QRectF(0, box.bottom() + 16, units.wide(self), 16)
                words = f"a = {plain(self.fired.a)}, slope {plain(self.fired.slope)}"
                painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_axes(self, painter: QPainter, box: QRectF, origin: QPointF, end: QPointF, top: float) -> None:
        p = self._palette
        painter.setPen(QPen(QColor(p.line), 1))
        painter.drawLine(QPointF(box.left(), origin.y()), QPointF(box.right(), origin.y()))
        painter.drawLine(QPointF(origin.x(), box.top()), QPointF(origin.x(), box.bottom()))
        painter.setFont(sized(self.font(), Type.CAPTION))
        painter.setPen(QColor(p.muted))
        flag = Qt.AlignmentFlag
        below = QRectF(box.left(), box.bottom() + 1, box.width(), 15)
        painter.drawText(below, flag.AlignLeft | flag.AlignTop, compact(-self._reach))
        painter.drawText(below, flag.AlignRight | flag.AlignTop, f"z {compact(self._reach)}")
        beside = QRectF(0, end.y() - 8, _LEFT - 4, 15)
        painter.drawText(beside, flag.AlignRight | flag.AlignVCenter, compact(round(top, 1)))

    def _paint_point(
        self, painter: QPainter, now: Fired, here: QPointF, origin: QPointF, box: QRectF, span: float
    ) -> None:
        p = self._palette
        painter.setPen(QPen(QColor(p.muted), 1, Qt.PenStyle.DotLine))
        painter.drawLine(here, QPointF(here.x(), origin.y()))
        painter.drawLine(here, QPointF(origin.x(), here.y()))
        rise = -now.slope / span * box.height() / (box.width() / (2 * self._reach))
        way = QPointF(1, rise) / float(np.hypot(1, rise)) * _TANGENT
        painter.save()
        painter.setClipRect(box.adjusted(-2, -4, 2, 4))
        painter.setPen(QPen(QColor(p.change), 2))
        painter.drawLine(here - way, here + way)
        painter.restore()
        painter.setPen(QPen(QColor(p.panel), 1.6))
        painter.setBrush(QColor(p.text))
        painter.drawEllipse(here, 5, 5)
