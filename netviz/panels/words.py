"""The settings in the words of the field."""

from __future__ import annotations

from typing import Final

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.losses import LOSSES, loss_named
from netviz.network.spec import NetworkSpec

ACTIVATION: Final = {name: activation_named(name).label for name in ACTIVATIONS}
LOSS: Final = {name: loss_named(name).label for name in LOSSES}
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
    """`20 → 16 → 16 → 3`."""
    return " → ".join(map(str, sizes))


def kind(spec: NetworkSpec) -> str:
    """`ReLU · softmax`; each activation once, in order, where layers differ."""
    names = dict.fromkeys(activation.label for activation in spec.activation_functions)
    return " · ".join((*names, spec.loss_function.output_label))
