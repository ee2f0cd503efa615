"""From the points of a whole run to the columns of pixels that a plot has; extremes stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.panels.run.columns import Array, Series
from netviz.training.measure.smoothing import BELL
from netviz.training.measure.smoothing import smoothed as smoothed_figures

_BELLS: Final = 1000  # standard deviations in the width of a plot, at most
MOST_COLUMNS: Final = 4096  # as wide as a plot may be


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


def column_width(start: float, end: float, pixels: int) -> int:
    """How many whole steps a column takes, so that there are no more columns than pixels."""
    return max(int(np.ceil((end - start) / max(pixels, 1))), 1)


def bell_of(start: float, end: float) -> float:
    """The standard deviation, in steps, of the bell curve that smoothes what is between two steps: the usual
    one, or a thousandth of what is visible where that is more.
    """
    return max(BELL, (end - start) / _BELLS)


def fold(track: Track, start: float, end: float, width: int, margin: float = 0.0) -> Series:
    """What lies between two steps (and `margin` steps around), and a neighbour on either side, in columns.

    Columns are `width` steps wide and end at multiples of that, so that a plot that scrolls does not shimmer.
    Values that are no number are left out.
    """
    a = int(np.searchsorted(track.last, start - margin))
    b = int(np.searchsorted(track.first, end + margin, side="right"))
    part = slice(max(a - 1, 0), min(b + 1, len(track)))
    first, last, count = track.first[part], track.last[part], track.count[part]
    mean, low, high = track.mean[part], track.low[part], track.high[part]
    sound = np.isfinite(mean)
    if not sound.all():
        first, last, count, mean, low, high = (a[sound] for a in (first, last, count, mean, low, high))
    if not len(mean):
        nothing = np.empty(0)
        return Series(nothing, nothing, nothing, nothing, nothing)
    begin, finish = int(last[0]) // width + 1, int(last[-1]) // width + 1
    if finish - begin > len(last):
        at = np.arange(len(last))  # fewer points than columns: each stands for itself
    else:
        borders = np.arange(begin, finish) * width
        at = np.unique(np.concatenate([[0], np.searchsorted(last, borders)]))
    total = np.add.reduceat(count, at).astype(np.float64)
    weighted = np.add.reduceat(np.multiply(mean, count, dtype=np.float64), at)
    ends = np.append(at[1:], len(mean)) - 1
    return Series(
        step=(first[at] + last[ends]) / 2,
        mean=weighted / total,
        low=np.minimum.reduceat(low, at).astype(np.float64),
        high=np.maximum.reduceat(high, at).astype(np.float64),
        count=total,
    )


def gaps(track: Track, start: float, end: float, width: int) -> Array:
    """Between which steps nothing was measured for more than a column, (n, 2): steps that were taught."""
    part = _inside(track.last.astype(np.float64), start, end)
    before, after = track.last[part][:-1], track.first[part][1:]
    wide = after - before > max(width, 1)
    return np.stack([before[wide], after[wide]], axis=1).astype(np.float64)


def between(series: Series, start: float, end: float) -> Series:
    """The part that is visible, and a neighbour on either side."""
    part = _inside(series.step, start, end)
    return Series(
        series.step[part], series.mean[part], series.low[part], series.high[part], series.count[part]
    )


def smoothed(track: Track, series: Series, bell: float) -> Array:
    """The smoothed figure at each column: what is read at its step, where the bell curve is the usual one."""
    first = float(track.first[0]) if len(track) else 0.0
    if bell > BELL:  # so much is visible that only columns together can be told apart
        return smoothed_figures(first, series.step, series.count, series.mean, series.step, bell)
    return smoothed_figures(first, track.last, track.count, track.mean, series.step)


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


def _inside(step: Array, start: float, end: float) -> slice:
    a = int(np.searchsorted(step, start)) - 1
    b = int(np.searchsorted(step, end, side="right")) + 1
    return slice(max(a, 0), min(b, len(step)))


def columns_covered(x: Array, high: Array, low: Array, width: int) -> tuple[NDArray[np.int64], Array, Array]:
    """Which of so many columns of pixels lie between `high` and `low`, and from where to where each does.

    Columns in which there is no point lie between their neighbours', and each touches the one before.
    """
    column = np.clip(np.floor(x), -1, width).astype(np.int64)
    at = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    there = column[at] + 0.5
    centre = np.arange(width) + 0.5
    upper = np.interp(centre, there, np.maximum.reduceat(high, at))
    lower = np.interp(centre, there, np.minimum.reduceat(low, at))
    # Where a column lies wholly above or below the one before, it reaches to it.
    before_upper, before_lower = upper[:-1].copy(), lower[:-1].copy()
    upper[1:] = np.maximum(upper[1:], before_lower)
    lower[1:] = np.minimum(lower[1:], before_upper)
    among = np.flatnonzero((centre >= there[0] - 1) & (centre <= there[-1] + 1))
    return among, upper[among], lower[among]
