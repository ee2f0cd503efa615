"""Which stroke over the network belongs to which layer, and what its arrows say: while they fly."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.rendering.arrows.swatch import paint_sign
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed
from netviz.rendering.units import begin, size, wide
from netviz.viewmodels.moment import told_columns, wish_role
from netviz.viewmodels.story.signs import STROKE
from netviz.viewmodels.story.words.names import CHANGES, stroke_name

_ROW: Final = 18
_SWATCH: Final = 20
_AIR: Final = 6  # between a swatch and its words
_GAP: Final = 14  # between two entries
_MOST: Final = 4  # layers that are named; of more, the outermost


_GLOW: Final = ("glow", "just changed")
_ARROWS: Final = tuple(CHANGES.items())

Row = tuple[tuple[str, str], ...]


class StrokeKey(Themed, QWidget):
    """The strokes, a colour for the weights into each layer; the arrows; and, fast, the lines that glow. In
    two rows, or in as many as its width asks for. It keeps its place while nothing flies, so that nothing
    beside it moves.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: Row = ()
        self._shown = self._fast = self._flows = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colours of the strokes")
        self.set_layers(3)

    def set_layers(self, n_layers: int) -> None:
        """The network's layers of weights."""
        columns = told_columns(n_layers)
        if len(columns) > _MOST:
            columns = (*columns[:2], columns[-1])
        strokes = tuple((STROKE + wish_role(c, n_layers), stroke_name(c, n_layers)) for c in columns)
        if strokes != self._strokes:
            self._strokes = strokes
            self.updateGeometry()
            self._describe()
            self.update()

    def show_key(self, shown: bool, *, fast: bool = False) -> None:
        """Whether strokes are on screen, and whether so fast that lines glow."""
        if (shown, fast) != (self._shown, self._fast):
            self._shown, self._fast = shown, fast
            self._describe()
            self.update()

    def set_flowing(self, flows: bool) -> None:
        """One entry after the other in the width that there is, or the arrows below the strokes."""
        if flows != self._flows:
            self._flows = flows
            across = QSizePolicy.Policy.Ignored if flows else QSizePolicy.Policy.Fixed
            self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
            self.updateGeometry()
            self.update()

    @property
    def words(self) -> tuple[str, ...]:
        """What it says now."""
        return tuple(words for row in self._rows() for _, words in row if self._says(words))

    def sizeHint(self) -> QSize:
        rows = self._rows()
        return size(max(self._wide(row) for row in rows) + 2, len(rows) * _ROW)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._flows and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _says(self, words: str) -> bool:
        return self._shown and (self._fast or words != _GLOW[1])

    def _wide(self, row: Row) -> float:
        metrics = QFontMetricsF(self._font())
        return sum(_SWATCH + _AIR + metrics.horizontalAdvance(words) + _GAP for _, words in row) - _GAP

    def _rows(self) -> tuple[Row, ...]:
        """Of all that it ever says: its room stays."""
        if not self._flows:
            return self._strokes, (*_ARROWS, _GLOW)
        rows: list[Row] = [()]
        for entry in (*self._strokes, *_ARROWS, _GLOW):
            longer = (*rows[-1], entry)
            if rows[-1] and self._wide(longer) + 2 > wide(self):
                rows.append((entry,))
            else:
                rows[-1] = longer
        return tuple(rows)

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
                    if not self._says(words):
                        continue
                    self._paint_swatch(painter, role, x, middle)
                    x += _SWATCH + _AIR
                    painter.setPen(QColor(self._palette.text))
                    long = metrics.horizontalAdvance(words)
                    box = QRectF(x, k * _ROW, long + 2, _ROW)
                    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
                    x += long + _GAP

    def _paint_swatch(self, painter: QPainter, role: str, x: float, middle: float) -> None:
        p = self._palette
        if role == _GLOW[0]:
            painter.setPen(QPen(QColor(p.change), 1.6))
            painter.drawLine(QPointF(x, middle), QPointF(x + _SWATCH, middle))
            return
        paint_sign(painter, role, x, middle, _SWATCH, p, p.page)
