"""A session: deterministic to the bit, restorable to the bit, and stepping as the formulas say."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.optimisers import OPTIMISERS
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.tasks.digits.task import DIGITS
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.session import Session, SessionState, StepResult

SMALL = TrainingConfig(NetworkSpec.dense((784, 8, 10)), learning_rate=0.01, batch_size=10)


def steps(session: Session, n: int) -> list[StepResult]:
    return [session.step() for _ in range(n)]


def assert_same(a: SessionState, b: SessionState) -> None:
    assert (a.config, a.step, a.epoch, a.offset, a.optimiser_steps) == (
        b.config,
        b.step,
        b.epoch,
        b.offset,
        b.optimiser_steps,
    )
    np.testing.assert_array_equal(a.parameters, b.parameters)
    np.testing.assert_array_equal(a.optimiser_state, b.optimiser_state)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("batch_size", [1, 10, 32, 203])
def test_the_same_seed_gives_the_same_weights(few_digits: Digits, optimiser: str, batch_size: int) -> None:
    config = replace(SMALL, optimiser=optimiser, batch_size=batch_size)
    first, second = Session(config, few_digits), Session(config, few_digits)
    assert steps(first, 50) == steps(second, 50)
    assert_same(first.state(), second.state())
    other = Session(replace(config, seed=1), few_digits)
    steps(other, 50)
    assert not np.array_equal(other.network.parameters, first.network.parameters)


@settings(max_examples=25)
@given(
    before=st.integers(0, 60),
    after=st.integers(1, 60),
    optimiser=st.sampled_from(OPTIMISERS),
    batch_size=st.sampled_from([1, 7, 64, 203]),
    l2=st.sampled_from([0.0, 1e-3]),
)
def test_a_restored_run_goes_on_bit_for_bit(
    few_digits: Digits, before: int, after: int, optimiser: str, batch_size: int, l2: float
) -> None:
    config = replace(SMALL, optimiser=optimiser, batch_size=batch_size, l2=l2)
    session = Session(config, few_digits)
    steps(session, before)
    state = session.state()
    expected = steps(session, after)
    end = session.state()

    again = Session(replace(SMALL, seed=9), few_digits)
    steps(again, 3)
    again.restore(state)
    assert_same(again.state(), state)
    assert steps(again, after) == expected
    assert_same(again.state(), end)


def test_a_state_is_a_copy_that_nobody_can_change(few_digits: Digits) -> None:
    session = Session(SMALL, few_digits)
    state = session.state()
    before = state.parameters.copy()
    steps(session, 3)
    np.testing.assert_array_equal(state.parameters, before)
    with pytest.raises(ValueError, match="read-only"):
        state.parameters[0] = 1
    session.restore(state)
    steps(session, 3)
    np.testing.assert_array_equal(state.parameters, before)


@pytest.mark.parametrize("optimiser", ["sgd", "momentum"])
def test_steps_are_what_the_formulas_say(few_digits: Digits, optimiser: str) -> None:
    config = replace(SMALL, optimiser=optimiser, l2=0.01, batch_size=50)
    session = Session(config, few_digits)
    spec = config.spec
    theta = session.network.parameters.astype(np.float64)
    velocity = np.zeros_like(theta)
    order = np.random.default_rng((config.seed, 0)).permutation(203)
    for k in range(4):
        rows = order[50 * k : 50 * (k + 1)]
        x, labels = few_digits.images[rows] / 255, few_digits.labels[rows]
        W = [theta[s].reshape(n) for s, n in zip(spec.weight_slices, spec.shapes, strict=True)]
        b = [theta[s] for s in spec.bias_slices]
        z1 = x @ W[0] + b[0]
        a1 = np.maximum(z1, 0)
        z2 = a1 @ W[1] + b[1]
        p = np.exp(z2) / np.exp(z2).sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(50), labels]).mean()
        d2 = (p - np.eye(10)[labels]) / 50
        d1 = (d2 @ W[1].T) * (z1 > 0)
        gradient = np.concatenate(
            [
                (x.T @ d1 + 0.01 * W[0]).ravel(),
                (a1.T @ d2 + 0.01 * W[1]).ravel(),
                d1.sum(axis=0),
                d2.sum(axis=0),
            ]
        )
        velocity = (0.9 if optimiser == "momentum" else 0.0) * velocity + gradient
        theta = theta - config.learning_rate * velocity
        result = session.step()
        assert result.step == k + 1
        assert result.loss == pytest.approx(loss, rel=1e-5)
        assert result.accuracy == (z2.argmax(axis=1) == labels).mean()
        np.testing.assert_allclose(session.gradient(), gradient, atol=2e-6)
        np.testing.assert_allclose(session.network.parameters, theta, atol=2e-6)


@settings(max_examples=20)
@given(batch_size=st.integers(1, 203))
def test_an_epoch_meets_every_digit_once(few_digits: Digits, batch_size: int) -> None:
    session = Session(replace(SMALL, batch_size=batch_size), few_digits)
    orders = []
    for epoch in range(2):
        orders.append(session._order.copy())
        n = 0
        while session.epoch == epoch:
            session.step()
            n += 1
        assert n == math.ceil(203 / batch_size)
        assert session.offset == 0
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(203))
    assert not np.array_equal(orders[0], orders[1])


def test_loss_falls(few_digits: Digits) -> None:
    session = Session(SMALL, few_digits)
    losses = [result.loss for result in steps(session, 300)]
    assert np.mean(losses[-20:]) < 0.2 * np.mean(losses[:20])


class TestConfigure:
    """New settings between two steps."""

    def test_the_optimisers_memory_stays_where_the_optimiser_stays(self, few_digits: Digits) -> None:
        session = Session(SMALL, few_digits)
        steps(session, 10)
        velocity, gradient = session.optimiser.state.copy(), session.gradient()
        session.configure(replace(SMALL, learning_rate=0.002, batch_size=50, l2=1e-4))
        np.testing.assert_array_equal(session.optimiser.state, velocity)
        assert session.optimiser.steps == 10
        np.testing.assert_allclose(session.gradient(), gradient, rtol=1e-6)
        before = session.network.parameters.copy()
        session.step()
        expected = before - 0.9 * velocity[0] - 0.002 * session.gradient()
        np.testing.assert_allclose(session.network.parameters, expected, atol=1e-7)
        assert np.abs(velocity[0]).max() > 1e-4

    def test_another_optimiser_begins_without_memory(self, few_digits: Digits) -> None:
        session = Session(SMALL, few_digits)
        steps(session, 10)
        session.configure(replace(SMALL, optimiser="adam"))
        assert session.optimiser.state.shape == (2, SMALL.spec.n_parameters)
        assert not session.optimiser.state.any()
        steps(session, 10)

    def test_the_same_settings_change_nothing(self, few_digits: Digits) -> None:
        plain, configured = Session(SMALL, few_digits), Session(SMALL, few_digits)
        for _ in range(30):
            configured.configure(SMALL)
            assert plain.step() == configured.step()
        assert_same(plain.state(), configured.state())

    def test_another_batch_size_goes_on_in_the_same_order(self, few_digits: Digits) -> None:
        session = Session(SMALL, few_digits)
        steps(session, 3)
        session.configure(replace(SMALL, batch_size=100))
        session.step()
        assert (session.epoch, session.offset) == (0, 130)
        session.step()
        assert (session.epoch, session.offset) == (1, 0)

    @pytest.mark.parametrize(
        "change", [{"learning_rate": math.nan}, {"batch_size": 204}, {"seed": 1}, {"spec": DIGITS.network}]
    )
    def test_what_cant_be_used_leaves_all_as_it_was(
        self, few_digits: Digits, change: dict[str, object]
    ) -> None:
        session = Session(SMALL, few_digits)
        steps(session, 3)
        before = session.state()
        with pytest.raises(ConfigError):
            session.configure(replace(SMALL, **change))  # type: ignore[arg-type]
        assert_same(session.state(), before)
        session.step()


class TestWithoutDigits:
    """The window shows before the digits are loaded."""

    def test_it_begins_as_it_will_with_them(self, few_digits: Digits) -> None:
        early, late = Session(SMALL), Session(SMALL, few_digits)
        np.testing.assert_array_equal(early.network.parameters, late.network.parameters)
        early.provide(few_digits)
        assert steps(early, 30) == steps(late, 30)

    def test_a_state_is_restored_before_them(self, few_digits: Digits) -> None:
        session = Session(SMALL, few_digits)
        steps(session, 25)
        early = Session(SMALL)
        early.restore(session.state())
        early.provide(few_digits)
        assert steps(early, 30) == steps(session, 30)

    def test_digits_that_dont_fit_are_refused(self, few_digits: Digits) -> None:
        with pytest.raises(ConfigError, match="784 pixels, but 30-10 has 30 inputs"):
            Session(TrainingConfig(NetworkSpec.dense((30, 10))), few_digits)
        with pytest.raises(ConfigError, match="labels up to 9, but 784-4 has 4 outputs"):
            Session(TrainingConfig(NetworkSpec.dense((784, 4))), few_digits)
        with pytest.raises(ConfigError, match="Batch size: 500"):
            Session(replace(SMALL, batch_size=500)).provide(few_digits)

    def test_a_state_from_more_digits_goes_on_with_a_new_epoch(self, few_digits: Digits) -> None:
        session = Session(SMALL)
        session.restore(replace(session.state(), epoch=2, offset=40_000, step=9_500))
        session.provide(few_digits)
        assert (session.epoch, session.offset) == (3, 0)
        assert session.step().step == 9_501


@pytest.mark.parametrize(
    "change",
    [
        {"parameters": np.zeros(3, np.float32)},
        {"optimiser_state": np.zeros((2, SMALL.spec.n_parameters), np.float32)},
        {"config": replace(SMALL, optimiser="adam")},
        {"config": replace(SMALL, spec=DIGITS.network)},
        {"config": replace(SMALL, learning_rate=math.nan)},
        {"offset": -1},
        {"step": -1},
    ],
)
def test_a_state_that_cant_be_leaves_all_as_it_was(few_digits: Digits, change: dict[str, object]) -> None:
    session = Session(SMALL, few_digits)
    steps(session, 3)
    before = session.state()
    with pytest.raises(ConfigError, match="right"):
        session.restore(replace(before, **change))  # type: ignore[arg-type]
    assert_same(session.state(), before)


def test_a_loss_that_is_no_number_leaves_the_parameters(few_digits: Digits) -> None:
    spec = NetworkSpec.dense((784, 8, 8, 10), "linear")
    session = Session(replace(SMALL, spec=spec, learning_rate=1e6), few_digits)
    while math.isfinite(session.step().loss):
        before = session.network.parameters.copy()
        assert session.step_count < 100
    np.testing.assert_array_equal(session.network.parameters, before)


class TestValidationDue:
    """When the configuration asks for a validation."""

    def test_every_so_many_steps(self, few_digits: Digits) -> None:
        session = Session(replace(SMALL, validate_every=7), few_digits)
        due = [session.validation_due for _ in range(30) if session.step()]
        assert [k + 1 for k, is_due in enumerate(due) if is_due] == [7, 14, 21, 28]

    def test_four_times_an_epoch_and_later_once(self, few_digits: Digits) -> None:
        session = Session(SMALL, few_digits)
        per_epoch = [0] * 6
        while session.epoch < 6:
            epoch = session.epoch
            session.step()
            per_epoch[epoch] += session.validation_due
            if session.offset == 0:
                assert session.validation_due
        assert per_epoch == [4, 4, 4, 4, 1, 1]

    @pytest.mark.parametrize("every", [None, 1, 7])
    @pytest.mark.parametrize("batch", [1, 3, 32, 200])
    def test_the_next_one_is_known_before(self, few_digits: Digits, every: int | None, batch: int) -> None:
        session = Session(replace(SMALL, validate_every=every, batch_size=batch), few_digits)
        for _ in range(min(6 * len(few_digits) // batch, 1500)):
            expected = session.next_validation
            session.step()
            assert session.validation_due == (session.step_count == expected)
        assert Session(SMALL).next_validation is None

    def test_a_batch_of_everything_is_validated_once(self, few_digits: Digits) -> None:
        session = Session(replace(SMALL, batch_size=203), few_digits)
        session.step()
        assert session.validation_due


def test_the_state_is_one_object_while_nothing_changes_and_somebody_has_it(few_digits: Digits) -> None:
    session = Session(TrainingConfig(NetworkSpec.dense((784, 4, 10)), optimiser="adam"), few_digits)
    first = session.state()
    assert session.state() is first
    session.network.parameters[3] += 1  # whoever changes it
    second = session.state()
    assert second is not first
    assert second.parameters[3] == first.parameters[3] + 1
    session.step()
    third = session.state()
    assert third is not second
    assert third.optimiser_state.any()
    assert Session.at(third, few_digits).state() is third
    assert not third.parameters.flags.writeable
    assert not first.optimiser_state.flags.writeable


@pytest.mark.parametrize("moment", ["_choose", "_make_batch"])
def test_how_far_it_is_can_be_asked_while_examples_come(
    few_digits: Digits, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """As the window does, from another thread."""
    session = Session(TrainingConfig(NetworkSpec((784, 4, 10), ("relu",))))
    work, asked = getattr(Session, moment), []

    def between(self: Session) -> None:
        asked.append((self.seen, self.next_validation))
        work(self)
        asked.append((self.seen, self.next_validation))

    monkeypatch.setattr(Session, moment, between)
    session.provide(few_digits)
    assert asked == [(0, None)] * 2
    assert session.next_validation is not None
