"""What five people said, one square for each of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.digits.votes import PEOPLE

_ROW: Final = 30
_NAME: Final = 118
_SQUARE: Final = 20
_GAP: Final = 4


class VoteBars(Themed, QWidget):
    """A row for each answer that people could give."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_votes(self, rows: tuple[tuple[str, int], ...]) -> None:
        """The name of each answer, and how many of the five gave it."""
        self._rows = rows
        self.setAccessibleName("; ".join(f"{name}: {n} of {PEOPLE}" for name, n in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(_NAME + (PEOPLE + 1) * (_SQUARE + _GAP), _ROW * max(len(self._rows), 3))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            most = max((n for _, n in self._rows), default=0)
            for row, (name, n) in enumerate(self._rows):
                top = row * _ROW
                weight = QFont.Weight.DemiBold if n == most else QFont.Weight.Normal
                painter.setFont(sized(self.font(), 13, weight))
                painter.setPen(QColor(p.text if n else p.muted))
                painter.drawText(QRectF(0, top, _NAME, _ROW), Qt.AlignmentFlag.AlignVCenter, name)
                painter.setPen(Qt.PenStyle.NoPen)
                for k in range(PEOPLE):
                    painter.setBrush(QColor(p.text) if k < n else mix(p.panel, p.muted, 0.16))
                    left = _NAME + k * (_SQUARE + _GAP)
                    painter.drawRoundedRect(QRectF(left, top + (_ROW - _SQUARE) / 2, _SQUARE, _SQUARE), 4, 4)
                painter.setPen(QColor(p.text if n else p.muted))
                place = QRectF(_NAME + PEOPLE * (_SQUARE + _GAP) + 4, top, 30, _ROW)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(n))
