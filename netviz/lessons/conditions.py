"""What a check can look at: figures of the network on screen, and what somebody has done in this step."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from netviz.language.grammar import one_of

# What each figure is, and whether it needs a neuron, a weight or an output behind its name.
FIGURES: Final = {
    "steps": "steps of training made since this step of the lesson began",
    "step": "the step of the network on screen",
    "epoch": "the epoch of the network on screen, from 1",
    "loss": "the training loss",
    "accuracy": "validation accuracy in percent (for numbers: 100 · R²)",
    "answer": "the class that the network answers, as its number",
    "sure": "how sure it is of that answer, in percent",
    "drawn": "drawings or examples of one's own made since this step of the lesson began",
    "found": "how much was found on the page that is read",
    "named": "how many of them somebody has named",
    "stage": "the stage of the story that was reached, from 1",
    "weights": "how many weights and biases the network has",
    "z": "what a neuron adds up to: z 2.6",
    "a": "a neuron's activation: a 2.6",
    "b": "a neuron's bias: b 2.6",
    "w": "a weight, from neuron to neuron: w 1.5 2.6",
    "output": "an output in percent: output 3",
}
_PLACES: Final = {"z": 1, "a": 1, "b": 1, "w": 2, "output": 0}
_COMPARED: Final[dict[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "!=": operator.ne,
    "=": operator.eq,
}
_CONDITION: Final = re.compile(r"(.*?)\s*(>=|<=|!=|=|>|<)\s*(\S+)")


class LessonError(ValueError):
    """A piece of a lesson that can't be understood; the message is a sentence, with what would be right."""


@dataclass(frozen=True)
class Reading:
    """A figure of what is on screen: `name` one of FIGURES, `at` the neurons (column, index), both from 1 as
    people count them, or the output's class as (0, class).
    """

    name: str
    at: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Condition:
    """`figure` compared with a number, as `accuracy >= 90`."""

    figure: Reading
    sign: str
    number: float

    def holds(self, value: float | None) -> bool:
        """Whether a figure that is `value` now (None: there is none) meets it."""
        return value is not None and _COMPARED[self.sign](value, self.number)

    def __str__(self) -> str:
        return f"{self.figure.name} {self.sign} {self.number:g}"


def read_reading(text: str) -> Reading:
    """`accuracy`, `z 2.6`, `w 1.5 2.6`, `output 3`. Raises LessonError."""
    name, *places = text.split() or [""]
    if name not in FIGURES:
        raise LessonError(f"There is no figure “{short(name)}”; {one_of(FIGURES)} would be right.")
    wanted = 1 if name == "output" else _PLACES.get(name, 0)
    if len(places) != wanted:
        raise LessonError(f"“{short(text)}” can't be read; {FIGURES[name]}.")
    if name == "output":
        return Reading(name, ((0, _whole(places[0])),))
    return Reading(name, tuple(read_place(place) for place in places))


def read_place(text: str) -> tuple[int, int]:
    """A neuron as `2.6`: hidden layer 2, its sixth; layer 0 is the input. Raises LessonError."""
    column, dot, index = text.partition(".")
    if not (dot and column.isdecimal() and index.isdecimal() and len(text) < 12 and int(index) >= 1):
        raise LessonError(f"“{short(text)}” is no neuron; a layer and a place, as 2.6, would be right.")
    return int(column), int(index)


def read_conditions(text: str) -> tuple[Condition, ...]:
    """`accuracy >= 90 and steps >= 100`. Raises LessonError."""
    return tuple(_condition(part.strip()) for part in text.split(" and "))


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise LessonError(
            f"“{short(text)}” is no condition; a figure and a number, as accuracy >= 90, would be right."
        )
    return Condition(read_reading(found[1]), found[2], read_number(found[3].removesuffix("%")))


def read_number(text: str) -> float:
    """A finite number, with a point before its decimals. Raises LessonError."""
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?", text.strip()):
        raise LessonError(f"“{short(text)}” is no number.")
    return float(text)


def _whole(text: str) -> int:
    if not (text.isdecimal() and len(text) < 6):
        raise LessonError(f"“{short(text)}” is no whole number.")
    return int(text)


def short(text: str) -> str:
    """What somebody wrote, as it has room in a sentence."""
    return text if len(text) <= 30 else f"{text[:29]}…"
