"""The input that would excite a neuron most: made by climbing, not drawn or measured by anybody.

Without a bound the sum grows for ever, so the input is kept like the examples. Each number stays within the
range of the training examples. A picture is smooth (what climbs is a picture u, of which a blur is shown),
has no more ink than a training example on average, and no pixel is darker than the mean of the training
examples there and `DEVIATIONS` deviations. u climbs by projected gradients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from netviz.tasks.columns import Categories, Columns
from netviz.tasks.input import Input, Picture
from netviz.training.insight.exact import Exact, Floats, unit
from netviz.training.insight.spread import Spread
from netviz.training.jobs.work import Work

_SMOOTH: Final = 0.03  # of the larger side
_LEAST_SMOOTH: Final = 0.4  # pixels: below it nothing would be blurred
DEVIATIONS: Final = 2
_STEPS: Final = 200
_STEP, _LAST_STEP = 0.3, 0.02  # of the range of each input
_LATTICE: Final = 41  # points on a side, where there are one or two inputs
_ROUNDS: Final = 4  # of trying categories
_YIELD_EVERY: Final = 8


@dataclass(frozen=True, eq=False)
class Favourite:
    """`x`, (n_in,), as the network reads it, and the neuron's sum and activation with it, beside those with
    the input that says nothing.
    """

    x: Floats
    z: float
    a: float
    z_empty: float
    a_empty: float


@dataclass(frozen=True, eq=False)
class Pushes:
    """How far a neuron's sum moves where an input that says nothing gets this one value: each as it usually
    is where it is there, `values` (n_in,); `z`, (n_in,), less that of the empty input.
    """

    values: Floats
    z: Floats


class _Climb:
    """A neuron's sum by u, within bounds."""

    def __init__(self, exact: Exact, reads: Input, spread: Spread, column: int, index: int) -> None:
        self._exact, self._column = exact, column
        self._towards = unit(exact.spec.sizes[column], index)
        self.low, self.high = spread.low, spread.high
        self._blur: tuple[Floats, Floats] | None = None
        self._most = np.inf
        if isinstance(reads, Picture):
            self.high = np.minimum(spread.mean + DEVIATIONS * spread.deviation, spread.high)
            self._picture = reads
            self._most = spread.total
            deviation = smoothness(reads)
            if deviation:
                self._blur = _blur(reads.rows, deviation), _blur(reads.columns, deviation)

    def input(self, u: Floats) -> Floats:
        """What the network reads."""
        if self._blur is None:
            return u
        rows, columns = self._blur
        blurred: Floats = rows @ self._picture.of(u) @ columns.T
        kept: Floats = np.clip(blurred.ravel(), self.low, self.high)
        return kept

    def slope(self, u: Floats) -> tuple[float, Floats]:
        """The sum, and its gradient by u."""
        x = self.input(u)
        value, gradient = self._exact.slopes(x[None], self._column, self._towards)
        g = gradient[0]
        if self._blur is not None:
            rows, columns = self._blur
            held = ((x <= self.low) & (g < 0)) | ((x >= self.high) & (g > 0))
            g = (rows.T @ self._picture.of(np.where(held, 0.0, g)) @ columns).ravel()
        return float(value[0]), g

    def within(self, u: Floats) -> Floats:
        """The nearest u that keeps to the bounds: where there is too much, each has as much less."""
        kept = np.clip(u, self.low, self.high)
        if kept.sum() <= self._most:
            return kept
        less, more = 0.0, float((u - self.low).max())
        for _ in range(30):
            middle = (less + more) / 2
            if np.clip(u - middle, self.low, self.high).sum() > self._most:
                less = middle
            else:
                more = middle
        return np.clip(u - more, self.low, self.high)

    def up(self, u: Floats, moves: Floats | None = None) -> Work[tuple[float, Floats]]:
        """Climb from here; `moves`: which inputs may move, as 1 and 0. Returns the best."""
        span = self.high - self.low
        if moves is not None:
            span = span * moves
        u = self.within(u)
        best, found = -np.inf, u
        for step in range(_STEPS):
            value, g = self.slope(u)
            if value > best:
                best, found = value, u
            steepest = np.abs(g * span).max(initial=0.0)
            if not steepest > 0:
                break
            rate = _STEP * (_LAST_STEP / _STEP) ** (step / _STEPS)
            u = self.within(u + rate * span * (g * span / steepest))
            if step % _YIELD_EVERY == 0:
                yield step / _STEPS
        return best, found


