"""Linear outputs and half the squared error, for numbers: a = z, L = ½·Σ(a − y)², ∂L/∂z = a − y."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.network.activations import Array
from netviz.network.losses.half_squares import HalfSquares
from netviz.network.losses.loss import Loss


def output(z: Array) -> Array:
    """As Loss says: the sums themselves."""
    return z.copy()


def mean(z: Array, answers: NDArray[Any]) -> float:
    """As Loss says."""
    return float(0.5 * np.mean(np.square(z - answers).sum(axis=1)))


def guessing(n_out: int) -> float:
    """As Loss says: that of always answering the mean, for numbers whose variance is 1."""
    return 0.5 * n_out


def output_slope(a: Array, y: Array) -> Array:
    """1: the wish y − a is one about the sums already."""
    return np.ones_like(a)


def desired(answers: NDArray[Any], n_out: int) -> NDArray[np.float64]:
    """As Loss says: the numbers themselves."""
    return np.asarray(answers, np.float64).reshape(len(answers), n_out)


class SquaredError(HalfSquares):
    """Half the squared error over batches of `n` examples; a number has no classes to smooth."""

    def __init__(
        self, n: int, n_out: int, dtype: DTypeLike, factor: float = 1.0, smoothing: float = 0.0
    ) -> None:
        super().__init__(n, n_out, dtype, factor)

    def __call__(self, z: Array, answers: NDArray[Any], delta: Array) -> tuple[float, float]:
        """As BatchLoss says."""
        np.subtract(z, answers, out=self._error, casting="same_kind")
        np.multiply(self._error, self._share, out=delta)
        return self._loss(), math.nan


SQUARED_ERROR: Final = Loss(
    "squared_error",
    "squared error",
    answers="numbers",
    output_label="linear",
    output_short="z",
    output_formula="a = z",
    formula="½ Σ (a − y)²",
    slope="",
    sums_to_one=False,
    output=output,
    mean=mean,
    guessing=guessing,
    batch=SquaredError,
    output_slope=output_slope,
    desired=desired,
)
