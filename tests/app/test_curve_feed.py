"""The curves are drawn at their own pace: seldom while training runs, with each step that is named."""

from typing import Any

import numpy as np
import pytest

from netviz.app.screen.curve_feed import EVERY, SOON, CurveFeed
from netviz.network.spec import NetworkSpec
from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot


class Curves:
    """What the feed sees of the plots."""

    def __init__(self) -> None:
        self.pulled: list[bool] = []
        self.cursor = -1
        self.until: int | None = -1
        self.numbers: tuple[int, float | None] = (-1, None)

    def isVisible(self) -> bool:
        return True

    def pull(self, _log: MetricLog, *, one: bool, until: int | None) -> None:
        self.pulled.append(one)
        self.until = until

    def set_cursor(self, step: int) -> None:
        self.cursor = step

    def show_numbers(
        self, step: int, speed: float | None, first_validation: int | None, *, epoch: int | None
    ) -> None:
        assert epoch == 2
        self.numbers = (step, speed)


def at(step: int) -> Snapshot:
    spec = NetworkSpec.dense((4, 3, 2))
    return Snapshot("run", 0, step, spec, np.zeros(spec.n_parameters, np.float32), epoch=2)


@pytest.fixture
def feed() -> CurveFeed:
    return CurveFeed()


def test_while_training_runs_they_are_due_now_and_then(feed: CurveFeed) -> None:
    due = [tick for tick in range(240) if feed.due(100.0 + tick / 60, None, training=True)]
    assert due == [0, round(EVERY * 60), 2 * round(EVERY * 60)]


def test_a_single_step_is_told_of_sooner(feed: CurveFeed) -> None:
    assert feed.due(100.0, None, training=True)
    assert not feed.due(100.0 + SOON / 2, None, training=True, by_one=True)
    assert not feed.due(100.0 + SOON, None, training=True)
    assert feed.due(100.0 + SOON, None, training=True, by_one=True)


def test_at_rest_they_are_due_at_every_tick(feed: CurveFeed) -> None:
    assert all(feed.due(100.0 + tick / 60, None, training=False) for tick in range(5))


def test_a_step_that_is_named_is_due_at_once_and_once(feed: CurveFeed) -> None:
    steps = [7, 7, 7, 8, 8, 9]
    due = [feed.due(100.0 + tick / 60, step, training=True) for tick, step in enumerate(steps)]
    assert due == [True, False, False, True, False, True]


@pytest.mark.parametrize(
    ("told", "speed", "one"), [(None, 900.0, True), (7, 900.0, True), (None, None, False), (7, None, False)]
)
def test_one_plot_at_a_time_while_training_runs(
    feed: CurveFeed, told: int | None, speed: float | None, one: bool
) -> None:
    curves: Any = Curves()
    feed.show_on(curves)
    feed.due(100.0, told, training=speed is not None)
    feed.pull(MetricLog(), at(7), speed)
    assert curves.pulled == [one]
    assert (curves.cursor, curves.numbers) == (7, (7, speed))
    # While it trains, the curves end at the step that is named.
    assert curves.until == (None if speed is None else 7)


def test_loaded_late_they_are_drawn_at_the_next_tick(feed: CurveFeed) -> None:
    assert feed.due(100.0, None, training=True)
    feed.pull(MetricLog(), at(3), None)
    curves: Any = Curves()
    feed.show_on(curves)
    assert feed.due(100.1, None, training=True)
