"""How good a network is, as one number that rises: the accuracy of classes, or R² of numbers."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.examples import Examples
from netviz.training.figures import percent, plain


class Score(NamedTuple):
    """`spread`: the variance of the right numbers, summed over the outputs; None for classes.

    The loss of numbers is half their mean squared error, so R² = 1 − 2·loss / spread.
    """

    spread: float | None = None

    @property
    def name(self) -> str:
        """As it stands behind "validation"."""
        return "accuracy" if self.spread is None else "R²"

    @property
    def share(self) -> bool:
        """Whether it is a share, in percent."""
        return self.spread is None

    def of(self, loss: float, accuracy: float) -> float:
        """What these two say."""
        return accuracy if self.spread is None else 1 - 2 * loss / self.spread

    def of_all(self, loss: NDArray[Any], accuracy: NDArray[Any]) -> NDArray[Any]:
        """The same of many, (n,)."""
        return accuracy if self.spread is None else 1 - 2 * loss / self.spread

    def write(self, value: float) -> str:
        """For people."""
        return percent(value) if self.spread is None else plain(value, 3)


ACCURACY: Final = Score()


def score_of(examples: Examples) -> Score:
    """Which one there is of these."""
    if examples.task.answer.kind == "classes":
        return ACCURACY
    spread = float(np.var(examples.answers.astype(np.float64), axis=0).sum())
    return Score(spread or 1.0)
