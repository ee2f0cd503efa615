"""How many examples there are of each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.examples import Data
from netviz.training.measure.health.places import splits_of

RARE: Final = 0.5
OFTEN: Final = 2.0
"""Of what each class would have if all had as many."""


@dataclass(frozen=True, eq=False)
class Balance:
    """`counts` int64 (3, n_classes): examples of each class in each split."""

    counts: NDArray[np.int64]

    @property
    def totals(self) -> NDArray[np.int64]:
        """Examples of each class, (n_classes,)."""
        total: NDArray[np.int64] = self.counts.sum(axis=0)
        return total

    @property
    def rare(self) -> NDArray[np.intp]:
        """Classes with less than half of an equal share, the rarest first."""
        return self._those(self.totals < RARE * self._equal)

    @property
    def often(self) -> NDArray[np.intp]:
        """Classes with more than twice an equal share, the most frequent first."""
        return self._those(self.totals > OFTEN * self._equal)[::-1]

    @property
    def lacking(self) -> NDArray[np.intp]:
        """Classes of which a split has none."""
        return np.flatnonzero((self.counts == 0).any(axis=0))

    @property
    def _equal(self) -> float:
        return float(self.totals.mean())

    def _those(self, which: NDArray[np.bool_]) -> NDArray[np.intp]:
        found = np.flatnonzero(which)
        return found[np.argsort(self.totals[found], kind="stable")]


def balance(data: Data) -> Balance | None:
    """Count; None where numbers are answered."""
    if data.task.answer.kind != "classes":
        return None
    n = data.task.answer.n
    return Balance(np.stack([_counts(part.answers, n) for part in splits_of(data)]))


def _counts(labels: NDArray[Any], n: int) -> NDArray[np.int64]:
    return np.bincount(labels.astype(np.intp), minlength=n).astype(np.int64)
