"""Schedules: where they begin, bend and end, and that they are functions of the step."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.training.schedules import FINAL, SCHEDULES, Schedule, schedule_named

ANY = st.builds(
    Schedule,
    kind=st.sampled_from(SCHEDULES),
    steps=st.integers(1, 10**9),
    drop=st.floats(1e-6, 1),
    start=st.integers(0, 10**9),
)


@given(schedule=ANY, step=st.integers(0, 2**53 - 1))
def test_the_rate_is_never_zero_and_never_above_the_base(schedule: Schedule, step: int) -> None:
    assert 0 < schedule.rate_at(0.1, step) <= 0.1


@given(schedule=ANY, step=st.integers(0, 10**9))
def test_a_start_moves_it(schedule: Schedule, step: int) -> None:
    at_once = replace(schedule, start=0)
    assert schedule.factor_at(schedule.start + step) == at_once.factor_at(step)
    assert schedule.factor_at(0) == at_once.factor_at(0)


def test_without_one_the_rate_stays() -> None:
    assert {Schedule().rate_at(0.3, step) for step in (0, 1, 10**9)} == {0.3}


@given(steps=st.integers(1, 10_000), share=st.floats(0, 1))
def test_cosine(steps: int, share: float) -> None:
    schedule = Schedule("cosine", steps)
    step = int(share * steps)
    expected = 0.01 + 0.99 * math.cos(math.pi * step / steps / 2) ** 2
    assert schedule.factor_at(step) == pytest.approx(expected, rel=1e-9)
    assert schedule.factor_at(0) == 1
    assert schedule.factor_at(steps) == schedule.factor_at(9 * steps) == pytest.approx(0.01)


def test_step() -> None:
    schedule = Schedule("step", 100, drop=0.1)
    factors = [schedule.factor_at(step) for step in (0, 99, 100, 199, 200, 350)]
    assert factors == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.001])


def test_warm_up() -> None:
    schedule = Schedule("warm-up", 4)
    assert [schedule.factor_at(step) for step in range(6)] == [0.25, 0.5, 0.75, 1, 1, 1]


def test_one_cycle_rises_and_falls() -> None:
    schedule = Schedule("one-cycle", 1_000)
    factors = [schedule.factor_at(step) for step in range(1_200)]
    assert factors[0] == pytest.approx(0.04)
    assert factors[150] == pytest.approx(0.52)
    assert factors[300] == 1
    assert factors[650] == pytest.approx(0.505)
    assert factors[1_000] == factors[1_199] == pytest.approx(0.01)
    assert factors[:301] == sorted(factors[:301])
    assert factors[300:] == sorted(factors[300:], reverse=True)


@pytest.mark.parametrize("name", SCHEDULES)
def test_what_a_row_says_of_itself_is_what_it_does(name: str) -> None:
    row = schedule_named(name)
    assert row.name == name
    assert row.label
    assert row.formula.startswith("η")
    assert row.sentence.endswith(".")
    schedule = Schedule(name, 1_000)
    factors = [schedule.factor_at(step) for step in range(3_000)]
    assert row.has_steps == (len(set(factors)) > 1) == (Schedule(name, 100).factor_at(500) != factors[500])
    assert row.has_drop == (replace(schedule, drop=0.1).factor_at(2_500) != factors[2_500])
    assert row.falls == (factors[1_001:] == pytest.approx([FINAL] * 1_999))
    assert row.falls == schedule.ended(1_000)
    assert not schedule.ended(999)
    assert row.begins_low == (factors[0] < max(factors))
    assert max(factors) == 1
    assert row.part >= 1
    # What is drawn of it shows all that it does.
    drawn = {round(factor, 6) for factor in factors[: round(1_000 * row.seen)]}
    assert (len(drawn) > 1) == row.has_steps
