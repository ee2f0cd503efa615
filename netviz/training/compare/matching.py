"""Which neuron of one network belongs to which of another: neurons of a layer stand in no order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec
from netviz.training.compare.assignment import assignment
from netviz.training.jobs.work import Work

_MOST_SWEEPS: Final = 50
_GAIN: Final = 1e-12  # of the distance: less is rounding

Places = tuple[NDArray[np.intp], ...]


class NoPairError(ValueError):
    """Two networks that can't be laid on each other; the message is a sentence that says why."""


@dataclass(frozen=True, eq=False)
class Matching:
    """Two networks in one shape, `spec`, in which both have room: a narrower layer is filled up with neurons
    whose weights are all 0, which change nothing.

    `a` and `b` float32 (n_parameters,): the networks in that shape, each in its own order; `matched`: B with
    its neurons in the order of A's, so that the difference B − A is `matched − a`. `places`: for each hidden
    layer, intp (n,), which neuron of `b` stands where. `widths`: of each hidden layer, in A and in B.
    """

    spec: NetworkSpec
    a: NDArray[np.float32]
    b: NDArray[np.float32]
    matched: NDArray[np.float32]
    places: Places
    widths: tuple[tuple[int, int], ...]

    @property
    def n_moved(self) -> int:
        """How many of B's neurons stand elsewhere than in their own order."""
        moved = 0
        for places, (_, of_b) in zip(self.places, self.widths, strict=True):
            moved += int(np.count_nonzero((places != np.arange(len(places))) & (places < of_b)))
        return moved

    @property
    def left_over(self) -> tuple[int, int]:
        """How many neurons of hidden layers have no partner: of A, and of B."""
        a, b = (sum(max(pair[k] - pair[1 - k], 0) for pair in self.widths) for k in (0, 1))
        return a, b

    @property
    def distances(self) -> tuple[float, float]:
        """How far B is from A in the space of all parameters: in its own order, and matched."""
        a = self.a.astype(np.float64)
        return float(np.linalg.norm(self.b - a)), float(np.linalg.norm(self.matched - a))


def match(
    first: NetworkSpec, a: NDArray[np.float32], second: NetworkSpec, b: NDArray[np.float32]
) -> Work[Matching]:
    """Lay the network B on A, so that they lie as near as this finds.

    A layer's neurons are assigned by how alike their incoming weights, outgoing weights and biases are: the
    best assignment, the other layers standing as they do; layer by layer, again and again until nothing
    comes nearer (weight matching: Ainsworth, Hayase and Srinivasa, “Git Re-Basin”, 2022). Once from B's own
    order, so that it is never further away than unmatched, and once from the layers assigned one after the
    other by what comes in; the nearer one is taken. Raises NoPairError.
    """
    _check(first, second)
    for parameters in (a, b):
        if not np.isfinite(parameters).all():
            raise NoPairError("One network’s weights have grown beyond all numbers: there is no difference.")
    sizes = tuple(map(max, zip(first.sizes, second.sizes, strict=True)))
    spec = replace(first, sizes=sizes)
    wide_a, wide_b = filled(first, a, sizes), filled(second, b, sizes)
    own = tuple(np.arange(n) for n in sizes[1:-1])
    layers = _Layers(spec, wide_a, wide_b)
    kept = yield from layers.settle(own)
    if own:
        other = yield from layers.settle((yield from layers.forward()))
        if layers.distance(other) < layers.distance(kept) * (1 - _GAIN):
            kept = other
    matched = reordered(spec, wide_b, kept)
    for array in (wide_a, wide_b, matched):
        array.flags.writeable = False
    for order in kept:
        order.flags.writeable = False
    widths = tuple(zip(first.sizes[1:-1], second.sizes[1:-1], strict=True))
    return Matching(spec, wide_a, wide_b, matched, kept, widths)


def _check(first: NetworkSpec, second: NetworkSpec) -> None:
    if (first.sizes[0], first.sizes[-1]) != (second.sizes[0], second.sizes[-1]):
        raise NoPairError(
            f"A is {first} and B is {second}: they read or answer different things, so nothing fits together."
        )
    if first.n_layers != second.n_layers:
        raise NoPairError(
            f"A is {first} and B is {second}: they have different numbers of layers, so none fits another."
        )


