"""How well a network answers with numbers that it never learned from: what is left over, and R²."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Examples

_AT_A_TIME: Final = 1000


@dataclass(frozen=True, eq=False)
class Residuals:
    """Right numbers beside those that were answered: both float64 (m, n_out), read-only. `loss`: the mean."""

    right: NDArray[np.float64]
    answered: NDArray[np.float64]
    loss: float

    @property
    def count(self) -> int:
        """How many examples were examined."""
        return len(self.right)

    @cached_property
    def residuals(self) -> NDArray[np.float64]:
        """Answered minus right, (m, n_out)."""
        return self.answered - self.right

    @property
    def typical(self) -> float:
        """How far answers are from the right ones: the root of the mean square."""
        return math.sqrt(float(np.square(self.residuals).mean()))

    @property
    def r2(self) -> float:
        """The share of the variance that is explained, R² = 1 − Σ(a − y)² / Σ(y − ȳ)²: 1 is perfect, 0 is as
        good as always answering the mean; nan where all right numbers are the same.
        """
        spread = float(np.square(self.right - self.right.mean(axis=0)).sum())
        left = float(np.square(self.residuals).sum())
        return 1 - left / spread if spread else math.nan


@np.errstate(over="ignore", invalid="ignore")
def residuals(spec: NetworkSpec, parameters: NDArray[np.float32], examples: Examples) -> Residuals:
    """Let a network whose answers are numbers answer all of `examples`."""
    right = examples.answers.astype(np.float64)
    answered = np.empty_like(right)
    for start in range(0, len(examples), _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        answered[part] = forward_pass(spec, parameters, examples.inputs(part)).a[-1]
    right.flags.writeable = answered.flags.writeable = False
    return Residuals(right, answered, spec.loss_function.mean(answered, right))
