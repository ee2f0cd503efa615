"""The loss over the learning rate, on a logarithmic scale; a click chooses a rate."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import compact, short, sized
from netviz.panels.kit.images import mix
from netviz.panels.plots.scale import Scale, fitted
from netviz.rendering import units
from netviz.training.experiments.range_test import HIGHEST, LOWEST
from netviz.viewmodels.palette import Palette

_LEFT: Final = 52
_BELOW: Final = 38
_HIGHEST_SHOWN: Final = 1.6  # times the first loss: what explodes leaves the picture
_KEY_STRIDE: Final = 0.02  # of the axis

Array = NDArray[np.float64]


class RatePlot(QWidget):
    """Grey: each mini-batch; dark: smoothed; the accent's line stands at the chosen rate."""

    chosen = Signal(float)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._rates: Array = np.empty(0)
        self._losses: Array = np.empty(0)
        self._smoothed: Array = np.empty(0)
        self._scale = Scale(0.0, 1.0)
        self._rate: float | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        units.hold(self, least_width=320, least_height=170)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Loss over learning rate")
        self.setToolTip("Click to choose a rate, or use the arrow keys.")
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return units.size(560, 300)

    @property
    def rate(self) -> float | None:
        """What is chosen."""
        return self._rate

    def show_words(self, words: str) -> None:
        """Say this in the place of curves."""
        self._words = words
        self._rates = np.empty(0)
        self._rate = None
        self.update()

    def show_losses(self, rates: Array, losses: Array, smoothed: Array, suggested: float | None) -> None:
        """Float64 (n,) each, in order of rates; `suggested` is chosen to begin with."""
        self._words = ""
        self._rates, self._losses, self._smoothed = rates, losses, smoothed
        most = _HIGHEST_SHOWN * float(smoothed[0]) if len(smoothed) else 1.0
        self._scale = fitted([np.minimum(smoothed, most)], log=False, least=0.0)
        self._rate = suggested
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()

    def _frame(self) -> QRectF:
        return units.area(self).adjusted(_LEFT, 12, -14, -_BELOW)

    def _x(self, rate: Array | float) -> Array:
        frame = self._frame()
        share = np.log(np.asarray(rate) / LOWEST) / math.log(HIGHEST / LOWEST)
        return np.asarray(frame.left() + share * frame.width())

    def _y(self, loss: Array) -> Array:
        frame = self._frame()
        share = np.clip(np.nan_to_num(self._scale.share(loss), nan=1.0), -0.02, 1.02)
        return np.asarray(frame.bottom() - share * frame.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        p, frame = self._palette, self._frame()
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), 12))
            if self._words:
                painter.setPen(QColor(p.muted))
                painter.drawText(units.area(self), Qt.AlignmentFlag.AlignCenter, self._words)
                return
            self._paint_axes(painter, frame)
            painter.save()
            painter.setClipRect(frame.adjusted(-2, -2, 2, 2))
            for losses, ink, width in (
                (self._losses, mix(p.panel, p.muted, 0.45), 1.0),
                (self._smoothed, QColor(p.text), 2.0),
            ):
                points = [QPointF(x, y) for x, y in zip(self._x(self._rates), self._y(losses), strict=True)]
                painter.setPen(QPen(ink, width, j=Qt.PenJoinStyle.RoundJoin))
                painter.drawPolyline(QPolygonF(points))
            painter.restore()
            if self._rate is not None:
                x = float(self._x(self._rate))
                painter.setPen(QPen(QColor(p.accent), 2))
                painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
                painter.setFont(sized(self.font(), 12, self.font().weight().DemiBold))
                left = x > frame.center().x()
                box = QRectF(x - 126 if left else x + 6, frame.top(), 120, 18)
                side = Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
                painter.drawText(box, side, short(self._rate))
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(p.accent), 1))
                painter.drawRoundedRect(units.area(self).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_axes(self, painter: QPainter, frame: QRectF) -> None:
        p = self._palette
        for value, words in self._scale.ticks(max(int(frame.height() / 50), 2)):
            y = float(self._y(np.array([value]))[0])
            painter.setPen(QPen(QColor(p.line), 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(QColor(p.muted))
            painter.drawText(
                QRectF(0, y - 8, _LEFT - 8, 16),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                words,
            )
        for exponent in range(round(math.log10(LOWEST)), round(math.log10(HIGHEST)) + 1):
            x = float(self._x(10.0**exponent))
            box = QRectF(x - 30, frame.bottom() + 4, 60, 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, compact(10.0**exponent))
        below = QRectF(frame.left(), frame.bottom() + 20, frame.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, "learning rate")
        painter.drawText(QRectF(8, 4, 40, 14), Qt.AlignmentFlag.AlignLeft, "loss")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose_at(units.place(event.position()).x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose_at(units.place(event.position()).x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is None or not len(self._rates):
            super().keyPressEvent(event)
            return
        x = float(self._x(self._rate if self._rate is not None else LOWEST))
        self._choose_at(x + way * _KEY_STRIDE * self._frame().width())

    def _choose_at(self, x: float) -> None:
        if len(self._rates):
            frame = self._frame()
            share = min(max((x - frame.left()) / frame.width(), 0.0), 1.0)
            self._rate = float(f"{LOWEST * (HIGHEST / LOWEST) ** share:.1e}")
            self.update()
            self.chosen.emit(self._rate)
