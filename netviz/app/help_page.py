"""Help > What am I seeing?: one page, in plain words, with small drawn pictures."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from netviz.app.theme import mixed
from netviz.rendering.arrows.shapes import shafts, upright
from netviz.viewmodels.palette import Palette

Drawing = Callable[[QPainter, Palette], None]
WIDTH: Final = 190
HEIGHT: Final = 104


def _disc(painter: QPainter, p: Palette, x: float, y: float, shade: float, radius: float = 10.0) -> None:
    painter.setPen(QPen(QColor(p.rim), 1.2))
    painter.setBrush(QColor(mixed(p.low, p.high, shade)))
    painter.drawEllipse(QPointF(x, y), radius, radius)


def _edge(
    painter: QPainter, colour: str, strength: float, a: tuple[float, float], b: tuple[float, float]
) -> None:
    pen_colour = QColor(colour)
    pen_colour.setAlphaF(0.25 + 0.75 * strength)
    painter.setPen(QPen(pen_colour, 0.8 + 2.6 * strength))
    painter.drawLine(QPointF(*a), QPointF(*b))


def _words(
    painter: QPainter, colour: str, x: float, y: float, text: str, size: int = 12, width: float = 90
) -> None:
    font = QFont(painter.font())
    font.setPixelSize(size)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(x - width / 2, y - 12, width, 24), Qt.AlignmentFlag.AlignCenter, text)


def draw_image(painter: QPainter, p: Palette) -> None:
    """A coarse seven on its cells."""
    rows = ("00000000", "00899960", "00000390", "00000840", "00003900", "00008400", "00039000", "00000000")
    side = 11.0
    left = (WIDTH - 8 * side) / 2
    for r, row in enumerate(rows):
        for c, ink in enumerate(row):
            cell = QRectF(left + c * side, 8 + r * side, side - 0.8, side - 0.8)
            painter.fillRect(cell, QColor(mixed(p.low, p.high, int(ink) / 9)))
    painter.setPen(QPen(QColor(p.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left - 1, 7, 8 * side + 1, 8 * side + 1))


def draw_neuron(painter: QPainter, p: Palette) -> None:
    """Three activations, three weights, one sum."""
    for y, shade, colour, strength, w, lift in (
        (16, 0.9, p.positive, 0.9, "+0.8", -10),
        (52, 0.15, p.negative, 0.5, "−0.4", -8),
        (88, 0.55, p.positive, 0.25, "+0.2", 11),
    ):
        _edge(painter, colour, strength, (34, y), (120, 52))
        _disc(painter, p, 28, y, shade)
        _words(painter, p.muted, 74, (y + 52) / 2 + lift, w, 11, 40)
    _disc(painter, p, 128, 52, 0.7, 17)
    _words(painter, p.panel if not p.dark else p.page, 128, 52, "Σ", 15)
    _edge(painter, p.muted, 0.5, (146, 52), (166, 52))
    _words(painter, p.text, 176, 52, "a", 14)


def draw_weights(painter: QPainter, p: Palette) -> None:
    """Blue and red, faint and strong."""
    for y, strength in ((20, 0.08), (42, 0.3), (64, 0.6), (86, 1.0)):
        _edge(painter, p.negative, strength, (88, y), (14, y))
        _edge(painter, p.positive, strength, (102, y), (176, y))
    _words(painter, p.muted, 50, 101, "negative", 11)
    _words(painter, p.muted, 140, 101, "positive", 11)


def draw_shades(painter: QPainter, p: Palette) -> None:
    """From no activation to a full one, and a negative one."""
    for i in range(5):
        _disc(painter, p, 22 + i * 31, 38, i / 4, 13)
        _words(painter, p.muted, 22 + i * 31, 62, f"{i / 4:g}", 11)
    painter.setBrush(QColor(mixed(p.low, p.high, 0.4)))
    painter.setPen(QPen(QColor(p.rim), 1.4, Qt.PenStyle.DashLine))
    painter.drawEllipse(QPointF(22, 88), 11, 11)
    _words(painter, p.muted, 82, 88, "below zero", 11)


def draw_softmax(painter: QPainter, p: Palette) -> None:
    """Ten outputs as probabilities, the 3 far ahead."""
    shares = (0.02, 0.01, 0.05, 0.71, 0.01, 0.12, 0.01, 0.02, 0.04, 0.01)
    for digit, share in enumerate(shares):
        x = 12 + digit * 17.5
        height = 4 + 66 * share
        painter.fillRect(QRectF(x, 78 - height, 11, height), QColor(p.high if digit == 3 else p.muted))
        _words(painter, p.text if digit == 3 else p.muted, x + 5.5, 92, str(digit), 11, 16)


def draw_loss(painter: QPainter, p: Palette) -> None:
    """A loss that falls, noisily."""
    painter.setPen(QPen(QColor(p.line), 1))
    painter.drawLine(QPointF(14, 90), QPointF(178, 90))
    points = [
        QPointF(14 + x * 1.64, 84 - 70 * math.exp(-x / 22) - 3.2 * math.sin(x * 1.9) * math.exp(-x / 60))
        for x in range(101)
    ]
    painter.setPen(QPen(QColor(p.loss), 1.7))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    _words(painter, p.muted, 150, 99, "steps →", 11)
    _words(painter, p.muted, 66, 18, "loss", 11, 40)


def draw_step(painter: QPainter, p: Palette) -> None:
    """A valley, and the way down it in steps."""
    valley = [QPointF(14 + x * 1.64, 18 + 66 * (1 - ((x - 62) / 62) ** 2)) for x in range(101)]
    painter.setPen(QPen(QColor(p.muted), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(valley))
    x = 8.0
    for _ in range(6):
        step = (62 - x) * 0.42
        here, there = valley[round(x)], valley[round(x + step)]
        painter.setPen(QPen(QColor(p.accent), 1.6))
        painter.drawLine(here, there)
        painter.setBrush(QColor(p.accent))
        painter.drawEllipse(here, 3.2, 3.2)
        x += step
    painter.drawEllipse(valley[round(x)], 3.2, 3.2)
    _words(painter, p.muted, 122, 99, "a weight →", 11)
    _words(painter, p.muted, 60, 14, "loss", 11, 40)


def draw_wish(painter: QPainter, p: Palette) -> None:
    """An output that must rise, the change of a weight on its edge, and a neuron before that helps it."""
    _edge(painter, p.positive, 0.6, (58, 80), (142, 34))
    _edge(painter, p.negative, 0.3, (58, 30), (142, 34))
    for x, y, shade in ((48, 30, 0.15), (48, 80, 0.85), (152, 34, 0.3)):
        _disc(painter, p, x, y, shade)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, x, low, high in ((p.output_wish, 132, 46, 16), (p.second_wish, 26, 90, 68)):
        painter.setBrush(QColor(colour))
        painter.drawPolygon(_polygon(upright(x, low, high, 5.0)))
    painter.setBrush(QColor(p.change))
    for part in shafts(np.array([[72.0, 72.3, 116.0, 48.2]]), np.array([3.0])):
        painter.drawPolygon(_polygon(part[0]))


def draw_run(painter: QPainter, p: Palette) -> None:
    """The line of a run, with a flag, and a branch that leaves it."""
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, right in ((p.line, 172.0), (p.accent, 104.0)):
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(16, 38, right - 16, 4), 2, 2)
    painter.setPen(QPen(QColor(p.accent), 1.6))
    painter.setBrush(QColor(p.panel))
    painter.drawEllipse(QPointF(104, 40), 7, 7)
    painter.setPen(QPen(QColor(p.text), 1.4))
    painter.drawLine(QPointF(60, 40), QPointF(60, 14))
    painter.setBrush(QColor(p.text))
    painter.drawPolygon(QPolygonF([QPointF(60, 14), QPointF(70, 18), QPointF(60, 22)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(p.muted), 1.6))
    path = QPainterPath(QPointF(104, 48))
    path.cubicTo(104, 76, 116, 76, 128, 76)
    path.lineTo(170, 76)
    painter.drawPath(path)
    _words(painter, p.muted, 30, 58, "step 0", 11, 60)
    _words(painter, p.muted, 162, 58, "now", 11, 40)
    _words(painter, p.muted, 148, 92, "a branch", 11, 70)


def _polygon(points: NDArray[np.float64]) -> QPolygonF:
    return QPolygonF([QPointF(*point) for point in points.tolist()])


@dataclass(frozen=True)
class Section:
    """A heading, a few sentences (rich text) and a picture."""

    heading: str
    words: str
    drawing: Drawing


def sections(palette: Palette) -> tuple[Section, ...]:
    """The page; its words follow the theme."""
    high, arrow = ("brighter", "white") if palette.dark else ("darker", "black")
    return (
        Section(
            "The digit",
            """On the left is what the network sees: a digit of 28 × 28 pixels. To the network it is 784
            numbers from 0 (paper) to 1 (ink), nothing else. What you draw is scaled and centred first, as the
            digits that it learns from are.""",
            draw_image,
        ),
        Section(
            "A neuron",
            """Every circle adds up what arrives: each activation <i>a</i> of the column before, times the
            weight <i>w</i> of its edge, plus a number of its own, the bias <i>b</i>. Then a function φ
            decides what goes on: <b>z = Σ w·a + b</b>, then <b>a = φ(z)</b>. The usual φ here is ReLU: a sum
            above 0 passes as it is, a sum below 0 becomes 0. Point at a neuron to see its sum.""",
            draw_neuron,
        ),
        Section(
            "A weight, blue or red",
            """Every line is one weight. <b>Blue is positive</b>: the more active the neuron on its left, the
            more it pushes the one on its right up. <b>Red is negative</b>: it pushes down. The stronger the
            line, the larger the weight. While a digit lies there and training rests, the lines from the image
            show contributions instead: pixel times weight, which is what decided for <i>this</i> digit.""",
            draw_weights,
        ),
        Section(
            "Shading",
            f"""The {high} a neuron, the higher its activation. Full shade stands for a high activation of its
            layer, measured on 500 digits; the legend gives the number. A dashed rim means an activation below
            zero.""",
            draw_shades,
        ),
        Section(
            "The answer",
            """The last column has one neuron for each digit. Softmax turns their ten sums into ten
            probabilities that add up to 1: <b>p<sub>i</sub> = e<sup>z<sub>i</sub></sup> /
            Σ e<sup>z<sub>k</sub></sup></b>. The largest is the answer. An untrained network answers
            too: it guesses.""",
            draw_softmax,
        ),
        Section(
            "The loss",
            """How wrong the network is, as one number: −ln of the probability it gave to the right digit,
            averaged over a mini-batch. Sure and right is nearly 0; guessing among ten is ln 10 ≈ 2.3.
            Accuracy is simpler: the share of digits it read correctly.""",
            draw_loss,
        ),
        Section(
            "Training",
            """One step takes a mini-batch of training digits, works out for each weight which way the loss
            falls, and moves every weight a little that way: <b>w ← w − η · ∂L/∂w</b>. η is the learning rate.
            5,000 validation digits never move a weight, so their accuracy tells learning from memorising.
            10,000 test digits are kept for the examination: open <b>Test</b>. In <b>Train</b> all of it can
            be changed while it runs, the network's shape too: what it has learnt stays where it fits.""",
            draw_step,
        ),
        Section(
            "Why a weight moves",
            f"""Open <b>Explain a step</b>. The right output <i>wishes</i> to be more active, the others less.
            Each sends its wish back along its edges; at every neuron the wishes add up, layer by layer, down
            to the pixels. A {arrow} arrow on an edge is the change of its weight: activation before it, times
            wish after it, times η. Apply makes the step, Undo takes it back. Neurons are named by layer and
            place, counted from 1 at the top: <b>2·6</b> is the sixth neuron of hidden layer 2.""",
            draw_wish,
        ),
        Section(
            "The run",
            """Every run is recorded from its first step. Drag along the strip under the network, and all that
            is on screen shows that step, as does a click on a plot in <b>Train</b>; <b>J</b> shows the
            newest again. A flag keeps a step, a branch begins a new run from exactly there. <i>File &gt;
            Runs</i> lists them all; after a crash the next start offers to go on.""",
            draw_run,
        ),
    )


class Figure(QWidget):
    """One of the small pictures."""

    def __init__(self, drawing: Drawing, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._palette = palette
        self.setFixedSize(WIDTH, HEIGHT + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._drawing(painter, self._palette)
        painter.end()


class HelpPage(QDialog):
    """The page. It stays open beside the window."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What am I seeing?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(28, 24, 28, 12)
        columns.setSpacing(40)
        parts = sections(palette)
        for half in (parts[:5], parts[5:]):
            column = QVBoxLayout()
            column.setSpacing(20)
            for section in half:
                column.addLayout(_part(section, palette))
            column.addStretch()
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 14)
        outer.addWidget(scroll)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
        self.resize(1130, 690)


def _part(section: Section, palette: Palette) -> QHBoxLayout:
    title = QLabel(section.heading)
    title.setProperty("role", "title")
    text = QLabel(section.words)
    text.setWordWrap(True)
    text.setTextFormat(Qt.TextFormat.RichText)
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(title)
    words.addWidget(text)
    words.addStretch()
    row = QHBoxLayout()
    row.setSpacing(22)
    row.addWidget(Figure(section.drawing, palette), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row
