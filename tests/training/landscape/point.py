"""A network anywhere in a plane, and its loss."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec
from netviz.training.landscape.landscape import Sample
from netviz.training.landscape.plane import Plane
from tests.formulas import phi


def network_at(plane: Plane, alpha: float, beta: float) -> NDArray[np.float32]:
    """The parameters that stand there."""
    found = plane.origin + np.float32(alpha) * plane.directions[0] + np.float32(beta) * plane.directions[1]
    return np.asarray(found, np.float32)


def plain_loss(spec: NetworkSpec, parameters: NDArray[Any], sample: Sample) -> float:
    """The mean loss in float64, written out."""
    a = sample.x.astype(np.float64)
    flat = parameters.astype(np.float64)
    z = a
    for layer in range(spec.n_layers):
        z = a @ as_matrix(spec, flat, layer) + biases(spec, flat, layer)
        a = phi(spec.activations[layer])(z) if layer < spec.n_layers - 1 else z
    y = spec.loss_function.desired(sample.answers, spec.sizes[-1])
    if spec.loss == "softmax_cross_entropy":
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return float(-(y * np.log(p)).sum(axis=1).mean())
    outputs = 1 / (1 + np.exp(-z)) if spec.loss == "sigmoid_squared_error" else z
    return float(0.5 * ((outputs - y) ** 2).sum(axis=1).mean())
