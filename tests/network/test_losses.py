"""Losses: right where the plain formula would overflow, honest where outputs tie."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netviz.network.losses import LOSSES, loss_named

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
