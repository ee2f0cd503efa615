"""Ready-made experiments: each says what is to be expected before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from netviz.network.spec import NetworkSpec
from netviz.training.experiments.operations.operation import Operation
from netviz.training.experiments.operations.whole import AllAlike, NoBiases, SilenceLayer


class Experiment(NamedTuple):
    """`make` makes its operation; `expected` is a sentence."""

    id: str
    title: str
    expected: str
    make: Callable[[NetworkSpec], Operation]


EXPERIMENTS: Final = (
    Experiment(
        "biases",
        "No biases",
        "Little is lost where the weights alone tell the answers apart; every neuron’s threshold goes to 0.",
        lambda spec: NoBiases(),
    ),
    Experiment(
        "alike",
        "All weights alike",
        "All neurons of a layer do the same, so the network can only guess. Train on: they get the same "
        "gradients, and stay alike.",
        lambda spec: AllAlike(),
    ),
    Experiment(
        "silent",
        "One layer silent",
        "Nothing of the input reaches the output: only its biases are left, so every input gets the same "
        "answer.",
        lambda spec: SilenceLayer(len(spec.sizes) - 2),
    ),
)
"""What can be done to any network, whatever it learns."""
