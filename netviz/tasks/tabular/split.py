"""Rows in three splits, each with the same share of each class."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.generated import SHARES


class Split(NamedTuple):
    """The rows of each, int64 (m,), shuffled."""

    training: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64]


def stratified(labels: NDArray[Any], seed: int) -> Split:
    """Rows of these labels, (m,), parted by chance; a class of few has its first example among those to learn
    from.
    """
    chance = np.random.default_rng(seed)
    parts: list[list[NDArray[np.int64]]] = [[], [], []]
    for label in np.unique(labels):
        rows = chance.permutation(np.flatnonzero(labels == label))
        begin = max(round(SHARES[0] * len(rows)), 1)
        end = begin + round(SHARES[1] * len(rows))
        for part, some in zip(parts, (rows[:begin], rows[begin:end], rows[end:]), strict=True):
            part.append(some.astype(np.int64))
    return Split(*(chance.permutation(np.concatenate(part)) for part in parts))
