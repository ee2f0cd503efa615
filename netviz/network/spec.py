"""The shape of a network, and where each of its parameters lies in the one flat array."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from netviz.language.grammar import one_of
from netviz.network import initialisers
from netviz.network.activations import ACTIVATIONS, USUAL, Activation, activation_named
from netviz.network.layers.dense import Dense
from netviz.network.losses import ALL_LOSSES, LOSSES, Loss, loss_named

MAX_NEURONS: Final = 100_000  # in a layer
MAX_HIDDEN_LAYERS: Final = 64
MAX_PARAMETERS: Final = 25_000_000
# Parameters, gradient, the optimiser's two slots and scratch, two states to go back to, and the copies that
# are under way to screen and disk.
BYTES_PER_PARAMETER: Final = 4 * 16


class SpecError(ValueError):
    """A network that can't be built; the message is a sentence with the field and what would be right."""


@dataclass(frozen=True)
class NetworkSpec:
    """A dense network: layer sizes from the input to the output, an activation per hidden layer, a loss.

    The output's activation follows from the loss. The order in the flat array is: all weight matrices W,
    layer 1 to L, each (n_in, n_out) in C order, then all biases; so the first `n_edges` numbers are the
    edges. `W[i, j]` leads from neuron i to neuron j, and `z = a @ W + b`.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...] = (USUAL, USUAL)
    loss: str = LOSSES[0]
    initialiser: str = initialisers.USUAL

    @classmethod
    def dense(
        cls,
        sizes: tuple[int, ...],
        activation: str = USUAL,
        loss: str = LOSSES[0],
        initialiser: str = initialisers.USUAL,
    ) -> NetworkSpec:
        """A network with the same activation in every hidden layer, checked."""
        return cls(tuple(sizes), (activation,) * max(0, len(sizes) - 2), loss, initialiser).checked()

    def checked(self) -> NetworkSpec:
        """This spec, if such a network can be built. Raises SpecError, before anything is allocated."""
        n_hidden = len(self.sizes) - 2
        if n_hidden < 0:
            raise SpecError("Layers: an input and an output are the least; two sizes or more would be right.")
        if n_hidden > MAX_HIDDEN_LAYERS:
            raise SpecError(
                f"Layers: {n_hidden:,} hidden layers are too many; up to {MAX_HIDDEN_LAYERS} would be right."
            )
        for place, size in enumerate(self.sizes):
            if not 1 <= size <= MAX_NEURONS:
                raise SpecError(
                    f"Layers: a layer can't have {size:,} neurons; 1 to {self._most(place):,} would be right."
                )
        if self.n_parameters > MAX_PARAMETERS:
            needed, allowed = (
                readable_size(n * BYTES_PER_PARAMETER) for n in (self.n_parameters, MAX_PARAMETERS)
            )
            raise SpecError(
                f"Layers: {self} has {self.n_parameters:,} parameters and would take about {needed}; "
                f"up to {MAX_PARAMETERS:,} parameters, about {allowed}, would be right{self._instead()}."
            )
        if len(self.activations) != n_hidden:
            raise SpecError(
                f"Activations: {len(self.activations)} for {n_hidden} hidden layers; one each would be right."
            )
        for activation in self.activations:
            _one_of("Activation", activation, ACTIVATIONS)
        _one_of("Loss", self.loss, ALL_LOSSES)
        _one_of("Initialiser", self.initialiser, initialisers.INITIALISERS)
        return self

    def _most(self, place: int) -> int:
        """How many neurons this layer may have beside the others."""
        beside = sum(self.sizes[max(place - 1, 0) : place] + self.sizes[place + 1 : place + 2])
        each = beside + (place > 0)
        room = MAX_PARAMETERS - (self.n_parameters - each * self.sizes[place])
        return max(min(room // each if each else 1, MAX_NEURONS), 1)

    def _instead(self) -> str:
        """The largest layer, smaller, where that is enough."""
        place = max(range(1, len(self.sizes) - 1), key=lambda k: self.sizes[k], default=None)
        if place is None or self._most(place) < 2:
            return ""
        return f", as with {self._most(place):,} neurons in the place of {self.sizes[place]:,}"

    @cached_property
    def activation_functions(self) -> tuple[Activation, ...]:
        """φ of each hidden layer, with its facts. KeyError where `checked` would refuse."""
        return tuple(map(activation_named, self.activations))

    @cached_property
    def below_zero(self) -> bool:
        """Whether the activation of a hidden neuron or of an output can be below zero."""
        outputs = self.loss_function.output(np.array([[-2.0, -1.0]], np.float32))
        return any(phi.low < 0 for phi in self.activation_functions) or bool((outputs < 0).any())

    @cached_property
    def loss_function(self) -> Loss:
        """The loss with its facts. KeyError where `checked` would refuse."""
        return loss_named(self.loss)

    @property
    def guessing_loss(self) -> float:
        """The mean loss of a network that does not look at its inputs (see Loss)."""
        return self.loss_function.guessing(self.sizes[-1])

    @property
    def n_layers(self) -> int:
        """The number of weight matrices L (one less than the columns in the picture)."""
        return len(self.sizes) - 1

    @property
    def n_neurons(self) -> int:
        """All neurons, the inputs included."""
        return sum(self.sizes)

    @cached_property
    def layers(self) -> tuple[Dense, ...]:
        """What leads from each column to the next."""
        return tuple(Dense(n_in, n_out) for n_in, n_out in pairwise(self.sizes))

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(n_in, n_out) of every weight matrix."""
        return tuple(layer.shape for layer in self.layers)

    @cached_property
    def weight_slices(self) -> tuple[slice, ...]:
        """Where each W lies in the flat array."""
        ends = list(accumulate((layer.n_weights for layer in self.layers), initial=0))
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @cached_property
    def bias_slices(self) -> tuple[slice, ...]:
        """Where each b lies in the flat array."""
        ends = list(accumulate((layer.n_biases for layer in self.layers), initial=self.n_edges))
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @cached_property
    def neuron_slices(self) -> tuple[slice, ...]:
        """Where each column's neurons lie in an array over all neurons (the input first)."""
        ends = list(accumulate(self.sizes, initial=0))
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @cached_property
    def n_edges(self) -> int:
        """The number of weights."""
        return sum(layer.n_weights for layer in self.layers)

    @cached_property
    def n_parameters(self) -> int:
        """Weights and biases."""
        return self.n_edges + sum(layer.n_biases for layer in self.layers)

    def __str__(self) -> str:
        """The sizes as people write them: `20-16-16-3`."""
        return "-".join(map(str, self.sizes))


