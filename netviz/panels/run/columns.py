"""The metrics of a whole run in at most 1,024 columns: what a plot can show, whatever the number of steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.training.measure.points import MetricPoints
from netviz.training.measure.smoothing import smoothed as smoothed_figures

CAPACITY: Final = 1024

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """One metric over the columns that hold something, in order of steps. All arrays float64 (n,).

    `step`: the middle of each column; `mean`, `low`, `high` of what was measured there; `count`: how many
    measurements.
    """

    step: Array
    mean: Array
    low: Array
    high: Array
    count: Array

    def __len__(self) -> int:
        return len(self.step)


class Metric:
    """Count, sum, least and greatest of one metric in each column. Values that are no number are left out."""

    def __init__(self) -> None:
        self.count = np.zeros(CAPACITY)
        self.sum = np.zeros(CAPACITY)
        self.low = np.full(CAPACITY, np.inf)
        self.high = np.full(CAPACITY, -np.inf)

    def add(
        self,
        column: NDArray[np.int64],
        count: NDArray[np.int64],
        mean: NDArray[np.float32],
        low: NDArray[np.float32],
        high: NDArray[np.float32],
    ) -> None:
        """Points in the order of their columns."""
        sound = np.isfinite(mean)
        if not sound.all():
            column, count = column[sound], count[sound]
            mean, low, high = mean[sound], low[sound], high[sound]
        if not len(column):
            return
        starts = np.flatnonzero(np.diff(column, prepend=-1))
        into = column[starts]
        self.count[into] += np.add.reduceat(count, starts)
        self.sum[into] += np.add.reduceat(mean.astype(np.float64) * count, starts)
        self.low[into] = np.minimum(self.low[into], np.minimum.reduceat(low, starts))
        self.high[into] = np.maximum(self.high[into], np.maximum.reduceat(high, starts))

    def halve(self) -> None:
        """Two neighbouring columns become one."""
        half = CAPACITY // 2
        for values, merge, empty in (
            (self.count, np.add, 0.0),
            (self.sum, np.add, 0.0),
            (self.low, np.minimum, np.inf),
            (self.high, np.maximum, -np.inf),
        ):
            values[:half] = merge(values[::2], values[1::2])
            values[half:] = empty


class Columns:
    """Takes points as they come, keeps columns of equally many steps; the width doubles when they run out."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.origin = 0
        self.last = 0
        self.width = 1
        self._empty = True
        self._metrics = {"loss": Metric(), "accuracy": Metric()}

    def add(self, points: MetricPoints) -> None:
        """Points in the order of their steps, after all that came before; `restart` forgets first."""
        if points.restart:
            self.clear()
        if not len(points):
            return
        if self._empty:
            # A run that was opened at step a million begins there.
            self.origin = int(points.first[0])
            self._empty = False
        self.last = int(points.last[-1])
        while self.last - self.origin >= CAPACITY * self.width:
            self.width *= 2
            for metric in self._metrics.values():
                metric.halve()
        column = ((points.first + points.last) // 2 - self.origin) // self.width
        self._metrics["loss"].add(column, points.count, points.loss, points.loss_min, points.loss_max)
        self._metrics["accuracy"].add(
            column, points.count, points.accuracy, points.accuracy_min, points.accuracy_max
        )

    def series(self, name: str) -> Series:
        """`loss` or `accuracy`."""
        metric = self._metrics[name]
        full = np.flatnonzero(metric.count)
        count = metric.count[full]
        return Series(
            step=np.asarray(self.origin + full * self.width + (self.width - 1) / 2, np.float64),
            mean=metric.sum[full] / count,
            low=metric.low[full],
            high=metric.high[full],
            count=count,
        )


def smoothed(series: Series, width: int) -> Array:
    """The smoothed figure at the end of each column of `width` steps, as it stands everywhere."""
    if not len(series):
        return series.mean
    half = (width - 1) / 2
    ends = series.step + half
    return smoothed_figures(float(series.step[0] - half), ends, series.count, series.mean, ends)


def envelope(step: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """A line through the least and the greatest of every column: the picture of all single steps."""
    value = np.empty((len(step), 2))
    value[:, 0], value[:, 1] = low, high
    # Up in one column, down in the next, so that the line does not cross itself between them.
    value[1::2] = value[1::2, ::-1]
    return np.repeat(step, 2), value.ravel()


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` round numbers (1, 2 or 5 times a power of ten apart) from `low` to `high`."""
    span = high - low
    if not span > 0 or most < 1:
        return [low]
    raw = span / most
    power = 10.0 ** np.floor(np.log10(raw))
    apart = next((m * power for m in (1, 2, 5) if m * power >= raw), 10 * power)
    first = np.ceil(low / apart - 1e-9)
    return [float((first + i) * apart) for i in range(int((high + apart * 1e-9) // apart - first) + 1)]
