"""A landscape from above: bands of loss, the path that the run walked, the ball, lowest point, downhill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, ceil, cos, hypot, pi, sin
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from netviz.rendering.fonts import Type, label_font
from netviz.rendering.landscape.relief import BANDS, Relief, shade_at
from netviz.rendering.landscape.words import Ball
from netviz.training.figures import compact, significant
from netviz.training.landscape.beside import Trail
from netviz.training.landscape.grid import Grid
from netviz.training.landscape.landscape import Frame, Landscape
from netviz.viewmodels.palette import Palette

BALL: Final = 6.0
_AXIS: Final = 40.0  # beside the map, for its numbers
_SCALE: Final = 74.0  # to the right of it, for the losses
_ABOVE: Final = 9.0  # half a line: a number may stand beside the upper edge
_BAR: Final = 12.0
_ARROW: Final = 52.0
_LETTER: Final = 9.0
_DIAMOND: Final = 6.0  # from its middle to a corner
_AROUND: Final = 16.0  # where a disc lies in it
_MEETS: Final = _DIAMOND + _LETTER
LETTERS: Final = "BCD"  # of other runs on the map; this one has none
_MOST_FIGURES: Final = 6
_MOST_PIXELS: Final = 1400.0  # on a side


@dataclass(frozen=True)
class MapPlace:
    """Where a part of the plane lies on paper: `box` shows `frame`."""

    box: QRectF
    frame: Frame

    def point(self, alpha: float, beta: float) -> QPointF:
        """Where (α, β) lies."""
        (a0, a1), (b0, b1) = self.frame.alphas, self.frame.betas
        return QPointF(
            self.box.left() + (alpha - a0) / (a1 - a0) * self.box.width(),
            self.box.bottom() - (beta - b0) / (b1 - b0) * self.box.height(),
        )

    def at(self, point: QPointF) -> tuple[float, float]:
        """Which (α, β) lies there: the inverse of `point`."""
        (a0, a1), (b0, b1) = self.frame.alphas, self.frame.betas
        return (
            a0 + (point.x() - self.box.left()) / self.box.width() * (a1 - a0),
            b0 + (self.box.bottom() - point.y()) / self.box.height() * (b1 - b0),
        )

    @property
    def scale(self) -> float:
        """How long a length of 1 is on paper."""
        return self.box.width() / (self.frame.alphas[1] - self.frame.alphas[0])


def map_box(room: QRectF) -> QRectF:
    """What of a room the map itself takes; around it stand the numbers."""
    return room.adjusted(_AXIS, _ABOVE, -_SCALE, -_AXIS)


def paint_map(
    painter: QPainter,
    room: QRectF,
    landscape: Landscape,
    relief: Relief,
    frame: Frame,
    ball: Ball | None,
    palette: Palette,
    family: str,
    ratio: float = 1.0,
    trails: Sequence[Trail] = (),
) -> None:
    """Draw the part `frame` of a landscape into a room, with its axes and the scale of losses.

    `ratio`: pixels for each unit, for what is an image. `trails`: paths of other runs.
    """
    place = MapPlace(map_box(room), frame)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.save()
    painter.setClipRect(place.box)
    _paint_relief(painter, place, relief, palette, ratio)
    for trail, letter, colour in zip(trails, LETTERS, palette.runs[1:], strict=False):
        _paint_trail(painter, place, trail.points, colour, palette)
        paint_letter(painter, place.point(*trail.points[-1].tolist()), letter, colour, palette, family)
    _paint_trail(painter, place, landscape.path, palette.text, palette)
    _paint_origin(painter, place, landscape, palette)
    _paint_descent(painter, place, landscape, ball, palette)
    _paint_ball(painter, place, ball, palette)
    discs = [trail.points[-1] for trail in trails[: len(LETTERS)]]
    if ball is not None:
        discs.append(np.array([ball.alpha, ball.beta]))
    _paint_lowest(painter, place, landscape, palette, [place.point(*at.tolist()) for at in discs])
    painter.restore()
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.box)
    _paint_axes(painter, place, landscape, palette, family)
    paint_scale(painter, room, relief, palette, family)
    painter.restore()


def _paint_relief(painter: QPainter, place: MapPlace, relief: Relief, palette: Palette, ratio: float) -> None:
    box = _box_of(place, relief.grid)
    painter.fillRect(place.box, QColor(palette.page))
    if box.width() > 0 and box.height() > 0:
        painter.drawImage(box, relief.image(*image_size(place, relief.grid, ratio), palette))


def _box_of(place: MapPlace, grid: Grid) -> QRectF:
    return QRectF(place.point(grid.alphas[0], grid.betas[-1]), place.point(grid.alphas[-1], grid.betas[0]))


def image_size(place: MapPlace, grid: Grid, ratio: float) -> tuple[int, int]:
    """How many pixels the relief of a whole grid has there; what is larger is drawn enlarged."""
    box = _box_of(place, grid)
    zoom = min(1.0, _MOST_PIXELS / max(box.width() * ratio, box.height() * ratio, 1.0))
    width, height = (max(ceil(side * ratio * zoom), 2) for side in (box.width(), box.height()))
    return width, height


def _paint_trail(
    painter: QPainter, place: MapPlace, path: NDArray[np.float64], colour: str, palette: Palette
) -> None:
    points = [place.point(float(a), float(b)) for a, b in path]
    if len(points) < 2:
        return
    line = QPainterPath(points[0])
    for point in points[1:]:
        line.lineTo(point)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    round_ = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(QPen(QColor(palette.panel), 5, *round_))
    painter.drawPath(line)
    painter.setPen(QPen(QColor(colour), 2, *round_))
    painter.drawPath(line)
    painter.setPen(QPen(QColor(colour), 1.5))
    painter.setBrush(QColor(palette.panel))
    painter.drawEllipse(points[0], 3.5, 3.5)


def paint_letter(
    painter: QPainter, at: QPointF, letter: str, colour: str, palette: Palette, family: str
) -> None:
    """Where another run ends, and which one it is: never by its colour alone."""
    painter.setPen(QPen(QColor(palette.panel), 1.5))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(at, _LETTER, _LETTER)
    painter.setPen(QColor(palette.panel))
    painter.setFont(label_font(family, Type.CAPTION, strong=True))
    box = QRectF(at.x() - _LETTER, at.y() - _LETTER, 2 * _LETTER, 2 * _LETTER)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


def _paint_lowest(
    painter: QPainter, place: MapPlace, landscape: Landscape, palette: Palette, discs: Sequence[QPointF]
) -> None:
    lowest = landscape.grid.lowest
    if lowest is None:
        return
    grid = landscape.grid
    at = place.point(float(grid.alphas[lowest[0]]), float(grid.betas[lowest[1]]))
    paint_diamond(painter, at, palette, discs)


def meets(at: QPointF, discs: Sequence[QPointF]) -> bool:
    """Whether a diamond there lies under one of these, or on it."""
    return any(hypot(disc.x() - at.x(), disc.y() - at.y()) < _MEETS for disc in discs)


def paint_diamond(painter: QPainter, at: QPointF, palette: Palette, discs: Sequence[QPointF] = ()) -> None:
    """The lowest that is seen; around `discs` that lie there, that neither hides the other."""
    around = meets(at, discs)
    r = _AROUND if around else _DIAMOND
    corners = QPolygonF([at + QPointF(*d) for d in ((0, -r), (r, 0), (0, r), (-r, 0))])
    painter.setBrush(Qt.BrushStyle.NoBrush if around else QColor(palette.panel))
    for colour, wide in ((palette.panel, 4.6), (palette.text, 1.6)):
        painter.setPen(QPen(QColor(colour), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawPolygon(corners)


def _paint_origin(painter: QPainter, place: MapPlace, landscape: Landscape, palette: Palette) -> None:
    """Where the network itself is, if no path leads there."""
    if not len(landscape.path):
        origin = place.point(0.0, 0.0)
        painter.setPen(QPen(QColor(palette.text), 2))
        for dx, dy in ((1, 1), (1, -1)):
            painter.drawLine(origin - QPointF(5 * dx, 5 * dy), origin + QPointF(5 * dx, 5 * dy))


def _paint_descent(
    painter: QPainter, place: MapPlace, landscape: Landscape, ball: Ball | None, palette: Palette
) -> None:
    a, b = 0.0, 0.0
    da, db = landscape.descent
    if ball is not None and ball.descent is not None:
        a, b, (da, db) = ball.alpha, ball.beta, ball.descent
    origin = place.point(a, b)
    ahead = place.point(a + da, b + db) - origin
    length = hypot(ahead.x(), ahead.y())
    if not 0 < length < float("inf"):
        return
    angle = atan2(ahead.y(), ahead.x())
    tip = origin + QPointF(cos(angle), sin(angle)) * _ARROW
    head = [tip + QPointF(cos(angle + turn), sin(angle + turn)) * 11 for turn in (pi * 0.86, -pi * 0.86)]
    for colour, wide in ((palette.panel, 5.5), (palette.change, 2.4)):
        painter.setPen(QPen(QColor(colour), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(QColor(colour))
        painter.drawLine(origin, tip)
        painter.drawPolygon(QPolygonF([tip, *head]))


def _paint_ball(painter: QPainter, place: MapPlace, ball: Ball | None, palette: Palette) -> None:
    if ball is None:
        return
    at = place.point(ball.alpha, ball.beta)
    ring = ball.distance * place.scale
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if ring > BALL:
        for colour, wide in ((palette.panel, 3.0), (palette.text, 1.2)):
            painter.setPen(QPen(QColor(colour), wide, Qt.PenStyle.DashLine))
            painter.drawEllipse(at, ring, ring)
    painter.setPen(QPen(QColor(palette.panel), 2))
    painter.setBrush(QColor(palette.text))
    painter.drawEllipse(at, BALL + 1, BALL + 1)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two, evenly."""
    raw = (high - low) / max(most, 1)
    unit = 10.0 ** np.floor(np.log10(raw)) if raw > 0 else 1.0
    step = float(next(unit * m for m in (1, 2, 5, 10) if unit * m >= raw))
    first = int(np.ceil(low / step))
    return [round(k * step, 12) for k in range(first, int(np.floor(high / step)) + 1)]


