"""A landscape as a surface that can be turned: seen from where the eye stands, far parts first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from netviz.rendering.fonts import Type, label_font
from netviz.rendering.landscape.map import (
    BALL,
    LETTERS,
    meets,
    paint_diamond,
    paint_letter,
    paint_scale,
    scale_room,
)
from netviz.rendering.landscape.relief import BANDS, Relief, shade_at
from netviz.rendering.landscape.words import Ball
from netviz.training.landscape.beside import Trail
from netviz.training.landscape.grid import Grid
from netviz.training.landscape.landscape import Landscape
from netviz.viewmodels.palette import Palette

_HIGH: Final = 0.9  # of the highest loss, in half the plane's longer side
_FACETS: Final = 60  # on a side at most: more can't be told apart, and turning stays smooth
_PIECES: Final = 160  # of the path
_NEARER: Final = 0.05  # the path lies on the surface, not in it
_FILL: Final = 0.86  # of the room
_LIGHT: Final = np.array([-0.5, -0.35, 0.8]) / np.linalg.norm([-0.5, -0.35, 0.8])
_SHADING: Final = 0.16
_MOST_LIT: Final = 0.6
LEAST_TILT, MOST_TILT = 0.12, pi / 2


@dataclass(frozen=True)
class Eye:
    """From where it is looked at: `turn` around the upright axis, `tilt` above the horizon, in radians; π/2
    is from above. `zoom`: how many times as large.
    """

    turn: float = -1.15
    tilt: float = 0.7
    zoom: float = 1.0


@dataclass(frozen=True, eq=False)
class Stage:
    """Where points of the plane and heights lie on paper, for an eye."""

    room: QRectF
    grid: Grid
    eye: Eye

    def see(
        self, alpha: NDArray[np.float64], beta: NDArray[np.float64], height: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points on paper (…, 2), and how far away they are (…), for heights from 0 to 1."""
        (a0, a1), (b0, b1) = self.grid.alphas[[0, -1]], self.grid.betas[[0, -1]]
        half = max(a1 - a0, b1 - b0) / 2
        x, y = (alpha - (a0 + a1) / 2) / half, (beta - (b0 + b1) / 2) / half
        z = (height - 0.5) * _HIGH
        eye = self.eye
        across = x * cos(eye.turn) - y * sin(eye.turn)
        away = x * sin(eye.turn) + y * cos(eye.turn)
        up = away * sin(eye.tilt) + z * cos(eye.tilt)
        reach = float(np.hypot(a1 - a0, b1 - b0)) / 2 / half
        upright = reach * sin(eye.tilt) + _HIGH / 2 * cos(eye.tilt)
        scale = _FILL * min(self.room.width() / 2 / reach, self.room.height() / 2 / upright) * eye.zoom
        centre = self.room.center()
        paper = np.stack([centre.x() + across * scale, centre.y() - up * scale], axis=-1)
        return paper, away * cos(eye.tilt) - z * sin(eye.tilt)


def surface_room(area: QRectF) -> QRectF:
    """What of a widget the surface itself takes, beside the scale of losses."""
    return scale_room(area)


