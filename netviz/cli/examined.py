"""What an examination found, in words and for JSON: of classes how many are right, of numbers how far off."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.answer import Numbers
from netviz.training.figures import percent
from netviz.training.measure.examination import Examination, examine
from netviz.training.measure.residuals import Residuals, residuals

if TYPE_CHECKING:
    from netviz.network.spec import NetworkSpec
    from netviz.tasks.examples import Examples
    from netviz.tasks.task import AnyTask
    from netviz.training.measure.metrics import ValidationPoint

_CLASSES = ("test_accuracy",)
_NUMBERS = ("test_loss", "r2")


class Examined(Protocol):
    """The result of an examination, whatever the answers are."""

    @property
    def words(self) -> str:
        """A line for people."""

    @property
    def figures(self) -> dict[str, float | None]:
        """The figures that sum it up, for JSON."""

    @property
    def details(self) -> dict[str, object]:
        """All else, for JSON."""


@dataclass(frozen=True, eq=False)
class ExaminedClasses:
    """One of several classes was answered."""

    found: Examination
    task: AnyTask

    @property
    def words(self) -> str:
        """As Examined says."""
        low, high = self.found.interval
        return (
            f"{percent(self.found.accuracy, 2)} of {self.found.count:,} test {self.task.examples} right "
            f"(95\u00a0% confidence: {100 * low:.2f} to {percent(high, 2)})"
        )

    @property
    def figures(self) -> dict[str, float | None]:
        """As Examined says."""
        return {"test_accuracy": self.found.accuracy}

    @property
    def details(self) -> dict[str, object]:
        """As Examined says."""
        found = self.found
        low, high = found.interval
        each = zip(found.confusion.sum(axis=1), found.recall, found.precision, strict=True)
        return {
            "interval": [low, high],
            "count": found.count,
            "correct": found.n_correct,
            self.task.answer.called: [
                {
                    **named(self.task, place),
                    "count": int(count),
                    "recall": known(recall),
                    "precision": known(precision),
                }
                for place, (count, recall, precision) in enumerate(each)
            ],
            "confusion": found.confusion.tolist(),
        }


@dataclass(frozen=True, eq=False)
class ExaminedNumbers:
    """Numbers were answered."""

    found: Residuals
    task: AnyTask

    @property
    def words(self) -> str:
        """As Examined says."""
        return (
            f"R² {self.found.r2:.4f} on {self.found.count:,} test {self.task.examples}: the typical error is "
            f"{self._typical:.3g} (loss {self.found.loss:.3g})"
        )

    @property
    def figures(self) -> dict[str, float | None]:
        """As Examined says."""
        return {"test_loss": known(self.found.loss), "r2": known(self.found.r2)}

    @property
    def details(self) -> dict[str, object]:
        """As Examined says."""
        return {"count": self.found.count, "typical_error": known(self._typical)}

    @property
    def _typical(self) -> float:
        """In what the numbers are counted in."""
        answer = self.task.answer
        return self.found.typical * (answer.unit if isinstance(answer, Numbers) else 1.0)


def examined(spec: NetworkSpec, parameters: NDArray[np.float32], examples: Examples) -> Examined:
    """Let a network answer all of these."""
    task = examples.task
    if task.answer.kind == "numbers":
        return ExaminedNumbers(residuals(spec, parameters, examples), task)
    return ExaminedClasses(examine(spec, parameters, examples), task)


def figures_of(task: AnyTask, found: Examined | None) -> dict[str, float | None]:
    """For JSON: the figures that such a task has, null where there was no examination."""
    if found is not None:
        return found.figures
    return dict.fromkeys(_NUMBERS if task.answer.kind == "numbers" else _CLASSES)


def validated(task: AnyTask, point: ValidationPoint | None) -> dict[str, float | None]:
    """For JSON: how good it is on the validation examples."""
    if task.answer.kind == "numbers":
        return {"validation_loss": None if point is None else known(point.loss)}
    return {"validation_accuracy": None if point is None else point.accuracy}


def named(task: AnyTask, place: int) -> dict[str, object]:
    """Which class: of examples that are called by their answers, as digits are, simply by its number."""
    if task.answer.called == task.examples:
        return {task.example: place}
    return {"class": place, "name": task.answer.name(place)}


def known(value: float) -> float | None:
    """There is no nan in JSON: what isn't known is null."""
    return float(value) if math.isfinite(value) else None
