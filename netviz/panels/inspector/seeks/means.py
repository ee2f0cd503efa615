"""A neuron's mean activation over the examples of each class, as bars."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.seeks.found import figure
from netviz.panels.kit.figures import sized
from netviz.rendering import units
from netviz.rendering.themed import Themed

MOST: Final = 12
_ROW: Final = 18.0
_NAME: Final = 108.0
_VALUE: Final = 48.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FAR = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Mean(NamedTuple):
    """What the examples have in common, the colour of that, how many there are, and the mean over them."""

    name: str
    ink: str
    n: int
    value: float


class Means(Themed, QWidget):
    """In the classes' order; of many classes those with the largest means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._means: tuple[Mean, ...] = ()
        self._left_out = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Mean activation")

    def show_means(self, means: tuple[Mean, ...]) -> None:
        """These; of what has no examples there is none."""
        there = [mean for mean in means if mean.n]
        largest = sorted(there, key=lambda mean: -abs(mean.value))[:MOST]
        height = len(self._means) + bool(self._left_out)
        self._means = tuple(mean for mean in there if mean in largest)[:MOST]
        self._left_out = len(there) - len(self._means)
        self.setAccessibleDescription("; ".join(f"{mean.name} {figure(mean.value)}" for mean in self._means))
        if height != len(self._means) + bool(self._left_out):
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(260, max(len(self._means) + bool(self._left_out), 1) * _ROW)

    def minimumSizeHint(self) -> QSize:
        return units.size(_NAME + _VALUE + 60, max(len(self._means) + bool(self._left_out), 1) * _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), 12))
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        p, width = self._palette, units.wide(self)
        metrics = QFontMetricsF(painter.font())
        widest = max((metrics.horizontalAdvance(mean.name) for mean in self._means), default=0.0)
        begin = min(widest + 20, _NAME + 12)
        room = max(width - begin - _VALUE - 6, 20.0)
        low = min([0.0, *(mean.value for mean in self._means)])
        high = max([0.0, *(mean.value for mean in self._means)])
        span = max(high - low, 1e-9)
        zero = begin - low / span * room
        for k, mean in enumerate(self._means):
            top = k * _ROW
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mean.ink))
            painter.drawEllipse(QPointF(4, top + _ROW / 2), 3.5, 3.5)
            end = begin + (mean.value - low) / span * room
            painter.drawRoundedRect(QRectF(min(zero, end), top + 4, max(abs(end - zero), 1), _ROW - 8), 2, 2)
            painter.setPen(QColor(p.text))
            name = metrics.elidedText(mean.name, Qt.TextElideMode.ElideRight, begin - 18)
            painter.drawText(QRectF(13, top, begin - 13, _ROW), _LEFT, name)
            painter.drawText(QRectF(width - _VALUE, top, _VALUE, _ROW), _FAR, figure(mean.value))
        painter.setPen(QPen(QColor(p.line), 1))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, len(self._means) * _ROW))
        if self._left_out:
            painter.setPen(QColor(p.muted))
            foot = QRectF(0, len(self._means) * _ROW, width, _ROW)
            painter.drawText(foot, _LEFT, f"and {self._left_out:,} more, each of less")
