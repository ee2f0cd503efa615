"""What a new network has: settings that are good at any batch size, and no worse than those before them."""

from dataclasses import replace
from math import ceil

import pytest

from netviz.network.optimisers import OPTIMISERS
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation_settings import DEFAULT_AUGMENTATION
from netviz.training.config import TrainingConfig, default_rate, default_schedule, new_config
from netviz.training.config_table import from_table, to_table
from netviz.training.measure.examination import examine
from netviz.training.schedules import CONSTANT, FINAL, Schedule
from netviz.training.session import Session


def accuracy(config: TrainingConfig, epochs: int, digits) -> float:
    """On the test digits, in per cent; a rate that falls does so over all of it, as on the command line."""
    steps = epochs * ceil(len(digits.training) / config.batch_size)
    if config.schedule.kind != "constant":
        config = replace(config, schedule=replace(config.schedule, steps=steps))
    session = Session(config, digits.training)
    for _ in range(steps):
        session.step()
    return 100 * examine(config.spec, session.network.parameters, digits.test).accuracy


def with_its_schedule(config: TrainingConfig) -> TrainingConfig:
    """As the command line has it, where the training's length is known."""
    kind = default_schedule(config.optimiser, config.spec.activations)
    rate = default_rate(config.optimiser, config.batch_size, kind)
    return replace(config, learning_rate=rate, schedule=replace(config.schedule, kind=kind))


@pytest.mark.long
@pytest.mark.parametrize("seed", [0, 1, 3])
def test_the_usual_network_reads_95_2_per_cent_after_five_epochs_whatever_the_seed(digits, seed):
    config = with_its_schedule(replace(new_config(), seed=seed))
    assert config.schedule.kind == "one-cycle"
    assert accuracy(config, 5, digits) >= 95.2


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_rate_begins_low_where_a_high_one_would_kill_neurons(optimiser):
    kinds = {
        (activation, known): default_schedule(optimiser, (activation,), length_known=known)
        for activation in ("relu", "tanh", "sigmoid")
        for known in (True, False)
    }
    low = {key for key, kind in kinds.items() if kind == "one-cycle"}
    if optimiser == "rmsprop":
        assert low == set(kinds)
    else:
        assert low == ({("relu", True)} if optimiser in ("momentum", "nesterov") else set())


@pytest.mark.long
def test_one_of_64_and_32_reads_98_2_per_cent_after_ten_epochs_with_augmentation(digits):
    spec = NetworkSpec.dense((784, 64, 32, 10))
    config = with_its_schedule(replace(new_config(), spec=spec, augmentation=DEFAULT_AUGMENTATION))
    assert accuracy(config, 10, digits) >= 98.2


@pytest.mark.long
@pytest.mark.parametrize(
    ("optimiser", "batch"),
    [("momentum", 512), ("momentum", 8), ("sgd", 32), ("adam", 32), ("rmsprop", 32), ("rmsprop", 256)],
)
def test_it_is_better_than_what_was_usual_before(digits, optimiser, batch):
    new = with_its_schedule(replace(new_config(), optimiser=optimiser, batch_size=batch))
    old_rate = {"momentum": 0.005, "sgd": 0.05, "adam": 0.001, "rmsprop": 0.001}[optimiser]
    old = TrainingConfig(optimiser=optimiser, batch_size=batch, learning_rate=old_rate)
    assert accuracy(new, 3, digits) > accuracy(old, 3, digits)


def test_in_the_window_the_rate_falls_over_ten_epochs_and_stays_above_zero():
    config = new_config()
    assert config.schedule == Schedule("cosine", 17_190)
    assert config.learning_rate == 0.02
    assert config.schedule.rate_at(config.learning_rate, 10**7) == pytest.approx(FINAL * 0.02)
    assert not config.schedule.ended(17_189)
    assert config.schedule.ended(17_190)
    assert not CONSTANT.ended(10**9)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("schedule", ["constant", "cosine", "one-cycle"])
def test_smaller_mini_batches_have_a_lower_rate(optimiser, schedule):
    rates = [default_rate(optimiser, batch, schedule) for batch in (1, 8, 32, 128, 512)]
    assert rates == sorted(rates)
    for batch, rate in zip((1, 8, 32, 128, 512), rates, strict=True):
        replace(TrainingConfig(), optimiser=optimiser, learning_rate=rate, batch_size=batch).check(55_000)


def test_a_file_without_these_fields_means_what_it_meant_when_it_was_written():
    table = to_table(new_config())
    for field in ("learning_rate", "schedule", "optimiser", "augmentation"):
        del table[field]
    old = from_table(
        {**table, "spec": {**table["spec"], "sizes": [784, 16, 16, 10], "activations": ["relu"] * 2}}
    )
    assert (old.learning_rate, old.optimiser, old.schedule) == (0.005, "momentum", CONSTANT)
