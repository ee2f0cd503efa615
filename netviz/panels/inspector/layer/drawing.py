"""Pieces of the picture of a layer: cells, a column of sums, which colour is which number."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen

from netviz.panels.inspector.layer.look import Look
from netviz.panels.inspector.layer.numbers import (
    LayerNumbers,
    shade_colours,
    signed_colours,
    strongest,
)
from netviz.panels.kit.figures import digits_width, fixed, percent
from netviz.panels.kit.images import mix, readable
from netviz.viewmodels.palette import Palette

HEAD: Final = 16.0  # units above a column, for its name
LEAST_ROW: Final = 12.0  # units: that has words
WITH_NUMBERS: Final = 50.0  # units: so wide is a column with numbers in it
_RAMP: Final = 60.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@lru_cache(2048)
def ink_on(fill: int, palette: Palette) -> QColor:
    """The ink for words on a cell of this colour, 0xFFRRGGBB: there are some hundred of them."""
    return readable(QColor.fromRgb(fill), palette)


def image_of(colours: NDArray[np.uint32]) -> QImage:
    """0xFFRRGGBB (h, w) as an image of one pixel each."""
    cells = np.ascontiguousarray(colours)
    rows, columns = cells.shape
    return QImage(cells.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()


def draw_cells(painter: QPainter, colours: NDArray[np.uint32], box: QRectF, place: QRectF) -> None:
    """Cells that fill a box, as far as it lies within a place."""
    painter.save()
    painter.setClipRect(place)
    painter.drawImage(box, image_of(colours))
    painter.restore()


def edge(painter: QPainter, box: QRectF, palette: Palette) -> None:
    """A quiet frame."""
    painter.setPen(QPen(mix(palette.line, palette.muted, 0.25), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def ramp_width(painter: QPainter, full: float) -> float:
    """How much room `paint_ramp` needs."""
    return _RAMP + 2 * (digits_width(painter.font(), fixed(full)) + 5)


def paint_ramp(painter: QPainter, foot: QRectF, full: float, palette: Palette) -> None:
    """Which colour is which number, at the right of a line."""
    end = digits_width(painter.font(), fixed(full)) + 5
    scale = QRectF(foot.right() - end - _RAMP, foot.center().y() - 3, _RAMP, 6)
    gradient = QLinearGradient(scale.topLeft(), scale.topRight())
    gradient.setColorAt(0, QColor(palette.negative))
    gradient.setColorAt(0.5, QColor(palette.panel))
    gradient.setColorAt(1, QColor(palette.positive))
    painter.fillRect(scale, gradient)
    painter.setPen(QColor(palette.muted))
    painter.drawText(foot, _RIGHT, fixed(full))
    painter.drawText(QRectF(scale.left() - end, foot.top(), end - 5, foot.height()), _RIGHT, fixed(-full))


def paint_strip(
    painter: QPainter,
    numbers: LayerNumbers,
    name: str,
    strip: QRectF,
    look: Look,
    palette: Palette,
    ratio: float,
    full: float,
) -> None:
    """A column right of the matrix: biases `b`, sums `z`, activations `a`; `ratio`: device pixels a unit.

    `full`: the magnitude that has full colour, as in the matrix: what they add up to is of their kind.
    """
    top, bottom = look.rows
    height = look.cell[1]
    painter.setPen(QColor(palette.muted))
    painter.drawText(QRectF(strip.left(), strip.top() - HEAD - 2, strip.width(), HEAD - 2), _CENTRE, name)
    values = {"b": numbers.bias, "z": numbers.z, "a": numbers.a}[name]
    if values is None:
        return
    points = strongest(values[top:bottom, None], max(int((bottom - top) * height * ratio), 1), 0)
    if name == "a":
        known = numbers.shades[1] if numbers.shades is not None else None
        darkest = known or float(np.abs(values[np.isfinite(values)]).max(initial=1e-9))
        colours = shade_colours(points, darkest, palette)
    else:
        colours = signed_colours(points, full, palette)
    cells = QRectF(strip.left(), strip.top() + top * height - look.y, strip.width(), (bottom - top) * height)
    draw_cells(painter, colours, cells, strip)
    end = min(strip.bottom(), strip.top() + look.n_out * height - look.y)
    edge(painter, QRectF(strip.left(), strip.top(), strip.width(), end - strip.top()), palette)
    if strip.width() < WITH_NUMBERS or height < LEAST_ROW + 1:
        return
    shares = name == "a" and numbers.shares
    for row in range(top, bottom):
        box = QRectF(strip.left(), strip.top() + row * height - look.y, strip.width(), height)
        if box.top() < strip.top() - 1 or box.bottom() > strip.bottom() + 1:
            continue
        painter.setPen(ink_on(int(colours[row - top, 0]), palette))
        number = float(values[row])
        words = percent(number) if shares else fixed(number).removeprefix("+" if name == "a" else "")
        painter.drawText(box, _CENTRE, words)
