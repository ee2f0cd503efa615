"""What each input did to one output's sum: three ways to share it out among them.

Gradient × input: (x − x₀)·∂z/∂x. Integrated gradients: the same with the mean gradient on the straight line
from the empty input x₀ to x, which adds up to z(x) − z(x₀) (Sundararajan, Taly and Yan, "Axiomatic
attribution for deep networks", 2017). Occlusion: z(x) less z with this input as it is in x₀.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from netviz.training.insight.exact import Exact, Floats, unit
from netviz.training.jobs.work import Work

CLOSE: Final = 1e-3
"""So near to z(x) − z(x₀) integrated gradients add up."""
_NEAR: Final = CLOSE / 4  # what is aimed at: what is shown is rounded
_FIRST_STEPS, _MOST_STEPS = 64, 1 << 20
_AT_A_TIME: Final = 100_000  # numbers of a layer

GRADIENT: Final = "gradient"
INTEGRATED: Final = "integrated"
OCCLUSION: Final = "occlusion"


@dataclass(frozen=True, eq=False)
class Shares:
    """`values`, (n_in,): what each input did, by this method. `steps`: on the line, of integrated gradients;
    else 0.
    """

    method: str
    values: Floats
    steps: int

    @property
    def total(self) -> float:
        """All of them together."""
        return float(self.values.sum())


@dataclass(frozen=True, eq=False)
class Why:
    """The sum z of an output, for the example, (n_in,), and for the empty input; and the shares of the
    difference, by each method. Of occlusion an input that is one of a group holds its share of the group's.
    """

    output: int
    x: Floats
    z: float
    z_empty: float
    shares: tuple[Shares, ...]

    @property
    def difference(self) -> float:
        """What is to be shared out."""
        return self.z - self.z_empty

    def by(self, method: str) -> Shares:
        """The shares by this method."""
        return next(shares for shares in self.shares if shares.method == method)

    def remainder(self, method: str) -> float:
        """What this method leaves over."""
        return self.difference - self.by(method).total


def why(exact: Exact, x: Floats, empty: Floats, output: int, groups: Sequence[Sequence[int]]) -> Work[Why]:
    """Of a network whose numbers are finite. `groups`: inputs that are taken away together."""
    towards = unit(exact.spec.sizes[-1], output)
    value, gradient = exact.slopes(np.stack([x, empty]), exact.last, towards)
    z, z_empty = map(float, value)
    moved = x - empty
    yield 0.05
    integrated = yield from _integrated(exact, x, empty, towards, z - z_empty)
    yield 0.6
    occluded = yield from _occluded(exact, x, empty, towards, z, groups)
    return Why(output, x, z, z_empty, (Shares(GRADIENT, gradient[0] * moved, 0), integrated, occluded))


def _integrated(exact: Exact, x: Floats, empty: Floats, towards: Floats, difference: float) -> Work[Shares]:
    """By the midpoint rule, with twice as many steps until they add up. The sums of column 1 are linear along
    the line, so that only what lies behind them is worked out at each step.
    """
    moved = x - empty
    start, along = exact.first(empty[None])[0], exact.along(moved)
    some = max(_AT_A_TIME // max(exact.spec.sizes[1:]), 16)
    steps = _FIRST_STEPS
    while True:
        total = np.zeros_like(start)
        for first in range(0, steps, some):
            t = (np.arange(first, min(first + some, steps)) + 0.5) / steps
            _, delta = exact.behind(start + t[:, None] * along, exact.last, towards)
            total += delta.sum(axis=0)
            yield 0.1
        values = moved * exact.to_inputs(total / steps)
        if abs(values.sum() - difference) <= _NEAR or steps >= _MOST_STEPS:
            return Shares(INTEGRATED, values, steps)
        steps *= 2


def _occluded(
    exact: Exact, x: Floats, empty: Floats, towards: Floats, z: float, groups: Sequence[Sequence[int]]
) -> Work[Shares]:
    values = np.zeros_like(x)
    there = [list(group) for group in groups if (x[list(group)] != empty[list(group)]).any()]
    some = max(_AT_A_TIME // max(exact.spec.sizes), 16)
    for first in range(0, len(there), some):
        part = there[first : first + some]
        rows = np.repeat(x[None], len(part), axis=0)
        for row, group in zip(rows, part, strict=True):
            row[group] = empty[group]
        without = exact.sums(rows, exact.last) @ towards
        for group, left in zip(part, without.tolist(), strict=True):
            values[group] = (z - left) / len(group)
        yield 0.6
    return Shares(OCCLUSION, values, 0)
