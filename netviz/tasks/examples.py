"""Many examples of a task, with what is right for each, and the three splits of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.tasks.data_name import DataName
from netviz.tasks.task import AnyTask

Rows: TypeAlias = Sequence[int] | NDArray[np.integer[Any]] | slice


class DataError(ValueError):
    """Data that can't be used; the message is a sentence that names the file and what is wrong."""


class Examples(Protocol):
    """What a network learns from, or is measured on: one split of a data set."""

    @property
    def task(self) -> AnyTask:
        """What they are examples of."""

    @property
    def name(self) -> str:
        """Which split: "training", "validation" or "test"."""

    @property
    def stored(self) -> NDArray[Any]:
        """All of them as they are stored, task.input.dtype (m, task.input.n), read-only."""

    @property
    def answers(self) -> NDArray[Any]:
        """What is right for each, read-only: labels (m,), or numbers (m, task.answer.n)."""

    def __len__(self) -> int: ...

    def inputs(self, rows: Rows | None = None, dtype: DTypeLike = np.float32) -> NDArray[np.floating[Any]]:
        """These examples, all without `rows`, as a network reads them: (m, task.input.n)."""


class Data(Protocol):
    """All examples of a run: *training* ones change weights, *validation* ones steer, *test* ones are for
    examination only.
    """

    @property
    def task(self) -> AnyTask:
        """What they are examples of."""

    @property
    def name(self) -> DataName:
        """What a file remembers of them."""

    @property
    def training(self) -> Examples:
        """Those to learn from."""

    @property
    def validation(self) -> Examples:
        """Those to steer by."""

    @property
    def test(self) -> Examples:
        """Those for examination."""
