"""Activation functions φ with all that is known of each: a row of the table is an activation.

Values and derivatives φ′ are written into buffers that the caller owns. Whoever needs a fact of an activation
asks its row; no other room knows one by its name.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating[Any]]

LEAK: Final = 0.01

# Arrays, because numpy would convert a Python number at every call, which costs as much as a small layer
# does.
_ZERO: Final = np.zeros((), np.float32)
_HALF: Final = np.full((), 0.5, np.float32)
_ONE: Final = np.ones((), np.float32)

# GELU as z·Φ(z) with ½·(1 + tanh(√(2/π)·(z + 0.044715·z³))) for Φ (Hendrycks and Gimpel 2016): at most
# 0.0005 away from the one with the error function, and numpy has none.
_GELU_SCALE: Final = math.sqrt(2 / math.pi)
_GELU_CUBIC: Final = 0.044715
_GELU_STRAIGHT: Final = 10.0  # beyond it, φ′ is 0 or 1 to the last digit

# A saturated neuron stands within this share of the end of its range.
NEAR_THE_END: Final = 0.025


@dataclass(frozen=True)
class Activation:
    """One activation function, with its facts.

    `apply(z, out)` writes a = φ(z); `derivative(z, a, out)` writes φ′(z), given a = φ(z). All arrays have
    one shape and one dtype; `out` is neither `z` nor `a`. At a kink the derivative is that of the left side
    (0 for ReLU at 0).

    Words: `name` stands in settings and files, `label` on screen. `formula` and `slope` are φ(z) and φ′(z)
    written out, `short` is φ(z) where there is little room. `sentence` explains it, `others` is what else it
    is called. `still`: what a neuron is where φ′(z) is 0.

    Numbers: `low` and `high` are the ends of its range. `at_zero`: φ(0) and the slope there, at a kink the
    mean of both sides. `straight_from`: the sum from which on φ(z) is z, or as good as; None where it is
    straight around 0 alone, for sums that are small beside `bend`. `depth`: how far below 0 activations are
    to be expected, `sum_depth`: how far below 0 a sum still tells something.

    `flat(z, a)` tells, as bools, where φ is so nearly flat that a neuron learns slowly; None for those that
    have no such part, or are exactly 0 there: these `can_die`, and `instead` names the activation most like
    it whose neurons can't.
    """

    name: str
    label: str
    apply: Callable[[Array, Array], object]
    derivative: Callable[[Array, Array, Array], object]
    formula: str
    short: str
    slope: str
    sentence: str
    others: tuple[str, ...]
    low: float
    high: float
    at_zero: tuple[float, float]
    straight_from: float | None
    bend: float
    depth: float
    sum_depth: float
    flat: Callable[[Array, Array], NDArray[np.bool_]] | None
    can_die: bool = False
    instead: str = ""
    still: str = "saturated"

    @property
    def bounded(self) -> bool:
        """Whether no activation is larger than 1, nor smaller than −1."""
        return self.low >= -1 and self.high <= 1

    @property
    def on_above(self) -> float:
        """A neuron counts as on where its activation is above this: the middle of a range that has two ends,
        else 0.
        """
        return (self.low + self.high) / 2 if self.bounded else 0.0


def relu(z: Array, out: Array) -> None:
    """max(z, 0)."""
    np.maximum(z, _ZERO, out=out)


def relu_derivative(z: Array, a: Array, out: Array) -> None:
    """1 where z > 0, else 0."""
    np.greater(z, _ZERO, out=out)


def leaky_relu(z: Array, out: Array) -> None:
    """z where z > 0, else 0.01·z."""
    np.multiply(z, LEAK, out=out)
    np.maximum(z, out, out=out)


def leaky_relu_derivative(z: Array, a: Array, out: Array) -> None:
    """1 where z > 0, else 0.01."""
    np.greater(z, _ZERO, out=out)
    np.maximum(out, LEAK, out=out)


def tanh(z: Array, out: Array) -> None:
    """The hyperbolic tangent."""
    np.tanh(z, out=out)


def tanh_derivative(z: Array, a: Array, out: Array) -> None:
    """1 − a²."""
    np.multiply(a, a, out=out)
    np.subtract(_ONE, out, out=out)


def sigmoid(z: Array, out: Array) -> None:
    """1 / (1 + e^−z), as ½ + ½·tanh(z/2), which can't overflow."""
    np.multiply(z, _HALF, out=out)
    np.tanh(out, out=out)
    np.multiply(out, _HALF, out=out)
    np.add(out, _HALF, out=out)


