"""Which snapshots go when a recording reaches its budget: where they stand closest, seen from here."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

# The wanted distance of two neighbours grows with the distance from the beginning, where a network changes
# most, and with the distance from now, up to a sixteenth of the run; between, it stays the same.
_NEAR: Final = 32  # steps from either end within which all are worth the same
_EVEN: Final = 1 / 16


def sparseness(steps: NDArray[np.int64]) -> NDArray[np.float64]:
    """How large a gap each of the ascending `steps` (n,) would leave, as a multiple of what is wanted there.

    The first and the last would leave an infinite one.
    """
    gaps = np.full(len(steps), np.inf)
    if len(steps) > 2:
        here = steps[1:-1].astype(np.float64)
        age = steps[-1] - here
        since = here - steps[0]
        wanted = np.minimum(np.minimum(since, age), _EVEN * (steps[-1] - steps[0])) + _NEAR
        gaps[1:-1] = (steps[2:] - steps[:-2]) / wanted
    return gaps


def thin(
    steps: NDArray[np.int64], sizes: NDArray[np.int64], protected: NDArray[np.bool_], excess: int
) -> list[int]:
    """Places (in these arrays, in ascending order of steps) that free at least `excess` bytes together.

    Fewer where the protected ones fill the budget. Neighbours of one that goes are only taken in another
    round, with the gap that it leaves.
    """
    gone: list[int] = []
    there = np.arange(len(steps))
    while excess > 0 and len(there):
        gaps = sparseness(steps[there])
        gaps[protected[there]] = np.inf
        taken = np.zeros(len(there) + 2, bool)
        for place in np.argsort(gaps, kind="stable"):
            if not np.isfinite(gaps[place]) or excess <= 0:
                break
            if taken[place] or taken[place + 2]:
                continue
            taken[place + 1] = True
            excess -= int(sizes[there[place]])
        if not taken.any():
            break
        gone += there[taken[1:-1]].tolist()
        there = there[~taken[1:-1]]
    return gone
