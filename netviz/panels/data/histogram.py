"""How the values of a column lie: a bar for each bin, its classes above each other in their colours."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.answer import Answer, Classes
from netviz.tasks.tabular.sight import ColumnSight
from netviz.viewmodels.hues import hue

_WIDE: Final = 132
_HIGH: Final = 30
_LEAST: Final = 1.5  # units that a bar with anything in it is high


class Histogram(Themed, QWidget):
    """Counts, (n_groups, n_bins); over a bar it says what this is, and how many rows."""

    def __init__(self, column: ColumnSight, answer: Answer | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column
        self._answer = answer
        most = int(column.counts.sum(axis=0).max()) if column.bins else 0
        self._unit = 1 / max(most, 1)
        self.setMouseTracking(True)
        self.setAccessibleName(f"How the values of {column.name} lie")
        units.hold(self, width=_WIDE, height=_HIGH)

    def sizeHint(self) -> QSize:
        return units.size(_WIDE, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        counts, p = self._column.counts, self._palette
        n_groups, n_bins = counts.shape
        if not n_bins:
            return
        wide = _WIDE / n_bins
        air = min(1.0, wide / 5)
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(QRectF(0, _HIGH - 1, _WIDE, 1), QColor(p.line))
            for k in range(n_bins):
                below = float(_HIGH - 1)
                for group in np.flatnonzero(counts[:, k]).tolist():
                    high = max(float(counts[group, k]) * self._unit * (_HIGH - 3), _LEAST)
                    painter.setBrush(QColor(self._ink(group, n_groups)))
                    painter.drawRect(QRectF(k * wide + air / 2, below - high, wide - air, high))
                    below -= high

    def _ink(self, group: int, n_groups: int) -> str:
        answer = self._answer
        if n_groups > 1 and isinstance(answer, Classes):
            return hue(answer, group, self._palette)
        return self._palette.muted

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self._words(units.place(QPointF(event.pos())).x())
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _words(self, x: float) -> str:
        column = self._column
        if not column.bins:
            return ""
        k = min(max(int(x / _WIDE * len(column.bins)), 0), len(column.bins) - 1)
        counts = column.counts[:, k]
        words = f"{column.bins[k]}: {int(counts.sum()):,} rows"
        if len(counts) == 1 or not isinstance(self._answer, Classes):
            return words
        names = self._answer.names
        return "\n".join([words, *(f"{names[g]}: {int(counts[g]):,}" for g in np.flatnonzero(counts))])