def sigmoid_derivative(z: Array, a: Array, out: Array) -> None:
    """a·(1 − a)."""
    np.subtract(_ONE, a, out=out)
    np.multiply(out, a, out=out)


def linear(z: Array, out: Array) -> None:
    """z itself."""
    np.copyto(out, z)


def linear_derivative(z: Array, a: Array, out: Array) -> None:
    """1 everywhere."""
    out.fill(1)


def gelu(z: Array, out: Array) -> None:
    """z·½·(1 + tanh(√(2/π)·(z + 0.044715·z³)))."""
    np.multiply(z, z, out=out)
    np.multiply(out, _GELU_CUBIC, out=out)
    np.add(out, _ONE, out=out)
    np.multiply(out, z, out=out)
    np.multiply(out, _GELU_SCALE, out=out)
    np.tanh(out, out=out)
    np.add(out, _ONE, out=out)
    np.multiply(out, _HALF, out=out)
    np.multiply(out, z, out=out)


def gelu_derivative(z: Array, a: Array, out: Array) -> None:
    """½·(1 + t) + ½·z·(1 − t²)·√(2/π)·(1 + 3·0.044715·z²), where t is the tanh of the formula."""
    near = np.clip(z, -_GELU_STRAIGHT, _GELU_STRAIGHT)
    squared = near * near
    np.multiply(near * _GELU_SCALE, squared * _GELU_CUBIC + _ONE, out=out)
    np.tanh(out, out=out)
    near *= (squared * (3 * _GELU_CUBIC) + _ONE) * _GELU_SCALE
    near *= _ONE - out * out
    np.add(out, near, out=out)
    np.add(out, _ONE, out=out)
    np.multiply(out, _HALF, out=out)


def silu(z: Array, out: Array) -> None:
    """z·σ(z)."""
    sigmoid(z, out)
    np.multiply(out, z, out=out)


def silu_derivative(z: Array, a: Array, out: Array) -> None:
    """a + σ(z)·(1 − a), which is σ·(1 + z·(1 − σ))."""
    sigmoid(z, out)
    np.multiply(out, _ONE - a, out=out)
    np.add(out, a, out=out)


def elu(z: Array, out: Array) -> None:
    """z where z > 0, else e^z − 1."""
    np.minimum(z, _ZERO, out=out)
    np.expm1(out, out=out)
    np.maximum(out, z, out=out)  # above 0 there stands 0, and below 0 z is the smaller one


def elu_derivative(z: Array, a: Array, out: Array) -> None:
    """1 where z > 0, else a + 1."""
    np.minimum(a, _ZERO, out=out)
    np.add(out, _ONE, out=out)


def _at_the_ends(low: float, high: float) -> Callable[[Array, Array], NDArray[np.bool_]]:
    """Near one of both ends of a range."""

    def flat(z: Array, a: Array) -> NDArray[np.bool_]:
        share = (a - low) / (high - low)
        return (share < NEAR_THE_END) | (share > 1 - NEAR_THE_END)

    return flat


def _below(sum_: float) -> Callable[[Array, Array], NDArray[np.bool_]]:
    """Left of a sum."""
    return lambda z, a: z < sum_


_INFINITE: Final = math.inf

