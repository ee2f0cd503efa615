"""How well a network tells classes apart that it never learned from: the confusion matrix and its shares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Examples

_AT_A_TIME: Final = 1000
_A_FALL: Final = 0.01  # less is what another mini-batch changes too
_MOST_SPOILED: Final = 3
_Z_95: Final = 1.959963984540054  # the standard normal distribution's 97.5 % point


class Interval(NamedTuple):
    """A confidence interval for a share, 0 to 1."""

    low: float
    high: float


class Confusion(NamedTuple):
    """Digits `label` that were read as `answer`, so many times."""

    label: int
    answer: int
    times: int


@dataclass(frozen=True, eq=False)
class Examination:
    """Answers to digits, counted: `confusion[label, answer]`, int64 (n_out, n_out), read-only."""

    confusion: NDArray[np.int64]

    @property
    def count(self) -> int:
        """How many digits were examined."""
        return int(self.confusion.sum())

    @property
    def n_correct(self) -> int:
        """How many were read right."""
        return int(self.confusion.trace())

    @property
    def accuracy(self) -> float:
        """The share that was read right, 0 to 1."""
        return self.n_correct / self.count

    @property
    def interval(self) -> Interval:
        """The 95 % confidence interval of the accuracy."""
        return wilson(self.n_correct, self.count)

    @property
    def precision(self) -> NDArray[np.float64]:
        """Of the times that it answers d, how often it is right: (n_out,); nan where it never does."""
        return _share(self.confusion.diagonal(), self.confusion.sum(axis=0))

    @property
    def recall(self) -> NDArray[np.float64]:
        """Of the digits d, how many it reads right: (n_out,); nan where there are none."""
        return _share(self.confusion.diagonal(), self.confusion.sum(axis=1))

    def most_confused(self, n: int) -> list[Confusion]:
        """The up to `n` most frequent mistakes, the most frequent first."""
        mistakes = self.confusion.copy()
        np.fill_diagonal(mistakes, 0)
        order = np.argsort(-mistakes, axis=None, kind="stable")[:n]
        n_out = len(mistakes)
        pairs = [Confusion(int(i) // n_out, int(i) % n_out, int(mistakes.flat[i])) for i in order]
        return [pair for pair in pairs if pair.times]


def examine(spec: NetworkSpec, parameters: NDArray[np.float32], digits: Examples) -> Examination:
    """Let a network for these examples, whose answers are classes, read all of them."""
    answers = np.empty(len(digits), np.int64)
    for start in range(0, len(digits), _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        answers[part] = forward_pass(spec, parameters, digits.inputs(part)).z[-1].argmax(axis=1)
    n = spec.sizes[-1]
    confusion = np.bincount(digits.answers.astype(np.int64) * n + answers, minlength=n * n).reshape(n, n)
    confusion.flags.writeable = False
    return Examination(confusion)


def spoiled(before: Examination, after: Examination) -> tuple[int, ...]:
    """The digits that are read worse than before by a hundredth of them or more, the worst first, at most
    three.
    """
    falls = np.nan_to_num(before.recall - after.recall)
    worst = np.argsort(-falls, kind="stable")[:_MOST_SPOILED]
    return tuple(int(digit) for digit in worst if falls[digit] >= _A_FALL)


def wilson(n_correct: int, count: int) -> Interval:
    """The 95 % confidence interval for a share of which `n_correct` of `count` were seen (Wilson 1927).

    Unlike the usual ± it stays within 0 and 1, and is of use near them. Raises ValueError where `count` is 0.
    """
    if count < 1:
        raise ValueError("There is nothing to count; at least one example is needed.")
    share, z2 = n_correct / count, _Z_95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = _Z_95 / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    # Where nothing or all is right an end is the share itself, and rounding would lead a hair beyond.
    low = middle - half if n_correct > 0 else 0.0
    high = middle + half if n_correct < count else 1.0
    return Interval(low, high)


def _share(part: NDArray[np.integer[Any]], whole: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        share: NDArray[np.float64] = part / whole
    return share
