"""A moving story is drawn as often as the canvas draws; on the processor edges wait, arrows do not."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from netviz.app.explain.pace import EDGES_EVERY, StoryPace
from netviz.viewmodels.moment import StoryMoment

STORY: Any = object()
ANOTHER: Any = object()
TICK = 1 / 64  # seconds


@dataclass
class Canvas:
    max_fps: float = 30.0
    software: bool = True


def pace(**canvas: Any) -> StoryPace:
    around: Any = Canvas(**canvas)
    return StoryPace(around)


def moment(k: int) -> StoryMoment:
    weights = np.full(4, k, np.float32)
    return StoryMoment((k,), "", "", "", weights=weights, weights_key=k, weight_share=k / 100)


def test_no_time_is_lost_between_frames() -> None:
    moves = pace()
    passed = [moves.frame(100.0 + k * TICK, TICK, moving=True) for k in range(65)]
    drawn = [p for p in passed if p is not None]
    assert 25 <= len(drawn) <= 33
    assert sum(drawn) == pytest.approx(64 * TICK, abs=2 * TICK)


def test_what_passed_before_it_began_to_move_does_not_count() -> None:
    moves = pace()
    assert moves.frame(100.0, 5.0, moving=False) is None
    assert moves.frame(105.0, 5.0, moving=True) == 0.0
    moves.frame(106.0, 1.0, moving=True)
    moves.begin()
    assert moves.frame(106.001, 0.001, moving=True) == 0.0


def shown(moves: StoryPace, seconds: float, *, moving: bool = True, story: Any = STORY) -> list[StoryMoment]:
    """One moment a tick."""
    found = []
    for k in range(round(seconds / TICK)):
        moves.frame(100.0 + k * TICK, TICK, moving=moving)
        found.append(moves.paced(story, moment(k), moving=moving))
    return found


def test_on_the_processor_edges_wait_and_arrows_go_on() -> None:
    found = shown(pace(), 1.0)
    assert [m.key for m in found] == [(k,) for k in range(64)]
    drawn = sorted({m.weights_key for m in found})
    assert len(drawn) == pytest.approx(1.0 / EDGES_EVERY, abs=1)
    for m in found:
        # Weights, their key and how much of the change is in them stay together.
        assert m.weights is not None
        assert set(m.weights) == {m.weights_key}
        assert m.weight_share == float(m.weights[0]) / 100


@pytest.mark.parametrize(("software", "moving"), [(False, True), (True, False)])
def test_elsewhere_and_at_rest_edges_are_those_of_the_moment(software: bool, moving: bool) -> None:
    found = shown(pace(software=software), 0.5, moving=moving)
    assert [m.weights_key for m in found] == list(range(32))


def test_another_story_does_not_wait() -> None:
    moves = pace()
    shown(moves, 0.2)
    assert moves.paced(ANOTHER, moment(50), moving=True).weights_key == 50
