"""Advice and the lookout for tasks that are no digits: chance is theirs, and numbers have no accuracy."""

import math
from dataclasses import replace

import pytest

from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.finding import load
from netviz.training.advise.advice import advise
from netviz.training.advise.evidence import Evidence
from netviz.training.advise.lookout import Lookout, guesses
from netviz.training.config import TrainingConfig, new_config
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.session import Session

NUMBERS = [name for name in TASKS if task_named(name).answer.kind == "numbers"]
OTHERS = ["moons", "curve"]


def point(config: TrainingConfig, share: float, step: int = 100) -> ValidationPoint:
    """A validation at which the network was so good."""
    if config.task.answer.kind == "numbers":
        return ValidationPoint(step, (1 - share) * config.guessing_loss, math.nan)
    return ValidationPoint(step, 1.0, share)


@pytest.mark.parametrize("name", TASKS)
def test_what_is_no_better_than_chance_guesses(name: str) -> None:
    config = new_config(1000, task_named(name))
    chance = config.task.answer.chance
    assert guesses(config, point(config, chance))
    assert guesses(config, point(config, chance + 0.04))
    assert not guesses(config, point(config, chance + 0.06))
    assert not guesses(config, point(config, 0.95))


@pytest.mark.parametrize("name", NUMBERS)
def test_always_the_mean_explains_nothing(name: str) -> None:
    """The task says about how far its numbers lie apart: what it explains is about R²."""
    right = load(name).training.answers.astype(float)
    config = new_config(1000, task_named(name))
    of_the_mean = 0.5 * ((right - right.mean(axis=0)) ** 2).sum(axis=1).mean()
    assert config.share(of_the_mean, math.nan) == pytest.approx(0, abs=0.2)
    assert config.share(0.0, math.nan) == 1
    assert config.share(2.0, 0.75) == 0.75


@pytest.mark.parametrize("name", OTHERS)
def test_a_healthy_run_gets_no_hint_and_a_wild_one_is_told_without_digits(name: str) -> None:
    data = load(name)
    for rate, told in ((None, False), (80.0, True)):
        config = new_config(len(data.training), data.task)
        config = config if rate is None else replace(config, learning_rate=rate)
        session, log = Session(config, data.training), MetricLog()
        log.changes.begun = config
        for _ in range(300):
            result = session.step()
            log.append(*result)
            if not math.isfinite(result.loss):
                break
            if result.step % 50 == 0:
                log.add_validation(*point(config, 0.96, result.step))
        hints = advise(Evidence.of(config, log))
        assert [hint.kind for hint in hints] == (["rate"] if told else [])
        assert not any("digit" in hint.sentence or "accuracy" in hint.sentence for hint in hints)


@pytest.mark.parametrize("name", OTHERS)
def test_the_lookout_speaks_of_a_lost_run_alone(name: str) -> None:
    config = new_config(1000, task_named(name))
    for share, lost in ((0.95, False), (-40.0, True)):
        log = MetricLog()
        log.changes.begun = config
        log.append(1, config.guessing_loss, math.nan)
        for step in (10, 20):
            measured = point(config, share, step)
            log.add_validation(step, 100 * config.guessing_loss if lost else measured.loss, measured.accuracy)
        assert (Lookout().look(log) is not None) == lost
