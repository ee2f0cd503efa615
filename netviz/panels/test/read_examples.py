"""Examples together with what a network made of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.panels.kit.figures import compact, percent, plain
from netviz.tasks.columns import Column, Columns, Numeric
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask

_SPLITS: Final = ("Training", "Validation", "Test")
_TEST: Final = 2
_DIGITS: Final = 5


@dataclass(frozen=True, eq=False)
class ReadExamples:
    """`stored` (n, n_inputs), as the task stores examples; the rest (n,): `index`, what each is known by to
    who shows them, its place in the test set; label, answer, the answer's probability.

    Where numbers are answered, label and answer are those, and there is no probability. `split` and `place`:
    where examples of several splits stand.
    """

    stored: NDArray[Any]
    index: NDArray[np.integer[Any]]
    label: NDArray[Any]
    answer: NDArray[Any]
    confidence: NDArray[np.floating[Any]]
    task: AnyTask = DIGITS
    split: NDArray[np.integer[Any]] | None = None
    place: NDArray[np.integer[Any]] | None = None

    def __len__(self) -> int:
        return len(self.index)

    def rows(self, which: NDArray[np.integer[Any]]) -> ReadExamples:
        """Only these, in this order."""
        return ReadExamples(
            self.stored[which],
            self.index[which],
            self.label[which],
            self.answer[which],
            self.confidence[which],
            self.task,
            None if self.split is None else self.split[which],
            None if self.place is None else self.place[which],
        )

    def picture(self, k: int) -> NDArray[np.uint8]:
        """One of them as uint8 (rows, columns), where they are pictures."""
        reads = self.task.input
        assert isinstance(reads, Picture)
        return reads.of(self.stored[k])

    @property
    def heads(self) -> tuple[str, ...]:
        """What is read of each, as columns of a table."""
        reads = self.task.input
        if isinstance(reads, Columns):
            return tuple(c.names[0] if isinstance(c, Numeric) else c.name for c in reads.columns)
        return tuple(map(reads.name, range(reads.n)))

    def cells(self, k: int) -> tuple[str, ...]:
        """What is read of this one, as it came."""
        reads, stored = self.task.input, self.stored[k]
        if not isinstance(reads, Columns):
            return tuple(plain(float(value)) for value in stored)
        cells = zip(reads.columns, reads.raw(stored).tolist(), strict=True)
        return tuple(map(_cell, *zip(*cells, strict=True)))

    def telling(self, k: int, most: int) -> tuple[str, ...]:
        """Of what is read of this one, with its name, what is farthest from usual, `most` of it."""
        reads, cells = self.task.input, tuple(zip(self.heads, self.cells(k), strict=True))
        where = np.arange(len(cells))
        if isinstance(reads, Columns):
            first = np.array(reads.starts)
            numeric = np.array([isinstance(column, Numeric) for column in reads.columns])
            where = np.argsort(-np.where(numeric, np.abs(self.stored[k][first]), 1.0), kind="stable")
        return tuple(" ".join(cells[at]) for at in where[:most].tolist())

    def caption(self, k: int) -> str:
        """Label and answer: `4→9`; one that is read right needs only one."""
        label, answer = self.names(k)
        return label if label == answer else f"{label}→{answer}"

    @property
    def caption_head(self) -> str:
        """What stands over the captions, where these are a column of a table."""
        return "Right→answer" if self._numbers else "Label→answer"

    def share(self, k: int) -> float | None:
        """The answer's probability; None of numbers."""
        return None if self._numbers else float(self.confidence[k])

    def sentence(self, k: int) -> str:
        """What is known about this one."""
        label, answer = self.names(k)
        where = f"{self.split_name(k)} example {self.number(k):,}"
        if self._numbers:
            return f"{where}: {label} is right, it answers {answer}."
        end = "rightly so" if label == answer else "wrongly"
        return (
            f"{where}, labelled {label}: it reads {answer} with {percent(float(self.confidence[k]))}, {end}."
        )

    def split_name(self, k: int) -> str:
        """`Test`."""
        return _SPLITS[_TEST if self.split is None else int(self.split[k])]

    def number(self, k: int) -> int:
        """Its place in its split."""
        return int((self.index if self.place is None else self.place)[k])

    def names(self, k: int) -> tuple[str, str]:
        """Of its label and of the answer."""
        if self._numbers:
            return plain(float(self.label[k])), plain(float(self.answer[k]))
        name = self.task.answer.name
        return name(int(self.label[k])), name(int(self.answer[k]))

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which of them are read as another class, (n,)."""
        wrong: NDArray[np.bool_] = self.answer != self.label
        return wrong

    @property
    def _numbers(self) -> bool:
        return self.task.answer.kind == "numbers"


def _cell(column: Column, value: float) -> str:
    if np.isnan(value):
        return "–"
    if not isinstance(column, Numeric):
        return column.categories[int(value)]
    # Stored as float32: beyond five digits of what the column spans there is nothing to know.
    span = max(abs(column.low), abs(column.high), 1e-30)
    return compact(round(value, _DIGITS - 1 - floor(log10(span))) + 0.0)  # nought has no sign


def none_read(task: AnyTask = DIGITS) -> ReadExamples:
    """None at all."""
    none = np.zeros(0, np.intp)
    return ReadExamples(np.zeros((0, task.input.n), task.input.dtype), none, none, none, np.zeros(0), task)
