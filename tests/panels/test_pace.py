"""The pace slider's scale, and the learning rate's."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.panels.settings import pace, rate

positions = st.integers(0, pace.POSITIONS)


def test_the_ends_are_one_step_in_eight_seconds_and_full_speed() -> None:
    assert pace.pace_at(0) == 1 / 8
    assert pace.pace_at(pace.POSITIONS) is None
    assert pace.position_of(1 / 8) == 0
    assert pace.position_of(None) == pace.POSITIONS


@given(positions, positions)
def test_further_right_is_never_slower(one: int, other: int) -> None:
    slow, fast = (pace.pace_at(p) or math.inf for p in sorted((one, other)))
    assert slow <= fast


@given(positions)
def test_a_pace_finds_its_way_back_to_nearly_its_position(position: int) -> None:
    found = pace.pace_at(position)
    back = pace.position_of(found)
    if found is None:
        assert back == pace.POSITIONS
    else:
        # Rounding to whole seconds is coarse at the slow end.
        assert abs(back - position) < 45
        assert pace.pace_at(back) == pytest.approx(found, rel=0.35)


@given(positions)
def test_what_the_words_say_is_the_pace_itself(position: int) -> None:
    found = pace.pace_at(position)
    words = pace.pace_text(found)
    if found is None:
        assert words == "full speed"
        return
    number = float("".join(c for c in words.removeprefix("1 step in") if c.isdigit() or c == "."))
    said = 1 / number if words.startswith("1 step in") else number
    assert said == pytest.approx(found, rel=1e-9)


@pytest.mark.parametrize(
    ("steps_per_second", "words"),
    [
        (1 / 8, "1 step in 8 s"),
        (0.5, "1 step in 2 s"),
        (1 / 1.5, "1 step in 1.5 s"),
        (1.0, "1 step/s"),
        (1.5, "1.5 steps/s"),
        (12.0, "12 steps/s"),
        (1000.0, "1,000 steps/s"),
        (None, "full speed"),
    ],
)
def test_the_words(steps_per_second: float | None, words: str) -> None:
    assert pace.pace_text(steps_per_second) == words


@given(st.one_of(st.none(), st.floats()))
def test_any_pace_has_a_position(steps_per_second: float | None) -> None:
    assert 0 <= pace.position_of(steps_per_second) <= pace.POSITIONS


@given(st.integers(0, rate.POSITIONS))
def test_a_rate_finds_its_way_back(position: int) -> None:
    assert abs(rate.position_of(rate.rate_at(position)) - position) <= 3


@given(st.floats())
def test_any_rate_has_a_position(number: float) -> None:
    assert 0 <= rate.position_of(number) <= rate.POSITIONS


def test_the_default_rate_stands_on_the_scale() -> None:
    assert rate.rate_at(rate.position_of(0.02)) == pytest.approx(0.02, rel=0.02)
    assert (rate.rate_at(0), rate.rate_at(rate.POSITIONS)) == (rate.LOWEST, rate.HIGHEST)
