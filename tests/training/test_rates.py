"""After a rate that was too high all that offer another one offer the same, wherever in its schedule."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.network.optimisers import OPTIMISERS
from netviz.training.advise.advice import advise
from netviz.training.advise.evidence import Evidence
from netviz.training.advise.rates import calmer_rate, one_digit, usual_rate, where_usual
from netviz.training.config import TrainingConfig
from netviz.training.schedules import SCHEDULES, Schedule
from netviz.training.settings import MAX_LEARNING_RATE


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("kind", SCHEDULES)
def test_a_calmer_rate_is_near_the_usual_one_at_every_step(kind: str, optimiser: str) -> None:
    schedule = Schedule(kind, 400)
    config = TrainingConfig(optimiser=optimiser, schedule=schedule)
    usual = usual_rate(config)
    for rate in (usual, 1.9 * usual, 3 * usual, 100 * usual, MAX_LEARNING_RATE):
        config = replace(config, learning_rate=rate)
        calmer = calmer_rate(config)
        assert calmer <= max(usual, one_digit(usual))
        assert calmer < rate
        if rate > 2 * usual:
            assert calmer == one_digit(usual)
        # Advice offers the same, at the beginning as at the end of the schedule.
        for step in (1, 200, 399, 5000):
            seen = Evidence(config, step, 2000, 2.3, np.nan, (), ())
            (hint,) = [hint for hint in advise(seen) if hint.kind == "rate"]
            assert hint.config is not None
            assert hint.config.learning_rate == calmer
            assert f"{calmer:g}" in hint.fix


def test_two_usual_rates_are_told_apart_by_their_schedule() -> None:
    constant = TrainingConfig(batch_size=8)
    falling = replace(constant, schedule=Schedule("cosine", 400))
    assert usual_rate(constant) != usual_rate(falling)
    assert where_usual(constant) == " where the rate stays the same"
    assert where_usual(falling) == " where the rate falls"
    high = replace(constant, learning_rate=0.3)
    (hint,) = advise(Evidence(high, 50, 50, 2.3, 900.0, (), (), first_loss=2.3, last_loss=900.0))
    assert "times the usual 0.0013 where the rate stays the same, is too high." in hint.sentence
