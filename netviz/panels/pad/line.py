"""The curve that a pen draws: smooth, and through every point that was reported."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

Point = tuple[float, float, float]
"""x, y and width; the curve is about the first two."""

Piece = tuple[float, float, float, float, float, float]
"""A cubic Bézier curve from where the last one ended: x and y of two inner points and of its end."""

_SAME: Final = 1e-9


def curve(points: Sequence[Point]) -> list[Piece]:
    """The pieces between one point and the next: one fewer than there are points.

    A centripetal Catmull-Rom curve (Yuksel, Schaefer, Keyser 2011), which has neither loops nor cusps between
    two points. Where the pen turns by a right angle or more it makes a corner. A piece depends on its own two
    points, the one before and the one after them, and on no others.
    """
    roots = [math.sqrt(math.hypot(x2 - x1, y2 - y1)) for (x1, y1, _), (x2, y2, _) in pairwise(points)]
    leaving = [points[0][:2]] if points else []
    arriving = []
    for n in range(1, len(points) - 1):
        (x0, y0, _), (x1, y1, _), (x2, y2, _) = points[n - 1], points[n], points[n + 1]
        one, two = roots[n - 1], roots[n]
        turns = (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1) <= 0
        if turns or one < _SAME or two < _SAME:
            arriving.append((x1, y1))
            leaving.append((x1, y1))
            continue
        a, b, ab = one * one, two * two, 3 * one * two
        whole = 3 * (one + two)
        before, after = b + b + ab + a, a + a + ab + b
        arriving.append(
            ((b * x0 - a * x2 + before * x1) / (two * whole), (b * y0 - a * y2 + before * y1) / (two * whole))
        )
        leaving.append(
            ((a * x2 - b * x0 + after * x1) / (one * whole), (a * y2 - b * y0 + after * y1) / (one * whole))
        )
    arriving.extend(point[:2] for point in points[-1:])
    return [
        (*one, *two, end[0], end[1]) for one, two, end in zip(leaving, arriving, points[1:], strict=False)
    ]
