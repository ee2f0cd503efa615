"""Many examples of a task, with what is right for each, and the three splits of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.tasks.data_name import DataName
from netviz.tasks.task import AnyTask

Rows: TypeAlias = Sequence[int] | NDArray[np.integer[Any]] | slice


class DataError(ValueError):
    """Data that can't be used; the message is a sentence that names the file and what is wrong."""


class NoPictureError(DataError):
    """A file of no kind of picture that is known."""


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

    @property
    def troubles(self) -> tuple[str, ...]:
        """Each that was left out when they were read, and why."""


def place_of(name: DataName, is_there: Callable[[Path], bool]) -> Path:
    """Where the examples of this name lay, and still lie. Raises DataError."""
    if not name.folder:
        raise DataError(f"It was trained with {name}, and the file does not say where they are.")
    where = Path(name.folder)
    if not is_there(where):
        raise DataError(f"It was trained with {name}, which are not there any more.")
    return where


Found = TypeVar("Found", bound=Data)


def the_same(found: Found, name: DataName, others: str) -> Found:
    """`found`, where these are the examples of this name. Raises DataError, which says of `others` that they
    are there instead: `this version makes others`.
    """
    sha256 = found.name.sha256
    if sha256 != name.sha256:
        raise DataError(f"It was trained with {name}, and {others} (sha256 {sha256[:12]}…).")
    return found


def the_same_or_any(found: Found, name: DataName, others: str) -> Found:
    """As `the_same`; a name without a sum means whatever there is."""
    return the_same(found, name, others) if name.sha256 else found
