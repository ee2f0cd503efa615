"""Which stroke over the network belongs to which layer, and what its arrows say: while they fly."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.change_arrow import paint_change_arrow
from netviz.panels.figures import sized
from netviz.rendering.fonts import Type
from netviz.rendering.units import begin, size
from netviz.viewmodels.moment import role_colour, told_columns, wish_role
from netviz.viewmodels.palette import LIGHT, Palette

_ROW: Final = 18
_SWATCH: Final = 20
_AIR: Final = 6  # between a swatch and its words
_GAP: Final = 14  # between two entries
_MOST: Final = 4  # layers that are named; of more, the outermost


class StrokeKey(QWidget):
    """Two rows: the strokes, a colour for the weights into each layer; and the arrows. It keeps its place
    while nothing flies, so that nothing beside it moves.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._strokes: tuple[tuple[str, str], ...] = ()
        self._shown = self._one_row = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colours of the strokes")
        self.set_layers(3)

    def set_layers(self, n_layers: int) -> None:
        """The network's layers of weights."""
        columns = told_columns(n_layers)
        if len(columns) > _MOST:
            columns = (*columns[:2], columns[-1])
        names = {
            c: "output" if c == n_layers else f"hidden {c}" if n_layers > 2 else "hidden" for c in columns
        }
        strokes = tuple((wish_role(c, n_layers), f"into {names[c]}") for c in columns)
        if strokes != self._strokes:
            self._strokes = strokes
            self.updateGeometry()
            self._describe()
            self.update()

    def show_key(self, shown: bool) -> None:
        """Whether strokes are on screen."""
        if shown != self._shown:
            self._shown = shown
            self._describe()
            self.update()

    def set_one_row(self, one_row: bool) -> None:
        """All in one row, or the arrows below the strokes."""
        if one_row != self._one_row:
            self._one_row = one_row
            self.updateGeometry()
            self.update()

    @property
    def words(self) -> tuple[str, ...]:
        """What it says now."""
        return tuple(words for row in self._rows() for _, words in row) if self._shown else ()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._font())
        widths = [
            sum(_SWATCH + _AIR + metrics.horizontalAdvance(words) + _GAP for _, words in row) - _GAP
            for row in self._rows()
        ]
        return size(max(widths) + 2, len(widths) * _ROW)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _rows(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        arrows = (("grows", "weight grows"), ("falls", "weight falls"))
        return ((*self._strokes, *arrows),) if self._one_row else (self._strokes, arrows)

    def _font(self) -> QFont:
        return sized(self.font(), Type.CAPTION)

    def _describe(self) -> None:
        if not self._shown:
            self.setToolTip("")
            return
        self.setToolTip(
            "Each layer of weights has its colour: a stroke runs over the weights that change most, brighter "
            "the larger the change. An arrow is as long as its weight has changed: filled, towards the "
            "output, it grew; open, towards the input, it fell. Fast, a line in the arrows' colour glows "
            "where a weight has changed most since the last picture."
        )
        self.setAccessibleDescription("; ".join(self.words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._shown:
            return
        with begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font())
            metrics = QFontMetricsF(self._font())
            for k, row in enumerate(self._rows()):
                x, middle = 0.0, (k + 0.5) * _ROW
                for role, words in row:
                    self._paint_swatch(painter, role, x, middle)
                    x += _SWATCH + _AIR
                    painter.setPen(QColor(self._palette.text))
                    wide = metrics.horizontalAdvance(words)
                    box = QRectF(x, k * _ROW, wide + 2, _ROW)
                    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
                    x += wide + _GAP

    def _paint_swatch(self, painter: QPainter, role: str, x: float, middle: float) -> None:
        p = self._palette
        if role not in ("grows", "falls"):
            painter.setPen(QPen(QColor(role_colour(p, role)), 3.4))
            painter.drawLine(QPointF(x + 2, middle), QPointF(x + _SWATCH - 2, middle))
            return
        paint_change_arrow(painter, x, middle, _SWATCH, p.change, p.page, grows=role == "grows")
