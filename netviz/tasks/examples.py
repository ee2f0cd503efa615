"""Many examples of a task, with what is right for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.tasks.answer import Answer
from netviz.tasks.input import Input
from netviz.tasks.task import Task

Rows: TypeAlias = Sequence[int] | NDArray[np.integer[Any]] | slice


class Examples(Protocol):
    """What a network learns from, or is measured on. Nobody else needs to know how examples are stored."""

    @property
    def task(self) -> Task[Input, Answer]:
        """What they are examples of."""

    def __len__(self) -> int: ...

    def inputs(self, rows: Rows | None = None, dtype: DTypeLike = np.float32) -> NDArray[np.floating[Any]]:
        """These examples, all without `rows`, as a network reads them: (m, task.input.n)."""
