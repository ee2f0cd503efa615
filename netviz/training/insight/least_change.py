"""The least change of an example with which a network answers otherwise.

Projected steps, each as steep as can be: of pictures and rows least is what is least in sum (so few inputs
change, each within its range), of points what is least in distance. What was changed in vain on the way is
taken back as far as the other answer allows. It is the least that was found: there may be less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.tasks.columns import Categories, Columns
from netviz.tasks.input import Input, Measures, Picture
from netviz.training.insight.exact import Exact, Floats, unit
from netviz.training.insight.spread import Bounds
from netviz.training.jobs.work import Work
from netviz.training.snapshot import Snapshot

_MOST_STEPS: Final = 600
_STEP: Final = 0.5  # of ink, or of a column's deviation, in one step
_LATTICE: Final = 61  # points on a side
_HALVINGS: Final = 10
_CLEAR: Final = 1e-3  # the margin that is aimed at
_TRIES: Final = 8  # with twice the margin each, where rounding has lost it


class Goal(Protocol):
    """What is to be reached: `margin` is above 0 there."""

    def margin(self, z: Floats) -> tuple[float, Floats]:
        """For last sums z (n_out,), and its derivatives by these, (n_out,)."""


@dataclass(frozen=True)
class OtherClass:
    """This output is to be the largest."""

    index: int

    def margin(self, z: Floats) -> tuple[float, Floats]:
        """As Goal says."""
        others = np.where(np.arange(len(z)) == self.index, -np.inf, z)
        rival = int(others.argmax())
        return float(z[self.index] - z[rival]), unit(len(z), self.index) - unit(len(z), rival)


@dataclass(frozen=True)
class Beyond:
    """An output of a number is to be beyond `wanted`: above it where `sign` is 1, below where it is −1."""

    index: int
    wanted: float
    sign: int

    def margin(self, z: Floats) -> tuple[float, Floats]:
        """As Goal says."""
        return self.sign * (float(z[self.index]) - self.wanted), self.sign * unit(len(z), self.index)


@dataclass(frozen=True, eq=False)
class Change:
    """`stored`, (n_in,): the changed example as a file stores it; `added`, (n_in,): what it has more than the
    one before, as the network reads both. `outputs`: what the network, in float32, really answers to it.
    """

    stored: NDArray[Any]
    added: Floats
    outputs: NDArray[np.float32]

    @property
    def more(self) -> float:
        """All that is added."""
        return float(self.added[self.added > 0].sum())

    @property
    def less(self) -> float:
        """All that is taken away."""
        return float(np.abs(self.added[self.added < 0]).sum())


def least_change(snapshot: Snapshot, stored: NDArray[Any], bounds: Bounds, goal: Goal) -> Work[Change | None]:
    """Of an example as it is stored, (n_in,). None where no way was found. Of a table only numbers change."""
    reads = snapshot.task.input
    exact = Exact(snapshot.spec, snapshot.parameters)
    x = reads.scaled(stored, np.float64).astype(np.float64)
    search = _Search(exact, reads, x, bounds, goal)
    margin = _CLEAR
    for attempt in range(_TRIES):
        found = yield from search.find(margin, attempt)
        if found is None:
            return None
        kept = _rounded(reads, stored, x, found)
        with np.errstate(over="ignore", invalid="ignore"):
            forward = forward_pass(snapshot.spec, snapshot.parameters, reads.scaled(kept[None]))
        if goal.margin(forward.z[-1][0].astype(np.float64))[0] > 0:
            return Change(kept, reads.scaled(kept, np.float64) - x, forward.a[-1][0])
        margin *= 2
    return None


class _Search:
    def __init__(self, exact: Exact, reads: Input, x: Floats, bounds: Bounds, goal: Goal) -> None:
        self._exact, self._x, self._goal = exact, x, goal
        self._distance = isinstance(reads, Measures)
        self._low, self._high = np.minimum(bounds.low, x), np.maximum(bounds.high, x)
        if isinstance(reads, Columns):
            for start, column in zip(reads.starts, reads.columns, strict=True):
                if isinstance(column, Categories):
                    part = slice(start, start + column.n)
                    self._low[part] = self._high[part] = x[part]

    def find(self, margin: float, attempt: int) -> Work[Floats | None]:
        """An input with so much of a margin: by one input at a time, and where that leads nowhere by all. In
        a plane, and on a line, from the nearest point of a lattice that has it.
        """
        back = self._straightened if self._distance else self._taken_back
        if len(self._x) <= 2:
            near = self._nearest_of_lattice(margin)
            return None if near is None else (yield from back(near, margin))
        for all_at_once in (self._distance, True):
            x = self._x
            for step in range(_MOST_STEPS):
                if step % 8 == 0:
                    yield min((attempt + step / 60) / _TRIES, 0.9)
                value, g = self._slope(x)
                if value >= margin:
                    return (yield from back(x.copy(), margin))
                further = self._step(x, g, margin - value, all_at_once)
                if further is None:
                    break
                x = further
        return None

    def _nearest_of_lattice(self, margin: float) -> Floats | None:
        axes = [np.linspace(low, high, _LATTICE) for low, high in zip(self._low, self._high, strict=True)]
        points = np.stack([axis.ravel() for axis in np.meshgrid(*axes)], axis=1)
        points = points[np.argsort(np.linalg.norm(points - self._x, axis=1), kind="stable")]
        sums = self._exact.sums(points, self._exact.last)
        there = (point for point, z in zip(points, sums, strict=True) if self._goal.margin(z)[0] >= margin)
        return next(there, None)

    def _slope(self, x: Floats) -> tuple[float, Floats]:
        z = self._exact.sums(x[None], self._exact.last)[0]
        value, delta = self._goal.margin(z)
        return value, self._exact.slopes(x[None], self._exact.last, delta)[1][0]

    def _reached(self, x: Floats, margin: float) -> bool:
        return self._goal.margin(self._exact.sums(x[None], self._exact.last)[0])[0] >= margin

    def _step(self, x: Floats, g: Floats, needed: float, all_at_once: bool) -> Floats | None:
        """The next input; None where there is no way on."""
        room = np.where(g > 0, self._high - x, x - self._low)
        steep = np.where(room > 1e-9, np.abs(g), 0.0)
        if not steep.max() > 0:
            return None
        if all_at_once:
            pull = np.where(steep > 0, g, 0.0)
            length = float(np.linalg.norm(pull))
            reach = _STEP * 0.1 * float(np.linalg.norm(self._high - self._low))
            moved = x + pull / length * min(1.01 * needed / length, reach)
            return np.clip(moved, self._low, self._high)
        place = int(steep.argmax())
        size = min(float(room[place]), float(1.01 * needed / steep[place]), _STEP)
        moved = x.copy()
        moved[place] += size if g[place] > 0 else -size
        return moved

    def _taken_back(self, x: Floats, margin: float) -> Work[Floats]:
        """Each change as little as the others allow, the smallest first."""
        for _ in range(2):
            changed = np.flatnonzero(x != self._x)
            for place in changed[np.argsort(np.abs(x - self._x)[changed], kind="stable")].tolist():
                yield 0.9
                there, back = float(x[place]), float(self._x[place])
                x[place] = back
                if self._reached(x, margin):
                    continue
                for _ in range(_HALVINGS):
                    x[place] = middle = (there + back) / 2
                    there, back = (middle, back) if self._reached(x, margin) else (there, middle)
                x[place] = there
        return x

    def _straightened(self, x: Floats, margin: float) -> Work[Floats]:
        """The nearest point of the straight boundary that the gradient promises, again and again."""
        best = x
        for _ in range(30):
            yield 0.9
            value, g = self._slope(x)
            square = float(g @ g)
            if not square > 0:
                break
            aimed = self._x + g * max(float(margin - value - g @ (self._x - x)), 0.0) / square
            x = (x + np.clip(aimed, self._low, self._high)) / 2
            if self._reached(x, margin) and np.linalg.norm(x - self._x) < np.linalg.norm(best - self._x):
                best = x
        there, back = 1.0, 0.0
        for _ in range(2 * _HALVINGS):
            middle = (there + back) / 2
            reached = self._reached(self._x + middle * (best - self._x), margin)
            there, back = (middle, back) if reached else (there, middle)
        result: Floats = self._x + there * (best - self._x)
        return result


def _rounded(reads: Input, stored: NDArray[Any], x: Floats, found: Floats) -> NDArray[Any]:
    """As it is stored. Ink has steps: a change is rounded away from what was there."""
    if isinstance(reads, Picture):
        steps = np.sign(found - x) * np.ceil(np.abs(found - x) * reads.most - 1e-6)
        kept = np.clip(stored.astype(np.int64) + steps.astype(np.int64), 0, reads.most).astype(reads.dtype)
    else:
        kept = np.where(found == x, stored, found).astype(reads.dtype)
    kept.flags.writeable = False
    result: NDArray[Any] = kept
    return result
