"""The range test suggests rates that train well, leaves the run alone, and ends where the loss explodes."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.network.forward import evaluate
from netviz.network.losses import LOSSES
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet, Digits
from netviz.training.config import TrainingConfig
from netviz.training.experiments.range_test import HIGHEST, LOWEST, STEPS, RangeTest, range_test
from netviz.training.jobs.thread import Cancelled, Progress
from netviz.training.jobs.work import finish
from netviz.training.schedules import Schedule
from netviz.training.session import Session

DEFAULT = TrainingConfig()
SEEDS = (0, pytest.param(1, marks=pytest.mark.long))


def tried(config: TrainingConfig, digits: DataSet, after: int = 0) -> RangeTest:
    session = Session(config, digits.training)
    for _ in range(after):
        session.step()
    return finish(range_test(session.state(), digits.training))


def test_each_step_is_a_step_of_the_run_at_its_rate(few_digits: Digits) -> None:
    config = TrainingConfig(NetworkSpec.dense((784, 8, 10)), "adam", batch_size=10)
    session = Session(config, few_digits)
    for _ in range(5):
        session.step()
    state = session.state()
    found = finish(range_test(state, few_digits, 60))
    np.testing.assert_allclose(found.rates, np.geomspace(LOWEST, HIGHEST, 60)[: len(found.rates)])
    mean, weight = 0.0, 1.0
    for k in range(len(found.rates)):
        session.configure(replace(config, learning_rate=float(found.rates[k])))
        loss = session.step().loss
        assert found.losses[k] == loss
        mean, weight = 0.95 * mean + 0.05 * loss, 0.95 * weight
        assert found.smoothed[k] == pytest.approx(mean / (1 - weight))
    assert not found.losses.flags.writeable


def test_the_run_stays_as_it_is_and_the_test_repeats(few_digits: Digits) -> None:
    session = Session(DEFAULT, few_digits)
    session.step()
    state = session.state()
    before = state.parameters.copy()
    one, other = (finish(range_test(state, few_digits)) for _ in range(2))
    np.testing.assert_array_equal(state.parameters, before)
    np.testing.assert_array_equal(session.network.parameters, before)
    np.testing.assert_array_equal(one.losses, other.losses)
    assert one.suggested == other.suggested


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "config",
    [
        DEFAULT,
        TrainingConfig(optimiser="sgd"),
        TrainingConfig(optimiser="adam"),
        TrainingConfig(optimiser="rmsprop"),
        TrainingConfig(NetworkSpec.dense((784, 128, 64, 10))),
        TrainingConfig(NetworkSpec.dense((784, 16, 16, 10), "tanh")),
        TrainingConfig(NetworkSpec.dense((784, 16, 16, 10), "sigmoid")),
        TrainingConfig(schedule=Schedule("warm-up", 100_000)),
        TrainingConfig(NetworkSpec.dense((784, 64, 10)), dropout=0.5),
    ],
    ids=lambda config: f"{config.spec}-{config.spec.activations[0]}-{config.optimiser}",
)
def test_the_suggested_rate_trains_well(digits: DataSet, config: TrainingConfig, seed: int) -> None:
    config = replace(config, seed=seed)
    suggested = tried(config, digits).suggested
    assert suggested is not None
    session = Session(replace(config, learning_rate=suggested, schedule=Schedule()), digits.training)
    for _ in range(800):
        session.step()
    held_out = digits.validation
    assert evaluate(config.spec, session.network.parameters, held_out.images, held_out.labels).accuracy > 0.9


def test_it_ends_where_the_loss_explodes(digits: DataSet) -> None:
    found = tried(TrainingConfig(NetworkSpec.dense((784, 128, 64, 10))), digits)
    assert found.blew_up
    assert len(found.rates) == len(found.losses) == len(found.smoothed) < STEPS
    assert np.isfinite(found.losses).all()


@pytest.mark.parametrize(
    "after", [300, *(pytest.param(n, marks=pytest.mark.long) for n in (860, 1280)), 3000]
)
@pytest.mark.parametrize(
    "config",
    [
        DEFAULT,
        TrainingConfig(optimiser="adam", learning_rate=0.001),
        TrainingConfig(optimiser="sgd", learning_rate=0.05),
    ],
    ids=lambda config: config.optimiser,
)
def test_a_network_that_has_learnt_gets_a_rate_below_the_cliff(
    digits: DataSet, config: TrainingConfig, after: int
) -> None:
    found = tried(config, digits, after)
    assert not found.valley
    assert found.suggested is not None
    assert found.rises_at is not None
    # It may go on at the rate that has brought it here, so what is found is of this order.
    assert 0.1 < found.suggested / config.learning_rate < 5
    flat = found.smoothed[40 : np.searchsorted(found.rates, found.suggested)]
    risen = found.smoothed[np.searchsorted(found.rates, found.rises_at, "right") :]
    assert risen.min() > np.median(flat)


def test_a_fresh_network_shows_a_valley(digits: DataSet) -> None:
    found = tried(DEFAULT, digits)
    assert found.valley
    assert found.suggested == float(f"{found.rates[40 + found.smoothed[40:].argmin()] / 10:.0e}")


def test_nothing_is_suggested_where_no_rate_helps(digits: DataSet) -> None:
    labels = np.random.default_rng(1).integers(0, 10, 2000, np.uint8)
    noise = Digits(np.zeros((2000, 784), np.uint8), labels, "training")
    assert finish(range_test(Session(DEFAULT, noise).state(), noise)).suggested is None
    session = Session(DEFAULT, digits.training)
    session.network.parameters[:] = np.nan
    broken = finish(range_test(session.state(), digits.training))
    assert broken.blew_up
    assert broken.suggested is None
    assert len(broken.losses) == 0


@pytest.mark.parametrize("optimiser", ["adam", "momentum", "sgd"])
@pytest.mark.parametrize("seed", SEEDS)
def test_with_far_too_much_dropout_the_loss_falls_to_that_of_guessing_only(
    digits: DataSet, optimiser: str, seed: int
) -> None:
    found = tried(TrainingConfig(optimiser=optimiser, dropout=0.9, seed=seed), digits)
    assert found.guessing == pytest.approx(np.log(10))
    assert found.suggested is None
    assert found.fell
    assert not found.learnt


@pytest.mark.parametrize("seed", SEEDS)
def test_what_comes_below_guessing_has_learnt_however_far_dropout_makes_it_stray(
    digits: DataSet, seed: int
) -> None:
    found = tried(TrainingConfig(optimiser="sgd", dropout=0.5, seed=seed), digits)
    assert found.valley
    assert found.suggested is not None
    assert found.learnt


def test_guessing_all_digits_alike_costs_what_is_said(digits: DataSet) -> None:
    for loss in LOSSES:
        spec = NetworkSpec((784, 10), (), loss, "zero")
        found = tried(TrainingConfig(spec), digits)
        assert found.learnt
        if loss == "softmax_cross_entropy":
            assert found.losses[0] == pytest.approx(found.guessing)
    assert found.guessing == pytest.approx(0.5 * (0.9**2 + 9 * 0.1**2))


def test_it_tells_how_far_it_is_and_can_be_cancelled(few_digits: Digits) -> None:
    state = Session(DEFAULT, few_digits).state()
    shares = list(range_test(state, few_digits, 50))
    assert shares == sorted(shares)
    progress = Progress(lambda share, text: progress.cancel())
    with pytest.raises(Cancelled):
        finish(range_test(state, few_digits), progress)
