"""What people said of test digits whose labels are questionable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.resources import resource
from netviz.tasks.pictures.pictures import Pictures

PEOPLE: Final = 5  # who looked at each digit
MAJORITY: Final = 3


@dataclass(frozen=True, eq=False)
class LabelVotes:
    """All (n,): place in the test set, label, the other label that was suspected, and how many of five people
    chose the label, the other one, or neither. Source: see `resources/digits/README.md`.
    """

    index: NDArray[np.int64]
    label: NDArray[np.int64]
    other: NDArray[np.int64]
    for_label: NDArray[np.int64]
    for_other: NDArray[np.int64]
    for_neither: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.index)

    @property
    def questionable(self) -> NDArray[np.int64]:
        """Places in the test set of the digits for which fewer than three of five people chose the label."""
        return self.index[self.for_label < MAJORITY]


def load_votes(test: Pictures) -> LabelVotes | None:
    """The votes on these digits; None where these are not the digits that people voted on."""
    table = np.loadtxt(resource("digits", "test-label-votes.csv"), np.int64, delimiter=",", skiprows=1)
    index, label, other, for_label, for_other, for_neither = table.T
    if index.max() >= len(test) or not np.array_equal(test.labels[index], label):
        return None
    return LabelVotes(index, label, other, for_label, for_other, for_neither)
