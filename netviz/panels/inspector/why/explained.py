"""What was found out about an answer, as its tab shows it, and what the tab may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.answer import Classes, Numbers
from netviz.tasks.columns import Columns
from netviz.tasks.input import Picture
from netviz.tasks.spam.mail import Mail
from netviz.tasks.task import AnyTask
from netviz.training.figures import percent, percents, plain, spaced
from netviz.training.insight.attribution import Why
from netviz.training.insight.least_change import Beyond, Change, Goal, OtherClass
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.probe import Example

SHARE: Final = 0.5  # of the deviation of the numbers that are answered: another answer is so far away


class Asked(NamedTuple):
    """Which output's sum is shared out, and towards which other answer the example is to change; None for the
    answer that is given, and for the one that comes next.
    """

    output: int | None = None
    towards: int | None = None


@dataclass(frozen=True, eq=False)
class Explained:
    """Of an example before a network: its sums `z` float64 and `outputs` float32, (n_out,), and `given`, the
    answer. `why` is about the sum of that output or of another one. `towards`: the place in `others` that
    `change` leads to, which is None where none was found.
    """

    snapshot: Snapshot
    example: Example
    asked: Asked
    z: NDArray[np.float64]
    outputs: NDArray[np.float32]
    given: int
    why: Why
    towards: int
    change: Change | None


class PutChanged(NamedTuple):
    """The changed example is to lie before the network."""

    explained: Explained


class Other(NamedTuple):
    """Another answer: in words, and when it is reached."""

    name: str
    goal: Goal


def others(task: AnyTask, z: NDArray[np.float64], output: int) -> list[Other | None]:
    """The other answers, by their places; None where the answer that is given stands."""
    answer = task.answer
    if isinstance(answer, Numbers):
        size = SHARE * answer.deviation
        written = spaced(size * answer.unit, answer.unit) if answer.is_scaled else plain(size, 2)
        now = float(z[output])
        return [
            Other(f"{written} more", Beyond(output, now + size, 1)),
            Other(f"{written} less", Beyond(output, now - size, -1)),
        ]
    given = int(z.argmax())
    return [None if k == given else Other(answer.name(k), OtherClass(k)) for k in range(answer.n)]


def next_answer(options: Sequence[Other | None], z: NDArray[np.float64]) -> int:
    """The place of the one that comes next: the largest sum, of numbers the larger one."""
    there = [k for k, other in enumerate(options) if other is not None]
    return max(there, key=lambda k: float(z[k]) if len(z) == len(options) else -k)


def empty_words(task: AnyTask) -> str:
    """The example that says nothing, with the gaps of `Task.filled`."""
    if isinstance(task.input, Picture):
        return "blank paper"
    return "an empty {example}" if isinstance(task.input, Mail) else "the mean training {example}"


def taken_away(task: AnyTask) -> str:
    """What it means that an input is taken away, as a sentence with the gaps of `Task.filled`."""
    if isinstance(task.input, Picture):
        return "A pixel is taken away by making it paper."
    if isinstance(task.input, Mail):
        return "A word is taken away by counting it as if it did not stand there."
    if isinstance(task.input, Columns):
        return "A column is taken away by setting it to its mean over the training {examples}."
    return "A number is taken away by setting it to its mean over the training {examples}."


def answer_words(task: AnyTask, outputs: NDArray[np.float32]) -> str:
    """What the network answers: `4 (24.0 %), then 1 (23.6 %)`; of numbers the number."""
    answer = task.answer
    if isinstance(answer, Numbers):
        return ", ".join(
            f"{answer.name(k)} = {plain(float(answer.meant(output)), 3)}"
            for k, output in enumerate(outputs.tolist())
        )
    assert isinstance(answer, Classes)
    first, *rest = np.argsort(-outputs, kind="stable").tolist()
    if not rest:
        return f"{answer.name(first)} ({percent(float(outputs[first]))})"
    large, small = percents(float(outputs[first]), float(outputs[rest[0]]))
    return f"{answer.name(first)} ({large}), then {answer.name(rest[0])} ({small})"
