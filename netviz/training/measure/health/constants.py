"""Examples with nothing in them, and columns that are the same in all examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.columns import Columns
from netviz.tasks.examples import Data
from netviz.tasks.input import Input, Picture
from netviz.training.measure.health.places import Places, in_split, splits_of, together

_AT_A_TIME: Final = 8192


@dataclass(frozen=True, eq=False)
class Column:
    """What is one thing to a person: an input, or all of a column of categories. `inputs` are its places."""

    name: str
    inputs: slice


def columns_of(reads: Input) -> tuple[Column, ...]:
    """All columns of what is read, from the first on."""
    if isinstance(reads, Columns):
        places = zip(reads.columns, reads.starts, strict=True)
        return tuple(
            Column(column.name if column.n > 1 else reads.name(start), slice(start, start + column.n))
            for column, start in places
        )
    return tuple(Column(reads.name(k), slice(k, k + 1)) for k in range(reads.n))


def empty_ones(data: Data) -> Places:
    """Pictures of one brightness all over; rows of gaps alone. Of points there are none such."""
    parts = enumerate(splits_of(data))
    return together([in_split(k, np.flatnonzero(_empty(part.task.input, part.stored))) for k, part in parts])


def constant_columns(data: Data) -> tuple[Column, ...]:
    """Columns that are the same in all training examples: nothing can be learnt from them."""
    stored = data.training.stored
    low, high = stored.min(axis=0), stored.max(axis=0)
    same = low == high
    return tuple(column for column in columns_of(data.task.input) if same[column.inputs].all())


def _empty(reads: Input, stored: NDArray[Any]) -> NDArray[np.bool_]:
    if not isinstance(reads, Picture | Columns) or reads.n < 2:
        return np.zeros(len(stored), np.bool_)
    found = np.zeros(len(stored), np.bool_)
    for start in range(0, len(stored), _AT_A_TIME):
        part = stored[start : start + _AT_A_TIME]
        like = part[:, :1] if isinstance(reads, Picture) else reads.blank()
        found[start : start + len(part)] = (part == like).all(axis=1)
    return found
