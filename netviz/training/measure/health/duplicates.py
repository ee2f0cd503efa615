"""Examples that are there more than once: within a split, and across the splits."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.examples import Data
from netviz.training.jobs.work import Work
from netviz.training.measure.health.places import TRAINING, Places, all_places, splits_of

_AT_A_TIME: Final = 4096
_BYTES: Final = 8  # of a sum: of 100,000 examples two others share one in 4 of 10 billion data sets


@dataclass(frozen=True, eq=False)
class Duplicates:
    """All examples of which there is another that is stored the same, group after group: first groups whose
    examples are not answered alike, then those that lie in several splits. `group` (k,) counts from 0.

    `n_more`: how many could be spared. `n_known`: validation and test examples that stand among the training
    examples too. `n_disputed`: groups whose examples are not answered alike.
    """

    places: Places
    group: NDArray[np.intp]
    n_more: int
    n_known: int
    n_disputed: int

    @property
    def n_groups(self) -> int:
        """How many different examples are there more than once."""
        return int(self.group[-1]) + 1 if len(self.group) else 0


def duplicates(data: Data) -> Work[Duplicates]:
    """Look through all splits."""
    total = sum(map(len, splits_of(data)))
    sums: list[bytes] = []
    for part in splits_of(data):
        for start in range(0, len(part), _AT_A_TIME):
            rows = part.stored[start : start + _AT_A_TIME]
            # Nought has two signs.
            plain = np.ascontiguousarray(rows + rows.dtype.type(0) if rows.dtype.kind == "f" else rows)
            sums += [blake2b(row, digest_size=_BYTES).digest() for row in plain]
            yield len(sums) / total
    number = np.frombuffer(b"".join(sums), np.uint64)
    _, group, counts = np.unique(number, return_inverse=True, return_counts=True)
    again = np.flatnonzero(counts[group] > 1)
    places = all_places(data).some(again)
    return _sorted(places, np.unique(group[again], return_inverse=True)[1], places.answers(data))


def _sorted(places: Places, group: NDArray[np.intp], answers: NDArray[Any]) -> Duplicates:
    n = int(group.max(initial=-1)) + 1
    right = np.unique(answers, axis=0, return_inverse=True)[1].ravel()
    disputed, across = _differ(group, right, n), _differ(group, places.split.astype(np.intp), n)
    learnt = np.zeros(n, np.bool_)
    learnt[group[places.split == TRAINING]] = True
    order = np.lexsort((places.index, places.split, group, ~across[group], ~disputed[group]))
    # Numbered as they stand now.
    _, first, renumbered = np.unique(group[order], return_index=True, return_inverse=True)
    return Duplicates(
        places.some(order),
        np.argsort(np.argsort(first))[renumbered],
        len(group) - n,
        int((learnt[group] & (places.split != TRAINING)).sum()),
        int(disputed.sum()),
    )


def _differ(group: NDArray[np.intp], what: NDArray[np.intp], n: int) -> NDArray[np.bool_]:
    """Of each group whether `what` is not the same for all of it."""
    least, most = np.full(n, np.iinfo(np.intp).max), np.full(n, -1, np.intp)
    np.minimum.at(least, group, what)
    np.maximum.at(most, group, what)
    differ: NDArray[np.bool_] = least != most
    return differ
