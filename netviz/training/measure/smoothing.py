"""The smoothed figure of a metric: one rule for numbers and curves, wherever they stand."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BELL: Final = 20.0  # steps: the standard deviation of the bell curve
_SHARE: Final = 40  # never wider than this part of the run so far: a short run keeps its shape
REACH: Final = 3  # standard deviations


def smoothed_at(
    first: int, steps: NDArray[np.int64], counts: NDArray[np.int64], values: NDArray[Any], step: int
) -> float | None:
    """As `smoothed` says, at one step; None where nothing was measured up to there."""
    (found,) = smoothed(first, steps, counts, values, np.array([step])).tolist()
    return None if math.isnan(found) else float(found)


def smoothed(
    first: float,
    steps: NDArray[Any],
    counts: NDArray[Any],
    values: NDArray[Any],
    at: NDArray[Any],
    bell: float = BELL,
) -> NDArray[np.float64]:
    """At each of the steps `at` (m,) the mean of what was measured up to it, under half a bell curve that
    ends there; float64 (m,), nan where nothing was measured up to there.

    `steps`, `counts` and `values` are (n,), in the order of steps; `first` is where the run's measurements
    begin, `bell` the standard deviation in steps. What comes later plays no part: a step has the same figure
    while it is the newest and when it is past, and nothing shows before its cause. Values that are no number
    are left out.
    """
    end = np.searchsorted(steps, at, side="right")
    if not len(steps) or not len(at):
        return np.full(len(at), np.nan)
    newest = np.maximum(end - 1, 0)
    last = steps[newest]
    own = np.minimum(bell, (last - first + 1) / _SHARE)
    begin = np.minimum(np.searchsorted(steps, last - REACH * own), newest)
    back = np.arange(int((end - begin).max(initial=1)))
    index = newest[:, None] - back
    inside = (index >= begin[:, None]) & (end > 0)[:, None]
    index = np.maximum(index, 0)
    value = np.asarray(values[index], np.float64)
    inside &= np.isfinite(value)
    apart = (steps[index] - last[:, None]) / own[:, None]
    weight = np.where(inside, counts[index] * np.exp(-0.5 * apart**2), 0)
    total = weight.sum(axis=1)
    found = np.full(len(at), np.nan)
    np.divide((np.where(inside, value, 0) * weight).sum(axis=1), total, out=found, where=total > 0)
    return found