def favourite(exact: Exact, reads: Input, spread: Spread, column: int, index: int) -> Work[Favourite]:
    """Of the neuron `index` of a column (1 … L) of a network whose numbers are finite."""
    climb = _Climb(exact, reads, spread, column, index)
    start = climb.within(spread.empty)
    if reads.n <= 2:
        start = _best_of_lattice(exact, spread, column, index)
    if isinstance(reads, Columns) and any(isinstance(one, Categories) for one in reads.columns):
        u = yield from _with_categories(climb, reads, start)
    else:
        ups = [(yield from climb.up(start))]
        if isinstance(reads, Picture):  # on blank paper much of what leads there may be off
            ups.append((yield from climb.up(spread.mean)))
        u = max(ups, key=lambda up: up[0])[1]
    x = climb.input(u)
    z = exact.sums(np.stack([x, spread.empty]), column)
    a = exact.passed_on(z, column)
    return Favourite(x, float(z[0, index]), float(a[0, index]), float(z[1, index]), float(a[1, index]))


def pushes(exact: Exact, spread: Spread, column: int, index: int) -> Pushes:
    """Each input alone, as it usually is where it is there."""
    rows = np.repeat(spread.empty[None], len(spread.empty) + 1, axis=0)
    np.fill_diagonal(rows[1:], spread.usual)
    z = exact.sums(rows, column)[:, index]
    return Pushes(spread.usual, z[1:] - z[0])


def _best_of_lattice(exact: Exact, spread: Spread, column: int, index: int) -> Floats:
    axes = [np.linspace(low, high, _LATTICE) for low, high in zip(spread.low, spread.high, strict=True)]
    points = np.stack([axis.ravel() for axis in np.meshgrid(*axes)], axis=1)
    best: Floats = points[exact.sums(points, column)[:, index].argmax()]
    return best


def _with_categories(climb: _Climb, reads: Columns, start: Floats) -> Work[Floats]:
    """Numbers climb, then each column of categories takes the one that is best, until none is better."""
    u = start.copy()
    numbers = np.ones(reads.n)
    parts = []
    for first, column in zip(reads.starts, reads.columns, strict=True):
        if isinstance(column, Categories):
            part = slice(first, first + column.n)
            parts.append(part)
            numbers[part] = 0
            # A row names one category: the one that is most frequent, to begin with.
            u[part] = unit(column.n, int(start[part].argmax()))
    for _ in range(_ROUNDS):
        before = u
        _, u = yield from climb.up(u, numbers)
        for part in parts:
            tried = np.repeat(u[None], part.stop - part.start, axis=0)
            tried[:, part] = np.eye(part.stop - part.start)
            u = max(tried, key=lambda row: climb.slope(row)[0])
        if np.array_equal(u, before):
            break
    return u


def smoothness(reads: Picture) -> float:
    """The deviation, in pixels, of the blur through which what is made of a picture is seen; 0 of small ones,
    whose pixels are as wide as strokes.
    """
    deviation = _SMOOTH * max(reads.shape)
    return deviation if deviation >= _LEAST_SMOOTH else 0.0


def _blur(n: int, deviation: float) -> Floats:
    """A Gaussian along one side, (n, n), whose rows sum to 1 at most: nothing lies beyond the edge."""
    away = np.arange(n)[:, None] - np.arange(n)[None, :]
    reach = int(3 * deviation)
    kernel = np.where(np.abs(away) <= reach, np.exp(-0.5 * (away / deviation) ** 2), 0.0)
    whole = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2).sum()
    result: Floats = kernel / whole
    return result
