"""What the losses of squared errors share: L = ½·Σ error², the mean over a batch."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike


class HalfSquares:
    """Buffers for batches of `n` examples, and the factor on the gradient."""

    def __init__(self, n: int, n_out: int, dtype: DTypeLike, factor: float) -> None:
        self._n = n
        self._share = np.empty((), dtype)
        self._error = np.empty((n, n_out), dtype)
        self._flat_error = self._error.reshape(-1)
        self.set_factor(factor)

    def set_factor(self, factor: float) -> None:
        """As BatchLoss says."""
        self.factor = factor
        self._share.fill(factor / self._n)

    def _loss(self) -> float:
        """Of what stands in `_error`."""
        return float(0.5 * np.dot(self._flat_error, self._flat_error) / self._n)
