"""A dense layer: every neuron listens to every one of the column before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netviz.network.activations import Array


@dataclass(frozen=True)
class Dense:
    """z = a @ W + b, from `n_in` neurons to `n_out`: W (n_in, n_out) and b (n_out,).

    Batches are rows: a (n, n_in), z and δ = ∂L/∂z (n, n_out); `sums` takes one example too. What ends in
    `_into` writes to arrays that the caller owns, and allocates nothing.
    """

    n_in: int
    n_out: int

    @property
    def shape(self) -> tuple[int, int]:
        """Of W."""
        return self.n_in, self.n_out

    @property
    def n_weights(self) -> int:
        """How many edges it has; each has a weight of its own."""
        return self.n_in * self.n_out

    @property
    def n_biases(self) -> int:
        """One for each neuron that it leads to."""
        return self.n_out

    @property
    def fan_in(self) -> int:
        """How many weights a neuron listens with; initialisers go by it."""
        return self.n_in

    @property
    def fan_out(self) -> int:
        """How many weights a neuron is listened to with."""
        return self.n_out

    @staticmethod
    def sums(a: Array, W: Array, b: Array) -> Array:
        """z, as a new array."""
        z: Array = a @ W
        z += b
        return z

    @staticmethod
    def sums_into(a: Array, W: Array, b: Array, z: Array) -> None:
        """Write z."""
        np.dot(a, W, out=z)
        np.add(z, b, out=z)

    @staticmethod
    def gradient(a: Array, delta: Array) -> tuple[Array, Array]:
        """∂L/∂W and ∂L/∂b, summed over the batch."""
        return a.T @ delta, delta.sum(axis=0)

    @staticmethod
    def gradient_into(a: Array, delta: Array, ones: Array, dW: Array, db: Array) -> None:
        """Write ∂L/∂W and ∂L/∂b; `ones` (n,) makes the sum over the batch a product."""
        np.dot(a.T, delta, out=dW)
        np.dot(ones, delta, out=db)

    @staticmethod
    def before(delta: Array, W: Array) -> Array:
        """∂L/∂a of the column before, (n, n_in)."""
        gone: Array = delta @ W.T
        return gone

    @staticmethod
    def before_into(delta: Array, W: Array, out: Array) -> None:
        """Write ∂L/∂a of the column before."""
        np.dot(delta, W.T, out=out)
