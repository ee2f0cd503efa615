"""Activations: their values against independent formulas, their derivatives against central differences."""

import math

import numpy as np
import pytest

from netviz.network.activations import activation_named
from netviz.network.spec import ACTIVATIONS

FORMULAS = {
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "tanh": lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "linear": lambda z: z,
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_follow_the_formula(name: str) -> None:
    z = np.linspace(-6, 6, 97).reshape(1, -1)
    out = np.full_like(z, np.nan)
    activation_named(name).apply(z, out)
    np.testing.assert_allclose(out[0], [FORMULAS[name](value) for value in z[0]], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_derivative_is_the_limit_of_the_difference(name: str) -> None:
    z = np.linspace(-4, 4, 80).reshape(8, 10)  # no value within 1e-3 of the kink at 0
    assert np.abs(z).min() > 1e-3
    a, slope = np.empty_like(z), np.empty_like(z)
    activation = activation_named(name)
    activation.apply(z, a)
    activation.derivative(z, a, slope)
    h = 1e-5
    expected = [(FORMULAS[name](value + h) - FORMULAS[name](value - h)) / (2 * h) for value in z.ravel()]
    np.testing.assert_allclose(slope.ravel(), expected, rtol=1e-7, atol=1e-9)


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