def _paint_axes(
    painter: QPainter, place: MapPlace, landscape: Landscape, palette: Palette, family: str
) -> None:
    font = label_font(family, Type.CAPTION)
    painter.setFont(font)
    painter.setPen(QColor(palette.muted))
    box, flag = place.box, Qt.AlignmentFlag
    for alpha in ticks(*place.frame.alphas, max(int(box.width() / 90), 1)):
        x = place.point(alpha, 0).x()
        room = QRectF(x - 40, box.bottom() + 3, 80, 16)
        painter.drawText(room, flag.AlignHCenter | flag.AlignTop, compact(alpha))
    for beta in ticks(*place.frame.betas, max(int(box.height() / 60), 1)):
        y = place.point(0, beta).y()
        room = QRectF(box.left() - _AXIS, y - 9, _AXIS - 5, 18)
        painter.drawText(room, flag.AlignRight | flag.AlignVCenter, compact(beta))
    first, second = landscape.plane.names
    below = QRectF(box.left(), box.bottom() + 19, box.width(), 18)
    words = QFontMetricsF(font).elidedText(
        f"→ {first},  ↑ {second}", Qt.TextElideMode.ElideRight, below.width()
    )
    painter.drawText(below, flag.AlignHCenter | flag.AlignVCenter, words)


