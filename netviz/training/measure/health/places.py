"""Which examples of a data set are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.examples import Data, Examples

TRAINING: Final = 0
"""The number of that split, as all that is learnt from stands first."""


def splits_of(data: Data) -> tuple[Examples, Examples, Examples]:
    """Training, validation and test examples, by their number."""
    return data.training, data.validation, data.test


@dataclass(frozen=True, eq=False)
class Places:
    """For each its split, int8 (k,), a number as in `splits_of`, and its place within that, intp (k,)."""

    split: NDArray[np.int8]
    index: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.index)

    def some(self, rows: NDArray[Any]) -> Places:
        """These of them, in this order."""
        return Places(self.split[rows], self.index[rows])

    def stored(self, data: Data) -> NDArray[Any]:
        """What is stored of them, (k, n_inputs)."""
        return self._of([part.stored for part in splits_of(data)])

    def answers(self, data: Data) -> NDArray[Any]:
        """What is right for them: (k,), or (k, n_outputs)."""
        return self._of([part.answers for part in splits_of(data)])

    def _of(self, arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
        found = np.empty((len(self), *arrays[0].shape[1:]), arrays[0].dtype)
        for number, array in enumerate(arrays):
            here = self.split == number
            found[here] = array[self.index[here]]
        return found


def all_places(data: Data) -> Places:
    """Every example, training ones first."""
    counts = [len(part) for part in splits_of(data)]
    index = np.concatenate([np.arange(n, dtype=np.intp) for n in counts])
    return Places(np.repeat(np.arange(len(counts), dtype=np.int8), counts), index)


def in_split(split: int, index: NDArray[np.integer[Any]]) -> Places:
    """These of one split."""
    return Places(np.full(len(index), split, np.int8), index.astype(np.intp))


def in_class(data: Data, label: int) -> Places:
    """All examples of this class."""
    found = [in_split(k, np.flatnonzero(part.answers == label)) for k, part in enumerate(splits_of(data))]
    return together(found)


def together(found: Sequence[Places]) -> Places:
    """All of these, one after the other."""
    return Places(np.concatenate([p.split for p in found]), np.concatenate([p.index for p in found]))
