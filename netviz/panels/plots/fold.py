"""From the points of a whole run to the columns of pixels that a plot has; extremes stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.panels.columns import Array, Series

SMOOTHING: Final = 20.0  # steps: the least standard deviation of the bell curve
_BELLS: Final = 250  # standard deviations in the width of a plot, at most
_REACH: Final = 3  # standard deviations: how far a bell curve reaches


@dataclass(frozen=True, eq=False)
class Track:
    """One quantity over a run, in the order of steps. All arrays (n,).

    A point covers the steps `first` to `last` and `count` measurements, with their mean, least and greatest.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    count: NDArray[np.int64]
    mean: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]

    def __len__(self) -> int:
        return len(self.first)

    @classmethod
    def single(cls, step: NDArray[np.int64], value: NDArray[Any]) -> Track:
        """Points of one measurement each."""
        return cls(step, step, np.ones(len(step), np.int64), value, value, value)


def visible(track: Track, start: float, end: float) -> slice:
    """Where the points from `start` to `end` lie, and a neighbour on either side, so that lines reach out."""
    a = int(np.searchsorted(track.last, start))
    b = int(np.searchsorted(track.first, end, side="right"))
    return slice(max(a - 1, 0), min(b + 1, len(track)))


def fold(track: Track, start: float, end: float, pixels: int) -> Series:
    """What lies between two steps, at most one point for each pixel and one more at either end.

    Columns are equally many steps wide and begin at multiples of that width, so that a plot that scrolls
    does not shimmer. Values that are no number are left out.
    """
    part = visible(track, start, end)
    mean = track.mean[part]
    sound = np.isfinite(mean)
    first, last, count = track.first[part], track.last[part], track.count[part]
    low, high = track.low[part], track.high[part]
    if not sound.all():
        first, last, count, mean, low, high = (a[sound] for a in (first, last, count, mean, low, high))
    if not len(mean):
        nothing = np.empty(0)
        return Series(nothing, nothing, nothing, nothing, nothing)
    column = (first + last) // 2 // _width(start, end, pixels)
    at = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    if len(at) == len(mean):
        middle = (first + last) / 2
        return Series(middle, *(a.astype(np.float64) for a in (mean, low, high, count)))
    total = np.add.reduceat(count, at).astype(np.float64)
    weighted = np.add.reduceat(mean * count.astype(np.float64), at)
    ends = np.append(at[1:], len(mean)) - 1
    return Series(
        step=(first[at] + last[ends]) / 2,
        mean=weighted / total,
        low=np.minimum.reduceat(low, at).astype(np.float64),
        high=np.maximum.reduceat(high, at).astype(np.float64),
        count=total,
    )


def smooth(track: Track, start: float, end: float, pixels: int) -> tuple[Array, Array]:
    """Steps and the mean under a bell curve around each, weighted by how much was measured.

    The bell is at least 20 steps wide and at least a 250th of what is visible, but never more than a 40th
    of the run: a short run keeps its shape. It is centred, so it does not lag behind.
    """
    if not len(track):
        return np.empty(0), np.empty(0)
    whole = float(track.last[-1] - track.first[0] + 1)
    sigma = min(max(SMOOTHING, (end - start) / _BELLS), whole / 40)
    margin = _REACH * sigma
    series = fold(track, start - margin, end + margin, pixels)
    width = _width(start, end, pixels)
    bell_width = sigma / width
    if len(series) < 3 or bell_width < 0.3:
        inside = _inside(series.step, start, end)
        return series.step[inside], series.mean[inside]
    column = np.rint((series.step - series.step[0]) / width).astype(np.int64)
    n = int(column[-1]) + 1
    if n > 8 * pixels:  # a gap that is far longer than what is visible
        inside = _inside(series.step, start, end)
        return series.step[inside], series.mean[inside]
    weight = np.bincount(column, series.count, n)
    value = np.bincount(column, series.count * series.mean, n)
    reach = min(int(_REACH * bell_width) + 1, n - 1)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / bell_width) ** 2)
    total = np.convolve(weight, bell)[reach : reach + n][column]
    mean = np.convolve(value, bell)[reach : reach + n][column] / total
    inside = _inside(series.step, start, end)
    return series.step[inside], mean[inside]


def thinned(step: Array, value: Array, start: float, end: float, pixels: int) -> tuple[Array, Array]:
    """A line of single values: the visible ones and a neighbour on either side, extremes kept."""
    sound = np.isfinite(value)
    step, value = step[sound], value[sound]
    a = max(int(np.searchsorted(step, start)) - 1, 0)
    b = min(int(np.searchsorted(step, end, side="right")) + 1, len(step))
    step, value = step[a:b], value[a:b]
    if len(step) <= 2 * pixels:
        return step, value
    column = ((step - start) * pixels / max(end - start, 1e-9)).astype(np.int64)
    at = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    spread = np.empty((2, len(at)))
    spread[0], spread[1] = np.minimum.reduceat(value, at), np.maximum.reduceat(value, at)
    # Up in one column, down in the next, so that the line does not cross itself between them.
    spread[:, 1::2] = spread[::-1, 1::2]
    return np.repeat(step[at], 2), spread.T.ravel()


def _width(start: float, end: float, pixels: int) -> int:
    return max(int(np.ceil((end - start) / max(pixels, 1))), 1)


def _inside(step: Array, start: float, end: float) -> slice:
    a = int(np.searchsorted(step, start)) - 1
    b = int(np.searchsorted(step, end, side="right")) + 1
    return slice(max(a, 0), min(b, len(step)))
