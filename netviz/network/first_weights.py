"""How a network begins: weights as its initialiser draws them, biases 0."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Array
from netviz.network.connections import as_matrix
from netviz.network.initialisers import initialiser_named
from netviz.network.spec import NetworkSpec


def initialise(spec: NetworkSpec, parameters: Array, seed: int) -> None:
    """Fill the flat `parameters` as `spec.initialiser` says; the same seed gives the same numbers."""
    parameters.fill(0)
    for k, weights in enumerate(_drawn(spec, seed)):
        as_matrix(spec, parameters, k)[:] = weights


def begins_so(spec: NetworkSpec, parameters: Array, seed: int) -> bool:
    """Whether `initialise` gives just these `parameters`. Layer by layer: all together are many."""
    if parameters[spec.n_edges :].any():
        return False
    layers = enumerate(_drawn(spec, seed))
    return all(np.array_equal(as_matrix(spec, parameters, k), weights) for k, weights in layers)


def _drawn(spec: NetworkSpec, seed: int) -> Iterator[NDArray[np.float32]]:
    generator = np.random.default_rng(seed)
    draw = initialiser_named(spec.initialiser).draw
    for layer in spec.layers:
        yield draw(layer, layer.n_weights, generator).reshape(layer.shape)
