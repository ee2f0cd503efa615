"""Optimisers against their formulas, number by number in Python floats."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.optimisers import make_optimiser, optimiser_slots

RATE, MOMENTUM, DECAY = 0.05, 0.8, 0.3
NAMES = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw")


def by_formula(name: str, theta: float, gradients: list[float], is_weight: bool) -> float:
    """One parameter after these gradients."""
    v = m = s = 0.0
    for t, g in enumerate(gradients, start=1):
        if name == "sgd":
            theta -= RATE * g
        elif name == "momentum":
            v = MOMENTUM * v + g
            theta -= RATE * v
        elif name == "nesterov":
            v = MOMENTUM * v + g
            theta -= RATE * (g + MOMENTUM * v)
        elif name == "rmsprop":
            s = 0.99 * s + 0.01 * g * g
            theta -= RATE * g / (math.sqrt(s) + 1e-8)
        else:
            if name == "adamw" and is_weight:
                theta -= RATE * DECAY * theta
            m = 0.9 * m + 0.1 * g
            s = 0.999 * s + 0.001 * g * g
            theta -= RATE * (m / (1 - 0.9**t)) / (math.sqrt(s / (1 - 0.999**t)) + 1e-8)
    return theta


@pytest.mark.parametrize("name", NAMES)
@given(gradients=st.lists(st.tuples(*[st.floats(-10, 10)] * 3), min_size=1, max_size=20))
def test_each_follows_its_formula(name: str, gradients: list[tuple[float, ...]]) -> None:
    start = np.array([1.0, -2.0, 0.5])
    parameters = start.copy()
    optimiser = make_optimiser(name, 3, np.float64, RATE, MOMENTUM, DECAY, 2)
    for row in gradients:
        gradient = optimiser.gradient_factor * np.array(row)
        before = gradient.copy()
        optimiser.step(parameters, gradient)
        np.testing.assert_array_equal(gradient, before)
    expected = [by_formula(name, start[i], [row[i] for row in gradients], i < 2) for i in range(3)]
    np.testing.assert_allclose(parameters, expected, rtol=1e-9, atol=1e-9)
    assert optimiser.steps == len(gradients)


@pytest.mark.parametrize(("name", "n"), list(zip(NAMES, (0, 1, 1, 1, 2, 2), strict=True)))
def test_what_is_remembered_has_one_flat_array_a_slot(name: str, n: int) -> None:
    optimiser = make_optimiser(name, 7, np.float32, RATE, MOMENTUM)
    assert optimiser.state.shape == (n, 7)
    assert optimiser.state.dtype == np.float32
    assert not optimiser.state.any()
    assert len(optimiser_slots(name)) == n


@pytest.mark.parametrize("name", NAMES)
def test_state_and_steps_are_all_of_the_memory(name: str) -> None:
    generator = np.random.default_rng(0)
    gradients = generator.normal(size=(300, 5)).astype(np.float32)
    first = make_optimiser(name, 5, np.float32, RATE, MOMENTUM)
    parameters = np.ones(5, np.float32)
    for gradient in gradients[:150]:
        first.step(parameters, gradient)
    second = make_optimiser(name, 5, np.float32, RATE, MOMENTUM)
    second.state[:] = first.state
    second.steps = first.steps
    copy = parameters.copy()
    for gradient in gradients[150:]:
        first.step(parameters, gradient)
        second.step(copy, gradient)
    np.testing.assert_array_equal(parameters, copy)


@pytest.mark.parametrize("name", NAMES[1:])
def test_what_has_faded_away_becomes_zero_instead_of_subnormal(name: str) -> None:
    optimiser = make_optimiser(name, 2, np.float32, RATE, 0.9)
    parameters = np.zeros(2, np.float32)
    nothing = np.zeros(2, np.float32)
    optimiser.step(parameters, np.array([1e-3, 0], np.float32))
    tiny = np.finfo(np.float32).tiny
    for _ in range(10_000 if name == "rmsprop" else 1_500):
        optimiser.step(parameters, nothing)
    first_slot = optimiser.state[0]
    assert not ((np.abs(first_slot) < tiny) & (first_slot != 0)).any()
    assert first_slot[0] == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_rate_may_be_another_before_each_step(name: str) -> None:
    generator = np.random.default_rng(1)
    changing, parameters = make_optimiser(name, 4, np.float64, RATE, 0.0, DECAY, 4), np.ones(4)
    for rate in (0.1, 0.001, 0.02):
        gradient = generator.normal(size=4)
        changing.learning_rate = rate
        same = make_optimiser(name, 4, np.float64, rate, 0.0, DECAY, 4)
        same.state[:] = changing.state
        same.steps = changing.steps
        expected = parameters.copy()
        same.step(expected, gradient * same.gradient_factor)
        changing.step(parameters, gradient * changing.gradient_factor)
        np.testing.assert_array_equal(parameters, expected)
