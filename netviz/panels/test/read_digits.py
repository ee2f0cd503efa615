"""Digits together with what a network read in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.panels.kit.figures import percent
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.task import PictureTask


@dataclass(frozen=True, eq=False)
class ReadDigits:
    """`images` uint8 (n, n_inputs); the rest (n,): place in the test set, label, answer, its probability."""

    images: NDArray[np.uint8]
    index: NDArray[np.integer[Any]]
    label: NDArray[np.integer[Any]]
    answer: NDArray[np.integer[Any]]
    confidence: NDArray[np.floating[Any]]
    task: PictureTask = DIGITS

    def __len__(self) -> int:
        return len(self.index)

    def rows(self, which: NDArray[np.integer[Any]]) -> ReadDigits:
        """Only these, in this order."""
        return ReadDigits(
            self.images[which],
            self.index[which],
            self.label[which],
            self.answer[which],
            self.confidence[which],
            self.task,
        )

    def picture(self, k: int) -> NDArray[np.uint8]:
        """One of them as uint8 (rows, columns)."""
        return self.task.input.of(self.images[k])

    def caption(self, k: int) -> str:
        """Label and answer: `4→9`; a digit that is read right needs only one."""
        label, answer = self.names(k)
        return label if label == answer else f"{label}→{answer}"

    def sentence(self, k: int) -> str:
        """What is known about this digit."""
        label, answer = self.names(k)
        end = "rightly so" if label == answer else "wrongly"
        return (
            f"Test example {int(self.index[k]):,}, labelled {label}: it reads {answer} "
            f"with {percent(float(self.confidence[k]))}, {end}."
        )

    def names(self, k: int) -> tuple[str, str]:
        """Of its label and of the answer."""
        names = self.task.answer.names
        return names[int(self.label[k])], names[int(self.answer[k])]


def no_digits() -> ReadDigits:
    """None at all."""
    none = np.zeros(0, np.intp)
    return ReadDigits(np.zeros((0, DIGITS.input.n), np.uint8), none, none, none, np.zeros(0))
