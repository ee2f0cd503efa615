"""Losses: right where the plain formula would overflow, honest where outputs tie."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import forward_pass
from netviz.network.losses import ALL_LOSSES, FOR_NUMBERS, LOSSES, loss_named
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.training.config import ConfigError, TrainingConfig
from tests.formulas import mean_loss

LOGITS = arrays(np.float64, (5, 4), elements=st.floats(-1e4, 1e4))
LABELS = arrays(np.intp, 5, elements=st.integers(0, 3))


@pytest.mark.parametrize("loss", LOSSES)
@given(z=LOGITS, labels=LABELS)
def test_batch_and_plain_loss_agree_and_are_finite(loss: str, z: np.ndarray, labels: np.ndarray) -> None:
    delta = np.empty_like(z)
    found, n_correct = loss_named(loss).batch(5, 4, np.float64)(z.copy(), labels, delta)
    assert math.isfinite(found)
    assert found >= -1e-12
    assert found == pytest.approx(loss_named(loss).mean(z, labels), rel=1e-9, abs=1e-12)
    assert np.isfinite(delta).all()
    assert n_correct == int((z.argmax(axis=1) == labels).sum())


@given(z=LOGITS, labels=LABELS)
def test_delta_of_cross_entropy_is_outputs_minus_target(z: np.ndarray, labels: np.ndarray) -> None:
    delta = np.empty_like(z)
    loss_named("softmax_cross_entropy").batch(5, 4, np.float64)(z, labels, delta)
    expected = loss_named("softmax_cross_entropy").output(z)
    expected[np.arange(5), labels] -= 1
    np.testing.assert_allclose(delta, expected / 5, rtol=1e-9, atol=1e-13)
    # What one output gains the others lose.
    np.testing.assert_allclose(delta.sum(axis=1), 0, atol=1e-12)


def test_cross_entropy_of_ignorance_is_log_10() -> None:
    z = np.zeros((3, 10), np.float32)
    loss, n_correct = loss_named("softmax_cross_entropy").batch(3, 10, np.float32)(
        z, np.array([0, 4, 9]), np.empty_like(z)
    )
    assert loss == pytest.approx(math.log(10), rel=1e-6)
    # Ten equal outputs answer 0, as everywhere in the program; they are not right about every digit.
    assert n_correct == 1


@pytest.mark.parametrize("loss", LOSSES)
def test_the_loss_of_a_sum_that_is_nan_is_nan(loss: str) -> None:
    z = np.zeros((2, 3), np.float32)
    z[1, 2] = np.nan
    found, _ = loss_named(loss).batch(2, 3, np.float32)(z, np.array([0, 1]), np.empty_like(z))
    assert math.isnan(found)


@pytest.mark.parametrize("loss", LOSSES)
def test_buffers_carry_nothing_from_one_batch_to_the_next(loss: str) -> None:
    generator = np.random.default_rng(0)
    again = loss_named(loss).batch(4, 3, np.float64)
    for _ in range(3):
        z, labels = generator.normal(0, 3, (4, 3)), generator.integers(0, 3, 4).astype(np.intp)
        delta, fresh_delta = np.empty_like(z), np.empty_like(z)
        assert again(z, labels, delta) == loss_named(loss).batch(4, 3, np.float64)(z, labels, fresh_delta)
        np.testing.assert_array_equal(delta, fresh_delta)


# ---- numbers


def lesson(n: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Points x (n, 1), 0 to 1, and two numbers that belong to each."""
    x = np.linspace(0, 1, n)[:, None]
    return x, np.hstack([np.sin(2 * np.pi * x), x * x])


@pytest.mark.parametrize("loss", FOR_NUMBERS)
def test_how_good_an_answer_is_can_be_worked_out_from_the_loss(loss: str) -> None:
    """`Score`, the curves and advice take half the mean squared error for granted: R² = 1 − 2·loss / spread.
    With a loss that is another, these have to measure R² themselves first.
    """
    z, y = np.array([[0.5], [3.0], [-9.0]]), np.array([[0.0], [1.0], [2.0]])
    assert loss_named(loss).mean(z, y) == pytest.approx(0.5 * np.mean((z - y) ** 2))


@pytest.mark.parametrize("loss", ALL_LOSSES)
def test_a_wish_is_told_as_what_the_loss_wants_of_a_sum(loss: str) -> None:
    """(y − a) times the slope is −∂L/∂z, near the right answer and far from it."""
    row, n = loss_named(loss), 3
    z = np.array([[0.2, -0.4, 0.1], [4.0, -7.0, 2.5]])
    right = np.array([1, 0]) if row.answers == "classes" else np.array([[0.1, -0.5, 0.3], [-3.0, 1.0, 2.0]])
    a, y, h = row.output(z), row.desired(right, n), 1e-6
    told = (y - a) * row.output_slope(a, y)
    for k in range(len(z)):
        for j in range(n):
            ends = []
            for shift in (h, -h):
                moved = z[k : k + 1].copy()
                moved[0, j] += shift
                ends.append(row.mean(moved, right[k : k + 1]))
            assert told[k, j] == pytest.approx(-(ends[0] - ends[1]) / (2 * h), abs=1e-7)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", FOR_NUMBERS)
def test_the_gradient_for_numbers_is_the_limit_of_the_difference(loss: str, activation: str) -> None:
    spec = NetworkSpec((1, 5, 4, 2), (activation,) * 2, loss)
    x, y = lesson()
    network = Network(spec, np.float64, len(x), factor=0.5)
    network.parameters[:] = np.random.default_rng(3).normal(0, 0.8, spec.n_parameters)
    value, right = network.loss_and_gradient(x, y)
    found, h = network.gradient / network.factor, 1e-6
    outputs = forward_pass(spec, network.parameters, x).a[-1]
    assert value == pytest.approx(mean_loss(loss)(outputs, y), rel=1e-12)
    assert value == pytest.approx(loss_named(loss).mean(outputs, y), rel=1e-12)
    assert math.isnan(right)  # no number is simply right
    np.testing.assert_array_equal(loss_named(loss).desired(y, 2), y)
    for k in range(spec.n_parameters):
        ends = []
        for shift in (h, -h):
            moved = network.parameters.copy()
            moved[k] += shift
            ends.append(loss_named(loss).mean(forward_pass(spec, moved, x).z[-1], y))
        assert found[k] == pytest.approx((ends[0] - ends[1]) / (2 * h), abs=1e-7)


@pytest.mark.parametrize("loss", FOR_NUMBERS)
def test_numbers_are_learnt_and_offered_to_no_network_of_classes(loss: str) -> None:
    spec = NetworkSpec((1, 16, 2), ("tanh",), loss)
    x, y = lesson(40)
    network = Network(spec, np.float32, len(x), factor=0.1)
    network.initialise(0)
    x, y = x.astype(np.float32), y.astype(np.float32)
    first = network.loss_and_gradient(x, y)[0]
    for _ in range(2000):
        last = network.loss_and_gradient(x, y)[0]
        network.parameters -= network.gradient
    assert last < 0.1 * first
    assert loss not in LOSSES
    with pytest.raises(ConfigError, match=f"{loss} is for numbers, and Handwritten digits is answered with"):
        TrainingConfig(spec=spec).check()
