"""The map is the plane of the first two principal components, and moves without tumbling."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.forward import forward_pass
from netviz.tasks.digits.digits import DataSet, Digits
from netviz.training.config import TrainingConfig
from netviz.training.measure.digit_map import LARGEST, align, principal_components
from netviz.training.session import Session


def by_svd(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The reference: singular values of the centred matrix."""
    left, singular, _ = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    return left[:, :2] * singular[:2], (singular**2 / (singular**2).sum())[:2]


@settings(max_examples=30)
@given(n=st.integers(3, 60), size=st.integers(2, 60), seed=st.integers(0, 10_000))
def test_points_are_those_of_the_singular_value_decomposition(n: int, size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.normal(size=(n, size)) * (1 + 5 * random.random(size)) + random.normal(size=size)
    found = principal_components(values)
    points, explained = by_svd(values)
    np.testing.assert_allclose(found.explained, explained, atol=1e-9)
    if explained[0] - explained[1] > 1e-3 and n > 3:
        np.testing.assert_allclose(np.abs(found.points), np.abs(points), atol=1e-3)
    # Distances in the map are those of the reference, whatever the signs.
    assert found.points.dtype == np.float32
    assert not found.points.flags.writeable


def test_the_sign_does_not_depend_on_the_solver() -> None:
    values = np.random.default_rng(1).normal(size=(50, 8)) * np.arange(1, 9)
    found = principal_components(values).points
    assert (found[np.abs(found).argmax(axis=0), [0, 1]] > 0).all()
    np.testing.assert_array_equal(found, principal_components(values).points)
    np.testing.assert_allclose(principal_components(-values).points, found, atol=1e-5)


@pytest.mark.parametrize("values", [np.zeros((9, 5)), np.full((9, 5), 3.0), np.full((5, 9), np.nan)])
def test_where_nothing_differs_all_lies_in_the_origin(values: np.ndarray) -> None:
    found = principal_components(values)
    assert not found.points.any()
    assert not found.explained.any()


def test_one_neuron_makes_a_line() -> None:
    found = principal_components(np.arange(10.0)[:, None])
    assert not found.points[:, 1].any()
    assert found.explained.tolist() == [1.0, 0.0]
    assert np.ptp(found.points[:, 0]) == pytest.approx(9)


@given(angle=st.floats(-math.pi, math.pi), mirrored=st.booleans(), seed=st.integers(0, 999))
def test_a_turned_and_mirrored_map_is_laid_back(angle: float, mirrored: bool, seed: int) -> None:
    previous = principal_components(np.random.default_rng(seed).normal(size=(40, 5)))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    if mirrored:
        turn[0] *= -1
    turned = type(previous)((previous.points @ turn).astype(np.float32), previous.explained, 0)
    np.testing.assert_allclose(align(turned, previous).points, previous.points, atol=1e-4)


def test_alignment_keeps_all_distances() -> None:
    random = np.random.default_rng(3)
    one, other = (principal_components(random.normal(size=(30, 6))) for _ in range(2))
    aligned = align(one, other).points

    def distances(points: np.ndarray) -> np.ndarray:
        return np.linalg.norm(points[:, None] - points[None], axis=2)

    np.testing.assert_allclose(distances(aligned), distances(one.points), atol=1e-4)
    assert np.linalg.norm(aligned - other.points) <= np.linalg.norm(one.points - other.points) + 1e-6


def test_a_map_of_every_column_while_the_network_learns(digits: DataSet) -> None:
    some = Digits(digits.test.images[:500], digits.test.labels[:500], "test")
    session = Session(TrainingConfig(), digits.training)
    for column in range(4):
        previous = None
        for _ in range(3):
            session.step()
            values = forward_pass(session.config.spec, session.state().parameters, some.inputs()).a[column]
            found = principal_components(values, column)
            assert found.column == column
            np.testing.assert_allclose(found.explained, by_svd(values.astype(float))[1], atol=1e-4)
            if previous is not None:
                found = align(found, previous)
                moved = np.linalg.norm(found.points - previous.points)
                assert moved < 0.5 * np.linalg.norm(previous.points)
            previous = found


def test_what_would_take_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2,001 examples by 2,001 neurons .* up to 2,000"):
        principal_components(np.zeros((LARGEST + 1, LARGEST + 1), np.float32))
