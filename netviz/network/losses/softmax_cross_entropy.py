"""Softmax cross-entropy: a = softmax(z), L = −ln a[label], ∂L/∂z = a − y.

With label smoothing it is −Σ y·ln a.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.network.activations import Array
from netviz.network.losses.loss import Loss, one_hot, targets


def output(z: Array) -> Array:
    """As Loss says: probabilities that make 1 together."""
    a = np.empty_like(z)
    np.subtract(z, z.max(axis=-1, keepdims=True), out=a)
    np.exp(a, out=a)
    a /= a.sum(axis=-1, keepdims=True)
    return a


def mean(z: Array, labels: NDArray[np.integer[Any]]) -> float:
    """As Loss says."""
    shifted = z - z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]))


def guessing(n_out: int) -> float:
    """As Loss says."""
    return math.log(n_out)


def output_slope(a: Array, y: Array) -> Array:
    """1: the wish y − a is one about the sums already."""
    return np.ones_like(a)


# Per bit of the mantissa: e to the power of the product is far below what changes 1 (float32: −41).
_LEAST_EXPONENT: Final = -1.8


class SoftmaxCrossEntropy:
    """Softmax cross-entropy over batches of `n` examples; can't overflow, for the largest z is taken off."""

    def __init__(
        self, n: int, n_out: int, dtype: DTypeLike, factor: float = 1.0, smoothing: float = 0.0
    ) -> None:
        self._n = n
        self._y = targets(n_out, dtype, smoothing)
        # y·factor/n by label: one gather gives the target, and one dot product the mean of the labels' z.
        self._targets = np.empty_like(self._y)
        self._row_starts = np.arange(n, dtype=np.intp) * n_out
        self._ones = np.ones(n_out, dtype)
        self._share = np.empty(n, dtype)
        self._answer = np.empty(n, np.intp)
        self._right = np.empty(n, np.bool_)
        self._largest = np.empty(n, dtype)
        self._column = self._largest.reshape(n, 1)
        self._total = np.empty(n, dtype)
        self._total_column = self._total.reshape(n, 1)
        self._log = np.empty(n, dtype)
        self._shifted = np.empty((n, n_out), dtype)
        self._flat_shifted = self._shifted.reshape(-1)
        self._target = np.empty((n, n_out), dtype)
        self._flat_target = self._target.reshape(-1)
        self._least = np.array(_LEAST_EXPONENT * np.finfo(dtype).nmant, dtype)
        self.set_factor(factor)

    def set_factor(self, factor: float) -> None:
        """As BatchLoss says."""
        self.factor = factor
        self._share.fill(factor / self._n)
        np.multiply(self._y, np.asarray(factor / self._n, self._y.dtype), out=self._targets)

    def __call__(self, z: Array, labels: NDArray[np.intp], delta: Array) -> tuple[float, int]:
        """As BatchLoss says."""
        z.argmax(axis=1, out=self._answer)
        np.equal(self._answer, labels, out=self._right)
        # The largest z by its place: faster than a second pass along the rows.
        np.add(self._answer, self._row_starts, out=self._answer)
        z.reshape(-1).take(self._answer, out=self._largest, mode="clip")
        np.subtract(z, self._column, out=self._shifted)
        # Smaller ones change no sum, but processors take a hundred times as long for numbers so near zero.
        np.maximum(self._shifted, self._least, out=delta)
        np.exp(delta, out=delta)
        np.dot(delta, self._ones, out=self._total)
        self._targets.take(labels, axis=0, out=self._target, mode="clip")
        np.log(self._total, out=self._log)
        scaled_loss = np.dot(self._log, self._share) - np.dot(self._flat_target, self._flat_shifted)
        np.divide(self._share, self._total, out=self._total)
        np.multiply(delta, self._total_column, out=delta)
        np.subtract(delta, self._target, out=delta)
        return float(scaled_loss) / self.factor, int(np.count_nonzero(self._right))


def _of_own(a: float) -> float:
    return -math.log(a) if a > 0 else math.inf


SOFTMAX_CROSS_ENTROPY: Final = Loss(
    "softmax_cross_entropy",
    "softmax cross-entropy",
    answers="classes",
    output_label="softmax",
    output_short="eᶻ ÷ Σ eᶻ",
    output_formula="softmax, they sum to 1",
    formula="−ln a{label} = −ln {a}",
    slope="",
    sums_to_one=True,
    output=output,
    mean=mean,
    guessing=guessing,
    batch=SoftmaxCrossEntropy,
    output_slope=output_slope,
    desired=one_hot,
    of_own=_of_own,
)
