"""Shades follow the network on screen: measured once for each step, seldom while it trains."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from netviz.app.screen.shades import MEASURED_EVERY, Shades
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.training.jobs.thread import Progress
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.references import SHADE_DIGITS, shade_references

SMALL = NetworkSpec(sizes=(784, 8, 10))
DEEPER = NetworkSpec(sizes=(784, 8, 6, 10))


class Jobs:
    """Stands for the job thread: works when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, kind: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        assert kind == "shades"
        self.waiting.append(lambda: done(work(Progress())))

    def work(self) -> None:
        waiting, self.waiting = self.waiting, []
        for one in waiting:
            one()


def shown(spec: NetworkSpec = SMALL, step: int = 0) -> Snapshot:
    network = Network(spec)
    network.initialise(step)
    return Snapshot("run", spec.n_layers, step, spec, network.parameters.copy())


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


@pytest.fixture
def calls() -> list[None]:
    return []


@pytest.fixture
def shades(jobs: Jobs, calls: list[None], digits: DataSet) -> Shades:
    shades = Shades(jobs, lambda: calls.append(None))  # type: ignore[arg-type]
    shades.provide(digits.validation)
    return shades


def test_they_are_what_the_network_on_screen_has(
    shades: Shades, jobs: Jobs, calls: list[None], digits: DataSet
) -> None:
    network = shown()
    assert (shades.now, shades.of(SMALL), shades.note(dark=False)) == (None, None, "")
    shades.follow(network, 0.0, training=False)
    jobs.work()
    expected = shade_references(network, digits.validation.inputs(slice(SHADE_DIGITS)))
    np.testing.assert_array_equal(shades.now, expected)
    assert shades.of(SMALL) == tuple(map(float, expected))
    assert f"{expected[1]:.2g}" in shades.note(dark=False)
    assert len(calls) == 1
    assert not shades.moving


def test_at_rest_each_step_is_measured_once(shades: Shades, jobs: Jobs) -> None:
    for _ in range(3):
        shades.follow(shown(step=1), 0.0, training=False)
    assert len(jobs.waiting) == 1
    shades.follow(shown(step=2), 0.0, training=False)
    assert len(jobs.waiting) == 2


def test_while_training_runs_it_is_measured_now_and_then(shades: Shades, jobs: Jobs) -> None:
    for step in range(60):
        shades.follow(shown(step=step), 10.0 + step / 60, training=True)
    assert len(jobs.waiting) == 1
    shades.follow(shown(step=61), 10.0 + MEASURED_EVERY, training=True)
    assert len(jobs.waiting) == 2


def test_another_step_is_eased_to(shades: Shades, jobs: Jobs) -> None:
    shades.follow(shown(step=0), 0.0, training=False)
    jobs.work()
    before = shades.now
    shades.follow(shown(step=1), 0.0, training=False)
    jobs.work()
    assert shades.moving
    np.testing.assert_array_equal(shades.now, before)
    shades.advance(60.0)
    assert not shades.moving
    assert shades.now is not None
    assert not np.array_equal(shades.now, before)


def test_what_comes_late_for_a_network_of_other_columns_is_dropped(
    shades: Shades, jobs: Jobs, calls: list[None]
) -> None:
    shades.follow(shown(DEEPER), 0.0, training=True)
    shades.follow(shown(SMALL), 0.1, training=True)
    jobs.work()
    assert shades.now is None
    assert not calls


def test_a_network_waits_for_its_own(shades: Shades, jobs: Jobs) -> None:
    shades.follow(shown(SMALL), 0.0, training=False)
    jobs.work()
    assert shades.of(DEEPER) is None
    assert shades.of(SMALL) is not None


def test_without_digits_nothing_is_measured(jobs: Jobs) -> None:
    shades = Shades(jobs, lambda: None)  # type: ignore[arg-type]
    shades.follow(shown(), 0.0, training=False)
    assert not jobs.waiting