def told_apart(losses: list[float]) -> list[str]:
    """Losses with as many figures as it takes, so that no two are written alike."""
    words: list[str] = []
    for figures in range(2, _MOST_FIGURES):
        words = [significant(loss, figures) for loss in losses]
        if len(set(words)) == len(losses):
            break
    return words


def scale_room(room: QRectF) -> QRectF:
    """What of a room is left beside the scale of losses, where there are no axes."""
    return room.adjusted(0, 0, -_SCALE, 0)


def paint_scale(painter: QPainter, room: QRectF, relief: Relief, palette: Palette, family: str) -> None:
    """Which loss has which shade, at the right of a room."""
    box = map_box(room)
    left, top = room.right() - _SCALE + 14, box.top() + 18
    high = min(box.bottom() - top, 260.0)
    for band in range(BANDS):
        y = top + high * (1 - (band + 1) / BANDS)
        painter.fillRect(QRectF(left, y, _BAR, high / BANDS + 0.5), shade_at((band + 0.5) / BANDS, palette))
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.drawRect(QRectF(left, top, _BAR, high))
    painter.setFont(label_font(family, Type.CAPTION))
    painter.setPen(QColor(palette.muted))
    flag = Qt.AlignmentFlag
    painter.drawText(QRectF(left - 8, box.top() - 2, _SCALE, 16), flag.AlignLeft | flag.AlignVCenter, "loss")
    n = max(min(int(high / 36), 6), 1)
    losses = [relief.loss_at(k / n) for k in range(n + 1)]
    for k, words in enumerate(told_apart(losses)):
        y = top + high * (1 - k / n)
        painter.drawText(
            QRectF(left + _BAR + 5, y - 9, _SCALE - _BAR - 16, 18), flag.AlignLeft | flag.AlignVCenter, words
        )
