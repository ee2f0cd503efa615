"""From the last sums to the answers, step by step, in float64."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Softmax:
    """All steps of a softmax with a temperature, float64 (n_out,) each: `scaled` = z ÷ T, `lowered` = that
    less its maximum, `raised` = e to its power, `share` = that divided by `total`, the sum of them.
    """

    z: NDArray[np.float64]
    temperature: float
    scaled: NDArray[np.float64]
    lowered: NDArray[np.float64]
    raised: NDArray[np.float64]
    total: float
    share: NDArray[np.float64]


def softmax_steps(z: NDArray[Any], temperature: float = 1.0) -> Softmax:
    """A temperature of 1 gives what the network answers; a high one evens the answers out, a low one sharpens
    them (Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015).
    """
    sums = np.asarray(z, np.float64)
    scaled = sums / temperature
    lowered = scaled - scaled.max()
    raised = np.exp(lowered)
    total = float(raised.sum())
    return Softmax(sums, temperature, scaled, lowered, raised, total, raised / total)
