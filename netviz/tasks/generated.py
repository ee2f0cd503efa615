"""Examples that the program makes itself, by chance from a seed: the same ones everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Rows, the_same_or_any
from netviz.tasks.task import AnyTask

SHARES: Final = (0.7, 0.15)  # to learn from, and to validate with; the rest is for the examination
_EVERY, _VALIDATES, _TESTS = 7, 3, 6  # of own ones, and which of each seven are not learnt from
_DECIMALS: Final = 4  # so that the last bits of a machine's sine make no other data


@dataclass(frozen=True, eq=False)
class Made:
    """One split, as Examples says. Arrays are read-only."""

    task: AnyTask
    name: str
    stored: NDArray[Any]
    answers: NDArray[Any]

    def __len__(self) -> int:
        return len(self.stored)

    def inputs(self, rows: Rows | None = None, dtype: DTypeLike = np.float32) -> NDArray[np.floating[Any]]:
        """As Examples says."""
        return self.task.input.scaled(self.stored if rows is None else self.stored[rows], dtype)


@dataclass(frozen=True, eq=False)
class MadeData:
    """Made examples in their three splits, as Data says. `how`: as DataName has it."""

    task: AnyTask
    training: Made
    validation: Made
    test: Made
    sha256: str
    how: str = ""

    @property
    def name(self) -> DataName:
        """As Data says."""
        counts = (len(self.training), len(self.validation), len(self.test))
        return DataName(self.sha256, "", *counts, task=self.task.id, how=self.how)

    @property
    def troubles(self) -> tuple[str, ...]:
        """As Data says: what is made can always be read."""
        return ()


def split(
    task: AnyTask,
    inputs: NDArray[Any],
    answers: NDArray[Any],
    chance: np.random.Generator,
    how: str = "",
    own: tuple[NDArray[Any], NDArray[Any]] | None = None,
) -> MadeData:
    """Inputs (m, n) and their answers as three splits, shuffled. Numbers are rounded to four decimals.

    `own`: such as somebody has placed. Beside made ones all of them are learnt from; where there are no
    others, two of seven of a class, in the order in which they came, are kept back to validate and to test.
    """
    order = chance.permutation(len(inputs))
    begin = round(SHARES[0] * len(inputs))
    end = begin + round(SHARES[1] * len(inputs))
    rows = {"training": order[:begin], "validation": order[begin:end], "test": order[end:]}
    if own is not None:
        where = _kept_back(own[1]) if not len(inputs) else np.zeros(len(own[1]), np.intp)
        places = len(inputs) + np.arange(len(where))
        rows = {
            part: np.concatenate([some, places[where == k]]) for k, (part, some) in enumerate(rows.items())
        }
        inputs, answers = np.concatenate([inputs, own[0]]), np.concatenate([answers, own[1]])
    order = np.concatenate(list(rows.values()))
    kept = np.round(inputs[order], _DECIMALS).astype(task.input.dtype)
    right = answers[order]
    if right.dtype.kind == "f":
        right = np.round(right, _DECIMALS).astype(np.float32)
    kept.flags.writeable = right.flags.writeable = False
    digest = hashlib.sha256(kept.tobytes() + right.tobytes()).hexdigest()
    first, made = 0, []
    for part, some in rows.items():
        where_from = slice(first, first + len(some))
        made.append(Made(task, part, kept[where_from], right[where_from]))
        first += len(some)
    training, validation, test = made
    return MadeData(task, training, validation, test, digest, how)


def _kept_back(answers: NDArray[Any]) -> NDArray[np.intp]:
    """For each the number of its split."""
    result = np.zeros(len(answers), np.intp)
    groups = [answers == label for label in np.unique(answers)] if answers.ndim == 1 else [np.s_[:]]
    for group in groups:
        turn = np.arange(len(result[group])) % _EVERY
        result[group] = np.where(turn == _VALIDATES, 1, np.where(turn == _TESTS, 2, 0))
    return result


def find_made(name: DataName, make: Callable[[], MadeData]) -> MadeData:
    """What `make` makes, where that is what the name says. Raises DataError."""
    return the_same_or_any(make(), name, "this version makes others")
