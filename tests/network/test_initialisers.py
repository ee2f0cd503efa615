"""Initialisers: the spread that the papers ask for, and the same numbers for the same seed."""

import math

import numpy as np
import pytest

from netviz.network.first_weights import initialise
from netviz.network.initialisers import CONSTANT
from netviz.network.spec import NetworkSpec


def filled(initialiser: str, seed: int = 0, dtype: type = np.float32) -> tuple[NetworkSpec, np.ndarray]:
    spec = NetworkSpec.dense((784, 100, 50, 10), initialiser=initialiser)
    parameters = np.full(spec.n_parameters, np.nan, dtype)
    initialise(spec, parameters, seed)
    return spec, parameters


@pytest.mark.parametrize("initialiser", ["he", "xavier"])
def test_the_spread_is_that_of_the_paper(initialiser: str) -> None:
    spec, parameters = filled(initialiser)
    for (n_in, n_out), place in zip(spec.shapes, spec.weight_slices, strict=True):
        expected = math.sqrt(2 / n_in if initialiser == "he" else 2 / (n_in + n_out))
        weights = parameters[place]
        assert weights.std() == pytest.approx(expected, rel=4 / math.sqrt(2 * weights.size))
        assert abs(weights.mean()) < 4 * expected / math.sqrt(weights.size)


@pytest.mark.parametrize(("initialiser", "value"), [("zero", 0.0), ("constant", CONSTANT)])
def test_plain_ones_are_plain(initialiser: str, value: float) -> None:
    spec, parameters = filled(initialiser)
    assert (parameters[: spec.n_edges] == np.float32(value)).all()


@pytest.mark.parametrize("initialiser", ["he", "xavier", "zero", "constant"])
def test_biases_begin_at_zero(initialiser: str) -> None:
    spec, parameters = filled(initialiser)
    assert not parameters[spec.n_edges :].any()


def test_the_seed_decides() -> None:
    np.testing.assert_array_equal(filled("he", 7)[1], filled("he", 7)[1])
    assert not np.array_equal(filled("he", 7)[1], filled("he", 8)[1])
    np.testing.assert_array_equal(filled("he", 7)[1], filled("he", 7, np.float64)[1].astype(np.float32))
