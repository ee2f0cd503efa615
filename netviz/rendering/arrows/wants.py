"""What each output wants, as rows: where it is, where it should be, and the difference as an arrow; and
the loss.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from netviz.rendering.arrows.shapes import shafts
from netviz.rendering.fonts import label_font
from netviz.viewmodels.moment import OutputRow, role_colour
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.story.words.numbers import activation, from_to, nice_below, nice_text, plain

ROW: Final = 24.0
SMALLEST_ROW: Final = 12.0
DIGIT_WIDTH: Final = 26.0
VALUES_WIDTH: Final = 102.0
SMALL: Final = 0.1  # wishes all below this are enlarged until the largest is at most ENLARGED
ENLARGED: Final = 0.9
NOTE: Final = 18.0


def row_height(n_rows: int, room: float) -> float:
    """The height of a row so that all fit into `room` pixels, if they can."""
    return min(ROW, max(room / max(n_rows, 1), SMALLEST_ROW))


def paint_wants(
    painter: QPainter,
    rect: QRectF,
    rows: tuple[OutputRow, ...],
    palette: Palette,
    family: str,
    grown: float = 1.0,
    room: float | None = None,
) -> float:
    """One row for each output in `rect`, as many as fit; returns the height used. An arrow to the right
    means "more". `room`: the height for the rows; None is what a note on the scale leaves.
    """
    factor = enlargement(rows)
    height = row_height(len(rows), rect.height() - (NOTE if factor > 1 else 0) if room is None else room)
    widest = QFontMetricsF(label_font(family, 13, strong=True))
    beside = max(DIGIT_WIDTH, *(widest.horizontalAdvance(row.label) + 8 for row in rows), 0.0)
    changes = QFontMetricsF(label_font(family, 12, strong=True))
    values = max(VALUES_WIDTH, *(changes.horizontalAdvance(from_to_of(row)) + 6 for row in rows), 0.0)
    across = rect.width() - beside - values
    # All arrows at one scale: a wish of 1 to one side and of 1 to the other would just fit.
    most_up = factor * max((row.wish for row in rows), default=0.0)
    most_down = -factor * min((row.wish for row in rows), default=0.0)
    reach = max(max(most_up, 0.0) + max(most_down, 0.0), 1.0)
    zero = rect.left() + beside + values + across * max(most_down, 0.12 * reach) / (reach * 1.12)
    painter.setPen(QPen(QColor(palette.line), 1))
    used = height * min(len(rows), int(rect.height() // height))
    painter.drawLine(QPointF(zero, rect.top() + 3), QPointF(zero, rect.top() + used - 3))
    fonts = {
        (pixels, strong): label_font(family, pixels, strong=strong)
        for pixels in (12, 13)
        for strong in (False, True)
    }
    metrics = {style: QFontMetricsF(font) for style, font in fonts.items()}
    muted, text_colour = QColor(palette.muted), QColor(palette.text)
    arrows, colours = [], []
    for k, row in enumerate(rows):
        middle = rect.top() + (k + 0.5) * height
        if middle + height / 2 > rect.bottom() + 0.5:
            break
        coloured = row.role != "muted"
        colour = QColor(role_colour(palette, row.role))
        painter.setFont(fonts[13, coloured])
        painter.setPen(text_colour)
        base = middle + metrics[13, coloured].capHeight() / 2
        painter.drawText(QPointF(rect.left(), base), row.label)
        painter.setFont(fonts[12, coloured])
        painter.setPen(colour if coloured else muted)
        painter.drawText(QPointF(rect.left() + beside, base), from_to_of(row))
        length = factor * row.wish / reach * across * 0.88 * grown
        if abs(length) < 0.7:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(zero, middle), 1.3, 1.3)
            continue
        arrows.append((zero, middle, zero + length, middle, 3.0 if coloured else 2.2))
        colours.append(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    line = np.array(arrows).reshape(-1, 5)
    for colour, *arrow in zip(colours, *shafts(line[:, :4], line[:, 4]), strict=True):
        painter.setBrush(colour)
        for part in arrow:
            painter.drawPolygon(QPolygonF([QPointF(*p) for p in part.tolist()]))
    if factor > 1:
        painter.setFont(label_font(family, 12))
        painter.setPen(QColor(palette.muted))
        painter.drawText(QPointF(rect.left(), rect.top() + used + NOTE - 5), longer(factor))
        used += NOTE
    return used


def enlargement(rows: tuple[OutputRow, ...]) -> float:
    """How many times longer than their scale the arrows are drawn, so that they can be seen."""
    largest = max((abs(row.wish) for row in rows), default=0.0)
    return nice_below(ENLARGED / largest) if 0 < largest < SMALL else 1.0


def longer(factor: float) -> str:
    """How many times longer the rows' arrows are; those in the picture have a note of their own."""
    return f"In this table, arrows are ×{nice_text(factor)} longer."


def from_to_of(row: OutputRow) -> str:
    """`0.171 → 1`, where it should be; `0.171 → 0.185` once the step has moved it."""
    if row.moved:
        before, after = activation(row.activation), activation(row.target)
        # Both next to 0, or to 1: no figure tells them apart.
        return before if before == after and not before[0].isdigit() else from_to(row.activation, row.target)
    wanted = str(int(row.target)) if row.target in (0, 1) else activation(row.target)
    return f"{activation(row.activation)} → {wanted}"


def loss_texts(loss: tuple[float, float | None]) -> tuple[str, str]:
    """Loss before and after with as many digits as it takes to tell them apart; the second is empty while
    unknown.
    """
    before, after = loss
    if after is None:
        return plain(before), ""
    digits = next((n for n in range(3, 9) if plain(before, n) != plain(after, n)), 3)
    return plain(before, digits), plain(after, digits)
