"""A network in float64: what a neuron sums up, and how that changes with the inputs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec

Floats = NDArray[np.float64]


class Exact:
    """Columns count from the input (0) to the output (L), as everywhere. Batches are rows."""

    def __init__(self, spec: NetworkSpec, parameters: NDArray[Any]) -> None:
        flat = np.asarray(parameters, np.float64)
        self.spec = spec
        self.last = spec.n_layers
        self._W = [as_matrix(spec, flat, layer) for layer in range(spec.n_layers)]
        self._b = [biases(spec, flat, layer) for layer in range(spec.n_layers)]

    @property
    def finite(self) -> bool:
        """Whether all its weights are numbers."""
        return all(np.isfinite(part).all() for part in (*self._W, *self._b))

    def first(self, x: Floats) -> Floats:
        """The sums of column 1, (m, n) for inputs (m, n_in)."""
        z: Floats = x @ self._W[0] + self._b[0]
        return z

    def along(self, direction: Floats) -> Floats:
        """How far the sums of column 1 move with a step of the inputs, (n_in,) → (n,)."""
        moved: Floats = direction @ self._W[0]
        return moved

    def to_inputs(self, delta: Floats) -> Floats:
        """∂/∂x, (…, n_in), of what has the derivatives `delta`, (…, n), by the sums of column 1."""
        gone: Floats = delta @ self._W[0].T
        return gone

    def sums(self, x: Floats, column: int) -> Floats:
        """z of a column, (m, n), for inputs (m, n_in)."""
        return self._forward(self.first(x), column)[-1][0]

    def behind(self, first: Floats, column: int, towards: Floats) -> tuple[Floats, Floats]:
        """z·`towards`, (m,), of a column, for sums of column 1, (m, n_1), and its derivatives by those,
        (m, n_1). `towards` is (n,) or (m, n).
        """
        passed = self._forward(first, column)
        z = passed[-1][0]
        delta = np.broadcast_to(towards, z.shape)
        value = np.einsum("mn,mn->m", z, delta)
        for layer in range(column - 1, 0, -1):
            before, a = passed[layer - 1]
            slope = np.empty_like(before)
            self.spec.activation_functions[layer - 1].derivative(before, a, slope)
            delta = (delta @ self._W[layer].T) * slope
        return value, delta

    def slopes(self, x: Floats, column: int, towards: Floats) -> tuple[Floats, Floats]:
        """z·`towards`, (m,), of a column for inputs (m, n_in), and its gradient by these, (m, n_in)."""
        value, delta = self.behind(self.first(x), column, towards)
        return value, self.to_inputs(delta)

    def passed_on(self, z: Floats, column: int) -> Floats:
        """The activations that belong to these sums of a column."""
        if column == self.last:
            return np.asarray(self.spec.loss_function.output(z), np.float64)
        a = np.empty_like(z)
        self.spec.activation_functions[column - 1].apply(z, a)
        return a

    def _forward(self, first: Floats, column: int) -> list[tuple[Floats, Floats]]:
        """z and a of column 1 to this one; of this one z alone is worked out."""
        z, passed = first, []
        for layer in range(1, column):
            a = np.empty_like(z)
            self.spec.activation_functions[layer - 1].apply(z, a)
            passed.append((z, a))
            z = a @ self._W[layer] + self._b[layer]
        passed.append((z, z))
        return passed


def unit(n: int, index: int) -> Floats:
    """1 at one place, 0 elsewhere."""
    one = np.zeros(n)
    one[index] = 1
    return one
