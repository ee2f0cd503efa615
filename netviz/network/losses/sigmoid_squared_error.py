"""Sigmoid outputs and half the squared error: a = σ(z), L = ½·Σ(a − y)², ∂L/∂z = (a − y)·a·(1 − a)."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.network.activations import Array, sigmoid
from netviz.network.losses.half_squares import HalfSquares
from netviz.network.losses.loss import Loss, one_hot, targets


def output(z: Array) -> Array:
    """As Loss says: each output by itself."""
    a = np.empty_like(z)
    sigmoid(z, a)
    return a


def mean(z: Array, labels: NDArray[np.integer[Any]]) -> float:
    """As Loss says."""
    error = output(z)
    error[np.arange(len(labels)), labels] -= 1
    return float(0.5 * np.mean(np.square(error).sum(axis=1)))


def guessing(n_out: int) -> float:
    """As Loss says."""
    return 0.5 * (1 - 1 / n_out)


def output_slope(a: Array, y: Array) -> Array:
    """a·(1 − a)."""
    return a * (1 - a)


class SigmoidSquaredError(HalfSquares):
    """Sigmoid outputs and half the squared error, over batches of `n` examples."""

    def __init__(
        self, n: int, n_out: int, dtype: DTypeLike, factor: float = 1.0, smoothing: float = 0.0
    ) -> None:
        super().__init__(n, n_out, dtype, factor)
        self._targets = targets(n_out, dtype, smoothing)
        self._one = np.ones((), dtype)
        self._answer = np.empty(n, np.intp)
        self._right = np.empty(n, np.bool_)
        self._a = np.empty((n, n_out), dtype)

    def __call__(self, z: Array, labels: NDArray[np.intp], delta: Array) -> tuple[float, int]:
        """As BatchLoss says."""
        z.argmax(axis=1, out=self._answer)
        np.equal(self._answer, labels, out=self._right)
        sigmoid(z, self._a)
        self._targets.take(labels, axis=0, out=self._error, mode="clip")
        np.subtract(self._a, self._error, out=self._error)
        np.subtract(self._one, self._a, out=delta)
        np.multiply(delta, self._a, out=delta)
        np.multiply(delta, self._error, out=delta)
        np.multiply(delta, self._share, out=delta)
        return self._loss(), int(np.count_nonzero(self._right))


SIGMOID_SQUARED_ERROR: Final = Loss(
    "sigmoid_squared_error",
    "sigmoid squared error",
    answers="classes",
    output_label="sigmoid",
    output_short="σ(z)",
    output_formula="a = 1 / (1 + e⁻ᶻ)",
    formula="½ Σ (a − y)²",
    slope="a·(1 − a)",
    sums_to_one=False,
    output=output,
    mean=mean,
    guessing=guessing,
    batch=SigmoidSquaredError,
    output_slope=output_slope,
    desired=one_hot,
)
