"""How a network begins: weights as its initialiser draws them, biases 0."""

from __future__ import annotations

import numpy as np

from netviz.network.activations import Array
from netviz.network.connections import as_matrix
from netviz.network.initialisers import initialiser_named
from netviz.network.spec import NetworkSpec


def initialise(spec: NetworkSpec, parameters: Array, seed: int) -> None:
    """Fill the flat `parameters` as `spec.initialiser` says; the same seed gives the same numbers."""
    generator = np.random.default_rng(seed)
    parameters.fill(0)
    draw = initialiser_named(spec.initialiser).draw
    for k, layer in enumerate(spec.layers):
        weights = draw(layer, layer.n_weights, generator)
        as_matrix(spec, parameters, k)[:] = weights.reshape(layer.shape)
