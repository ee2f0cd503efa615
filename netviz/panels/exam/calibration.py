"""Is it right as often as it says? The reliability diagram."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from netviz.panels.exam.axes import Axes, whole_percent
from netviz.panels.figures import percent, sized
from netviz.panels.images import mix
from netviz.viewmodels.palette import LIGHT, Palette

_FEW: Final = 30  # digits: with fewer, a bar's height is mostly chance, and it is paler


class ReliabilityDiagram(QWidget):
    """A bar for each range of confidence: how often its answers are right. The dashed line is where a network
    that knows how sure to be would be; what lies between is its over- or underconfidence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._edges: NDArray[np.floating[Any]] = np.linspace(0, 1, 11)
        self._counts: NDArray[np.integer[Any]] = np.zeros(10, np.int64)
        self._accuracy: NDArray[np.floating[Any]] = np.full(10, np.nan)
        self._confidence: NDArray[np.floating[Any]] = np.full(10, np.nan)
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Calibration")

    def set_bins(
        self,
        edges: NDArray[np.floating[Any]],
        counts: NDArray[np.integer[Any]],
        confidence: NDArray[np.floating[Any]],
        accuracy: NDArray[np.floating[Any]],
    ) -> None:
        """Edges (n + 1,) from 0 to 1; for each bin its digits, mean confidence and accuracy (nan: none)."""
        self._edges, self._counts = edges, counts
        self._confidence, self._accuracy = confidence, accuracy
        self.update()

    def clear(self) -> None:
        """Nothing is measured."""
        self._counts = np.zeros(len(self._edges) - 1, np.int64)
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 96)

    def _axes(self) -> Axes:
        return Axes(QRectF(44, 8, self.width() - 60, self.height() - 30), (0.0, 1.0), (0.0, 1.0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._bin_at(event.position())
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
            if k is not None:
                QToolTip.showText(event.globalPos(), self._words(k), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _bin_at(self, position: QPointF) -> int | None:
        axes = self._axes()
        if not axes.box.contains(position):
            return None
        k = int(np.searchsorted(self._edges, axes.x_of(position.x()), "right")) - 1
        return min(max(k, 0), len(self._counts) - 1)

    def _words(self, k: int) -> str:
        low, high = whole_percent(self._edges[k]), whole_percent(self._edges[k + 1])
        if not self._counts[k]:
            return f"No answer was given with {low} to {high}."
        return (
            f"{int(self._counts[k]):,} answers were given with {low} to {high}, on average "
            f"{percent(float(self._confidence[k]))}: {percent(float(self._accuracy[k]))} of them are right."
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        p, axes = self._palette, self._axes()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axes.draw(
            painter,
            p,
            self.font(),
            x_ticks=(0, 0.25, 0.5, 0.75, 1),
            y_ticks=(0, 0.5, 1),
            text=whole_percent,
        )
        for k, count in enumerate(self._counts):
            if not count:
                continue
            left, right = axes.at_x(self._edges[k]) + 1, axes.at_x(self._edges[k + 1]) - 1
            right_share, sure = float(self._accuracy[k]), float(self._confidence[k])
            top = axes.at_y(right_share)
            strength = 0.62 if count >= _FEW else 0.25
            if k == self._hovered:
                strength = min(strength + 0.2, 1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(p.panel, p.accuracy, strength))
            painter.drawRect(QRectF(left, top, right - left, axes.box.bottom() - top))
            # Where it thinks that it is.
            painter.setPen(QPen(QColor(p.text), 2))
            y = axes.at_y(sure)
            painter.drawLine(QPointF(left + 1, y), QPointF(right - 1, y))
        if self._counts.any():
            self._explain(painter, axes)
        dashed = QPen(QColor(p.muted), 1)
        dashed.setDashPattern([4, 3])
        painter.setPen(dashed)
        painter.drawLine(axes.at(0, 0), axes.at(1, 1))
        if not self._counts.any():
            painter.setFont(sized(self.font(), 12))
            painter.setPen(QColor(p.muted))
            painter.drawText(axes.box, Qt.AlignmentFlag.AlignCenter, "–")

    def _explain(self, painter: QPainter, axes: Axes) -> None:
        """What bars and strokes are, where the plot is empty in nearly every network."""
        p = self._palette
        x, y = axes.box.left() + 10, axes.box.top() + 10
        painter.setFont(sized(self.font(), 11))
        for k, words in enumerate(("how sure it says it is", "how many are right")):
            line = y + 17 * k
            if k:
                painter.fillRect(QRectF(x, line - 5, 14, 10), mix(p.panel, p.accuracy, 0.62))
            else:
                painter.setPen(QPen(QColor(p.text), 2))
                painter.drawLine(QPointF(x, line), QPointF(x + 14, line))
            painter.setPen(QColor(p.muted))
            painter.drawText(QRectF(x + 20, line - 8, 200, 16), Qt.AlignmentFlag.AlignVCenter, words)
