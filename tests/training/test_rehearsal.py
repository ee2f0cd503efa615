"""The short run: plain gradient descent, every step kept."""

import numpy as np
import pytest

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.task import DIGITS
from netviz.training.experiments.rehearsal import BATCH, STEPS, rehearse


def test_each_step_is_plain_gradient_descent_on_a_seeded_mini_batch() -> None:
    spec = NetworkSpec((16, 8, 4), ("relu",))
    network = Network(spec, np.float32, BATCH)
    network.initialise(3)
    start = network.parameters.copy()
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (100, 16)).astype(np.uint8), rng.integers(0, 4, 100)
    run = rehearse(spec, start, images, labels, seed=5, rate=0.1, reads=DIGITS.input)
    assert run.steps == STEPS
    assert len(run.loss) == STEPS + 1
    np.testing.assert_array_equal(run.parameters[0], start)
    draw = np.random.default_rng(5)
    for step in range(4):
        chosen = draw.integers(0, 100, BATCH)
        network.parameters[:] = run.parameters[step]
        loss, _ = network.loss_and_gradient(
            images[chosen].astype(np.float32) / np.float32(255), labels[chosen]
        )
        assert run.loss[step] == pytest.approx(loss, rel=1e-5)
        expected = run.parameters[step] - np.float32(0.1) * network.gradient
        np.testing.assert_allclose(run.parameters[step + 1], expected, atol=1e-6)
    np.testing.assert_array_equal(network.parameters.shape, start.shape)
    again = rehearse(spec, start, images, labels, seed=5, rate=0.1, reads=DIGITS.input)
    np.testing.assert_array_equal(again.parameters[-1], run.parameters[-1])


def test_a_rate_that_makes_the_loss_rise_is_not_kept() -> None:
    spec = NetworkSpec((784, 12, 12, 12, 12, 10), ("linear",) * 4)
    network = Network(spec)
    network.initialise(0)
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (200, 784)).astype(np.uint8), rng.integers(0, 10, 200)
    run = rehearse(spec, 3 * network.parameters, images, labels, seed=0, rate=1.0, reads=DIGITS.input)
    assert run.rate < 1.0
    assert np.isfinite(run.parameters[-1]).all()
    assert run.loss.max() <= 3 * run.loss[0]


def test_a_large_network_keeps_fewer_steps() -> None:
    spec = NetworkSpec((784, 1500, 10), ("relu",))
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (64, 784)).astype(np.uint8), rng.integers(0, 10, 64)
    run = rehearse(spec, np.zeros(spec.n_parameters, np.float32), images, labels, seed=0, reads=DIGITS.input)
    assert 4 <= run.steps < STEPS
    assert sum(p.nbytes for p in run.parameters) < 80 * 2**20
