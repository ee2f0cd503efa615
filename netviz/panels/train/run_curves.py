"""The curves of runs side by side, and how the numbers in them are written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from netviz.panels.kit.figures import plain
from netviz.panels.plots.chart import Line
from netviz.panels.run.columns import Array, Columns, smoothed
from netviz.training.measure.metrics import MetricCursor, MetricLog
from netviz.viewmodels.score import Score


class RunCurves:
    """What has been read of one run's metrics."""

    def __init__(self, log: MetricLog) -> None:
        self._log = log
        self._cursor: MetricCursor | None = None
        self._columns = Columns()

    def pull(self, until: int) -> tuple[Array, Array]:
        """Steps and smoothed losses up to a step, float64 (n,) each."""
        self._cursor, points = self._log.since(self._cursor, until)
        self._columns.add(points)
        series = self._columns.series("loss")
        return series.step, smoothed(series, self._columns.width)

    def loss_at(self, step: int) -> float | None:
        """The smoothed loss at a step, as it stands in every room."""
        return self._log.smoothed("loss", step)

    def validation(self, until: int, score: Score) -> tuple[Array, Array]:
        """Steps and how good it was on the validation digits up to a step, float64 (n,) each."""
        points = [point for point in self._log.validation_since(None)[1] if point.step <= until]
        steps = np.array([point.step for point in points], np.float64)
        return steps, np.array([score.of(point.loss, point.accuracy) for point in points], np.float64)


def measured_at(lines: Sequence[Line], step: float) -> tuple[tuple[str, float, str], ...]:
    """Name, value and ink of each line as it was measured last up to a step; the first name says when that
    was, where it is not this step.
    """
    said: list[tuple[str, float, str]] = []
    for line in lines:
        at = int(np.searchsorted(line.step, step, side="right")) - 1
        if at >= 0:
            measured = line.step[at]
            when = f"at step {measured:,.0f}: " if measured != step and not said else ""
            said.append((f"{when}{line.name}", float(line.value[at]), line.ink))
    return tuple(said)


def three_decimals(loss: float) -> str:
    """As the loss stands under a run's picture."""
    return plain(loss, 3)


def percent_axis(share: float) -> str:
    """`50 %`."""
    return f"{100 * share:.4g}\u00a0%"
