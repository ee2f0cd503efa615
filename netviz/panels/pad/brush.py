"""A round, soft-edged brush on a plain array.

The coverage is exact, so it does not matter in how many pieces a stroke comes.

Each piece of a stroke is a capsule (a line with round ends, wider at one end where the pressure changes).
Laying ink takes the maximum of what is there and the capsule's coverage, erasing the minimum with its
complement.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.panels.pad.line import Piece, Point, curve
from netviz.panels.pad.stroke import Stroke

SIDE: Final = 280
"""Rows and columns of the ink, whatever the size of the pad on the screen."""

WIDTH: Final = 0.1
"""The brush at medium pressure, a share of the side: a digit as large as the guide looks as MNIST's do."""

_FEATHER: Final = 4.0  # pixels of ink from full to none: about one pixel on the screen
_PIECE: Final = 7.0  # the longest straight piece of a curve, in pixels of ink


def width_of(pressure: float) -> float:
    """The brush's width for a pen's pressure 0 to 1; half pressure is the mouse's width."""
    return WIDTH * (0.5 + min(max(pressure, 0.0), 1.0))


def blank() -> NDArray[np.uint8]:
    """Clean paper."""
    return np.zeros((SIDE, SIDE), np.uint8)


def lay(ink: NDArray[np.uint8], start: Point, end: Point, erase: bool) -> None:
    """One capsule from `start` to `end`, in place. Points are (x, y, width) as shares of the side."""
    x0, y0, r0 = start[0] * SIDE, start[1] * SIDE, start[2] * SIDE / 2
    x1, y1, r1 = end[0] * SIDE, end[1] * SIDE, end[2] * SIDE / 2
    reach = max(r0, r1) + _FEATHER
    left, right = max(int(min(x0, x1) - reach), 0), min(int(max(x0, x1) + reach) + 2, SIDE)
    top, bottom = max(int(min(y0, y1) - reach), 0), min(int(max(y0, y1) + reach) + 2, SIDE)
    if left >= right or top >= bottom:
        return
    # Cell centres, relative to the start.
    x = np.arange(left, right, dtype=np.float32) + np.float32(0.5 - x0)
    y = (np.arange(top, bottom, dtype=np.float32) + np.float32(0.5 - y0))[:, None]
    dx, dy = x1 - x0, y1 - y0
    length_squared = dx * dx + dy * dy
    if length_squared > 1e-6:
        along = x * np.float32(dx / length_squared) + y * np.float32(dy / length_squared)
        np.clip(along, 0, 1, out=along)
        distance = np.hypot(x - along * np.float32(dx), y - along * np.float32(dy))
        distance -= along * np.float32(r1 - r0)
    else:
        distance = np.hypot(x, y)
    coverage = np.float32(r0) - distance
    coverage *= np.float32(255 / _FEATHER)
    coverage += np.float32(127.5)
    np.clip(coverage, 0, 255, out=coverage)
    paper = ink[top:bottom, left:right]
    if erase:
        np.minimum(paper, (255.5 - coverage).astype(np.uint8), out=paper)
    else:
        np.maximum(paper, (coverage + 0.5).astype(np.uint8), out=paper)


def lay_curve(ink: NDArray[np.uint8], start: Point, piece: Piece, width: float, erase: bool) -> None:
    """A cubic Bézier curve from `start` to where it has this width, as a chain of capsules."""
    x1, y1, x2, y2, x3, y3 = piece
    x0, y0, first = start
    reach = math.hypot(x1 - x0, y1 - y0) + math.hypot(x2 - x1, y2 - y1) + math.hypot(x3 - x2, y3 - y2)
    parts = max(1, math.ceil(SIDE * reach / _PIECE))
    before = start
    for part in range(1, parts + 1):
        t = part / parts
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        here = (
            a * x0 + b * x1 + c * x2 + d * x3,
            a * y0 + b * y1 + c * y2 + d * y3,
            (1 - t) * first + t * width,
        )
        lay(ink, before, here, erase)
        before = here


def lay_newest(ink: NDArray[np.uint8], points: Sequence[Point], erase: bool) -> None:
    """The part of a stroke that no later point can change any more: up to the last point but one.

    The line leads through every point, so a fast hand leaves a round line, not a polygon.
    """
    if len(points) == 1:
        lay(ink, points[0], points[0], erase)
    elif len(points) > 2:
        start, end = points[-3], points[-2]
        lay_curve(ink, start, curve(points[-4:])[-2], end[2], erase)


def lay_tail(ink: NDArray[np.uint8], points: Sequence[Point], erase: bool) -> None:
    """The rest, from the last point but one to where the pen is now."""
    if len(points) > 1:
        start, end = points[-2], points[-1]
        lay_curve(ink, start, curve(points[-3:])[-1], end[2], erase)


def lay_stroke(ink: NDArray[np.uint8], stroke: Stroke) -> None:
    """A whole stroke, in place: the same pixels as while it was drawn."""
    for n in range(1, len(stroke.points) + 1):
        lay_newest(ink, stroke.points[max(n - 4, 0) : n], stroke.erase)
    lay_tail(ink, stroke.points, stroke.erase)
