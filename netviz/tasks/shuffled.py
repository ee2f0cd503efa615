"""Examples whose training labels are dealt out anew: there is nothing to be learnt but by heart."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.tasks import how as hows
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data, Examples, Rows
from netviz.tasks.task import AnyTask

SEED: Final = 0


@dataclass(frozen=True, eq=False)
class Relabelled:
    """Examples with other answers, as Examples says: `answers` as `base` has them, in another order."""

    base: Examples
    answers: NDArray[Any]

    @property
    def task(self) -> AnyTask:
        """As Examples says."""
        return self.base.task

    @property
    def name(self) -> str:
        """As Examples says."""
        return self.base.name

    @property
    def stored(self) -> NDArray[Any]:
        """As Examples says."""
        return self.base.stored

    def __len__(self) -> int:
        return len(self.base)

    def inputs(self, rows: Rows | None = None, dtype: DTypeLike = np.float32) -> NDArray[np.floating[Any]]:
        """As Examples says."""
        return self.base.inputs(rows, dtype)


@dataclass(frozen=True, eq=False)
class ShuffledData:
    """As Data says. Only what is learnt from has other labels: validation and test are as `base` has them."""

    base: Data
    training: Examples
    name: DataName

    @property
    def task(self) -> AnyTask:
        """As Data says."""
        return self.base.task

    @property
    def validation(self) -> Examples:
        """As Data says."""
        return self.base.validation

    @property
    def test(self) -> Examples:
        """As Data says."""
        return self.base.test

    @property
    def troubles(self) -> tuple[str, ...]:
        """As Data says."""
        return self.base.troubles


def shuffled(data: Data, seed: int = SEED) -> ShuffledData:
    """The same with its training labels in an order by chance; each label comes as often as before.

    Those of which that is done already are taken as they were before.
    """
    base = data.base if isinstance(data, ShuffledData) else data
    answers = np.random.default_rng(seed).permutation(base.training.answers)
    answers.flags.writeable = False
    return ShuffledData(base, Relabelled(base.training, answers), _name(base.name, seed))


def find_shuffled(base: Data, name: DataName) -> ShuffledData:
    """Those of this name, made of the ones that they were made of."""
    return shuffled(base, hows.read(name.how)[hows.SHUFFLED])


def _name(base: DataName, seed: int) -> DataName:
    how = hows.written({**hows.read(base.how), hows.SHUFFLED: seed, hows.SHUFFLED_OF: base.sha256})
    text = f"{base.task} {base.sha256} {base.how} shuffled {seed}"
    counts = (base.training, base.validation, base.test)
    return DataName(sha256(text.encode()).hexdigest(), base.folder, *counts, task=base.task, how=how)
