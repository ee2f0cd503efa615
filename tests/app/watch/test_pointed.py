"""What is said of a neuron in Simple: its sum, and what the activation function makes of it."""

import numpy as np
import pytest

from netviz.app.watch.sentence import _made_of
from netviz.network.activations import activation_named
from netviz.panels.inspector.facts import NeuronFacts
from netviz.viewmodels.words.sentence import Seen, sentence


@pytest.mark.parametrize(
    ("activation", "z", "a", "words"),
    [
        ("relu", -1.5, 0.0, "ReLU cuts it off at 0"),
        ("relu", 0.7, 0.7, "ReLU lets it through"),
        ("tanh", 1.0, 0.7616, "tanh makes its activation 0.76 of it"),
    ],
)
def test_what_becomes_of_the_sum_is_said(activation: str, z: float, a: float, words: str) -> None:
    nothing = np.zeros(2, np.float32)
    kind = activation_named(activation)
    facts = NeuronFacts("", False, nothing, nothing, 0.0, z, a, kind, kind.short, 1.0, (2, 3, 10), 1)
    assert _made_of(facts) == words


def test_no_step_is_said_to_move_all_weights() -> None:
    words = sentence(Seen(9, training=True))
    assert "every weight" not in words
    assert "had a part" in words
