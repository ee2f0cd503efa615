"""The settings in the words of the field."""

from __future__ import annotations

from typing import Final

from netviz.network.spec import NetworkSpec
from netviz.training import settings

ACTIVATION: Final = settings.ACTIVATION.options
LOSS: Final = settings.LOSS.kind.options
INITIALISER: Final = settings.INITIALISER.kind.options
OPTIMISER: Final = settings.OPTIMISER.kind.options


def arrows(sizes: tuple[int, ...]) -> str:
    """`20 → 16 → 16 → 3`."""
    return " → ".join(map(str, sizes))


def kind(spec: NetworkSpec) -> str:
    """`ReLU · softmax`; each activation once, in order, where layers differ."""
    names = dict.fromkeys(activation.label for activation in spec.activation_functions)
    return " · ".join((*names, spec.loss_function.output_label))
