"""What the colours mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.panels.kit.term_spot import TermSpot
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.figures import said
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.story.words.names import NEGATIVE, POSITIVE

_ROW: Final = 18
_SWATCH: Final = 16
_TEXT: Final = _SWATCH + 5
STANDS_OUT_MS: Final = 3000
_GAP: Final = 8
_LINES: Final = {
    "weight": (POSITIVE, NEGATIVE),
    "contribution": ("adds to the sum", "takes from it"),
    "change": ("more positive", "more negative"),
    "difference": ("more positive in B", "more negative in B"),
}
_SENTENCES: Final = {
    "weight": "The first line is a positive weight: it excites. The second is a negative one: it holds back.",
    "contribution": "The first line adds to its neuron's sum for this example; the second takes from it.",
    "change": "The first line's weight has become more positive, the second's more negative.",
    "difference": "The first line's weight is more positive in B than in A, the second's more negative.",
}


def full_shade(activations: Sequence[float], *, dark: bool, measured_on: str = "500 examples") -> str:
    """At which activation `a` the neurons of each hidden layer have all their shade; about a line."""
    return f"{'Brightest' if dark else 'Darkest'}, measured on {measured_on}: {_by_layer(activations)}"


def full_colour(activations: Sequence[float]) -> str:
    """At which activation, above or below 0, squares of each hidden layer have all their colour."""
    return f"Full colour: {_by_layer(activations)}"


def _by_layer(activations: Sequence[float]) -> str:
    values = [said(a, 2) for a in activations]
    if len(values) == 1:
        return f"{values[0]} in the hidden layer"
    if len(values) == 2:
        return f"{values[0]} in hidden 1, {values[1]} in hidden 2"
    return f"{', '.join(values)} in hidden 1 to {len(values)}"


@lru_cache(maxsize=64)
def _text_height(font: str, words: str, wide: float) -> float:
    asked = QFont()
    asked.fromString(font)
    box = QRectF(0, 0, wide, 10_000)
    return QFontMetricsF(asked).boundingRect(box, int(Qt.TextFlag.TextWordWrap.value), words).height() + 2


class Legend(Themed, QWidget):
    """Swatches with words; the words follow the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = "weight"
        self._squares = False
        self._below_zero = True
        self._notes: tuple[str, ...] = ()
        self._heading = ""
        self._edge = TermSpot("edge", self)
        self._fresh = QTimer(self, singleShot=True, interval=STANDS_OUT_MS)
        self._fresh.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend")
        self._describe()

    def set_notes(self, notes: tuple[str, ...]) -> None:
        """Sentences about this very picture: how many edges are crisp, which view, what full shade means."""
        if notes != self._notes:
            self._notes = notes
            self._say_anew()

    def set_squares(self, squares: bool) -> None:
        """Whether neurons show what they give everywhere."""
        if squares != self._squares:
            self._squares = squares
            self._say_anew()

    def set_below_zero(self, possible: bool) -> None:
        """Whether any neuron's activation can be below zero."""
        if possible != self._below_zero:
            self._below_zero = possible
            self._say_anew()

    def set_lines(self, lines: str, heading: str = "") -> None:
        """What a line stands for: "weight", "contribution", "change" or "difference"; `heading` says it, and
        stands out for a moment where it is another one than before.
        """
        if (lines, heading) != (self._lines, self._heading):
            if self._heading:
                self._fresh.start()
            self._lines, self._heading = lines, heading
            self._say_anew()

    @property
    def heading(self) -> str:
        """What it says a line stands for."""
        return self._heading

    @property
    def stands_out(self) -> bool:
        """Whether the heading has just changed."""
        return self._fresh.isActive()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._describe()
        self.update()

    def words(self) -> tuple[str, ...]:
        """The words beside the swatches: row by row, two in a row."""
        if self._squares:
            return (*_LINES[self._lines], "a from − to +", "your point")
        shade = "bright" if self._palette.dark else "dark"
        words = (*_LINES[self._lines], f"{shade} = active")
        return (*words, "below zero") if self._below_zero else words

    def sizeHint(self) -> QSize:
        return units.size(226, self._height_at(226))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.text_resized()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._fit_height()
        self._place_term()

    def _say_anew(self) -> None:
        """Other words, in as much room as they need."""
        self._describe()
        self.text_resized()
        self.update()

    def _place_term(self) -> None:
        """The word "edges" can be asked what it means, where it stands in the first line of a note."""
        metrics, wide = QFontMetricsF(self._font()), units.wide(self)
        top = self.places()[-1].bottom() + 4.0
        for note in self._notes:
            before, word, _ = note.partition("edges")
            left, long = metrics.horizontalAdvance(before), metrics.horizontalAdvance(word)
            if word and left + long <= wide:
                self._edge.stand_on(QRectF(left, top, long, metrics.height()))
                return
            top += self._text_height(note, wide)
        self._edge.stand_on(None)

    def places(self) -> tuple[QRectF, ...]:
        """Where each of `words` stands, none cut: two beside each other where there is room for that."""
        metrics, words, wide = QFontMetricsF(sized(self.font(), 12)), self.words(), units.wide(self)
        widths = [metrics.horizontalAdvance(word) + 1 for word in words]
        first = _TEXT + max(widths[::2]) + _GAP
        second = max(first, wide / 2)
        beside = second + _TEXT + max(widths[1::2]) <= wide
        if not beside:
            second = first
            beside = second + _TEXT + max(widths[1::2]) <= wide
        top = self._text_height(self._heading, wide, strong=True)
        return tuple(
            QRectF(second * (at % 2) + _TEXT, top + at // 2 * _ROW, widths[at], _ROW)
            if beside
            else QRectF(_TEXT, top + at * _ROW, widths[at], _ROW)
            for at in range(len(words))
        )

    def _fit_height(self) -> None:
        units.hold(self, height=self._height_at(units.wide(self)))

    def _height_at(self, wide: float) -> float:
        notes = sum(self._text_height(note, wide) for note in self._notes)
        return self.places()[-1].bottom() + (4.0 + notes if self._notes else 0.0)

    def _text_height(self, words: str, wide: float, *, strong: bool = False) -> float:
        # Asked again with each frame, for words that are the same in most.
        return _text_height(self._font(strong=strong).toString(), words, max(wide, 50)) if words else 0.0

    def _font(self, *, strong: bool = False) -> QFont:
        return sized(self.font(), 12, QFont.Weight.DemiBold if strong else QFont.Weight.Normal)

    def _describe(self) -> None:
        shade = "bright" if self._palette.dark else "dark"
        dashed = "; a dashed rim means that its activation is below zero" if self._below_zero else ""
        neurons: tuple[str, ...] = (
            f"A {shade} neuron is active{dashed}.",
            "Which activation has full shade is measured on 500 validation examples.",
        )
        if self._squares:
            square = (
                "A square shows its neuron's activation a wherever a point may lie: above 0 in the colour of "
                "positive weights, below 0 in that of negative ones; an output's in the colour of its class."
            )
            neurons = (square,)
        sentences = (_SENTENCES[self._lines], *neurons)
        self.setToolTip(" ".join(sentences))
        described = " ".join((self._heading, *sentences, *self._notes)).strip()
        self.setAccessibleDescription(described)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            wide = units.wide(self)
            top = self._text_height(self._heading, wide, strong=True)
            if self.stands_out:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(mix(p.panel, p.accent, 0.16))
                painter.drawRoundedRect(QRectF(-1, 0, wide + 1, top - 1), 4, 4)
            wrap = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.setPen(QColor(p.text))
            painter.setFont(self._font(strong=True))
            painter.drawText(QRectF(0, 0, wide, top), wrap, self._heading)
            painter.setFont(self._font())
            bottom = top
            for at, (words, place) in enumerate(zip(self.words(), self.places(), strict=True)):
                painter.save()
                painter.translate(place.left() - _TEXT, place.top())
                self._paint_swatch(painter, at, _ROW / 2)
                painter.restore()
                painter.setPen(QColor(p.text))
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
                bottom = place.bottom()
            painter.setFont(self._font())
            painter.setPen(QColor(p.muted))
            top = bottom + 4.0
            for note in self._notes:
                high = self._text_height(note, wide)
                painter.drawText(QRectF(0, top, wide, high + 1), wrap, note)
                top += high

    def _paint_swatch(self, painter: QPainter, row: int, middle: float) -> None:
        p = self._palette
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if row < 2:
            pen = QPen(QColor(p.negative if row else p.positive), 3)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if row and p.dashed("negative"):
                pen.setDashPattern([2.2, 0.9])
            painter.setPen(pen)
            painter.drawLine(QPointF(0, middle), QPointF(_SWATCH, middle))
        elif self._squares and row == 2:
            bar = QRectF(0.5, middle - 4.5, _SWATCH - 1, 9)
            ramp = QLinearGradient(bar.topLeft(), bar.topRight())
            for at, ink in ((0.0, p.negative), (0.5, p.low), (1.0, p.positive)):
                ramp.setColorAt(at, QColor(ink))
            painter.setBrush(ramp)
            painter.setPen(QPen(mix(p.line, p.muted, 0.6), 1))
            painter.drawRoundedRect(bar, 3, 3)
        elif self._squares:
            painter.setBrush(QColor(p.text))
            painter.setPen(QPen(QColor(p.low), 1))
            painter.drawEllipse(QPointF(_SWATCH / 2, middle), 3, 3)
        elif row == 2:
            bar = QRectF(0.5, middle - 4.5, _SWATCH - 1, 9)
            ramp = QLinearGradient(bar.topLeft(), bar.topRight())
            ramp.setColorAt(0, QColor(p.low))
            ramp.setColorAt(1, QColor(p.high))
            painter.setBrush(ramp)
            painter.setPen(QPen(mix(p.line, p.muted, 0.6), 1))
            painter.drawRoundedRect(bar, 4.5, 4.5)
        else:
            rim = QPen(QColor(p.rim), 1.4)
            rim.setDashPattern([2, 1.6])
            painter.setPen(rim)
            painter.setBrush(mix(p.low, p.high, 0.15))
            painter.drawEllipse(QPointF(_SWATCH / 2, middle), 6, 6)