def filled(spec: NetworkSpec, parameters: NDArray[np.float32], sizes: Sequence[int]) -> NDArray[np.float32]:
    """The same network in a shape that is nowhere narrower, float32 (n_parameters,): what is new is 0."""
    wide = replace(spec, sizes=tuple(sizes))
    found = np.zeros(wide.n_parameters, np.float32)
    for layer, (n_in, n_out) in enumerate(spec.shapes):
        as_matrix(wide, found, layer)[:n_in, :n_out] = as_matrix(spec, parameters, layer)
        biases(wide, found, layer)[:n_out] = biases(spec, parameters, layer)
    return found


def reordered(spec: NetworkSpec, parameters: NDArray[np.float32], places: Places) -> NDArray[np.float32]:
    """The same network with the neurons of its hidden layers in another order: the neuron `places[k][i]`
    stands at i.
    """
    found = np.empty_like(parameters)
    for layer in range(spec.n_layers):
        W, b = as_matrix(spec, parameters, layer), biases(spec, parameters, layer)
        if layer > 0:
            W = W[places[layer - 1]]
        if layer < spec.n_layers - 1:
            W, b = W[:, places[layer]], b[places[layer]]
        as_matrix(spec, found, layer)[:] = W
        biases(spec, found, layer)[:] = b
    return found


class _Layers:
    """Both networks' weights and biases, float64, layer by layer."""

    def __init__(self, spec: NetworkSpec, a: NDArray[np.float32], b: NDArray[np.float32]) -> None:
        self._n = spec.n_layers
        self._W, self._b = (
            [[of(spec, flat, layer).astype(np.float64) for layer in range(spec.n_layers)] for flat in (a, b)]
            for of in (as_matrix, biases)
        )

    def distance(self, places: Places) -> float:
        """The square of how far B, in this order, is from A."""
        squares = 0.0
        for layer in range(self._n):
            squares += float(np.square(self._W[0][layer] - self._weights(layer, places)).sum())
            b = self._b[1][layer]
            b = b[places[layer]] if layer < self._n - 1 else b
            squares += float(np.square(self._b[0][layer] - b).sum())
        return squares

    def forward(self) -> Work[Places]:
        """One hidden layer after the other, by what comes in from those that have been assigned."""
        found: list[NDArray[np.intp]] = []
        for layer in range(self._n - 1):
            into = self._W[1][layer]
            alike = self._alike_in(layer, into[found[-1]] if found else into)
            found.append((yield from assignment(-alike)))
        return tuple(found)

    def settle(self, places: Places) -> Work[Places]:
        """From these places on, each layer's best assignment in turn, until none brings B nearer."""
        now = self.distance(places)
        for _ in range(_MOST_SWEEPS):
            for layer in range(len(places)):
                into = self._W[1][layer] if layer == 0 else self._W[1][layer][places[layer - 1]]
                out = self._W[1][layer + 1]
                if layer + 1 < len(places):
                    out = out[:, places[layer + 1]]
                alike = self._alike_in(layer, into) + self._W[0][layer + 1] @ out.T
                better = yield from assignment(-alike)
                places = (*places[:layer], better, *places[layer + 1 :])
            before, now = now, self.distance(places)
            if now >= before * (1 - _GAIN):
                break
        return places

    def _alike_in(self, layer: int, into: NDArray[np.float64]) -> NDArray[np.float64]:
        """How alike what comes in is, biases included: of each neuron of A (rows) and of B (columns)."""
        alike: NDArray[np.float64] = self._W[0][layer].T @ into + np.outer(
            self._b[0][layer], self._b[1][layer]
        )
        return alike

    def _weights(self, layer: int, places: Places) -> NDArray[np.float64]:
        W = self._W[1][layer]
        if layer > 0:
            W = W[places[layer - 1]]
        return W[:, places[layer]] if layer < self._n - 1 else W
