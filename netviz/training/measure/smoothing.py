"""The smoothed figure of a metric at one step: one rule, wherever it stands."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BELL: Final = 20.0  # steps: the standard deviation of the bell curve
_SHARE: Final = 40  # never wider than this part of the run so far: a short run keeps its shape
_REACH: Final = 3  # standard deviations


def smoothed_at(
    first: int, steps: NDArray[np.int64], counts: NDArray[np.int64], values: NDArray[Any], step: int
) -> float | None:
    """The mean of what was measured up to `step`, under half a bell curve that ends there.

    `steps`, `counts` and `values` are (n,), in the order of steps; `first` is where the run's measurements
    begin. What comes later plays no part, so a step has the same figure while it is the newest and when it is
    past. Values that are no number are left out. None where nothing was measured up to there.
    """
    end = int(np.searchsorted(steps, step, side="right"))
    if end == 0:
        return None
    last = int(steps[end - 1])
    bell = min(BELL, (last - first + 1) / _SHARE)
    begin = int(np.searchsorted(steps, last - _REACH * bell))
    part = slice(min(begin, end - 1), end)
    value = np.asarray(values[part], np.float64)
    weight = counts[part] * np.exp(-0.5 * ((steps[part] - last) / bell) ** 2)
    sound = np.isfinite(value)
    if not sound.any():
        return None
    return float(np.dot(value[sound], weight[sound]) / weight[sound].sum())
