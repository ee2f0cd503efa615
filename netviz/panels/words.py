"""The settings in the words of the field."""

from __future__ import annotations

from typing import Final

from netviz.network.spec import NetworkSpec

ACTIVATION: Final = {
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "linear": "linear",
}
LOSS: Final = {
    "softmax_cross_entropy": "softmax cross-entropy",
    "sigmoid_squared_error": "sigmoid squared error",
}
OUTPUT: Final = {"softmax_cross_entropy": "softmax", "sigmoid_squared_error": "sigmoid"}
INITIALISER: Final = {"he": "He", "xavier": "Xavier", "zero": "zero", "constant": "constant"}
OPTIMISER: Final = {
    "sgd": "SGD",
    "momentum": "SGD with momentum",
    "nesterov": "SGD with Nesterov momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "adamw": "AdamW",
}


def arrows(sizes: tuple[int, ...]) -> str:
    """`784 → 16 → 16 → 10`."""
    return " → ".join(map(str, sizes))


def kind(spec: NetworkSpec) -> str:
    """`ReLU · softmax`; each activation once, in order, where layers differ."""
    names = dict.fromkeys(ACTIVATION.get(name, name) for name in spec.activations)
    return " · ".join((*names, OUTPUT.get(spec.loss, spec.loss)))
