"""The input that was made to excite a neuron, as a picture, as a place, or line by line."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import ink_image
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.columns import Columns, Numeric
from netviz.tasks.input import Input, Measures, Picture
from netviz.tasks.spam.mail import CAPITALS, Mail
from netviz.training.figures import significant
from netviz.training.insight.exact import Floats

_SIDE: Final = 168.0
_ROW: Final = 18.0
_MOST_ROWS: Final = 10
_NOUGHT: Final = 1e-6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FAR = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MadeInput(Themed, QWidget):
    """Painted as inputs of its kind are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reads: Input | None = None
        self._x: Floats = np.empty(0)
        self._lines: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The input that was made to excite it")

    def show_input(self, reads: Input, x: Floats) -> None:
        """This one, (n_in,), as the network reads it."""
        before = self.sizeHint()
        self._reads, self._x = reads, x
        self._lines = [] if _is_square(reads) else written(reads, x)
        said = written(reads, x) if not isinstance(reads, Picture) else []
        self.setAccessibleDescription("; ".join(f"{name} {value}" for name, value in said))
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._lines or self._reads is None:
            return units.size(240, max(min(len(self._lines), _MOST_ROWS + 1), 1) * _ROW)
        return units.size(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        return QSize(units.pixels(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        reads, p = self._reads, self._palette
        if reads is None:
            return
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), 12))
            if self._lines:
                self._paint_lines(painter)
                return
            side = min(units.wide(self), units.high(self))
            area = QRectF(0, 0, side, side)
            if isinstance(reads, Picture):
                ink = np.rint(np.clip(self._x, 0, 1) * 255).astype(np.uint8)
                painter.drawImage(area, ink_image(reads.of(ink), p))
            painter.setPen(QPen(QColor(p.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
            if isinstance(reads, Measures):
                low, high = np.array(reads.low), np.array(reads.high)
                x, y = np.clip((self._x - low) / (high - low), 0, 1).tolist()
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(p.accent))
                painter.drawEllipse(QPointF(x * side, (1 - y) * side), 5, 5)

    def _paint_lines(self, painter: QPainter) -> None:
        p, width, metrics = self._palette, units.wide(self), QFontMetricsF(painter.font())
        shown = self._lines[:_MOST_ROWS]
        half = width * 0.62
        for k, (name, value) in enumerate(shown):
            row = QRectF(0, k * _ROW, half - 8, _ROW)
            painter.setPen(QColor(p.muted))
            painter.drawText(row, _LEFT, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, row.width()))
            painter.setPen(QColor(p.text))
            place = QRectF(half, k * _ROW, width - half, _ROW)
            painter.drawText(
                place, _FAR, metrics.elidedText(value, Qt.TextElideMode.ElideRight, place.width())
            )
        if len(self._lines) > len(shown):
            painter.setPen(QColor(p.muted))
            row = QRectF(0, len(shown) * _ROW, width, _ROW)
            painter.drawText(row, _LEFT, f"and {len(self._lines) - len(shown)} more columns")


def written(reads: Input, x: Floats) -> list[tuple[str, str]]:
    """Each number with its name, in the units of its column."""
    if isinstance(reads, Columns):
        raw = reads.raw(np.asarray(x, np.float32)).tolist()
        unit = "\u00a0%" if isinstance(reads, Mail) else ""
        return [
            (column.names[0], _number(value) + ("" if column.name in CAPITALS else unit))
            if isinstance(column, Numeric)
            else (column.name, "–" if np.isnan(value) else column.categories[int(value)])
            for column, value in zip(reads.columns, raw, strict=True)
        ]
    return [(reads.name(k), significant(value)) for k, value in enumerate(x.tolist())]


def _number(value: float) -> str:
    """What is stored is rounded: as good as nought is nought."""
    return significant(0.0 if abs(value) < _NOUGHT else value)


def _is_square(reads: Input) -> bool:
    return isinstance(reads, Picture) or (isinstance(reads, Measures) and reads.n == 2)
