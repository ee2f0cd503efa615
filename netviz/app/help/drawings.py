"""The small pictures of the help page."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from netviz.app.window.sheet import mixed
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


def draw_points(painter: QPainter, p: Palette) -> None:
    """Two half moons of points."""
    painter.setPen(Qt.PenStyle.NoPen)
    for k in range(13):
        turn = math.pi * k / 12
        for x, y, ink in (
            (72 + 38 * math.cos(turn), 58 - 38 * math.sin(turn), p.positive),
            (112 - 38 * math.cos(turn), 44 + 38 * math.sin(turn), p.negative),
        ):
            painter.setBrush(QColor(ink))
            painter.drawEllipse(QPointF(x, y), 3.2, 3.2)


def draw_neuron(painter: QPainter, p: Palette) -> None:
    """Three activations, three weights, one sum."""
    for y, shade, colour, strength, w, lift in (
        (16, 0.9, p.positive, 0.9, "+0.8", -10),
        (52, 0.15, p.negative, 0.5, "−0.4", -8),
        (88, 0.55, p.positive, 0.25, "+0.2", 12),
    ):
        _edge(painter, colour, strength, (34, y), (120, 52))
        _disc(painter, p, 28, y, shade)
        _words(painter, p.muted, 74, (y + 52) / 2 + lift, w, 12, 40)
    _disc(painter, p, 128, 52, 0.7, 17)
    _words(painter, p.panel if not p.dark else p.page, 128, 52, "Σ", 15)
    _edge(painter, p.muted, 0.5, (146, 52), (166, 52))
    _words(painter, p.text, 176, 52, "a", 14)


def draw_weights(painter: QPainter, p: Palette) -> None:
    """Blue and red, faint and strong."""
    for y, strength in ((20, 0.08), (42, 0.3), (64, 0.6), (86, 1.0)):
        _edge(painter, p.negative, strength, (88, y), (14, y))
        _edge(painter, p.positive, strength, (102, y), (176, y))
    _words(painter, p.muted, 50, 101, "negative", 12)
    _words(painter, p.muted, 140, 101, "positive", 12)


def draw_shades(painter: QPainter, p: Palette) -> None:
    """From no activation to a full one, and a negative one."""
    for i in range(5):
        _disc(painter, p, 22 + i * 31, 38, i / 4, 13)
        _words(painter, p.muted, 22 + i * 31, 62, f"{i / 4:g}", 12)
    painter.setBrush(QColor(mixed(p.low, p.high, 0.4)))
    painter.setPen(QPen(QColor(p.rim), 1.4, Qt.PenStyle.DashLine))
    painter.drawEllipse(QPointF(22, 88), 11, 11)
    _words(painter, p.muted, 82, 88, "below zero", 12)


def draw_softmax(painter: QPainter, p: Palette) -> None:
    """Ten outputs as probabilities, the 3 far ahead."""
    shares = (0.02, 0.01, 0.05, 0.71, 0.01, 0.12, 0.01, 0.02, 0.04, 0.01)
    for digit, share in enumerate(shares):
        x = 12 + digit * 17.5
        height = 4 + 66 * share
        painter.fillRect(QRectF(x, 78 - height, 11, height), QColor(p.high if digit == 3 else p.muted))
        _words(painter, p.text if digit == 3 else p.muted, x + 5.5, 92, str(digit), 12, 16)


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
    _words(painter, p.muted, 150, 99, "steps →", 12)
    _words(painter, p.muted, 66, 18, "loss", 12, 40)


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
    _words(painter, p.muted, 122, 99, "a weight →", 12)
    _words(painter, p.muted, 60, 14, "loss", 12, 40)


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
    _words(painter, p.muted, 30, 58, "step 0", 12, 60)
    _words(painter, p.muted, 162, 58, "now", 12, 40)
    _words(painter, p.muted, 148, 92, "a branch", 12, 70)


def draw_layers(painter: QPainter, p: Palette) -> None:
    """Strokes, pieces, a digit: each layer from those of the layer before."""
    for column, count in enumerate((4, 3, 1)):
        x = 34 + 58 * column
        ys = [52 + (k - (count - 1) / 2) * 24 for k in range(count)]
        if column:
            before = (4, 3, 1)[column - 1]
            for y in ys:
                for k in range(before):
                    begin = (x - 58 + 10, 52 + (k - (before - 1) / 2) * 24)
                    _edge(painter, p.muted, 0.15, begin, (x - 10, y))
        for y in ys:
            _disc(painter, p, x, y, 0.2 + 0.3 * column)
    painter.setPen(QPen(QColor(p.text), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for k, (dx, dy) in enumerate(((5, 0), (0, 5), (4, 4), (4, -4))):
        y = 52 + (k - 1.5) * 24
        painter.drawLine(QPointF(34 - dx, y - dy), QPointF(34 + dx, y + dy))
    _words(painter, p.page if p.dark else p.panel, 150, 52, "3", 13)


def draw_landscape(painter: QPainter, p: Palette) -> None:
    """Two of the many dimensions: lines of equal loss, and small steps down."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for k in range(5):
        colour = QColor(p.muted)
        colour.setAlphaF(0.9 - 0.15 * k)
        painter.setPen(QPen(colour, 1.1))
        painter.drawEllipse(QPointF(110 - 3 * k, 54), 12 + 17 * k, 7 + 10.5 * k)
    way = [
        QPointF(28, 20),
        QPointF(52, 40),
        QPointF(66, 34),
        QPointF(80, 50),
        QPointF(93, 47),
        QPointF(106, 54),
    ]
    painter.setPen(QPen(QColor(p.accent), 1.6))
    painter.drawPolyline(QPolygonF(way))
    painter.setBrush(QColor(p.accent))
    for point in way:
        painter.drawEllipse(point, 2.8, 2.8)


def draw_origin(painter: QPainter, p: Palette) -> None:
    """A cell with its branches, and what is left of it here."""
    painter.setPen(QPen(QColor(p.rim), 1.6))
    painter.setBrush(QColor(mixed(p.low, p.high, 0.25)))
    for k in range(5):
        angle = math.pi * (0.55 + 0.225 * k)
        end = QPointF(46 + 26 * math.cos(angle), 52 - 26 * math.sin(angle))
        painter.drawLine(QPointF(46, 52), end)
        for turn in (-0.4, 0.4):
            tip = QPointF(9 * math.cos(angle + turn), -9 * math.sin(angle + turn))
            painter.drawLine(end, end + tip)
    painter.drawLine(QPointF(46, 52), QPointF(96, 52))
    painter.drawEllipse(QPointF(46, 52), 11, 11)
    for y in (24, 52, 80):
        _edge(painter, p.muted, 0.5, (124, y), (158, 52))
    _disc(painter, p, 164, 52, 0.25, 11)
    _words(painter, p.muted, 46, 98, "a cell", 12)
    _words(painter, p.muted, 152, 98, "a sum", 12)


def _polygon(points: NDArray[np.float64]) -> QPolygonF:
    return QPolygonF([QPointF(*point) for point in points.tolist()])