def paint_surface(
    painter: QPainter,
    area: QRectF,
    landscape: Landscape,
    relief: Relief,
    eye: Eye,
    palette: Palette,
    family: str,
    trails: Sequence[Trail] = (),
) -> None:
    """Draw it with the run's path on it, and those of other runs, without the ball."""
    stage = Stage(surface_room(area), landscape.grid, eye)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.setClipRect(stage.room)
    _paint_floor(painter, stage, palette)
    facets, facet_away, colours = _facets(stage, relief, palette)
    inks = [palette.text, *palette.runs[1:]]
    laid = [_path(stage, path, relief) for path in (landscape.path, *(trail.points for trail in trails))]
    pieces, piece_away = (np.concatenate(parts) for parts in zip(*laid, strict=True))
    lines = [
        QPen(QColor(ink), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        for ink, (own, _) in zip(inks, laid, strict=False)
        for _ in own
    ]
    # Each piece twice: its edge first, and the line itself over the edges of its neighbours.
    away = [facet_away, piece_away - _NEARER, piece_away - 2 * _NEARER]
    order = np.argsort(-np.concatenate(away), kind="stable")
    bright = QPen(QColor(palette.panel), 4.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    n, m = len(facets), len(pieces)
    polygons = [QPolygonF([QPointF(*point) for point in facet]) for facet in facets.tolist()]
    for k in order.tolist():
        if k < n:
            pen, brush = colours[k]
            painter.setPen(pen)
            painter.setBrush(brush)
            painter.drawConvexPolygon(polygons[k])
            continue
        (x0, y0), (x1, y1) = pieces[(k - n) % m]
        painter.setPen(bright if k < n + m else lines[k - n - m])
        painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
    discs: list[QPointF] = []
    for trail, letter, ink in zip(trails, LETTERS, inks[1:], strict=False):
        end = trail.points[-1:]
        if _inside(stage.grid, end)[0]:
            at, _ = stage.see(end[:, 0], end[:, 1], _heights(relief, end[:, 0], end[:, 1]))
            discs.append(QPointF(*at[0]))
            paint_letter(painter, discs[-1], letter, ink, palette, family)
    lowest = _lowest(stage, relief)
    if lowest is not None:
        paint_diamond(painter, lowest, palette, discs)
    _paint_names(painter, stage, landscape, palette, family)
    painter.restore()
    paint_scale(painter, area, relief, palette, family)
    painter.restore()


def paint_ball(
    painter: QPainter,
    area: QRectF,
    landscape: Landscape,
    relief: Relief,
    eye: Eye,
    ball: Ball,
    palette: Palette,
) -> None:
    """The network on screen: at the height of its own loss, where that is known, over the surface."""
    grid = landscape.grid
    if not _inside(grid, np.array([[ball.alpha, ball.beta]]))[0]:
        return
    stage = Stage(surface_room(area), grid, eye)
    below = _heights(relief, np.array([ball.alpha]), np.array([ball.beta]))
    own = below if ball.loss is None else np.atleast_1d(relief.height(ball.loss))
    alpha, beta = np.array([ball.alpha]), np.array([ball.beta])
    foot, head = (stage.see(alpha, beta, height)[0][0] for height in (below, own))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(stage.room)
    painter.setPen(QPen(QColor(palette.text), 1.4, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(*foot), QPointF(*head))
    painter.setPen(QPen(QColor(palette.panel), 2))
    painter.setBrush(QColor(palette.text))
    painter.drawEllipse(QPointF(*head), BALL + 1, BALL + 1)
    lowest = _lowest(stage, relief)
    if lowest is not None and meets(lowest, [QPointF(*head)]):
        paint_diamond(painter, lowest, palette, [QPointF(*head)])
    painter.restore()


def _lowest(stage: Stage, relief: Relief) -> QPointF | None:
    """Where the lowest that is seen lies on paper."""
    lowest, grid = stage.grid.lowest, stage.grid
    if lowest is None:
        return None
    alpha, beta = grid.alphas[[lowest[0]]], grid.betas[[lowest[1]]]
    paper, _ = stage.see(alpha, beta, relief.heights[[lowest[0]], [lowest[1]]])
    return QPointF(*paper[0])


def _floor(stage: Stage) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The corners of the plane on paper, around, and how far away they are."""
    a, b = stage.grid.alphas, stage.grid.betas
    corners = np.array([(a[0], b[0]), (a[-1], b[0]), (a[-1], b[-1]), (a[0], b[-1])])
    return stage.see(corners[:, 0], corners[:, 1], np.zeros(4))


def _paint_floor(painter: QPainter, stage: Stage, palette: Palette) -> None:
    paper, _ = _floor(stage)
    painter.setPen(QPen(QColor(palette.line), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in paper]))


def _paint_names(
    painter: QPainter, stage: Stage, landscape: Landscape, palette: Palette, family: str
) -> None:
    """What the two directions are called, along the two edges of the plane that are nearest to the eye."""
    paper, away = _floor(stage)
    font = label_font(family, Type.CAPTION)
    painter.setFont(font)
    painter.setPen(QColor(palette.muted))
    along, across = landscape.plane.names
    for name, edges in ((along, ((0, 1), (3, 2))), (across, ((0, 3), (1, 2)))):
        begin, end = min(edges, key=lambda edge: away[edge[0]] + away[edge[1]])
        middle = (paper[begin] + paper[end]) / 2
        words = f"{name} →" if paper[end][0] >= paper[begin][0] else f"← {name}"
        box = QFontMetricsF(font).boundingRect(words).adjusted(-4, -2, 4, 2)
        # Outside of the edge, and clear of it.
        left = middle[0] < paper[:, 0].mean()
        box.moveTop(middle[1] + 10)
        if left:
            box.moveRight(middle[0] - 6)
        else:
            box.moveLeft(middle[0] + 6)
        inside = stage.room
        box.moveLeft(min(max(box.left(), inside.left()), inside.right() - box.width()))
        box.moveTop(min(max(box.top(), inside.top()), inside.bottom() - box.height()))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _facets(
    stage: Stage, relief: Relief, palette: Palette
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[tuple[QPen, QBrush]]]:
    """Corners on paper (k, 4, 2), how far away (k,), and colours: by height, and lit from one side."""
    grid = relief.grid
    every = max(-(-(len(grid.alphas) - 1) // _FACETS), 1)
    rows, columns = (_kept(len(axis), every) for axis in (grid.alphas, grid.betas))
    heights = relief.heights[np.ix_(rows, columns)]
    alpha, beta = np.meshgrid(grid.alphas[rows], grid.betas[columns], indexing="ij")
    paper, away = stage.see(alpha, beta, heights)
    corners = [paper[:-1, :-1], paper[1:, :-1], paper[1:, 1:], paper[:-1, 1:]]
    quads = np.stack(corners, axis=2).reshape(-1, 4, 2)
    far = (away[:-1, :-1] + away[1:, 1:] + away[1:, :-1] + away[:-1, 1:]).ravel() / 4
    mean = (heights[:-1, :-1] + heights[1:, 1:] + heights[1:, :-1] + heights[:-1, 1:]).ravel() / 4
    half = max(grid.alphas[-1] - grid.alphas[0], grid.betas[-1] - grid.betas[0]) / 2
    rise_a = np.diff(heights, axis=0)[:, :-1] * _HIGH / (np.diff(grid.alphas[rows])[:, None] / half)
    rise_b = np.diff(heights, axis=1)[:-1] * _HIGH / (np.diff(grid.betas[columns])[None] / half)
    normal = np.stack([-rise_a, -rise_b, np.ones_like(rise_a)], axis=-1).reshape(-1, 3)
    lit = (normal / np.linalg.norm(normal, axis=1)[:, None]) @ _LIGHT - _LIGHT[2]
    light = 100 + np.rint(100 * _SHADING * np.clip(lit / _MOST_LIT, -1, 1)).astype(int)
    known: dict[tuple[int, int], tuple[QPen, QBrush]] = {}
    colours = []
    bands = np.minimum(mean * BANDS, BANDS - 1).astype(int)
    for band, factor in zip(bands.tolist(), light.tolist(), strict=True):
        if (band, factor) not in known:
            colour = shade_at((band + 0.5) / BANDS, palette).lighter(factor)
            known[band, factor] = QPen(colour.darker(108), 0.8), QBrush(colour)
        colours.append(known[band, factor])
    return quads, far, colours


def _inside(grid: Grid, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points (k, 2) lie in the part that is seen."""
    low = np.array([grid.alphas[0], grid.betas[0]])
    high = np.array([grid.alphas[-1], grid.betas[-1]])
    return np.asarray(((points >= low) & (points <= high)).all(axis=1), np.bool_)


def _kept(n: int, every: int) -> NDArray[np.intp]:
    return np.unique(np.append(np.arange(0, n, every), n - 1))


def _path(
    stage: Stage, path: NDArray[np.float64], relief: Relief
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pieces of a run's path on the surface, (k, 2, 2), and how far away each is; of what is seen."""
    grid = stage.grid
    if len(path) < 2:
        return np.zeros((0, 2, 2)), np.zeros(0)
    at = np.linspace(0, len(path) - 1, max(_PIECES, len(path)))
    alpha, beta = (np.interp(at, np.arange(len(path)), path[:, k]) for k in range(2))
    inside = _inside(grid, np.stack([alpha, beta], axis=1))
    paper, away = stage.see(alpha, beta, _heights(relief, alpha, beta))
    shown = inside[:-1] & inside[1:]
    pieces = np.stack([paper[:-1], paper[1:]], axis=1)[shown]
    return pieces, ((away[:-1] + away[1:]) / 2)[shown]


def _heights(relief: Relief, alpha: NDArray[np.float64], beta: NDArray[np.float64]) -> NDArray[np.float64]:
    """The surface at points of the plane, between the four points of the grid around each."""
    grid, places = relief.grid, []
    for axis, values in ((grid.alphas, alpha), (grid.betas, beta)):
        place = np.clip((values - axis[0]) / (axis[-1] - axis[0]) * (len(axis) - 1), 0, len(axis) - 1)
        below = np.minimum(place.astype(np.intp), len(axis) - 2)
        places.append((below, place - below))
    (i, s), (j, t) = places
    h = relief.heights
    low = h[i, j] * (1 - t) + h[i, j + 1] * t
    high = h[i + 1, j] * (1 - t) + h[i + 1, j + 1] * t
    return np.asarray(low * (1 - s) + high * s, np.float64)
