"""What stands in a legend before its words: a small picture of what is in the large one."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from netviz.rendering.arrows.shapes import line_halo, shafts, upright
from netviz.rendering.edges.style import DASH
from netviz.viewmodels.moment import MIDDLE_WISHES_LIGHT, role_colour
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.story.signs import STROKE

_SENT: Final = {"adds": "positive", "takes": "negative"}
_EACH: Final = tuple(f"middle_wish_{k}" for k in range(len(MIDDLE_WISHES_LIGHT)))


def paint_sign(
    painter: QPainter, sign: str, x: float, middle: float, long: float, palette: Palette, ground: str
) -> None:
    """A sign of a story (`story.signs`), `long` pixels wide from `x` on, on a ground of that colour."""
    if sign in ("grows", "falls"):
        paint_change_arrow(painter, x, middle, long, palette.change, ground, grows=sign == "grows")
    elif sign in ("positive", "negative"):
        _paint_line(painter, sign, x, middle, long, palette, 2.0)
    elif sign in _SENT:
        _paint_line(painter, _SENT[sign], x + long / 4, middle, long / 2, palette, 3.4)
    elif sign == "ring":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.muted), 2.4))
        painter.drawEllipse(QPointF(x + long / 2, middle), 5.5, 5.5)
    elif sign.startswith(STROKE):
        role = sign.removeprefix(STROKE)
        each = _EACH if role == "between" else (role,)
        part = (long - 4) / len(each)
        for k, one in enumerate(each):
            _paint_line(painter, one, x + 2 + k * part, middle, part, palette, 3.4)
    elif sign == "between":
        for k, role in enumerate(_EACH):
            _paint_wish(painter, role, x + 3 + k * (long - 6) / (len(_EACH) - 1), middle, palette, ground)
    else:
        _paint_wish(painter, "muted" if sign == "vote" else sign, x + long / 2, middle, palette, ground)


def _paint_line(
    painter: QPainter, role: str, x: float, middle: float, long: float, palette: Palette, width: float
) -> None:
    behind, away = line_halo(palette, role)
    if behind == palette.rim:
        painter.setPen(_flat(behind, width + 2 * away))
        painter.drawLine(QPointF(x, middle), QPointF(x + long, middle))
    pen = _flat(role_colour(palette, role), width)
    if palette.dashed(role):
        pen.setDashPattern([DASH / width, DASH / 2 / width])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, middle), QPointF(x + long, middle))


def _paint_wish(painter: QPainter, role: str, x: float, middle: float, palette: Palette, ground: str) -> None:
    outline = QPolygonF([QPointF(*point) for point in upright(x, middle + 7, middle - 7, 4.0).tolist()])
    if role == "off":
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(palette.muted), 1.1))
    else:
        painter.setBrush(QColor(role_colour(palette, role)))
        plain = palette.dark or role == "muted"
        painter.setPen(Qt.PenStyle.NoPen if plain else QPen(QColor(palette.rim), 1.0))
    painter.drawPolygon(outline)


def _flat(colour: str, width: float) -> QPen:
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def paint_change_arrow(
    painter: QPainter, x: float, middle: float, long: float, colour: str, ground: str, *, grows: bool
) -> None:
    """Along an edge: to the right with a filled head where the weight grows, to the left with an open one
    where it falls; `long` pixels from `x` on, at the height of `middle`, on a ground of that colour.
    """
    ends = (x, middle, x + long, middle) if grows else (x + long, middle, x, middle)
    shaft, head = (
        QPolygonF([QPointF(*point) for point in part[0].tolist()])
        for part in shafts(np.array([ends], np.float64), np.array([2.4]))
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(shaft)
    if not grows:
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(colour), 1.1))
    painter.drawPolygon(head)
