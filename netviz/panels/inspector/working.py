"""A calculation, line by line, with the numbers in it."""

from __future__ import annotations

from functools import partial
from operator import add, mul
from typing import Final, Literal, NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.network.activations import Activation
from netviz.panels.inspector.facts import EdgeFacts, Facts, NeuronFacts, PixelFacts
from netviz.panels.kit.figures import MINUS, fixed, percent, plain, signed, sized
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.viewmodels.agreeing import EQUAL, FEWEST, digits_for

_LINE: Final = 20
_CAPTION: Final = 17
_SPACE: Final = 5  # between captions and formulas
_ROOM_FOR_FUNCTION: Final = 16  # letters
_NAME: Final = 34  # where the right-hand sides begin

Tone = Literal["text", "muted", "positive", "negative"]


class Line(NamedTuple):
    """One line: the left-hand side, and pieces of the right-hand side in their tones.

    `caption` lines run over the whole width.
    """

    name: str
    pieces: tuple[tuple[str, Tone], ...]
    caption: bool = False
    strong: bool = False


def neuron_lines(facts: NeuronFacts) -> tuple[Line, ...]:
    """z = Σ w·a + b and a = φ(z), with the numbers where a digit is drawn."""
    weighted = facts.weighted_sum
    formula = Line("z", (("= Σ wᵢ·aᵢ + b", "text"),))
    if weighted is None or facts.z is None or facts.a is None:
        return (
            Line("", (("Its sum", "muted"),), caption=True),
            formula,
            Line("b", (("= ", "text"), (_term(facts.bias, FEWEST), _coloured(facts.bias)[1]))),
            Line("", (("Nothing is read yet.", "muted"),), caption=True),
        )
    result = percent(facts.a) if facts.output else plain(facts.a)
    # As many digits as a reader needs who reckons with them.
    digits, gives = FEWEST, EQUAL
    if facts.activation is not None:
        applied = partial(_applied, facts.activation)
        digits, gives = digits_for(applied, facts.z, gives=facts.a, write=signed)
    terms, makes = digits_for(
        add, weighted, facts.bias, gives=facts.z, write=_term, result=signed, shown=digits
    )
    bias, tone = _term(facts.bias, terms), _coloured(weighted)[1]
    if bias[0] not in f"+{MINUS}":
        bias = f"+{bias}"
    return (
        Line("", (("Its sum, with the numbers on screen", "muted"),), caption=True),
        formula,
        Line("", (("= ", "text"), (_term(weighted, terms), tone), (f" {bias[0]} {bias[1:]}", "text"))),
        Line("", ((f"{makes} ", "text"), _coloured(facts.z, digits))),
        *_answer(facts.function, gives, result),
    )


def _applied(activation: Activation, z: float) -> float:
    z_, a = np.array([z]), np.empty(1)
    activation.apply(z_, a)
    return float(a[0])


def product_words(w: float, a: float) -> tuple[str, str, str]:
    """A weight, an activation and, with the sign before it, what their product is: as many digits of the two
    as give it as it is shown.
    """
    digits, equal = digits_for(mul, w, a, gives=w * a, write=signed)
    return signed(w, digits), plain(a, digits), f"{equal} {signed(w * a)}"


def _answer(function: str, gives: str, result: str) -> tuple[Line, ...]:
    """a = φ(z) = the number; that on a line of its own where the function is long."""
    if len(function) <= _ROOM_FOR_FUNCTION:
        return (Line("a", ((f"= {function} {gives} ", "text"), (result, "text")), strong=True),)
    return (
        Line("a", ((f"= {function}", "text"),), strong=True),
        Line("", ((f"{gives} ", "text"), (result, "text")), strong=True),
    )


