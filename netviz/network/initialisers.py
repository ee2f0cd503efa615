"""How the weights begin. Biases begin at 0."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Array
from netviz.network.connections import as_matrix
from netviz.network.layers.dense import Dense
from netviz.network.spec import NetworkSpec

CONSTANT: Final = 0.1


def initialise(spec: NetworkSpec, parameters: Array, seed: int) -> None:
    """Fill the flat `parameters` as `spec.initialiser` says; the same seed gives the same numbers.

    he: normal with standard deviation √(2/n_in) (He et al. 2015). xavier: normal with √(2/(n_in + n_out))
    (Glorot and Bengio 2010). zero: all 0. constant: all weights 0.1; both leave the neurons of a layer
    alike for ever.
    """
    generator = np.random.default_rng(seed)
    parameters.fill(0)
    for k, layer in enumerate(spec.layers):
        weights = draw_weights(spec.initialiser, layer, layer.n_weights, generator)
        as_matrix(spec, parameters, k)[:] = weights.reshape(layer.shape)


def draw_weights(
    initialiser: str, layer: Dense, count: int, generator: np.random.Generator
) -> NDArray[np.float32]:
    """`count` weights, as they begin in such a layer."""
    if initialiser in ("zero", "constant"):
        return np.full(count, CONSTANT if initialiser == "constant" else 0, np.float32)
    variance = 2 / layer.fan_in if initialiser == "he" else 2 / (layer.fan_in + layer.fan_out)
    # Drawn in float32 for every dtype, so that float64 networks begin at the same weights.
    return generator.standard_normal(count, dtype=np.float32) * np.float32(math.sqrt(variance))
