"""Is it right as often as it says? The reliability diagram."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from netviz.panels.kit.figures import percent, sized
from netviz.panels.kit.images import mix
from netviz.panels.test.charts.axes import Axes, whole_percent
from netviz.rendering import units
from netviz.training.measure.calibration import Calibration
from netviz.viewmodels.palette import LIGHT, Palette

_ROOM_FOR_WORDS: Final = 90
_FEW: Final = 30  # digits: with fewer, a bar's height is mostly chance, and it is paler


class ReliabilityDiagram(QWidget):
    """A bar for each range of confidence: how often its answers are right. The dashed line is where a network
    that knows how sure to be would be; what lies between is its over- or underconfidence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._shown: Calibration | None = None
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Calibration")

    def show_calibration(self, calibration: Calibration | None) -> None:
        """Show this; None while nothing is measured."""
        self._shown = calibration
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(260, 150)

    def minimumSizeHint(self) -> QSize:
        return units.size(180, 96)

    def _axes(self) -> Axes:
        return Axes(QRectF(44, 8, units.wide(self) - 68, units.high(self) - 30), (0.0, 1.0), (0.0, 1.0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._bin_at(units.place(event.position()))
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            k = self._bin_at(QPointF(event.pos()))
            if k is not None and self._shown is not None:
                QToolTip.showText(event.globalPos(), self._words(self._shown, k), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _bin_at(self, position: QPointF) -> int | None:
        axes = self._axes()
        if self._shown is None or not axes.box.contains(position):
            return None
        k = int(np.searchsorted(self._shown.edges, axes.x_of(position.x()), "right")) - 1
        return min(max(k, 0), len(self._shown.counts) - 1)

    @staticmethod
    def _words(shown: Calibration, k: int) -> str:
        low, high = whole_percent(shown.edges[k]), whole_percent(shown.edges[k + 1])
        count = int(shown.counts[k])
        if not count:
            return f"No answer was given with {low} to {high}."
        given = "1 answer was" if count == 1 else f"{count:,} answers were"
        return (
            f"{given} given with {low} to {high}, on average {percent(float(shown.confidence[k]))}: "
            f"{percent(float(shown.accuracy[k]))} of them are right."
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        p, axes = self._palette, self._axes()
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            axes.draw(
                painter,
                p,
                self.font(),
                x_ticks=(0, 0.25, 0.5, 0.75, 1),
                y_ticks=(0, 0.5, 1),
                text=whole_percent,
            )
            dashed = QPen(QColor(p.muted), 1)
            dashed.setDashPattern([4, 3])
            if self._shown is not None:
                self._paint_bins(painter, axes, self._shown)
                if axes.box.height() >= _ROOM_FOR_WORDS:
                    self._explain(painter, axes)
            painter.setPen(dashed)
            painter.drawLine(axes.at(0, 0), axes.at(1, 1))

    def _paint_bins(self, painter: QPainter, axes: Axes, shown: Calibration) -> None:
        p = self._palette
        for k, count in enumerate(shown.counts):
            if not count:
                continue
            left, right = axes.at_x(shown.edges[k]) + 1, axes.at_x(shown.edges[k + 1]) - 1
            top = axes.at_y(float(shown.accuracy[k]))
            strength = 0.62 if count >= _FEW else 0.25
            if k == self._hovered:
                strength = min(strength + 0.2, 1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(p.panel, p.accuracy, strength))
            painter.drawRect(QRectF(left, top, right - left, axes.box.bottom() - top))
            # Where it thinks that it is.
            painter.setPen(QPen(QColor(p.text), 2))
            y = axes.at_y(float(shown.confidence[k]))
            painter.drawLine(QPointF(left + 1, y), QPointF(right - 1, y))

    def _explain(self, painter: QPainter, axes: Axes) -> None:
        """What bars and strokes are, where the plot is empty in nearly every network."""
        p = self._palette
        x, y = axes.box.left() + 10, axes.box.top() + 10
        painter.setFont(sized(self.font(), 12))
        for k, words in enumerate(("how sure it says it is", "how many are right")):
            line = y + 17 * k
            if k:
                painter.fillRect(QRectF(x, line - 5, 14, 10), mix(p.panel, p.accuracy, 0.62))
            else:
                painter.setPen(QPen(QColor(p.text), 2))
                painter.drawLine(QPointF(x, line), QPointF(x + 14, line))
            painter.setPen(QColor(p.muted))
            painter.drawText(QRectF(x + 20, line - 8, 200, 16), Qt.AlignmentFlag.AlignVCenter, words)
