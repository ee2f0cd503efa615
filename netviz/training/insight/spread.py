"""Between which values the inputs of all examples lie, and what stands for an input that says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from netviz.tasks.columns import Columns
from netviz.tasks.examples import Examples
from netviz.tasks.input import Input, Picture
from netviz.tasks.spam.mail import Mail
from netviz.training.insight.exact import Floats
from netviz.training.jobs.work import Work

_AT_A_TIME: Final = 4096


@dataclass(frozen=True, eq=False)
class Spread:
    """Of the inputs as a network reads them: `low`, `high`, `mean` and `deviation`, (n_in,); `usual`: of
    messages the mean of those values of each that are not `empty`, (n_in,). `total`: of an example, the mean
    of the sum of its inputs. `empty`: the example that says nothing: blank paper, a message without a word,
    else the mean example.
    """

    low: Floats
    high: Floats
    mean: Floats
    deviation: Floats
    usual: Floats
    empty: Floats
    total: float


def says_nothing(reads: Input) -> Floats | None:
    """The example that says nothing, (n_in,); None where each number says something."""
    if isinstance(reads, Picture):
        return np.zeros(reads.n)
    if isinstance(reads, Mail):
        return reads.prepared(np.zeros(len(reads.columns))).astype(np.float64)
    return None


@dataclass(frozen=True, eq=False)
class Bounds:
    """Between which values each input may be changed, and the example that says nothing: all (n_in,)."""

    low: Floats
    high: Floats
    empty: Floats


def bounds_of(examples: Examples) -> Work[Bounds]:
    """Ink lies between paper and ink; of other inputs all examples are looked at."""
    reads = examples.task.input
    if isinstance(reads, Picture):
        return Bounds(np.zeros(reads.n), np.ones(reads.n), np.zeros(reads.n))
    spread = yield from spread_of(examples)
    return Bounds(spread.low, spread.high, spread.empty)


def spread_of(examples: Examples) -> Work[Spread]:
    """Look at all of them; there is one at least."""
    reads, n = examples.task.input, len(examples)
    empty = says_nothing(reads)
    low, high = np.full(reads.n, np.inf), np.full(reads.n, -np.inf)
    total, squares, apart, counted = (np.zeros(reads.n) for _ in range(4))
    for first in range(0, n, _AT_A_TIME):
        yield first / n
        x = examples.inputs(slice(first, first + _AT_A_TIME))
        low, high = np.minimum(low, x.min(axis=0)), np.maximum(high, x.max(axis=0))
        total += x.sum(axis=0, dtype=np.float64)
        squares += np.square(x, dtype=np.float64).sum(axis=0)
        if empty is not None and isinstance(reads, Mail):
            other = np.abs(x - empty) > 1e-6  # what is stored is rounded
            counted += np.count_nonzero(other, axis=0)
            apart += np.sum(x, axis=0, where=other, dtype=np.float64)
    mean = total / n
    deviation = np.sqrt(np.maximum(squares / n - mean * mean, 0.0))
    rest = mean if empty is None else empty
    usual = np.where(counted > 0, apart / np.maximum(counted, 1), rest)
    return Spread(low, high, mean, deviation, usual, rest, float(total.sum() / n))


def groups_of(reads: Input) -> list[tuple[str, list[int]]]:
    """What is told of as one, with the inputs that it is: a column of a table; else each input by itself."""
    if not isinstance(reads, Columns):
        return [(reads.name(k), [k]) for k in range(reads.n)]
    names = [column.names[0] if column.n == 1 else column.name for column in reads.columns]
    return [
        (name, list(range(start, start + column.n)))
        for name, start, column in zip(names, reads.starts, reads.columns, strict=True)
    ]
