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

_SHUFFLED: Final = (
    "A new run, whose labels say nothing of its examples: on validation it stays at guessing. A large "
    "network learns the training examples by heart all the same."
)
LABELS: Final = (
    ("Labels shuffled", _SHUFFLED),
    ("Labels right again", "A new run, which learns from the right labels."),
)
"""What the button says and what is to be expected: where labels are right, and where they are shuffled."""
