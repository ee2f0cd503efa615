"""Strokes for the network: laid anew at one width, however large they were drawn.

The pen of the pad is as wide for a small digit as for a large one. Scaled to 20×20 pixels, a small digit
would have strokes that no digit of the data set has. So the pad shows the ink as it was drawn, and the
network gets the same curves, the same rubbed out, drawn with a pen that is 2.25 pixels wide after scaling
(the data set's strokes are 2.5 at the median).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from netviz.panels.pad import brush
from netviz.panels.pad.line import curve
from netviz.panels.pad.stroke import Stroke
from netviz.tasks.digits.ink import BOX, centred, inked
from netviz.tasks.digits.task import DIGITS

PEN: Final = 2.25
"""The width of all strokes, in pixels of what the network reads."""

LEAST: Final = 0.08
"""Smaller drawings, a share of the pad's side, are scaled up no further: a dot stays a dot."""

_CELL: Final = 4  # pixels of the page to one that the network gets
_SIDE: Final = BOX * _CELL
_OFF: Final = 0.6  # pixels by which ink may be smaller than its box before it is laid once more
_TRIES: Final = 3
_SOFT: Final = 2.0  # pixels of the page: the soft edge of what is rubbed out goes too
_POINT: Final = 1e-5  # a line so short is a dot


def _reduction() -> NDArray[np.float32]:
    """From a column of the page to one of pixels, (BOX, _SIDE): triangles two pixels wide."""
    middles = (np.arange(_SIDE) + 0.5) / _CELL
    heights = np.maximum(1 - np.abs(middles - (np.arange(BOX)[:, None] + 0.5)), 0)
    weights: NDArray[np.float32] = (heights / heights.sum(axis=1, keepdims=True)).astype(np.float32)
    return weights


_REDUCED: Final = _reduction()

_Place = tuple[float, float]


def is_dot(strokes: Sequence[Stroke]) -> bool:
    """Whether `strokes` are so small that they are not scaled: only laid anew, with the usual pen."""
    points = np.array([p[:2] for stroke in strokes if not stroke.erase for p in stroke.points]).reshape(-1, 2)
    return not len(points) or float(np.ptp(points, axis=0).max()) <= LEAST


def read_strokes(strokes: Sequence[Stroke]) -> NDArray[np.uint8]:
    """What the network gets of `strokes`: uint8 (n_inputs,), 0 = paper; zeros where no ink is left."""
    points = [point for stroke in strokes if not stroke.erase for point in stroke.points]
    if not points:
        return DIGITS.input.blank()
    low = _on_paper(min(x for x, _, _ in points)), _on_paper(min(y for _, y, _ in points))
    high = _on_paper(max(x for x, _, _ in points)), _on_paper(max(y for _, y, _ in points))
    ink: NDArray[np.floating] = np.zeros((1, 1), np.float32)
    for _ in range(_TRIES):
        # The pen's middle stays within what its width leaves of the box.
        scale = (BOX - PEN) / max(high[0] - low[0], high[1] - low[1], LEAST)
        left, top = (PEN / 2 - first * scale for first in low)
        width, height = (scale * (b - a) + PEN for a, b in zip(low, high, strict=True))
        page = _drawn(strokes, scale, left, top)
        ink = (_REDUCED @ page.astype(np.float32) @ _REDUCED.T)[: round(height), : round(width)]
        if len(strokes) == 1:
            break
        rows, columns = inked(page)
        if rows.start == rows.stop:
            return DIGITS.input.blank()
        ends = width - columns.stop / _CELL, height - rows.stop / _CELL
        less = (columns.start / _CELL, rows.start / _CELL, *ends)
        if max(less) <= _OFF:
            break
        # What was rubbed out, and specks, no longer count: fit what is left.
        x, y = _middles(columns, left, scale), _middles(rows, top, scale)
        low, high = (x[0], y[0]), (x[1], y[1])
    return centred(ink)


def _middles(span: slice, before: float, scale: float) -> _Place:
    """Where on the pad the pen's middle was first and last, for ink over these pixels."""
    first, last = span.start / _CELL, span.stop / _CELL
    half = min(PEN, last - first) / 2
    return (first + half - before) / scale, (last - half - before) / scale


def _on_paper(place: float) -> float:
    return min(max(place, 0.0), 1.0)


def _drawn(strokes: Sequence[Stroke], scale: float, left: float, top: float) -> NDArray[np.uint8]:
    """Ink, (_SIDE, _SIDE), 0 = none; the pad's paper is `scale` pixels wide, its corner at (left, top)."""
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_Grayscale8)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QTransform.fromScale(_CELL, _CELL).translate(left, top).scale(scale, scale)
        paper = place.mapRect(QRectF(0, 0, 1, 1))
        if not paper.contains(QRectF(image.rect())):
            painter.setClipRect(paper)  # what went beyond it isn't seen either
        pen = QPen(QColor("white"), PEN * _CELL)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        # What the pad shows as rubbed out is so here too, also where this pen is the wider one.
        wider = max(PEN / (scale * brush.WIDTH), 1.0)
        for stroke in strokes:
            if not stroke.points:
                continue
            own = QPen(pen)
            if stroke.erase:
                own.setColor(QColor("black"))
                width = sum(width for _, _, width in stroke.points) / len(stroke.points)
                own.setWidthF(wider * width * scale * _CELL + _SOFT)
            # A path that is placed already costs a third of one that the painter places.
            painter.strokePath(place.map(_path(stroke)), own)
    return np.array(image.constBits(), np.uint8).reshape(_SIDE, _SIDE)


def _path(stroke: Stroke) -> QPainterPath:
    x, y, _ = stroke.points[0]
    path = QPainterPath(QPointF(x, y))
    if len(stroke.points) == 1:
        path.lineTo(x + _POINT, y)
    for piece in curve(stroke.points):
        path.cubicTo(*piece)
    return path
