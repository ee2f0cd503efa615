"""What the story's arrows mean."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.watch.change_arrow import paint_change_arrow
from netviz.rendering import units
from netviz.rendering.arrows.shapes import upright
from netviz.rendering.edges.style import DASH
from netviz.viewmodels.moment import role_colour, told_columns, wish_role
from netviz.viewmodels.palette import LIGHT, Palette
from netviz.viewmodels.story.words.names import (
    FALLS,
    GROWS,
    NEGATIVE,
    OTHERS,
    OTHERS_SHORT,
    POSITIVE,
    wish_name,
)

_ROW: Final = 18
_SWATCH: Final = 22
_TEXT: Final = _SWATCH + 6
_COLUMNS: Final = 2
_GAP: Final = 8
_OF_WEIGHTS: Final = ("grows", "falls", "positive", "negative")
Rows = tuple[tuple[tuple[str, str], ...], ...]
_EACH_NAMED: Final = 5  # layers of weights; of more, those between share a row


class StoryLegend(QWidget):
    """Upright arrows are wishes, one colour a layer; arrows along edges are changes of weights. Of
    these it names those that are on screen; all, until somebody says which.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._rows: Rows = ()
        self._all: Rows = ()
        self._signs: frozenset[str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend of the story")
        self.set_layers(3)

    def set_layers(self, n_layers: int) -> None:
        """The network's layers of weights: a wish has its column's colour."""
        each = n_layers <= _EACH_NAMED
        columns = told_columns(n_layers) if each else (n_layers, n_layers - 1, 1)
        wishes = tuple((wish_role(c, n_layers), wish_name(c, n_layers)) for c in columns)
        cells = [*wishes, ("off", "wish, but off")]
        if len(cells) % _COLUMNS:
            cells.append(("muted", OTHERS_SHORT))
        rows = [tuple(cells[k : k + _COLUMNS]) for k in range(0, len(cells), _COLUMNS)]
        if len(wishes) % _COLUMNS:
            rows.append((("muted", OTHERS),))
        if not each:
            rows.append((("between", "layers between: a colour each"),))
        rows.append((("grows", GROWS), ("falls", FALLS)))
        rows.append((("positive", POSITIVE), ("negative", NEGATIVE)))
        self._all = tuple(rows)
        self._choose()

    def show_signs(self, signs: frozenset[str]) -> None:
        """What the arrows on screen are: roles of wishes, `off`, `grows` and `falls`."""
        self._signs = signs
        self._choose()

    def _choose(self) -> None:
        rows = self._all if self._signs is None else self._on_screen(self._signs)
        if rows != self._rows:
            self._rows = rows
            self._fit_height()
            self._describe()
            self.update()

    def _on_screen(self, signs: frozenset[str]) -> Rows:
        """Weights have lines in every stage."""
        named = {role for row in self._all for role, _ in row}
        seen = signs | {"positive", "negative"}
        if seen - named:
            seen |= {"between"}
        cells = [
            (role, OTHERS_SHORT if role == "muted" else words)
            for row in self._all
            for role, words in row
            if role in seen
        ]
        # What is long has a row of its own, below what stands in pairs and above the weights.
        alone = [cell for cell in cells if cell[0] == "between"]
        wishes = [cell for cell in cells if cell not in alone and cell[0] not in _OF_WEIGHTS]
        pairs = [tuple(wishes[k : k + _COLUMNS]) for k in range(0, len(wishes), _COLUMNS)]
        changes = tuple(cell for cell in cells if cell[0] in ("grows", "falls"))
        weights = tuple(cell for cell in cells if cell[0] in ("positive", "negative"))
        rows = [*pairs, *((cell,) for cell in alone), changes, weights]
        return tuple(row for row in rows if row)

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
            "that the story is told on has a colour, all others are grey. A hollow one "
            f"belongs to a neuron that is off and passes nothing back. A {colour} arrow along an edge is the "
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
                self._paint_swatch(painter, role, x, y + _ROW / 2)
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
        units.hold(self, height=self._cells()[-1][1] + _ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._fit_height()

    def _paint_swatch(self, painter: QPainter, role: str, x: float, middle: float) -> None:
        p = self._palette
        if role in ("grows", "falls"):
            paint_change_arrow(painter, x, middle, _SWATCH, p.change, p.panel, grows=role == "grows")
            return
        if role in ("positive", "negative"):
            pen = QPen(QColor(role_colour(p, role)), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            if p.dashed(role):
                pen.setDashPattern([DASH / 1.8, DASH / 2 / 1.8])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, middle), QPointF(x + _SWATCH, middle))
            return
        if role == "between":
            for k in range(3):
                self._paint_wish(painter, f"middle_wish_{k}", x + 3 + k * (_SWATCH - 6) / 2, middle)
            return
        self._paint_wish(painter, role, x + _SWATCH / 2, middle)

    def _paint_wish(self, painter: QPainter, role: str, x: float, middle: float) -> None:
        p = self._palette
        outline = QPolygonF([QPointF(*point) for point in upright(x, middle + 7, middle - 7, 4.0).tolist()])
        if role == "off":
            painter.setBrush(QColor(p.panel))
            painter.setPen(QPen(QColor(p.muted), 1.1))
        else:
            painter.setBrush(QColor(role_colour(p, role)))
            plain = p.dark or role == "muted"
            painter.setPen(Qt.PenStyle.NoPen if plain else QPen(QColor(p.rim), 1.0))
        painter.drawPolygon(outline)
