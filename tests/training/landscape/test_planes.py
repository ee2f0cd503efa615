"""Directions through the weights, and what of a run lies between them, against their definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.connections import as_matrix, biases
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.training.landscape.directions import along_run, at_random, of_weights, through
from netviz.training.landscape.plane import PlaneError, Walk, share_of_movement
from tests.training.landscape.point import network_at

SPEC = NetworkSpec.dense((5, 4, 3), "tanh")


def _walk(seed: int, k: int, spread: float = 1.0) -> Walk:
    steps = np.random.default_rng(seed).normal(0, spread, (k, SPEC.n_parameters)).cumsum(axis=0)
    return Walk(SPEC, np.arange(k) * 10, steps.astype(np.float32))


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(3, 12), st.sampled_from([1e-3, 1.0, 30.0]))
def test_along_a_run_lies_what_a_decomposition_of_the_whole_matrix_gives(
    seed: int, k: int, spread: float
) -> None:
    walk = _walk(seed, k, spread)
    plane = along_run(walk)
    path, distance = plane.project(list(walk.parameters))
    differences = walk.parameters.astype(np.float64) - walk.parameters[-1]
    _, sizes, rows = np.linalg.svd(differences, full_matrices=False)
    share = share_of_movement(plane, walk, distance)
    assert share == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum(), abs=1e-5)
    for mine, theirs in zip(plane.directions.astype(np.float64), rows[:2], strict=True):
        if sizes[1] > 1.02 * sizes[2] and sizes[0] > 1.02 * sizes[1]:
            assert abs(np.dot(mine, theirs)) == pytest.approx(1, abs=1e-3)
    # Pythagoras, in the plane and off it; the last network is its origin.
    whole = np.linalg.norm(differences, axis=1)
    scale = whole.max()
    np.testing.assert_allclose(np.hypot(np.linalg.norm(path, axis=1), distance), whole, atol=1e-4 * scale)
    np.testing.assert_allclose(path[-1], 0, atol=1e-5 * scale)
    np.testing.assert_allclose(
        plane.directions.astype(np.float64) @ plane.directions.T.astype(np.float64), np.eye(2), atol=1e-5
    )


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.floats(-3, 3), st.floats(-3, 3))
def test_a_point_of_the_plane_is_found_again_and_lies_in_it(seed: int, alpha: float, beta: float) -> None:
    """Also where the directions are neither of length 1 nor at right angles."""
    plane = at_random(SPEC, _walk(seed, 1).parameters[0], seed)
    points, distance = plane.project([network_at(plane, alpha, beta)])
    np.testing.assert_allclose(points, [[alpha, beta]], atol=2e-5)
    assert distance[0] < 1e-4


def test_random_directions_have_for_each_neuron_the_length_of_its_weights() -> None:
    network = Network(SPEC)
    network.initialise(3)
    network.b[0][:] = 5
    plane = at_random(SPEC, network.parameters)
    for direction in plane.directions:
        for layer in range(SPEC.n_layers):
            W, D = as_matrix(SPEC, network.parameters, layer), as_matrix(SPEC, direction, layer)
            for j in range(W.shape[1]):
                assert np.sqrt((D[:, j] ** 2).sum()) == pytest.approx(np.sqrt((W[:, j] ** 2).sum()), rel=1e-5)
            assert not biases(SPEC, direction, layer).any()
    assert np.array_equal(plane.directions, at_random(SPEC, network.parameters).directions)
    assert abs(np.dot(*plane.directions)) < 0.5 * np.linalg.norm(plane.directions[0]) ** 2


def test_three_steps_lie_in_their_plane() -> None:
    walk = _walk(1, 6)
    plane = through(walk, (0, 2, 5))
    path, distance = plane.project(list(walk.parameters))
    np.testing.assert_allclose(distance[[0, 2, 5]], 0, atol=1e-4)
    assert (distance[[1, 3, 4]] > 0.1).all()
    np.testing.assert_allclose(network_at(plane, *path[5]), walk.parameters[5], atol=1e-4)


def test_two_weights_are_changed_alone() -> None:
    origin = _walk(1, 1).parameters[0]
    plane = of_weights(SPEC, origin, (0, SPEC.n_edges - 1))
    changed = np.flatnonzero(network_at(plane, 0.5, -2.0) != origin)
    assert changed.tolist() == [0, SPEC.n_edges - 1]


def test_a_run_that_went_straight_gets_a_second_direction_and_says_so() -> None:
    line = np.outer(np.linspace(1, 0, 4), np.arange(1, SPEC.n_parameters + 1)).astype(np.float32)
    walk = Walk(SPEC, np.arange(4), line + 1)
    plane = along_run(walk)
    _, distance = plane.project(list(walk.parameters))
    assert plane.filled
    assert share_of_movement(plane, walk, distance) == pytest.approx(1, abs=1e-6)
    assert not along_run(_walk(2, 4)).filled


def test_what_is_no_plane_is_refused_with_what_would_be_right() -> None:
    still = Walk(SPEC, np.arange(3), np.ones((3, SPEC.n_parameters), np.float32))
    one = Walk(SPEC, np.arange(1), still.parameters[:1])
    for make in (
        lambda: along_run(still),
        lambda: along_run(one),
        lambda: through(still, (0, 1, 2)),
        lambda: through(_walk(1, 4), (0, 0, 2)),
        lambda: through(_walk(1, 4), (0, 2, 2)),
        lambda: of_weights(SPEC, one.parameters[0], (3, 3)),
        lambda: of_weights(SPEC, one.parameters[0], (0, SPEC.n_edges)),
        lambda: of_weights(SPEC, one.parameters[0], (-1, 2)),
        lambda: at_random(SPEC, np.zeros(SPEC.n_parameters, np.float32)),
    ):
        with pytest.raises(PlaneError, match=r"would be right|network has|no length"):
            make()
    _, distance = of_weights(SPEC, one.parameters[0], (0, 1)).project(list(still.parameters))
    assert share_of_movement(of_weights(SPEC, one.parameters[0], (0, 1)), still, distance) is None
