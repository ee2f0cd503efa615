"""One digit that a person teaches: plain gradient steps on it alone, which are steps of the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import a_digit
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.experiments.backprop import Right, single_step
from netviz.training.figures import said

if TYPE_CHECKING:
    from netviz.training.session import Session

MANY: Final = 100
"""Steps that one press can teach, where one is not wanted."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """What is taught: `pixels` uint8 (n_inputs,), read-only, 0 = paper; the `label` that they are given,
    and the `rate` of each step.
    """

    pixels: NDArray[Any]
    label: Right
    rate: float

    @property
    def words(self) -> str:
        """`a 4 at rate 0.005`."""
        if isinstance(self.label, float):
            return f"the number {said(self.label)} at rate {said(self.rate)}"
        return f"{a_digit(self.label)} at rate {said(self.rate)}"


def taught(
    config: TrainingConfig, parameters: NDArray[np.float32], lesson: Lesson
) -> NDArray[np.float32] | None:
    """The parameters after one plain gradient step on the lesson, exactly as `backprop.trace` tells it.

    float32 (n_parameters,). None where the step would leave numbers that are not finite.
    """
    pixels = np.asarray(config.task.input.scaled(lesson.pixels, np.float64), np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        after = parameters + single_step(config.spec, parameters, pixels, lesson.label, lesson.rate)
    return after if np.isfinite(after).all() else None


def give(session: Session, lesson: Lesson, steps: int, go_on: Callable[[], bool]) -> int:
    """Make up to so many steps of a lesson, while `go_on` and the numbers stay finite; how many were made."""
    begin = session.step_count
    while session.step_count < begin + steps and go_on() and session.teach(lesson):
        pass
    return session.step_count - begin


def stopped_words(lesson: Lesson, made: int) -> str:
    """Why a lesson ended early."""
    after = "the first step" if made == 0 else f"another step after {made:,}"
    return f"The rate {said(lesson.rate)} is too high here: {after} would leave weights that are no numbers."


def check_lesson(lesson: Lesson, config: TrainingConfig) -> None:
    """Raise ConfigError where this digit can't be taught to such a network."""
    spec = config.spec
    numbers = spec.loss_function.answers == "numbers"
    right = isinstance(lesson.label, float) if numbers else 0 <= lesson.label < spec.sizes[-1]
    if len(lesson.pixels) != spec.sizes[0] or not right:
        raise ConfigError(
            f"An example of {len(lesson.pixels)} numbers that is called {lesson.label} can't be taught to "
            f"{spec}; {spec.sizes[0]} pixels and a label from 0 to {spec.sizes[-1] - 1} would be right."
        )


def to_table(lesson: Lesson, steps: int) -> dict[str, Any]:
    """A lesson of so many steps as a table, fit for JSON; the pixels as two hexadecimal digits each."""
    return {
        "steps": steps,
        "label": lesson.label,
        "rate": lesson.rate,
        "pixels": np.asarray(lesson.pixels).tobytes().hex(),
        **({"float": True} if lesson.pixels.dtype.kind == "f" else {}),
    }
