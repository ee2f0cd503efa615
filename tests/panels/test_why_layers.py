"""The sentence of "Why layers?": from what was measured, also where it disappoints."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.panels.train.variations import VARIATIONS, three_depths
from netviz.panels.train.why_layers import why_layers
from netviz.training.config import TrainingConfig

WHY_LAYERS = three_depths("784-16-16-10")


def runs(*accuracies: tuple[float, ...]):
    return [(np.arange(1, len(a) + 1) * 100.0, np.array(a)) for a in accuracies]


def test_before_all_are_measured_it_says_what_to_do() -> None:
    assert "Press Train all" in why_layers((), 5000)
    assert "Press Train all" in why_layers(runs((0.5,), (0.6,), ()), 5000)


def test_figures_are_of_the_last_step_at_which_all_were_measured() -> None:
    words = why_layers(runs((0.7, 0.912), (0.8, 0.94), (0.81, 0.941, 0.99)), 5000)
    assert words.startswith("After 200 steps")
    for figure in (
        "no hidden layer 91.2\u00a0%",
        "one hidden layer 94.0\u00a0%",
        "two hidden layers 94.1\u00a0%",
    ):
        assert figure in words
    assert "The first hidden layer brings 2.8 points." in words
    assert "chance alone" in words.split("points.")[1]


def test_a_layer_that_costs_is_told_too() -> None:
    words = why_layers(runs((0.90,), (0.95,), (0.80,)), 5000)
    assert "The second costs 15.0 points." in words


@given(st.floats(0.1, 0.99), st.floats(0.1, 0.99), st.sampled_from((60, 5000)))
def test_only_what_chance_cannot_make_is_claimed(a: float, b: float, n: int) -> None:
    words = why_layers(runs((a,), (a,), (b,)), n)
    spread = 2 * np.sqrt((a * (1 - a) + b * (1 - b)) / n)
    assert ("The second" in words) == (abs(a - b) > spread)
    assert "The first hidden layer" not in words


@pytest.mark.parametrize("sizes", WHY_LAYERS)
def test_the_experiment_is_the_same_whatever_network_is_there(sizes: str) -> None:
    (variation,) = [v for v in VARIATIONS if v.told]
    base = variation.put(TrainingConfig(), sizes)
    assert variation.tries(base) == WHY_LAYERS
    assert [str(variation.put(base, value).spec) for value in WHY_LAYERS] == list(WHY_LAYERS)
