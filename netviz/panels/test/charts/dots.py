"""Where dots and their names lie: on the page, apart from each other, within a loop."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from netviz.panels.test.read_examples import ReadExamples

MOST_RIMS: Final = 0.3  # as a share of the dots
_MOST_MOVES: Final = 400

Points = NDArray[np.floating[Any]]


def apart(middles: NDArray[np.floating[Any]], sizes: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Names (n, 2) of these sizes (n, 2), with the paper around them, moved away from each other, where it
    takes less, until none covers another.
    """
    places = np.array(middles, np.float64)
    first, second = np.triu_indices(len(places), 1)
    apart_by = (sizes[first] + sizes[second]) / 2
    for _ in range(_MOST_MOVES):
        away = places[second] - places[first]
        lacking = apart_by - np.abs(away)
        over = np.flatnonzero((lacking > 0).all(axis=1))
        if not len(over):
            break
        worst = over[lacking[over].min(axis=1).argmax()]
        axis = int(lacking[worst].argmin())
        way = (1 if away[worst, axis] >= 0 else -1) * (lacking[worst, axis] / 2 + 0.1)
        places[first[worst], axis] -= way
        places[second[worst], axis] += way
    return places


def rimmed(digits: ReadExamples) -> NDArray[np.bool_]:
    """Which dots have a rim: the misread ones, unless they are so many that rims would hide the colours."""
    wrong = digits.wrong
    return wrong if wrong.mean() <= MOST_RIMS else np.zeros_like(wrong)


def inside(points: NDArray[np.floating[Any]], loop: list[QPointF]) -> NDArray[np.intp]:
    """Places of the points (n, 2) within a closed loop: an odd number of its edges lies right of them."""
    within = np.zeros(len(points), bool)
    x, y = points[:, 0], points[:, 1]
    for a, b in zip(loop, (*loop[1:], loop[0]), strict=True):
        level = np.flatnonzero((a.y() > y) != (b.y() > y))
        along = (y[level] - a.y()) / (b.y() - a.y()) if level.size else np.zeros(0)
        within[level] ^= x[level] < a.x() + along * (b.x() - a.x())
    return np.flatnonzero(within)


def fitted(points: Points) -> NDArray[np.float64]:
    """Moved and scaled, equally along both axes, so that no dot lies beyond 1."""
    found = np.nan_to_num(np.asarray(points, np.float64))
    if not len(found):
        return found.reshape(0, 2)
    found = found - (found.max(axis=0) + found.min(axis=0)) / 2
    scaled: NDArray[np.float64] = found / max(float(np.abs(found).max()), 1e-30)
    return scaled
