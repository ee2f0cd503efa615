"""Columns that give the answer away: one of them alone, and nearly everything is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.examples import Data
from netviz.training.jobs.work import Work
from netviz.training.measure.health.constants import Column, columns_of

MUCH: Final = 0.95
"""Of what chance leaves open, so much is known from a column that gives the answer away."""
PIECES: Final = 32
"""Into so many a column of numbers is cut, on the training examples."""
_LEVELS: Final = 16  # of a pixel
_SAID_EVERY: Final = 16


@dataclass(frozen=True, eq=False)
class Leak:
    """A column from which alone the answer is known. `alone`: of validation and test examples together the
    share that is right, of numbers R². `chance`: the same without looking at anything.
    """

    column: Column
    alone: float
    chance: float


def leaks(data: Data) -> Work[tuple[Leak, ...]]:
    """Ask each column alone, cut into pieces on the training examples: each piece answers its most frequent
    class, or its mean. Those that give the answer away come, the worst first. Of a single column that is no
    fault: then there is none.
    """
    columns = columns_of(data.task.input)
    if len(columns) < 2:
        return ()
    learnt, asked = data.training.stored, np.concatenate([data.validation.stored, data.test.stored])
    right = data.training.answers
    true = np.concatenate([data.validation.answers, data.test.answers])
    score = _Classes(right, true, data.task.answer.n) if right.ndim == 1 else _Numbers(right, true)
    found = []
    for k, column in enumerate(columns):
        if k % _SAID_EVERY == 0:
            yield k / len(columns)
        pieces, others, n = _cut(learnt[:, column.inputs], asked[:, column.inputs], right)
        alone = score.of(pieces, others, n) if n > 1 else score.chance
        if alone - score.chance > MUCH * (1 - score.chance) and score.chance < 1:
            found.append(Leak(column, alone, score.chance))
    return tuple(sorted(found, key=lambda leak: -leak.alone))


class _Classes:
    """Scores the most frequent class of each piece by how often it is right."""

    def __init__(self, right: NDArray[Any], true: NDArray[Any], n: int) -> None:
        self._right, self._true, self._n = right.astype(np.intp), true.astype(np.intp), n
        usual = np.bincount(self._right, minlength=n).argmax()
        self.chance = float((self._true == usual).mean())

    def of(self, pieces: NDArray[np.intp], others: NDArray[np.intp], n: int) -> float:
        """The share that is right of those that lie in the pieces `others`."""
        table = np.bincount(pieces * self._n + self._right, minlength=n * self._n).reshape(n, self._n)
        return float((table.argmax(axis=1)[others] == self._true).mean())


class _Numbers:
    """Scores the mean of each piece by R²."""

    def __init__(self, right: NDArray[Any], true: NDArray[Any]) -> None:
        self._right, self._true = right.astype(np.float64), true.astype(np.float64)
        self._all = float(np.square(self._true - self._true.mean(axis=0)).sum())
        self.chance = 0.0 if self._all else 1.0

    def of(self, pieces: NDArray[np.intp], others: NDArray[np.intp], n: int) -> float:
        """R² of those that lie in the pieces `others`."""
        count = np.maximum(np.bincount(pieces, minlength=n), 1)
        means = np.stack([np.bincount(pieces, y, n) / count for y in self._right.T], axis=1)
        return 1 - float(np.square(self._true - means[others]).sum()) / self._all


def _cut(
    learnt: NDArray[Any], asked: NDArray[Any], right: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """The piece of each training and of each other example, and how many pieces there are."""
    if learnt.shape[1] > 1:  # categories, and a gap that is none of them
        n = learnt.shape[1] + 1
        return *(np.where(part.any(axis=1), part.argmax(axis=1), n - 1) for part in (learnt, asked)), n
    flat, other = np.ascontiguousarray(learnt[:, 0]), np.ascontiguousarray(asked[:, 0])
    if flat.dtype == np.uint8:
        step = 256 // _LEVELS
        return (flat // step).astype(np.intp), (other // step).astype(np.intp), _LEVELS
    cuts = _cuts(flat, right)
    return np.searchsorted(cuts, flat, "right"), np.searchsorted(cuts, other, "right"), len(cuts) + 1


def _cuts(values: NDArray[Any], right: NDArray[Any]) -> NDArray[np.float64]:
    """Where to cut: wherever the class changes from one value to the next, where that is seldom; else so that
    all pieces are equally full.
    """
    order = np.argsort(values, kind="stable")
    along = values[order].astype(np.float64)
    between = np.flatnonzero(np.diff(along) > 0)
    if right.ndim == 1:
        turns = between[right[order][between] != right[order][between + 1]]
        if len(turns) < PIECES:
            between = turns
    middles = (along[between] + along[between + 1]) / 2
    if len(middles) < PIECES:
        return middles
    return np.unique(np.quantile(along, np.linspace(0, 1, PIECES + 1)[1:-1]))
