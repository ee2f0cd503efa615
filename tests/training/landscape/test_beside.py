"""Recorded runs that are laid beside each other: which are offered, and where their paths lie."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import DEFAULT
from netviz.training.config import TrainingConfig
from netviz.training.jobs.work import finish
from netviz.training.landscape.beside import candidates, together, trail_of, trained_with
from netviz.training.landscape.directions import along_run
from netviz.training.landscape.plane import Walk

SPEC = NetworkSpec.dense((5, 4, 2), "tanh")


def _walk(seed: int, k: int = 6) -> Walk:
    random = np.random.default_rng(seed)
    begin: NDArray[np.float64] = np.random.default_rng(0).normal(0, 1, SPEC.n_parameters)
    way = begin + random.normal(0, 0.2, (k, SPEC.n_parameters)).cumsum(axis=0)
    return Walk(SPEC, np.arange(k), way.astype(np.float32))


def test_the_plane_along_runs_is_that_of_all_their_networks() -> None:
    own, other = _walk(1), _walk(2)
    plane = along_run(together(own, [other]))
    np.testing.assert_array_equal(plane.origin, own.parameters[-1])
    everything = np.concatenate([own.parameters, other.parameters]).astype(np.float64) - plane.origin
    _, _, principal = np.linalg.svd(everything, full_matrices=False)
    for direction in plane.directions:
        inside = principal[:2] @ direction.astype(np.float64)
        assert np.linalg.norm(inside) > 1 - 1e-5
    trail = trail_of(plane, Path("other.netviz"), other)
    directions = plane.directions.astype(np.float64)
    for k, network in enumerate(other.parameters):
        away = network.astype(np.float64) - plane.origin
        found, *_ = np.linalg.lstsq(directions.T, away, rcond=None)
        np.testing.assert_allclose(trail.points[k], found, atol=1e-5)
        off = np.linalg.norm(away - found @ directions)
        np.testing.assert_allclose(trail.distance[k], off, atol=1e-5)


def test_a_run_is_called_by_all_that_it_was_trained_with() -> None:
    """One that another rate has wrecked is no run with the rate that it ended with."""
    usual = TrainingConfig(SPEC)
    wrecked = replace(usual, learning_rate=5.0)
    rate = f"{usual.learning_rate:g}"
    assert trained_with((usual,)) == f"{usual.optimiser}, rate {rate}"
    assert trained_with((usual, wrecked, usual)) == f"{usual.optimiser}, rates from {rate} to 5"
    other = replace(wrecked, optimiser="adam")
    assert trained_with((usual, other)) == f"{usual.optimiser} and adam, rates from {rate} to 5"


def test_what_is_no_run_of_this_shape_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "broken.netviz").write_bytes(b"no recording")
    assert finish(candidates(tmp_path.iterdir(), SPEC, DEFAULT)) == []
