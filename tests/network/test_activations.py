"""Activations: their values against independent formulas, their derivatives against central differences."""

import math

import numpy as np
import pytest

from netviz.network.activations import ACTIVATIONS, activation_named
from tests.formulas import FORMULAS, phi, written


def of(name: str, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """a and the slope at z, in its dtype."""
    a, slope = np.full_like(z, np.nan), np.full_like(z, np.nan)
    activation_named(name).apply(z, a)
    activation_named(name).derivative(z, a, slope)
    return a, slope


@pytest.mark.parametrize("name", FORMULAS)
def test_values_follow_the_formula(name: str) -> None:
    z = np.linspace(-6, 6, 97).reshape(1, -1)
    np.testing.assert_allclose(of(name, z)[0], FORMULAS[name](z), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_derivative_is_the_limit_of_the_difference(name: str) -> None:
    z = np.linspace(-4, 4, 80).reshape(8, 10)  # no value within 1e-3 of the kink at 0
    assert np.abs(z).min() > 1e-3
    h = 1e-5
    expected = (phi(name)(z + h) - phi(name)(z - h)) / (2 * h)
    np.testing.assert_allclose(of(name, z)[1], expected, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_is_written_on_screen_is_what_is_computed(name: str) -> None:
    told = activation_named(name)
    z = np.linspace(-6, 6, 96)
    a, slope = of(name, z)
    for text, computed in ((told.formula, a), (told.short, a), (told.slope, slope)):
        said = [written(text)(*at) for at in zip(z.tolist(), a.tolist(), strict=True)]
        np.testing.assert_allclose(computed, said, atol=2e-3, err_msg=text)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_facts_are_those_of_the_function(name: str) -> None:
    told = activation_named(name)
    z = np.linspace(-30, 30, 60_001)
    a, slope = of(name, z)
    # The range, and whether it fits between -1 and 1.
    assert told.low <= a.min() + 1e-12
    assert told.high >= a.max() - 1e-12
    assert math.isinf(told.low) or a.min() - told.low < 0.01
    assert math.isinf(told.high) or told.high - a.max() < 0.01
    # Near 0, at a kink the mean of both sides.
    (before, at, after), _ = of(name, np.array([-1e-6, 0.0, 1e-6]))
    assert told.at_zero == pytest.approx((at, (after - before) / 2e-6), abs=1e-5)
    if told.straight_from is None:
        near = z[np.abs(z) < 0.15 * told.bend]
        straight = told.at_zero[0] + told.at_zero[1] * near
        assert np.abs(phi(name)(near) - straight).max() < 0.01 * told.at_zero[1] * told.bend
    else:
        far = z >= told.straight_from
        assert np.abs(a - z)[far].max() < 0.003
    # A neuron dies where all is 0 and flat; where another is flat its slope is a tenth of the steepest.
    assert told.can_die == bool(((a == 0) & (slope == 0))[(z > -1) & (z < -1e-9)].all())
    assert bool(told.instead) == told.can_die
    assert told.flat is None or not told.can_die
    if told.can_die:
        assert not activation_named(told.instead).can_die
        assert told.still == "off"
    if told.flat is not None:
        flat = told.flat(z, a)
        assert flat.any()
        assert np.abs(slope[flat]).max() < 0.1 * np.abs(slope).max()
        assert not flat[np.abs(z) < 1].any()


def test_gelu_is_close_to_the_one_with_the_error_function() -> None:
    z = np.linspace(-8, 8, 401)
    exact = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in z.tolist()]
    assert np.abs(of("gelu", z)[0] - exact).max() < 5e-4


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_large_sums_neither_overflow_nor_warn(name: str) -> None:
    z = np.array([[-1e4, -200.0, 0.0, 200.0, 1e4]], np.float32)
    a, slope = np.empty_like(z), np.empty_like(z)
    activation = activation_named(name)
    activation.apply(z, a)
    activation.derivative(z, a, slope)
    assert a.dtype == slope.dtype == np.float32
    assert np.isfinite(a).all()
    assert np.isfinite(slope).all()


@pytest.mark.parametrize(("name", "expected"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_at_the_kink_the_derivative_is_the_left_one(name: str, expected: float) -> None:
    z = np.zeros((1, 1))
    slope = np.empty_like(z)
    activation_named(name).derivative(z, z, slope)
    assert slope[0, 0] == pytest.approx(expected, rel=1e-6)
