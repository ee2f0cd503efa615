"""What a run that went wrong can go back to."""

import math
from dataclasses import replace

import numpy as np

from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.last_good import STRETCH, LastGood
from netviz.training.session import Session, StepResult

CONFIG = TrainingConfig(NetworkSpec.dense((784, 8, 8, 10), "linear"), learning_rate=0.01, batch_size=10)


def train(session: Session, keeper: LastGood, n: int) -> None:
    for _ in range(n):
        result = session.step()
        if not math.isfinite(result.loss):
            return
        keeper.after_step(session, result)


def test_it_follows_a_run_that_goes_well(few_digits: Digits) -> None:
    session = Session(CONFIG, few_digits)
    keeper = LastGood(session)
    assert keeper.state.step == 0
    train(session, keeper, 10 * STRETCH)
    assert session.step_count - 2 * STRETCH <= keeper.state.step < session.step_count


def test_after_a_rate_that_is_too_high_it_is_the_state_before_the_change(few_digits: Digits) -> None:
    session = Session(CONFIG, few_digits)
    keeper = LastGood(session)
    train(session, keeper, 205)
    loss_before = evaluate(CONFIG.spec, session.network.parameters, few_digits.images, few_digits.labels).loss
    keeper.before_change(session)
    session.configure(replace(CONFIG, learning_rate=30.0))
    train(session, keeper, 10_000)
    assert session.step_count < 1_000, "this rate should have exploded"
    good = keeper.state
    assert good.step == 205
    assert good.config == CONFIG
    loss = evaluate(CONFIG.spec, good.parameters, few_digits.images, few_digits.labels).loss
    assert loss == loss_before


def test_a_slow_explosion_doesnt_become_good(few_digits: Digits) -> None:
    session = Session(CONFIG, few_digits)
    keeper = LastGood(session)
    train(session, keeper, 4 * STRETCH)
    kept = keeper.state.step
    for k in range(6 * STRETCH):
        keeper.after_step(session, StepResult(session.step_count + k, 1.5 * 1.05**k, 0.1))
    assert keeper.state.step <= kept + 2 * STRETCH
    assert np.isfinite(keeper.state.parameters).all()


def test_a_loss_that_stays_higher_becomes_ordinary(few_digits: Digits) -> None:
    session = Session(CONFIG, few_digits)
    keeper = LastGood(session)
    for _ in range(4 * STRETCH):
        session.step_count += 1
        keeper.after_step(session, StepResult(session.step_count, 0.1, 0.9))
    for _ in range(80 * STRETCH):
        session.step_count += 1
        keeper.after_step(session, StepResult(session.step_count, 5.0, 0.1))
    assert keeper.state.step > 60 * STRETCH


def test_what_no_file_could_hold_is_not_good(few_digits: Digits) -> None:
    """A step may leave infinities in the optimiser's memory and still have had an ordinary loss."""
    session = Session(replace(CONFIG, optimiser="adam", learning_rate=1e-3), few_digits)
    keeper = LastGood(session)
    train(session, keeper, 2 * STRETCH)
    good = keeper.state
    session.optimiser.state[-1, 5] = np.inf
    assert not session.is_finite
    assert not session.state().is_finite
    keeper.before_change(session)
    assert keeper.state is good
    assert good.is_finite