def edge_lines(facts: EdgeFacts) -> tuple[Line, ...]:
    """w, a and a·w, what the sign means, and the gradient where it is known."""
    digits, equal = FEWEST, EQUAL
    if facts.a is not None:
        digits, equal = digits_for(mul, facts.w, facts.a, gives=facts.w * facts.a, write=signed)
    lines = [Line("w", (("= ", "text"), _coloured(facts.w, digits)), strong=True)]
    if facts.a is not None:
        a = f"= {plain(facts.a, digits)}"
        lines.append(Line("a", ((a, "text"), (f"   of {facts.source}", "muted"))))
        lines.append(Line("a·w", ((f"{equal} ", "text"), _coloured(facts.a * facts.w)), strong=True))
    if facts.w == 0:
        said = (f"{_capital(facts.source)} changes nothing", f"in {facts.target}.")
    else:
        said = (
            f"The more active {facts.source},",
            f"{'the stronger' if facts.w > 0 else 'the weaker'} {facts.target}.",
        )
    lines.extend(Line("", ((words, "muted"),), caption=True) for words in said)
    if facts.change is not None:
        lines.append(Line("Δw", (("= ", "text"), _coloured(facts.change, 5))))
        lines.append(Line("", ((f"since step {facts.since:,}, shown before.", "muted"),), caption=True))
    if facts.gradient is not None:
        lines.append(Line("∂L/∂w", ((f"= {signed(facts.gradient, 4)}", "text"),)))
        lines.append(Line("", (("on the last mini-batch,", "muted"),), caption=True))
        way = "down" if facts.gradient > 0 else "up"
        if facts.gradient != 0:
            lines.append(Line("", ((f"so the loss falls when w goes {way}.", "muted"),), caption=True))
    return tuple(lines)


def pixel_lines(facts: PixelFacts) -> tuple[Line, ...]:
    """An input's activation is its ink, or the number that is read."""
    words = (
        "An input: its activation is the ink there." if facts.ink else "An input: the number that is read."
    )
    what = Line("", ((words, "muted"),), caption=True)
    return (what,) if facts.a is None else (Line("a", ((f"= {plain(facts.a)}", "text"),), strong=True), what)


def in_words(facts: Facts) -> str:
    """The facts as a sentence or two, for who does not see them: the title, then the numbers."""
    match facts:
        case NeuronFacts():
            lines = neuron_lines(facts)
        case EdgeFacts():
            lines = edge_lines(facts)
        case _:
            lines = pixel_lines(facts)
    said = (" ".join((line.name, *(text for text, _ in line.pieces))).strip() for line in lines)
    return f"{facts.title}. " + "; ".join(words for words in said if words)


def _term(number: float, digits: int) -> str:
    """Of a sum: what is too small to count there is 0.000, not a power of ten."""
    return signed(number, digits) if abs(number) >= 1 else fixed(number, digits)


def _coloured(number: float, decimals: int = 3) -> tuple[str, Tone]:
    """Zero has neither a sign nor its colour."""
    return (signed(number, decimals), "negative" if number < 0 else "positive" if number > 0 else "text")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class Working(Themed, QWidget):
    """Paints lines of a calculation; every part has its place, so nothing moves when a number changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show these."""
        if lines == self._lines:
            return
        taller = len(lines) != len(self._lines)
        self._lines = lines
        if taller:
            self.updateGeometry()
        self.setAccessibleName(
            "; ".join(" ".join((line.name, *(t for t, _ in line.pieces))).strip() for line in lines)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(226, (self._tops()[-1]))

    def _tops(self) -> list[float]:
        """Where each line begins, and where the last one ends."""
        tops, at = [], 0.0
        for line, before in zip(self._lines, (None, *self._lines), strict=False):
            if before is not None and line.caption != before.caption:
                at += _SPACE
            tops.append(at)
            at += _CAPTION if line.caption else _LINE
        return [*tops, at]

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        tones = {"text": p.text, "muted": p.muted, "positive": p.positive, "negative": p.negative_text}
        with units.begin(self) as painter:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            for line, top in zip(self._lines, self._tops(), strict=False):
                height = _CAPTION if line.caption else _LINE
                weight = QFont.Weight.DemiBold if line.strong else QFont.Weight.Normal
                painter.setFont(sized(self.font(), 12 if line.caption else 14, weight))
                painter.setPen(QColor(p.text))
                painter.drawText(QRectF(0, top, units.wide(self), height), flags, line.name)
                left = (
                    0.0
                    if line.caption
                    else max(_NAME, painter.fontMetrics().horizontalAdvance(line.name) + 6.0)
                )
                for text, tone in line.pieces:
                    painter.setPen(QColor(tones[tone]))
                    painter.drawText(QRectF(left, top, units.wide(self) - left, height), flags, text)
                    left += painter.fontMetrics().horizontalAdvance(text)
