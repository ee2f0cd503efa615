"""What the miniatures show of the run that stands there, as values; what is missing is None or empty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class OfRun:
    """`losses` are rows of step and training loss, `validations` of step, loss and accuracy (nan for
    numbers), float64. `confusion` int (n, n), row = label, of the test examples. `counts`: of training,
    validation and test examples. `picture` float (h, w), 0 = paper, of what lies before the network; `logits`
    its output sums, `label` what is right for it. `weights`: of the first layer, flat.
    """

    step: int = 0
    classes: tuple[str, ...] = ()
    losses: NDArray[np.float64] | None = None
    validations: NDArray[np.float64] | None = None
    confusion: NDArray[np.int64] | None = None
    counts: tuple[int, int, int] | None = None
    batch: int = 32
    picture: NDArray[np.float64] | None = None
    logits: NDArray[np.float64] | None = None
    label: int | None = None
    sizes: tuple[int, ...] = ()
    weights: NDArray[np.float32] | None = None


NO_RUN = OfRun()