def parse_layers(text: str, n_in: int, n_out: int, ends: str = "") -> tuple[int, ...]:
    """Layer sizes as people write them: `16,16` names the hidden layers, `20-16-16-3` all of them.

    `ends`: what the inputs and outputs are, for the refusal. An empty text means no hidden layer. Raises
    SpecError.
    """
    stripped = text.strip()
    example = f"hidden layers as in 16,16, or all of them as in {n_in}-16-16-{n_out}, would be right"
    if not stripped:
        return (n_in, n_out)
    if not re.fullmatch(r"\d+(\s*,\s*\d+)*|\d+(\s*-\s*\d+)+", stripped, re.ASCII):
        raise SpecError(f"Layers: “{_short(text)}” can't be read; {example}.")
    # A number of more digits than this is too large in any case, and int() refuses some thousands of them.
    numbers = tuple(int(number[:20]) for number in re.findall(r"\d+", stripped))
    if "-" in stripped:
        if numbers[0] != n_in or numbers[-1] != n_out:
            raise SpecError(
                f"Layers: {_short(text)} begins with {numbers[0]:,} and ends with {numbers[-1]:,} neurons; "
                f"{ends or str(n_in) + ' inputs and ' + str(n_out) + ' outputs'} would be right."
            )
        sizes = numbers
    else:
        sizes = (n_in, *numbers, n_out)
    NetworkSpec.dense(sizes)
    return sizes


def readable_size(n_bytes: float) -> str:
    """A number of bytes for people: `312 MB`, `31.5 GB`."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if n_bytes >= size:
            return (
                f"{n_bytes / size:,.1f} {unit}" if n_bytes < 100 * size else f"{n_bytes / size:,.0f} {unit}"
            )
    return f"{n_bytes / 1e3:,.0f} kB"


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise SpecError(f"{field}: there is no “{_short(str(value))}”; {one_of(allowed)} would be right.")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