_ROWS: Final = (
    Activation(
        "relu",
        "ReLU",
        relu,
        relu_derivative,
        formula="max(0, z)",
        short="max(0, z)",
        slope="1 where z > 0, else 0",
        sentence="The rule that decides what a neuron passes on: a sum above 0 as it is, a sum below 0 as 0.",
        others=("rectified linear unit",),
        low=0.0,
        high=_INFINITE,
        at_zero=(0.0, 0.5),
        straight_from=0.0,
        bend=0.0,
        depth=0.0,
        sum_depth=0.0,
        flat=None,
        can_die=True,
        instead="leaky_relu",
        still="off",
    ),
    Activation(
        "leaky_relu",
        "leaky ReLU",
        leaky_relu,
        leaky_relu_derivative,
        formula="max(0.01·z, z)",
        short="max(0.01·z, z)",
        slope="1 where z > 0, else 0.01",
        sentence="Passes on a sum above 0 as it is and a hundredth of a sum below 0, so that no neuron falls "
        "silent for good.",
        others=("leaky rectified linear unit",),
        low=-_INFINITE,
        high=_INFINITE,
        at_zero=(0.0, 0.505),
        straight_from=0.0,
        bend=0.0,
        depth=1.0,  # leaky ones get there at a hundredth of the speed
        sum_depth=1.0,
        flat=None,
    ),
    Activation(
        "tanh",
        "tanh",
        tanh,
        tanh_derivative,
        formula="tanh z",
        short="tanh(z)",
        slope="1 − a²",
        sentence="Bends every sum into the range from −1 to 1: near 0 it hardly changes it, and far from 0 "
        "it is nearly flat.",
        others=("hyperbolic tangent",),
        low=-1.0,
        high=1.0,
        at_zero=(0.0, 1.0),
        straight_from=None,
        bend=1.0,
        depth=1.0,
        sum_depth=3.0,  # behind a tanh of −3 there is little to tell apart
        flat=_at_the_ends(-1.0, 1.0),
    ),
    Activation(
        "sigmoid",
        "sigmoid",
        sigmoid,
        sigmoid_derivative,
        formula="1 / (1 + e⁻ᶻ)",
        short="σ(z)",
        slope="a·(1 − a)",
        sentence="Bends every sum into the range from 0 to 1: a sum of 0 becomes one half, and far from 0 it "
        "is nearly flat.",
        others=("logistic function", "σ"),
        low=0.0,
        high=1.0,
        at_zero=(0.5, 0.25),
        straight_from=None,
        bend=2.0,  # it is ½ + ½·tanh(z/2)
        depth=0.0,
        sum_depth=5.0,
        flat=_at_the_ends(0.0, 1.0),
    ),
    Activation(
        "linear",
        "linear",
        linear,
        linear_derivative,
        formula="z",
        short="z",
        slope="1",
        sentence="Passes on every sum as it is; layers of such neurons alone can do no more than one layer.",
        others=("identity",),
        low=-_INFINITE,
        high=_INFINITE,
        at_zero=(0.0, 1.0),
        straight_from=-_INFINITE,
        bend=0.0,
        depth=4.0,
        sum_depth=4.0,
        flat=None,
    ),
    Activation(
        "gelu",
        "GELU",
        gelu,
        gelu_derivative,
        formula="z · ½·(1 + tanh(0.798·(z + 0.0447·z³)))",
        short="z·Φ(z)",
        slope="Φ(z) + z·Φ′(z)",
        sentence="A smooth bend in the place of a kink: large sums pass as they are, sums far below 0 as "
        "good as not at all, and those just below 0 a little.",
        others=("Gaussian error linear unit",),
        low=-0.171,
        high=_INFINITE,
        at_zero=(0.0, 0.5),
        straight_from=4.0,
        bend=0.0,
        depth=0.171,
        sum_depth=2.0,
        flat=_below(-2.0),  # there a is within 0.05 of 0, as tanh within 0.05 of its ends
    ),
    Activation(
        "silu",
        "SiLU",
        silu,
        silu_derivative,
        formula="z / (1 + e⁻ᶻ)",
        short="z·σ(z)",
        slope="a + σ(z)·(1 − a)",
        sentence="The sum times a number between 0 and 1 that grows with it: large sums pass as they are, "
        "sums far below 0 as good as not at all.",
        others=("swish", "sigmoid linear unit"),
        low=-0.279,
        high=_INFINITE,
        at_zero=(0.0, 0.5),
        straight_from=8.0,
        bend=0.0,
        depth=0.279,
        sum_depth=4.5,
        flat=_below(-4.5),
    ),
    Activation(
        "elu",
        "ELU",
        elu,
        elu_derivative,
        formula="z where z > 0, else eᶻ − 1",
        short="max(z, min(0, eᶻ − 1))",
        slope="1 where z > 0, else a + 1",
        sentence="Passes on a sum above 0 as it is, and bends a sum below 0 softly towards −1.",
        others=("exponential linear unit",),
        low=-1.0,
        high=_INFINITE,
        at_zero=(0.0, 1.0),
        straight_from=0.0,
        bend=0.0,
        depth=1.0,
        sum_depth=3.0,
        flat=lambda z, a: a < 2 * NEAR_THE_END - 1,  # as far from −1 as a saturated tanh
    ),
)

_ALL: Final = {row.name: row for row in _ROWS}

ACTIVATIONS: Final = tuple(_ALL)
"""Their names, in the order in which they are offered."""
USUAL: Final = _ROWS[0].name
"""What a hidden layer has where nobody says another."""
CURVED: Final = "tanh"
"""The usual one where few neurons draw a boundary that bends: smooth, and none of them dies."""


def activation_named(name: str) -> Activation:
    """The activation of that name (one of ACTIVATIONS)."""
    return _ALL[name]
