"""What a loss is: the output activation that belongs to it, its value, its gradient, and how it is told.

Of classes, y is 1 at the label and 0 elsewhere; over a batch, L is the mean (Goodfellow, Bengio and
Courville, "Deep Learning", 2016, 6.2). Label smoothing ε spreads that share of y evenly over all outputs:
1 − ε + ε/n_out at the label and ε/n_out elsewhere (Szegedy et al. 2016).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.network.activations import Array

Answers: TypeAlias = Literal["classes", "numbers"]


class BatchLoss(Protocol):
    """A loss for batches of one size, with its buffers, and a factor on its gradient."""

    factor: float

    def set_factor(self, factor: float) -> None:
        """Another factor from now on."""
        ...

    def __call__(self, z: Array, answers: NDArray[Any], delta: Array, /) -> tuple[float, float]:
        """Write δ = factor·∂L/∂z of the mean loss into `delta` (n, n_out).

        Returns the mean loss and how many answers are right: the class that was asked for. Of numbers none is
        simply right: nan.
        """
        ...


class MakeBatchLoss(Protocol):
    """Makes the loss for batches of `n` examples; `smoothing` is the label smoothing ε."""

    def __call__(
        self, n: int, n_out: int, dtype: DTypeLike, factor: float = 1.0, smoothing: float = 0.0
    ) -> BatchLoss:
        """A new one, with buffers of its own."""
        ...


@dataclass(frozen=True)
class Loss:
    """One loss, with its facts.

    `answers` says what it fits: "classes", where the right answers of a batch are labels (n,), or "numbers",
    where they are (n, n_out). `desired(answers, n_out)`: y, what each output should be, float64 (n, n_out).
    `output(z)`: the outputs a for the last weighted sums z, (n_out,) or (n, n_out), as a new array.
    `mean(z, answers)`: the mean loss over a batch with last weighted sums z (n, n_out).
    `guessing(n_out)`: the mean loss of answering every example with 1/n_out, where all labels are equally
    frequent: what a network reaches that does not look at its pixels. `batch` makes the loss that trains.
    `output_slope(a, y)`: what a wish y − a about outputs a is multiplied by to be the wish about their sums,
    −∂L/∂z, of the shape of a.

    Words: `name` stands in settings and files, `label` on screen; `output_label` names the outputs' function,
    `output_short` and `output_formula` write it out. `formula` is L, with the gaps `{label}` (a small digit)
    and `{a}` (the output at the label). `of_own(a)` is that formula where it is one of that output alone.
    `slope` writes `output_slope` out; empty where that is 1.
    `sums_to_one`: whether the outputs are probabilities that make 1 together.
    """

    name: str
    label: str
    answers: Answers
    output_label: str
    output_short: str
    output_formula: str
    formula: str
    slope: str
    sums_to_one: bool
    output: Callable[[Array], Array]
    mean: Callable[[Array, NDArray[Any]], float]
    guessing: Callable[[int], float]
    batch: MakeBatchLoss
    output_slope: Callable[[Array, Array], Array]
    desired: Callable[[NDArray[Any], int], NDArray[np.float64]]
    of_own: Callable[[float], float] | None = None


def one_hot(labels: NDArray[Any], n_out: int) -> NDArray[np.float64]:
    """1 at the label and 0 elsewhere, (n, n_out): what classes should be answered with."""
    y = np.zeros((len(labels), n_out))
    y[np.arange(len(labels)), labels] = 1
    return y


def targets(n_out: int, dtype: DTypeLike, smoothing: float) -> Array:
    """y by label, (n_out, n_out)."""
    return np.asarray((1 - smoothing) * np.eye(n_out) + smoothing / n_out, dtype)
