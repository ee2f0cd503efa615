"""Runs side by side: each as if it were alone, and all of them always in step."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.digits.digits import Digits
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.experiments.again import steps_on_the_way, trained_again
from netviz.training.experiments.side_by_side import Abreast, SideBySide
from netviz.training.jobs.work import finish
from netviz.training.session import Session, SessionState
from tests.waiting import eventually

USUAL = TrainingConfig(NetworkSpec.dense((784, 8, 10)), batch_size=20, validate_every=10_000)
# Without an activation that dies, a rate as high as that has no bounds.
WILD = replace(USUAL, spec=NetworkSpec.dense((784, 8, 10), "linear"), optimiser="sgd", learning_rate=1e6)
RATES = (0.005, 0.02, 0.1)
Compare = Callable[..., SideBySide]


@pytest.fixture
def digits() -> Digits:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 200).astype(np.uint8)
    images = rng.integers(0, 80, (200, 784)).astype(np.uint8)
    images[np.arange(200), 40 * labels] = 255
    return Digits(images, labels, "training")


@pytest.fixture
def compare(digits: Digits) -> Iterator[Compare]:
    running: list[SideBySide] = []

    def begin(configs: list[TrainingConfig], **changes: object) -> SideBySide:
        running.append(SideBySide(configs, digits, digits, **changes))  # type: ignore[arg-type]
        return running[-1]

    yield begin
    for side in running:
        assert side.close()


def state_of(side: SideBySide, run: int) -> SessionState:
    states: list[SessionState] = []
    side.state(run, states.append)
    eventually(lambda: states)
    return states[0]


def configs(*rates: float) -> list[TrainingConfig]:
    return [replace(USUAL, learning_rate=rate) for rate in rates]


def test_each_run_is_what_it_would_be_alone(compare: Compare, digits: Digits) -> None:
    side = compare(configs(*RATES))
    side.run()
    eventually(lambda: side.step >= 23)
    side.pause()
    states = [state_of(side, run) for run in range(3)]
    assert len({state.step for state in states}) == 1
    for rate, state in zip(RATES, states, strict=True):
        alone = Session(replace(USUAL, learning_rate=rate), digits)
        for _ in range(state.step):
            alone.step()
        assert np.array_equal(alone.network.parameters, state.parameters)


def test_what_is_seen_is_always_in_step(compare: Compare) -> None:
    side = compare([*configs(*RATES), replace(USUAL, spec=NetworkSpec.dense((784, 30, 10)))])
    side.run()
    seen: list[Abreast] = []
    end = time.monotonic() + 20
    while len(seen) < 30 and time.monotonic() < end:
        side.wanted = True
        found = side.take()
        if found is not None:
            seen.append(found)
    assert len(seen) == 30
    for abreast in seen:
        assert {snapshot.step for snapshot in abreast.snapshots} == {abreast.step}
    assert [snapshot.spec.sizes[1] for snapshot in seen[0].snapshots] == [8, 8, 8, 30]


def test_single_rounds(compare: Compare) -> None:
    side = compare(configs(0.01, 0.02))
    for _ in range(3):
        side.step_once()
    eventually(lambda: side.step == 3)
    assert not side.running
    assert [len(log) for log in side.logs] == [3, 3]


def test_one_that_diverges_stands_still_and_the_others_go_on(compare: Compare) -> None:
    side = compare([USUAL, WILD])
    side.run()
    eventually(lambda: side.step >= 60)
    side.pause()
    eventually(lambda: not side.running)
    newest = side.take()
    assert newest is not None
    assert newest.diverged == (False, True)
    assert newest.snapshots[1].step < newest.snapshots[0].step == newest.step


def test_it_stops_where_all_have_diverged(compare: Compare) -> None:
    said = threading.Event()
    side = compare([WILD, WILD], notify=said.set)
    side.run()
    eventually(lambda: side.step > 0 and not side.running)
    assert said.is_set()


def test_every_run_is_validated(compare: Compare) -> None:
    side = compare([replace(config, validate_every=5) for config in configs(0.01, 0.02)])
    side.run()
    eventually(lambda: all(len(log.validation_since(None)[1]) >= 3 for log in side.logs))
    side.pause()
    for log in side.logs:
        steps = [point.step for point in log.validation_since(None)[1]]
        assert steps == [5 * (k + 1) for k in range(len(steps))]


@pytest.mark.parametrize("n", [0, 1, 5])
def test_two_to_four_runs_are_compared(digits: Digits, n: int) -> None:
    with pytest.raises(ConfigError, match="2 to 4 would be right"):
        SideBySide([USUAL] * n, digits)


def test_what_cannot_be_trained_is_refused(digits: Digits) -> None:
    with pytest.raises(ConfigError, match="Batch size"):
        SideBySide([USUAL, replace(USUAL, batch_size=0)], digits)
    with pytest.raises(SpecError, match="Layers"):
        SideBySide([USUAL, replace(USUAL, spec=NetworkSpec((784, 0, 10), ("relu",)))], digits)


def test_runs_too_large_for_memory_are_refused_before_they_are_built(digits: Digits) -> None:
    large = replace(USUAL, spec=NetworkSpec.dense((784, 30_000, 10)))
    large.check()
    with pytest.raises(ConfigError, match=r"GB; up to 4\.0 GB would be right"):
        SideBySide([large] * 4, digits)


def test_after_closing_nothing_happens(digits: Digits) -> None:
    side = SideBySide(configs(0.01, 0.02), digits)
    assert side.close()
    side.run()
    side.step_once()
    assert side.step == 0


def test_trained_once_more_each_is_on_its_way_again_bit_for_bit(compare: Compare, digits: Digits) -> None:
    both = [*configs(0.02), WILD]
    side = compare(both)
    seen: list[Abreast] = []
    for n in range(1, 8):
        side.step_once()
        eventually(lambda n=n: side.step == n and (found := side.take()) and not seen.append(found))  # type: ignore[func-returns-value]
    steps = np.array([0, 2, 7])
    again = finish(trained_again(both, digits, steps))
    assert list(again) == steps.tolist()
    for step in (2, 7):
        then = next(one for one in seen if one.step == step)
        for was, now in zip(then.snapshots, again[step], strict=True):
            np.testing.assert_array_equal(was.parameters, now.parameters)
            assert was.step == now.step
    assert seen[-1].diverged == (False, True)
    # So many that they fit into memory, both ends among them.
    few = steps_on_the_way(10_000, [replace(USUAL, spec=NetworkSpec.dense((784, 1000, 10)))])
    assert (few[0], few[-1]) == (0, 10_000)
    assert len(few) < len(steps_on_the_way(10_000, both)) <= 120
