"""A network as other programs have it: each layer's weights (outputs × inputs) and biases, by name.

The names are those of `nn.Sequential(nn.Linear(…), nn.ReLU(), nn.Linear(…), …)` of PyTorch, where every other
place is an activation: 0.weight, 0.bias, 2.weight … What training needs besides stands in the header, which
loaders leave alone; of a tensor more than its own, `load_state_dict` would say that it is unexpected.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec

MOST_IN_HEADER: Final = 64_000_000
"""Bytes of an optimiser's state that are kept: a header may have 100 MB, and text takes a third more."""


def names_of(spec: NetworkSpec) -> list[str]:
    """What each layer is called, from the input's to the output's."""
    return [str(2 * layer) for layer in range(spec.n_layers)]


def tensors_of(spec: NetworkSpec, parameters: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """`parameters`, (spec.n_parameters,), as float32 tensors: *.weight (n_out, n_in) and *.bias (n_out,)."""
    tensors = {}
    for layer, name in enumerate(names_of(spec)):
        weights = as_matrix(spec, parameters, layer)
        tensors[f"{name}.weight"] = np.ascontiguousarray(weights.T, np.float32)
        tensors[f"{name}.bias"] = np.ascontiguousarray(biases(spec, parameters, layer), np.float32)
    return tensors


def as_text(state: NDArray[np.float32]) -> str:
    """Float32 numbers, little-endian, in base64; empty where they are too many for a header."""
    if state.nbytes > MOST_IN_HEADER:
        return ""
    return base64.b64encode(np.ascontiguousarray(state, "<f4").tobytes()).decode("ascii")


def from_text(text: str, shape: tuple[int, int]) -> NDArray[np.float32] | None:
    """They again, float32 of `shape`; None where the text holds something else."""
    n_bytes = 4 * shape[0] * shape[1]
    if len(text) != 4 * -(-n_bytes // 3):
        return None
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(content) != n_bytes:
        return None
    return np.frombuffer(content, "<f4").astype(np.float32).reshape(shape)
