"""A page that was read: its picture, what stands on it, and what a network answers to each of its marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import predict
from netviz.tasks.digits.page.picture import Shown
from netviz.tasks.digits.page.read import Mark, PageRead
from netviz.tasks.digits.task import DIGITS
from netviz.training.judge import LEAST
from netviz.training.snapshot import Snapshot

SURE: Final = 0.8
"""An answer whose output is less active is doubtful."""


@dataclass(frozen=True, eq=False)
class Page:
    """`name` is what the picture is called; `inputs`, (n, n_inputs), are its marks as networks read them."""

    name: str
    shown: Shown
    read: PageRead
    inputs: NDArray[np.uint8]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """In reading order."""
        return self.read.marks

    @property
    def n_digits(self) -> int:
        """How many of its marks are taken for digits."""
        return sum(mark.is_digit for mark in self.marks)

    def doubtful(self, place: int, answers: PageAnswers) -> bool:
        """Whether what is answered to this mark is not to be relied on, or it is hardly like a digit."""
        return answers.doubtful(place) or self.marks[place].likeness < LEAST


def page_of(name: str, shown: Shown, read: PageRead) -> Page:
    """With what a network reads of its marks."""
    inputs = [mark.pixels for mark in read.marks]
    return Page(name, shown, read, np.stack(inputs) if inputs else np.zeros((0, DIGITS.input.n), np.uint8))


@dataclass(frozen=True, eq=False)
class PageAnswers:
    """What the network of one step answers: a class for each mark, int64 (n,), and how active that output is,
    float64 (n,); nan where the network gives no numbers.
    """

    step: int
    classes: NDArray[np.int64]
    shares: NDArray[np.float64]

    def doubtful(self, place: int) -> bool:
        """Whether this answer is not to be relied on."""
        return not float(self.shares[place]) >= SURE


def outputs_of(snapshot: Snapshot, inputs: NDArray[np.uint8]) -> NDArray[np.floating[Any]]:
    """What this snapshot makes of uint8 (n, n_inputs): (n, n_outputs)."""
    if not len(inputs):
        return np.zeros((0, snapshot.spec.sizes[-1]))
    with np.errstate(all="ignore"):  # a network that has diverged gives no numbers
        _, outputs = predict(snapshot.spec, snapshot.parameters, snapshot.task.input.scaled(inputs))
    return outputs


def answers_of(snapshot: Snapshot, inputs: NDArray[np.uint8]) -> PageAnswers:
    """The answers to uint8 (n, n_inputs)."""
    outputs = outputs_of(snapshot, inputs)
    finite = np.asarray(np.isfinite(outputs).all(axis=1))
    known = np.where(finite[:, None], outputs, 0.0)
    shares = np.where(finite, known.max(axis=1), np.nan)
    return PageAnswers(snapshot.step, known.argmax(axis=1).astype(np.int64), shares.astype(np.float64))


def numbers_of(page: Page, answers: PageAnswers, names: tuple[str, ...]) -> list[list[str]]:
    """What stands in a row, read as one, in reading order; a list for each line of the page: where it goes
    to the left, the next line begins.
    """
    lines: list[list[str]] = []
    end = float("inf")
    for number in page.read.numbers:
        begin, last = (page.marks[place].box[0] for place in (number[0], number[-1]))
        if begin <= end:
            lines.append([])
        lines[-1].append("".join(names[answers.classes[place]] for place in number))
        end = last
    return lines
