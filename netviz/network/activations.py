"""Activation functions φ and their derivatives φ′, written into buffers that the caller owns."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Activation:
    """One activation function.

    `apply(z, out)` writes a = φ(z); `derivative(z, a, out)` writes φ′(z), given a = φ(z). All arrays have
    one shape and one dtype; `out` is neither `z` nor `a`. At a kink the derivative is that of the left side
    (0 for ReLU at 0).
    """

    name: str
    apply: Callable[[Array, Array], object]
    derivative: Callable[[Array, Array, Array], object]


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


_ALL: Final = {
    activation.name: activation
    for activation in (
        Activation("relu", relu, relu_derivative),
        Activation("leaky_relu", leaky_relu, leaky_relu_derivative),
        Activation("tanh", tanh, tanh_derivative),
        Activation("sigmoid", sigmoid, sigmoid_derivative),
        Activation("linear", linear, linear_derivative),
    )
}


def activation_named(name: str) -> Activation:
    """The activation of that name (one of `spec.ACTIVATIONS`)."""
    return _ALL[name]
