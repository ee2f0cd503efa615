"""Learning rates to fall back on: what is usual, and what is calmer than a rate that was too high."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from netviz.network.optimisers import optimiser_named
from netviz.training.config import TrainingConfig
from netviz.training.config import usual_rate as usual_for
from netviz.training.schedules import CONSTANT, COSINE, ONE_CYCLE

FAR_ABOVE_USUAL: Final = 8.0
_USUAL_MOMENTUM: Final = 0.9
_CALMER: Final = 0.1
_COURSES: Final = (CONSTANT.kind, COSINE.name, ONE_CYCLE.name)
_AS_WRITTEN: Final = 0.06  # rates have two digits: one may be a twentieth off
# Deep networks of ReLU with He's weights learn at rates that are so many times the usual one, and less.
_FOR_RELU: Final = (0.25, 10.0, 4.0)


def usual_rate(config: TrainingConfig, *, constant: bool = False) -> float:
    """What new networks begin with, for this optimiser, batch size and schedule (or at a constant rate), and
    for this momentum: that multiplies a rate in the long run.
    """
    schedule = CONSTANT.kind if constant else config.schedule.kind
    usual = usual_for(config.task, config.optimiser, config.batch_size, schedule)
    if optimiser_named(config.optimiser).has_momentum:
        usual *= (1 - config.momentum) / (1 - _USUAL_MOMENTUM)
    return usual


def where_usual(config: TrainingConfig) -> str:
    """How the rate has to change for its usual one to be that, after a blank; empty where it is one alone."""
    usual = {usual_for(config.task, config.optimiser, config.batch_size, kind) for kind in _COURSES}
    if len(usual) == 1 or not (config.schedule.row.falls or config.schedule.kind == CONSTANT.kind):
        return ""
    return f" where the rate {'falls' if config.schedule.row.falls else 'stays the same'}"


def calmer_rate(config: TrainingConfig) -> float:
    """The rate to go on with after one that was too high: the usual one, or a tenth where it was not far from
    that. No schedule makes a rate higher than the configuration's, wherever in it things went wrong.
    """
    usual = usual_rate(config)
    high = config.learning_rate
    return one_digit(usual if high > 2 * usual else high * _CALMER)


def rate_for_relu(config: TrainingConfig) -> float:
    """The rate for the same layers with ReLU and He's weights: the same one, where these learn at it."""
    usual = usual_rate(config, constant=True)
    least, most, instead = _FOR_RELU
    if config.learning_rate < least * usual:
        return one_digit(usual)
    return config.learning_rate if config.learning_rate <= most * usual else one_digit(instead * usual)


def one_digit(rate: float) -> float:
    """To one significant digit."""
    return float(f"{rate:.0e}")


def is_usual(config: TrainingConfig) -> bool:
    """Whether its learning rate is the one that is usual with its optimiser, batch size and schedule, as far
    as a rate is written: nobody has set another by hand.
    """
    return abs(config.learning_rate / usual_rate(config) - 1) < _AS_WRITTEN


def another_way(before: TrainingConfig, after: TrainingConfig) -> bool:
    """Whether steps are made another way, at a rate that was left alone."""
    ways = [(c.optimiser, c.batch_size, c.momentum) for c in (before, after)]
    return ways[0] != ways[1] and before.learning_rate == after.learning_rate


def with_own_rate(config: TrainingConfig, step: int) -> TrainingConfig:
    """With the learning rate that is usual with its optimiser and batch size. An optimiser whose rate has to
    begin low gets a schedule of its own from `step` on in the place of a rate that falls.
    """
    schedule = config.schedule
    if optimiser_named(config.optimiser).begins_low and schedule.row.falls and not schedule.row.begins_low:
        schedule = replace(schedule, kind=ONE_CYCLE.name, start=step)
    config = replace(config, schedule=schedule)
    return replace(config, learning_rate=float(f"{usual_rate(config):.2g}"))
