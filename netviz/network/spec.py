"""The shape of a network, and where each of its parameters lies in the one flat array."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

ACTIVATIONS: Final = ("relu", "leaky_relu", "tanh", "sigmoid", "linear")
LOSSES: Final = ("softmax_cross_entropy", "sigmoid_squared_error")
INITIALISERS: Final = ("he", "xavier", "zero", "constant")


class SpecError(ValueError):
    """A network that can't be built; the message is a sentence that names the field and what would be right."""


@dataclass(frozen=True)
class NetworkSpec:
    """A dense network: layer sizes from the input to the output, an activation per hidden layer, a loss.

    The output's activation follows from the loss: softmax for `softmax_cross_entropy`, sigmoid for
    `sigmoid_squared_error`. The order in the flat array is: all weight matrices W, layer 1 to L, each (n_in, n_out)
    in C order, then all biases; so the first `n_edges` numbers are the edges. `W[i, j]` leads from neuron i to
    neuron j, and `z = a @ W + b`.
    """

    sizes: tuple[int, ...] = (784, 16, 16, 10)
    activations: tuple[str, ...] = ("relu", "relu")
    loss: str = "softmax_cross_entropy"
    initialiser: str = "he"

    @property
    def n_layers(self) -> int:
        """The number of weight matrices L (one less than the columns in the picture)."""
        return len(self.sizes) - 1

    @property
    def n_neurons(self) -> int:
        """All neurons, the input's pixels included."""
        return sum(self.sizes)

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(n_in, n_out) of every weight matrix."""
        return tuple(pairwise(self.sizes))

    @cached_property
    def weight_slices(self) -> tuple[slice, ...]:
        """Where each W lies in the flat array."""
        ends = list(accumulate((n_in * n_out for n_in, n_out in self.shapes), initial=0))
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @cached_property
    def bias_slices(self) -> tuple[slice, ...]:
        """Where each b lies in the flat array."""
        ends = list(accumulate(self.sizes[1:], initial=self.n_edges))
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @cached_property
    def neuron_slices(self) -> tuple[slice, ...]:
        """Where each column's neurons lie in an array over all neurons (the input first)."""
        ends = list(accumulate(self.sizes, initial=0))
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @cached_property
    def n_edges(self) -> int:
        """The number of weights."""
        return sum(n_in * n_out for n_in, n_out in self.shapes)

    @cached_property
    def n_parameters(self) -> int:
        """Weights and biases."""
        return self.n_edges + sum(self.sizes[1:])

    def __str__(self) -> str:
        """The sizes as people write them: `784-16-16-10`."""
        return "-".join(map(str, self.sizes))
