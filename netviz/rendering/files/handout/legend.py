"""The signs of all pictures of a sheet, each with its words: they also differ where no colour is printed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from netviz.rendering.arrows.swatch import paint_sign
from netviz.rendering.files.handout.paper import INK
from netviz.rendering.fonts import label_font, picture_family
from netviz.viewmodels.story.signs import rows_of

ROW: Final = 18.0
_SWATCH: Final = 22.0
_BESIDE: Final = 7.0
_APART: Final = 18.0
_SIZE: Final = 10


class Legend:
    """The cells of a legend in rows of a width."""

    def __init__(self, n_layers: int, signs: frozenset[str], width: float) -> None:
        self._font = label_font(picture_family(), _SIZE)
        metrics = QFontMetricsF(self._font)
        self._rows: list[list[tuple[float, str, str]]] = [[]]
        x = 0.0
        for sign, words in (cell for row in rows_of(n_layers, signs) for cell in row):
            long = _SWATCH + _BESIDE + metrics.horizontalAdvance(words)
            if x and x + long > width:
                self._rows.append([])
                x = 0.0
            self._rows[-1].append((x, sign, words))
            x += long + _APART

    @property
    def height(self) -> float:
        """In units."""
        return ROW * len(self._rows)

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Its top left corner there."""
        painter.save()
        painter.setFont(self._font)
        for row in self._rows:
            for along, sign, words in row:
                paint_sign(painter, sign, x + along, y + ROW / 2, _SWATCH, INK, INK.page)
                painter.setPen(QColor(INK.text))
                painter.drawText(QPointF(x + along + _SWATCH + _BESIDE, y + ROW / 2 + 4), words)
            y += ROW
        painter.restore()
