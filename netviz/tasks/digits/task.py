"""The task of the digits: a picture of one is read, and which of ten it is is answered."""

from __future__ import annotations

from typing import Final

from netviz.tasks.answer import Classes
from netviz.tasks.hues import hues
from netviz.tasks.input import Input, Picture
from netviz.tasks.task import AnyTask, Task

DIGITS: Final = Task(
    id="digits",
    input=Picture(28, 28),
    answer=Classes("digits", tuple("0123456789"), hues(10)),
    example="digit",
    examples="digits",
    hidden=(16, 16),
    label="Handwritten digits",
    about="A picture of 28×28 pixels is read as one of the ten digits.",
)


OWN_HAND: Final = "handwriting"
"""The id of the task of signs that somebody has drawn on the pad."""


def is_laid_anew(task: AnyTask) -> bool:
    """Whether a drawing becomes what the network reads as MNIST's digits did: of digits, and of what was
    collected on the pad.
    """
    return is_of_digits(task) or task.id == OWN_HAND


def is_of_digits(task: AnyTask) -> bool:
    """Whether its pictures are digits, normalised as MNIST's were, of any size."""
    return task.answer == DIGITS.answer


def can_be_augmented(reads: Input) -> bool:
    """Whether these are pictures of the size that augmentation is made for."""
    return reads == DIGITS.input
