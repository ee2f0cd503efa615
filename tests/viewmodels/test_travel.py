"""Where one is in a run: dragging, playing both ways, and following the newest step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.viewmodels.playing.travel import SPEEDS, Travel, proposed_speed


def of(first: int, last: int) -> Travel:
    travel = Travel()
    travel.begin(first, last)
    return travel


def test_at_first_it_follows_the_newest() -> None:
    travel = of(0, 10)
    assert travel.live
    travel.follow(0, 25)
    assert travel.step == 25


def test_a_chosen_step_stays_while_the_run_grows() -> None:
    travel = of(0, 100)
    travel.go_to(40)
    travel.follow(0, 500)
    assert (travel.step, travel.live) == (40, False)
    travel.go_live()
    assert travel.step == 500


def test_what_lies_outside_is_the_nearest_end() -> None:
    travel = of(10, 100)
    travel.go_to(3)
    assert travel.step == 10
    assert not travel.live
    # The newest is no step that is past: it is followed.
    travel.go_to(300)
    assert (travel.step, travel.live) == (100, True)
    travel.follow(10, 120)
    assert travel.step == 120


def test_playing_forwards_from_the_newest_begins_at_the_first_and_ends_live() -> None:
    travel = of(0, 1000)
    travel.set_speed(100.0)
    travel.play(1)
    assert travel.step == 0
    assert travel.advance(2.0)
    assert (travel.step, travel.live, travel.direction) == (200, False, 1)
    travel.advance(60.0)
    assert (travel.step, travel.live, travel.direction) == (1000, True, 0)


def test_playing_backwards_begins_here_and_ends_at_the_first() -> None:
    travel = of(0, 1000)
    travel.set_speed(100.0)
    travel.play(-1)
    travel.advance(3.0)
    assert (travel.step, travel.live) == (700, False)
    travel.advance(30.0)
    assert (travel.step, travel.live, travel.direction) == (0, False, 0)
    travel.play(-1)
    assert travel.direction == 0


def test_slow_playing_loses_no_share_of_a_step() -> None:
    travel = of(0, 1000)
    travel.set_speed(1.0)
    travel.go_to(5)
    travel.play(1)
    moved = [travel.advance(0.016) for _ in range(125)]
    assert travel.step == 7
    assert sum(moved) == 2


def test_a_run_without_steps_can_not_be_played() -> None:
    travel = of(3, 3)
    travel.play(1)
    assert travel.direction == 0
    assert not travel.advance(1.0)


def test_the_proposed_speed_stays_while_it_plays_and_a_chosen_one_after_it() -> None:
    travel = of(0, 2000)
    assert travel.speed == 100
    travel.play(1)
    travel.follow(0, 2_000_000)
    assert travel.speed == 100
    travel.pause()
    assert travel.speed == 100_000
    travel.set_speed(30_000)
    assert travel.speed == 30_000
    travel.follow(0, 20)
    assert travel.speed == 30_000
    travel.begin(0, 2000)
    assert travel.speed == 100


@given(n=st.integers(0, 10**9))
def test_any_run_is_proposed_a_speed_that_can_be_chosen(n: int) -> None:
    speed = proposed_speed(n)
    assert speed in SPEEDS
    if 20 <= n <= 6_000_000:
        assert n / speed == pytest.approx(20, rel=0.9)


@given(
    moves=st.lists(
        st.one_of(
            st.tuples(st.just("go"), st.integers(-100, 10_000)),
            st.tuples(st.just("play"), st.sampled_from([-1, 1])),
            st.tuples(st.just("pass"), st.floats(0, 100)),
            st.tuples(st.just("follow"), st.integers(0, 5000)),
        ),
        max_size=30,
    )
)
def test_it_never_leaves_the_run(moves: list[tuple[str, int]]) -> None:
    travel, last = of(0, 100), 100
    for what, how in moves:
        match what:
            case "go":
                travel.go_to(how)
            case "play":
                travel.play(how)  # type: ignore[arg-type]
            case "pass":
                travel.advance(how)
            case "follow":
                last = max(last, how)
                travel.follow(0, last)
        assert 0 <= travel.step <= last
        assert travel.range == (0, last)
