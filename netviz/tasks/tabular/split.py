"""Rows in three splits, each with the same share of each class, or of low and high numbers."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.generated import SHARES

FIFTHS: Final = (0.2, 0.4, 0.6, 0.8)


class Split(NamedTuple):
    """The rows of each, int64 (m,), shuffled."""

    training: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64]


def stratified(labels: NDArray[Any], seed: int, shares: tuple[float, float] = SHARES) -> Split:
    """Rows of these labels, (m,), parted by chance; a class of few has its first example among those to learn
    from. `shares`: of those to learn from and to validate with; the rest is for the examination.
    """
    chance = np.random.default_rng(seed)
    parts: list[list[NDArray[np.int64]]] = [[], [], []]
    for label in np.unique(labels):
        rows = chance.permutation(np.flatnonzero(labels == label))
        begin = max(round(shares[0] * len(rows)), 1)
        end = begin + round(shares[1] * len(rows)) if sum(shares) < 1 else len(rows)
        for part, some in zip(parts, (rows[:begin], rows[begin:end], rows[end:]), strict=True):
            part.append(some.astype(np.int64))
    return Split(*(chance.permutation(np.concatenate(part)) for part in parts))


def fifths(numbers: NDArray[np.float64]) -> NDArray[np.int64]:
    """In which fifth each lies, so that every split has its share of low ones and of high ones; (m,)."""
    return np.searchsorted(np.quantile(numbers, FIFTHS), numbers).astype(np.int64)
