"""Losses and the output activations that belong to them.

softmax cross-entropy: a = softmax(z), L = −ln a[label], ∂L/∂z = a − y. sigmoid squared error: a = σ(z), L =
½·Σ(a − y)², ∂L/∂z = (a − y)·a·(1 − a). y is 1 at the label and 0 elsewhere; over a batch, L is the mean
(Goodfellow, Bengio and Courville, "Deep Learning", 2016, 6.2). Label smoothing ε spreads that share of y
evenly over all outputs: 1 − ε + ε/n_out at the label and ε/n_out elsewhere (Szegedy et al. 2016); softmax
cross-entropy then is −Σ y·ln a.
"""

from __future__ import annotations

import math
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.network.activations import Array, sigmoid
from netviz.network.spec import NetworkSpec


def output_activation(loss: str, z: Array) -> Array:
    """The outputs a for the last weighted sums z, (n_out,) or (n, n_out), as a new array."""
    a = np.empty_like(z)
    if loss == "softmax_cross_entropy":
        np.subtract(z, z.max(axis=-1, keepdims=True), out=a)
        np.exp(a, out=a)
        a /= a.sum(axis=-1, keepdims=True)
    else:
        sigmoid(z, a)
    return a


def mean_loss(loss: str, z: Array, labels: NDArray[np.integer[Any]]) -> float:
    """The mean loss over a batch with last weighted sums `z` (n, n_out) and `labels` (n,)."""
    rows = np.arange(len(labels))
    if loss == "softmax_cross_entropy":
        shifted = z - z.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, labels]))
    error = output_activation(loss, z)
    error[rows, labels] -= 1
    return float(0.5 * np.mean(np.square(error).sum(axis=1)))


def guessing_loss(spec: NetworkSpec) -> float:
    """The mean loss of answering every example with 1/n_out, where all labels are equally frequent: what a
    network reaches that does not look at its pixels.
    """
    n_out = spec.sizes[-1]
    return math.log(n_out) if spec.loss == "softmax_cross_entropy" else 0.5 * (1 - 1 / n_out)


class BatchLoss(Protocol):
    """A loss for batches of one size, with its buffers, and a factor on its gradient."""

    factor: float

    def set_factor(self, factor: float) -> None:
        """Another factor from now on."""
        ...

    def __call__(self, z: Array, labels: NDArray[np.intp], delta: Array) -> tuple[float, int]:
        """Write δ = factor·∂L/∂z of the mean loss into `delta` (n, n_out).

        Returns the mean loss and how many answers are right.
        """
        ...


# Per bit of the mantissa: e to the power of the product is far below what changes 1 (float32: −41).
_LEAST_EXPONENT: Final = -1.8


class SoftmaxCrossEntropy:
    """Softmax cross-entropy over batches of `n` examples; can't overflow, for the largest z is taken off."""

    def __init__(
        self, n: int, n_out: int, dtype: DTypeLike, factor: float = 1.0, smoothing: float = 0.0
    ) -> None:
        self._n = n
        self._y = _targets(n_out, dtype, smoothing)
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


class SigmoidSquaredError:
    """Sigmoid outputs and half the squared error, over batches of `n` examples."""

    def __init__(
        self, n: int, n_out: int, dtype: DTypeLike, factor: float = 1.0, smoothing: float = 0.0
    ) -> None:
        self._n = n
        self._targets = _targets(n_out, dtype, smoothing)
        self._share = np.empty((), dtype)
        self._one = np.ones((), dtype)
        self._answer = np.empty(n, np.intp)
        self._right = np.empty(n, np.bool_)
        self._a = np.empty((n, n_out), dtype)
        self._error = np.empty((n, n_out), dtype)
        self._flat_error = self._error.reshape(-1)
        self.set_factor(factor)

    def set_factor(self, factor: float) -> None:
        """As BatchLoss says."""
        self.factor = factor
        self._share.fill(factor / self._n)

    def __call__(self, z: Array, labels: NDArray[np.intp], delta: Array) -> tuple[float, int]:
        """As BatchLoss says."""
        z.argmax(axis=1, out=self._answer)
        np.equal(self._answer, labels, out=self._right)
        sigmoid(z, self._a)
        self._targets.take(labels, axis=0, out=self._error, mode="clip")
        np.subtract(self._a, self._error, out=self._error)
        loss = 0.5 * np.dot(self._flat_error, self._flat_error) / self._n
        np.subtract(self._one, self._a, out=delta)
        np.multiply(delta, self._a, out=delta)
        np.multiply(delta, self._error, out=delta)
        np.multiply(delta, self._share, out=delta)
        return float(loss), int(np.count_nonzero(self._right))


def batch_loss(
    loss: str, n: int, n_out: int, dtype: DTypeLike, factor: float = 1.0, smoothing: float = 0.0
) -> BatchLoss:
    """The loss of that name (one of `spec.LOSSES`) for batches of `n` examples."""
    if loss == "softmax_cross_entropy":
        return SoftmaxCrossEntropy(n, n_out, dtype, factor, smoothing)
    return SigmoidSquaredError(n, n_out, dtype, factor, smoothing)


def _targets(n_out: int, dtype: DTypeLike, smoothing: float) -> Array:
    """y by label, (n_out, n_out)."""
    return np.asarray((1 - smoothing) * np.eye(n_out) + smoothing / n_out, dtype)
