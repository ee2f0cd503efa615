"""What the story's arrows mean."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.rendering import units
from netviz.rendering.arrows.swatch import paint_sign
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.story.signs import WEIGHTS, Cells, rows_of

_ROW: Final = 18
_SWATCH: Final = 22
_TEXT: Final = _SWATCH + 6
_COLUMNS: Final = 2
_GAP: Final = 8


class StoryLegend(Themed, QWidget):
    """Names what is in the picture now, and nothing else. Upright arrows are wishes, one colour a layer;
    arrows along edges are changes of weights.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._n_layers = 3
        self._signs = WEIGHTS
        self._rows: tuple[Cells, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend of the story")
        self._choose()

    def set_layers(self, n_layers: int) -> None:
        """The network's layers of weights: a wish has its column's colour."""
        self._n_layers = n_layers
        self._choose()

    def show_signs(self, signs: frozenset[str]) -> None:
        """What is on screen (`story.signs`)."""
        self._signs = signs
        self._choose()

    def _choose(self) -> None:
        rows = rows_of(self._n_layers, self._signs)
        if rows != self._rows:
            self._rows = rows
            self._fit_height()
            self._describe()
            self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._describe()
        self.update()

    def words(self) -> tuple[str, ...]:
        """The words beside the swatches."""
        return tuple(words for row in self._rows for _, words in row)

    def sizeHint(self) -> QSize:
        return QSize(units.pixels(226), self.height())

    def _describe(self) -> None:
        colour = "white" if self._palette.dark else "black"
        text = (
            "An arrow beside a neuron is its wish: up, to be more active, or down, to be less. The neuron "
            "that the story is told on has a ring and a colour, all others are grey. A hollow one "
            "belongs to a neuron that is off and passes nothing back. A stroke in a layer’s colour runs back "
            f"over the weights into this layer. A {colour} arrow along an edge is the "
            "change of its weight, as long as it is large: filled, towards the output, it grows; open, "
            "towards the input, it falls."
        )
        self.setToolTip(text)
        self.setAccessibleDescription(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), 12))
            for x, y, role, words in self._cells():
                paint_sign(painter, role, x, y + _ROW / 2, _SWATCH, self._palette, self._palette.panel)
                painter.setPen(QColor(self._palette.text))
                box = QRectF(x + _TEXT, y, units.wide(self) - x - _TEXT, _ROW)
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _cells(self) -> list[tuple[float, float, str, str]]:
        """Left, top, role and words of each: two beside each other where there is room for both."""
        metrics, wide = QFontMetricsF(sized(self.font(), 12)), units.wide(self)
        pairs = [row for row in self._rows if len(row) > 1]
        first, second = (
            max((metrics.horizontalAdvance(row[column][1]) for row in pairs), default=0.0) + _TEXT + 2
            for column in range(_COLUMNS)
        )
        beside = first + _GAP + second <= wide
        across = min(max(first + _GAP, wide / 2), wide - second)
        found, y = [], 0.0
        for row in self._rows:
            for column, (role, words) in enumerate(row):
                found.append((column * across if beside else 0.0, y, role, words))
                y += 0.0 if beside else _ROW
            y += _ROW if beside else 0.0
        return found

    def _fit_height(self) -> None:
        units.hold(self, height=max((y for _, y, _, _ in self._cells()), default=-_ROW) + _ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._fit_height()
