"""The trainer thread: every command, no metric lost, the newest snapshot wins, one result at any pace."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.experiments.surgery import Column, reshape
from netviz.training.measure.metrics import MetricLog
from netviz.training.schedules import Schedule
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot
from netviz.training.stopping import StopConditions
from netviz.training.trainer.commands import (
    Configure,
    Pause,
    Publish,
    Reset,
    Reshape,
    Restore,
    SetPace,
    Start,
    StepOnce,
    StopWhen,
)
from netviz.training.trainer.trainer import Trainer
from tests.waiting import eventually

SMALL = TrainingConfig(NetworkSpec.dense((784, 8, 10)), learning_rate=0.01, batch_size=10)
EXPLOSIVE = replace(SMALL, spec=NetworkSpec.dense((784, 8, 8, 10), "linear"), learning_rate=1e6)

Make = Callable[..., Trainer]


@pytest.fixture
def make(few_digits: Digits) -> Iterator[Make]:
    """Makes trainers, and closes them."""
    made: list[Trainer] = []

    def make_one(
        config: TrainingConfig = SMALL, digits: Digits | None = few_digits, **listeners: object
    ) -> Trainer:
        made.append(Trainer(config, digits, **listeners))  # type: ignore[arg-type]
        return made[-1]

    yield make_one
    for trainer in made:
        assert trainer.close()


def settled(trainer: Trainer) -> None:
    """All that was sent has been done."""
    trainer.request_state().result(20)


def run_to(trainer: Trainer, step: int) -> None:
    trainer.send(Start())
    eventually(lambda: trainer.status.step >= step)
    trainer.send(Pause())
    settled(trainer)


def reference(config: TrainingConfig, digits: Digits, n: int) -> np.ndarray:
    session = Session(config, digits)
    for _ in range(n):
        session.step()
    return session.network.parameters


def test_it_begins_idle_with_a_snapshot(make: Make) -> None:
    trainer = make()
    status = trainer.status
    assert (status.phase, status.pace, status.step, status.epoch) == ("idle", None, 0, 0.0)
    assert (status.config, status.message, status.has_digits) == (SMALL, "", True)
    snapshot = trainer.mailbox.take()
    assert snapshot is not None
    assert (snapshot.step, snapshot.generation, snapshot.spec) == (0, 0, SMALL.spec)
    np.testing.assert_array_equal(snapshot.parameters, Session(SMALL).network.parameters)
    assert trainer.mailbox.take() is None


def test_training_is_the_sessions_training(make: Make, few_digits: Digits) -> None:
    trainer = make()
    run_to(trainer, 100)
    state = trainer.request_state().result(20)
    assert trainer.status.phase == "paused"
    np.testing.assert_array_equal(state.parameters, reference(SMALL, few_digits, state.step))


def test_a_pause_is_published_and_holds(make: Make) -> None:
    trainer = make()
    run_to(trainer, 20)
    snapshot = trainer.mailbox.take()
    assert snapshot is not None
    assert snapshot.step == trainer.status.step
    time.sleep(0.05)
    assert trainer.status.step == snapshot.step
    assert trainer.mailbox.take() is None


def test_no_metric_is_lost_at_full_speed(make: Make) -> None:
    trainer = make()
    run_to(trainer, 3_000)
    _, points = trainer.log.since(None)
    n = trainer.status.step
    assert points.count.sum() == n
    np.testing.assert_array_equal(points.first, np.arange(1, n + 1))
    assert np.isfinite(points.loss).all()


def test_the_newest_snapshot_wins_and_none_is_made_unasked(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = make()
    put: list[Snapshot] = []
    original = trainer.mailbox.put
    monkeypatch.setattr(trainer.mailbox, "put", lambda snapshot: (put.append(snapshot), original(snapshot)))
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 200)
    assert len(put) == 1  # of the start
    steps = []
    for _ in range(5):
        asked_at = trainer.status.step
        trainer.mailbox.wanted = True
        eventually(lambda: not trainer.mailbox.wanted)
        here = trainer.status.step
        eventually(lambda here=here: trainer.status.step > here + 20)
        snapshot = trainer.mailbox.take()
        assert snapshot is not None
        assert snapshot.step >= asked_at
        assert trainer.mailbox.take() is None
        steps.append(snapshot.step)
    assert steps == sorted(set(steps))
    assert len(put) == 6
    # Two in a row that nobody took: only the newer one is there.
    for _ in range(2):
        trainer.mailbox.wanted = True
        eventually(lambda: not trainer.mailbox.wanted)
    assert trainer.mailbox.take() is put[-1]
    assert trainer.mailbox.take() is None


def test_snapshots_are_frozen(make: Make) -> None:
    trainer = make()
    snapshot = trainer.mailbox.take()
    assert snapshot is not None
    before = snapshot.parameters.copy()
    run_to(trainer, 50)
    np.testing.assert_array_equal(snapshot.parameters, before)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.parameters[0] = 1


def test_the_present_step_can_be_asked_for_again(make: Make) -> None:
    trainer = make()
    trainer.send(StepOnce())
    settled(trainer)
    first = trainer.mailbox.take()
    trainer.mailbox.wanted_gradient = True
    trainer.send(Publish())
    settled(trainer)
    again = trainer.mailbox.take()
    assert first is not None
    assert again is not None
    assert again.identity == first.identity
    assert first.gradient is None
    assert again.gradient is not None
    assert trainer.status.phase == "paused"


def test_the_gradient_comes_where_it_is_wanted(make: Make, few_digits: Digits) -> None:
    trainer = make()
    trainer.send(StepOnce())
    settled(trainer)
    plain = trainer.mailbox.take()
    assert plain is not None
    assert plain.gradient is None
    trainer.mailbox.wanted_gradient = True
    trainer.send(StepOnce())
    settled(trainer)
    snapshot = trainer.mailbox.take()
    assert snapshot is not None
    session = Session(SMALL, few_digits)
    session.step()
    session.step()
    assert snapshot.gradient is not None
    np.testing.assert_array_equal(snapshot.gradient, session.gradient())
    assert not snapshot.gradient.flags.writeable
    trainer.send(Reset(SMALL))
    settled(trainer)
    fresh = trainer.mailbox.take()
    assert fresh is not None
    assert fresh.gradient is None


def test_the_step_to_train_to_stands_whatever_changes_on_the_way(make: Make) -> None:
    trainer = make()
    trainer.send(SetPace(100))
    trainer.send(Start(30))
    trainer.send(StopWhen(StopConditions(epochs=1000.0)))
    trainer.send(Configure(replace(SMALL, learning_rate=0.02)))
    trainer.send(SetPace(None))
    eventually(lambda: trainer.status.phase == "paused")
    assert trainer.status.step == 30
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 40)
    trainer.send(Pause())


def test_single_steps_pause_and_are_published(make: Make) -> None:
    trainer = make()
    for n in range(1, 4):
        trainer.send(StepOnce())
        settled(trainer)
        snapshot = trainer.mailbox.take()
        assert snapshot is not None
        assert snapshot.step == n
        assert trainer.status.phase == "paused"
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 20)
    trainer.send(StepOnce())
    settled(trainer)
    here = trainer.status.step
    assert trainer.status.phase == "paused"
    time.sleep(0.03)
    assert trainer.status.step == here
    assert len(trainer.log) == here


def test_the_pace_is_kept(make: Make) -> None:
    trainer = make()
    trainer.send(SetPace(50.0))
    begin = time.monotonic()
    trainer.send(Start())
    eventually(lambda: trainer.status.step >= 10)
    # The first step comes at once, nine more at 20 ms each; sooner is wrong, later the machine's business.
    assert time.monotonic() - begin > 0.15
    assert trainer.status.pace == 50.0
    trainer.send(SetPace(None))
    here = trainer.status.step
    eventually(lambda: trainer.status.step > here + 200, 5)


def test_the_rate_is_never_more_than_the_pace_allows(make: Make) -> None:
    trainer = make()
    trainer.send(Start())
    slow = 1 / 8 * trainer.status.config.batch_size
    eventually(lambda: trainer.status.samples_per_second > slow)
    trainer.send(SetPace(1 / 8))
    eventually(lambda: trainer.status.pace == 1 / 8)
    assert trainer.status.samples_per_second == slow


def test_at_the_slowest_pace_commands_are_obeyed_at_once_and_it_closes_at_once(make: Make) -> None:
    trainer = make()
    trainer.send(SetPace(1 / 8))
    trainer.send(Start())
    eventually(lambda: trainer.status.step == 1)
    trainer.send(StepOnce())
    eventually(lambda: trainer.status.step == 2, 4)
    trainer.send(Start())
    eventually(lambda: trainer.status.step == 3, 4)
    begin = time.monotonic()
    assert trainer.close()
    assert time.monotonic() - begin < 1
    assert trainer.status.phase == "stopped"


@pytest.mark.parametrize("pace", [0.0, -1.0, 0.1, math.nan, math.inf])
def test_a_pace_that_cant_be_kept_is_refused(make: Make, pace: float) -> None:
    trainer = make()
    trainer.send(SetPace(pace))
    settled(trainer)
    assert "1/8 or more would be right" in trainer.status.message
    assert trainer.status.pace is None


def test_reset_begins_anew(make: Make) -> None:
    trainer = make()
    run_to(trainer, 50)
    log = trainer.log
    other = replace(SMALL, spec=NetworkSpec.dense((784, 5, 5, 10)), seed=3)
    trainer.send(Reset(other))
    settled(trainer)
    status = trainer.status
    assert (status.phase, status.step, status.config) == ("idle", 0, other)
    snapshot = trainer.mailbox.take()
    assert snapshot is not None
    assert (snapshot.generation, snapshot.step, snapshot.spec) == (1, 0, other.spec)
    np.testing.assert_array_equal(snapshot.parameters, Session(other).network.parameters)
    assert len(trainer.log) == 0
    # The old run's log stays as it was, for who kept it.
    assert len(log) >= 50


def test_a_reset_is_undone_with_its_curves(make: Make, few_digits: Digits) -> None:
    trainer = make()
    run_to(trainer, 50)
    state, log = trainer.request_state().result(20), trainer.log
    trainer.send(Reset(replace(SMALL, seed=8)))
    run_to(trainer, 5)
    trainer.send(Restore(state, log))
    settled(trainer)
    assert trainer.log is log
    assert len(trainer.log) == trainer.status.step == state.step
    assert trainer.status.phase == "paused"
    snapshot = trainer.mailbox.take()
    assert snapshot is not None
    assert snapshot.generation == 2
    np.testing.assert_array_equal(snapshot.parameters, state.parameters)
    run_to(trainer, state.step + 20)
    end = trainer.request_state().result(20)
    np.testing.assert_array_equal(end.parameters, reference(SMALL, few_digits, end.step))
    assert len(log) == end.step


def test_layers_that_are_put_back_leave_no_mark_and_come_back_with_one(make: Make) -> None:
    trainer = make()
    run_to(trainer, 20)
    before, log = trainer.request_state().result(20), trainer.log
    spec = before.config.spec
    wider = replace(spec, sizes=(spec.sizes[0], spec.sizes[1] + 1, *spec.sizes[2:]))
    trainer.send(Reshape(wider))
    settled(trainer)
    after = trainer.request_state().result(20)
    told = [change.words for change in trainer.log.changes.all]
    assert told == [f"Layers {spec} → {wider}"]
    # At once, done again, and after more steps were made.
    trainer.send(Restore(before, log))
    settled(trainer)
    assert not trainer.log.changes.all
    trainer.send(Restore(after, log))
    settled(trainer)
    assert [change.words for change in trainer.log.changes.all] == told
    run_to(trainer, before.step + 20)
    left = trainer.log
    trainer.send(Restore(before, left))
    settled(trainer)
    assert trainer.status.step == before.step
    assert not trainer.log.changes.all
    assert [change.words for change in left.changes.all] == told, "what is kept for a redo has it still"


def test_a_state_from_elsewhere_begins_a_new_log(make: Make, few_digits: Digits) -> None:
    session = Session(replace(SMALL, seed=5), few_digits)
    for _ in range(30):
        session.step()
    trainer = make()
    run_to(trainer, 10)
    trainer.send(Restore(session.state()))
    settled(trainer)
    assert trainer.status.step == 30
    assert len(trainer.log) == 0


def test_restoring_an_earlier_state_rewinds_the_log(make: Make) -> None:
    trainer = make()
    run_to(trainer, 20)
    early = trainer.request_state().result(20)
    run_to(trainer, early.step + 50)
    trainer.send(Restore(early, trainer.log))
    settled(trainer)
    assert len(trainer.log) == early.step


def test_settings_change_from_the_next_step_on(make: Make, few_digits: Digits) -> None:
    trainer = make()
    faster = replace(SMALL, learning_rate=0.05, batch_size=20)
    for _ in range(5):
        trainer.send(StepOnce())
    trainer.send(Configure(faster))
    for _ in range(5):
        trainer.send(StepOnce())
    state = trainer.request_state().result(20)
    session = Session(SMALL, few_digits)
    for _ in range(5):
        session.step()
    session.configure(faster)
    for _ in range(5):
        session.step()
    np.testing.assert_array_equal(state.parameters, session.network.parameters)
    assert trainer.status.config == faster


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (Configure(replace(SMALL, learning_rate=math.nan)), "Learning rate: nan"),
        (Configure(replace(SMALL, batch_size=1_000)), "Batch size: 1000"),
        (Configure(replace(SMALL, seed=4)), "reset"),
        (Reset(replace(SMALL, spec=NetworkSpec((784, 0, 10), ("relu",)))), "Layers: "),
        (Reset(replace(SMALL, spec=NetworkSpec((784, 10**6, 10), ("relu",)))), "1,000,000"),
        (Reset(replace(SMALL, spec=NetworkSpec.dense((30, 10)))), "784 pixels"),
        (Reshape(NetworkSpec((784, 10**5, 10), ("relu",))), "GB"),
        (Reshape(NetworkSpec((784, 0, 10), ("relu",))), "Layers: "),
        (Reshape(NetworkSpec.dense((30, 10))), "784 inputs"),
        (Configure(replace(SMALL, dropout=0.95)), "Dropout: 0.95"),
    ],
)
def test_a_command_that_cant_be_obeyed_says_so_and_nothing_is_lost(
    make: Make, command: object, words: str
) -> None:
    told = threading.Event()
    trainer = make(notify=told.set)
    run_to(trainer, 10)
    before = trainer.request_state().result(20)
    told.clear()
    trainer.send(Start())
    trainer.send(command)  # type: ignore[arg-type]
    eventually(lambda: trainer.status.message)
    assert words in trainer.status.message
    assert trainer.status.phase == "paused"
    assert told.is_set()
    assert trainer.status.config == SMALL
    assert trainer.status.step >= before.step
    run_to(trainer, before.step + 10)
    assert trainer.status.message == ""


class TestBeforeTheDigitsAreThere:
    """The window shows before the digits are loaded."""

    def test_start_waits_for_them(self, make: Make, few_digits: Digits) -> None:
        trainer = make(SMALL, None)
        snapshot = trainer.mailbox.take()
        assert snapshot is not None
        assert not trainer.status.has_digits
        trainer.send(Start())
        settled(trainer)
        assert (trainer.status.phase, trainer.status.step) == ("training", 0)
        trainer.provide(few_digits)
        eventually(lambda: trainer.status.step > 10)
        trainer.send(Pause())
        state = trainer.request_state().result(20)
        np.testing.assert_array_equal(state.parameters, reference(SMALL, few_digits, state.step))
        assert trainer.status.has_digits

    def test_the_step_to_train_to_stands_while_they_come(self, make: Make, few_digits: Digits) -> None:
        trainer = make(SMALL, None)
        trainer.send(Start(7))
        settled(trainer)
        trainer.provide(few_digits)
        eventually(lambda: trainer.status.phase == "paused")
        assert trainer.status.step == 7

    def test_everything_else_works_without_them(self, make: Make) -> None:
        trainer = make(SMALL, None)
        other = replace(SMALL, spec=NetworkSpec.dense((784, 5, 10)))
        trainer.send(Configure(replace(SMALL, learning_rate=0.1)))
        trainer.send(Reset(other))
        state = trainer.request_state().result(20)
        assert state.config == other
        trainer.send(Restore(Session(SMALL).state()))
        trainer.send(Pause())
        settled(trainer)
        assert trainer.status.config == SMALL
        trainer.send(StepOnce())
        settled(trainer)
        assert "still being loaded" in trainer.status.message
        assert trainer.status.step == 0


class TestDivergence:
    """A loss that is no number any more."""

    def test_it_stops_and_says_since_when(self, make: Make) -> None:
        told = threading.Event()
        trainer = make(EXPLOSIVE, notify=told.set)
        trainer.mailbox.take()
        trainer.send(Start())
        eventually(lambda: trainer.status.phase == "diverged")
        eventually(told.is_set)
        step = trainer.status.step
        assert f"since step {step:,}" in trainer.status.message
        assert "1·10⁶" in trainer.status.message
        snapshot = trainer.mailbox.take()
        assert snapshot is not None
        assert snapshot.step == step
        _, points = trainer.log.since(None)
        assert not np.isfinite(points.loss[-1])
        assert np.isfinite(points.loss[:-1]).all()
        for command in (Start(), StepOnce()):
            trainer.send(command)
            settled(trainer)
            assert (trainer.status.phase, trainer.status.step) == ("diverged", step)
            assert trainer.status.message

    def test_the_last_good_state_goes_on_with_a_lower_rate(self, make: Make) -> None:
        mild = replace(EXPLOSIVE, learning_rate=0.005)
        trainer = make(mild)
        run_to(trainer, 100)
        here = trainer.status.step
        trainer.send(Configure(EXPLOSIVE))
        trainer.send(Start())
        eventually(lambda: trainer.status.phase == "diverged")
        good = trainer.last_good
        assert good.step == here
        assert np.isfinite(good.parameters).all()
        trainer.send(Restore(good, trainer.log))
        settled(trainer)
        assert (trainer.status.phase, trainer.status.step) == ("paused", here)
        assert len(trainer.log) == here
        assert trainer.status.message == ""
        run_to(trainer, here + 100)
        _, points = trainer.log.since(None)
        assert points.loss[-20:].mean() < points.loss[:20].mean()

    def test_reset_leaves_it_behind(self, make: Make) -> None:
        trainer = make(EXPLOSIVE)
        trainer.send(Start())
        eventually(lambda: trainer.status.phase == "diverged")
        trainer.send(Reset(SMALL))
        run_to(trainer, 10)


def test_validation_is_offered_at_the_configured_steps(make: Make, few_digits: Digits) -> None:
    offered: list[Snapshot] = []
    config = replace(SMALL, validate_every=7)
    trainer = make(config, validate=offered.append)
    run_to(trainer, 700)
    assert [snapshot.step for snapshot in offered] == list(range(7, trainer.status.step + 1, 7))
    np.testing.assert_array_equal(offered[2].parameters, reference(config, few_digits, 21))


def test_everything_that_must_be_seen_is_told_and_steps_are_not(make: Make) -> None:
    times = 0

    def count() -> None:
        nonlocal times
        times += 1

    trainer = make(notify=count)
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 500)
    trainer.send(Pause())
    settled(trainer)
    assert times == 2


def test_random_commands_do_no_harm_and_change_nothing_but_time(make: Make, few_digits: Digits) -> None:
    generator = np.random.default_rng(11)
    trainer = make()
    end = time.monotonic() + 2.0
    n_commands = 0
    while time.monotonic() < end:
        command = (Start, Pause, StepOnce)[generator.integers(3)]()
        if generator.random() < 0.3:
            command = SetPace((None, 20.0, 400.0, 0.125)[generator.integers(4)])
        trainer.send(command)
        n_commands += 1
        trainer.mailbox.wanted = bool(generator.integers(2))
        snapshot = trainer.mailbox.take()
        if snapshot is not None:
            assert snapshot.parameters.shape == (SMALL.spec.n_parameters,)
            assert np.isfinite(snapshot.parameters).all()
        time.sleep(generator.random() * 0.01)
    trainer.send(SetPace(None))
    run_to(trainer, 50)
    state = trainer.request_state().result(20)
    np.testing.assert_array_equal(state.parameters, reference(SMALL, few_digits, state.step))
    _, points = trainer.log.since(None)
    np.testing.assert_array_equal(points.first, np.arange(1, state.step + 1))
    assert n_commands > 50


def test_random_surgery_leaves_a_sound_network(make: Make) -> None:
    generator = np.random.default_rng(12)
    trainer = make()
    kept: list[tuple[object, MetricLog]] = []
    for _ in range(60):
        sizes = (784, *generator.integers(1, 12, generator.integers(0, 4)).tolist(), 10)
        batch_size = int(generator.integers(1, 204))
        config = replace(trainer.status.config, batch_size=batch_size, learning_rate=0.002)
        choice = generator.integers(5)
        if choice == 0:
            trainer.send(
                Reset(replace(config, spec=NetworkSpec.dense(sizes), seed=int(generator.integers(99))))
            )
        elif choice == 1:
            trainer.send(
                Configure(replace(config, optimiser=str(generator.choice(["sgd", "momentum", "adam"]))))
            )
        elif choice == 2 and kept:
            trainer.send(Restore(*kept[generator.integers(len(kept))]))  # type: ignore[arg-type]
        elif choice == 3:
            kept.append((trainer.request_state().result(20), MetricLog()))
        trainer.send(Start())
        time.sleep(0.005)
        settled(trainer)
        trainer.mailbox.wanted = True
        eventually(lambda: not trainer.mailbox.wanted)
        snapshot = trainer.mailbox.take()
        assert snapshot is not None
        assert snapshot.parameters.shape == (snapshot.spec.n_parameters,)
        assert np.isfinite(snapshot.parameters).all()
        assert trainer.status.phase == "training"
        assert trainer.status.message == ""


def test_closing_in_the_middle_of_training(make: Make) -> None:
    trainer = make()
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 50)
    begin = time.monotonic()
    assert trainer.close()
    assert time.monotonic() - begin < 1
    assert trainer.close()  # twice does no harm
    trainer.send(Start())
    assert trainer.request_state().cancelled()
    assert trainer.status.phase == "stopped"


def test_a_fault_pauses_keeps_the_network_and_is_reported(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    trainer = make()
    run_to(trainer, 10)

    def fail(*_: object) -> None:
        raise RuntimeError("a fault of the program")

    with monkeypatch.context() as broken:
        broken.setattr(Session, "step", fail)
        trainer.send(Start())
        eventually(lambda: trainer.status.phase == "paused" and reported)
    assert str(reported[0].exc_value) == "a fault of the program"
    assert "fault" in trainer.status.message
    here = trainer.status.step
    run_to(trainer, here + 10)


def test_speed_is_measured_while_training(make: Make) -> None:
    trainer = make()
    trainer.send(Start())
    eventually(lambda: trainer.status.samples_per_second > 0)
    trainer.send(Pause())
    settled(trainer)
    assert trainer.status.samples_per_second == 0


class TestReshape:
    """Surgery while training runs."""

    WIDER = NetworkSpec.dense((784, 12, 5, 10))

    def test_training_goes_on_with_the_new_shape(self, make: Make, few_digits: Digits) -> None:
        trainer = make()
        log = trainer.log
        run_to(trainer, 20)
        before = trainer.request_state().result(20)
        trainer.send(Reshape(self.WIDER))
        after = trainer.request_state().result(20)
        expected = reshape(before, self.WIDER)
        assert after.config == replace(SMALL, spec=self.WIDER)
        np.testing.assert_array_equal(after.parameters, expected.parameters)
        np.testing.assert_array_equal(after.optimiser_state, expected.optimiser_state)
        snapshot = trainer.mailbox.take()
        assert snapshot is not None
        assert (snapshot.spec, snapshot.generation, snapshot.step) == (self.WIDER, 1, before.step)
        assert trainer.status.phase == "paused"
        run_to(trainer, before.step + 20)
        assert trainer.log is log
        assert len(log) == trainer.status.step
        session = Session(after.config, few_digits)
        session.restore(after)
        while session.step_count < trainer.status.step:
            session.step()
        np.testing.assert_array_equal(
            trainer.request_state().result(20).parameters, session.network.parameters
        )

    def test_it_does_not_pause(self, make: Make) -> None:
        trainer = make()
        trainer.send(Start())
        eventually(lambda: trainer.status.step > 20)
        trainer.send(Reshape(self.WIDER))
        settled(trainer)
        here = trainer.status.step
        assert (trainer.status.phase, trainer.status.config.spec) == ("training", self.WIDER)
        eventually(lambda: trainer.status.step > here + 20)

    def test_it_is_undone_by_the_state_before(self, make: Make, few_digits: Digits) -> None:
        trainer = make()
        run_to(trainer, 20)
        before, log = trainer.request_state().result(20), trainer.log
        trainer.send(Reshape(self.WIDER))
        run_to(trainer, before.step + 5)
        trainer.send(Restore(before, log))
        run_to(trainer, before.step + 30)
        end = trainer.request_state().result(20)
        np.testing.assert_array_equal(end.parameters, reference(SMALL, few_digits, end.step))
        assert len(trainer.log) == end.step
        assert trainer.status.config == SMALL

    def test_undo_and_redo_leave_no_gap_in_either_curve(self, make: Make) -> None:
        trainer = make()
        run_to(trainer, 20)
        before, log = trainer.request_state().result(20), trainer.log
        trainer.send(Reshape(self.WIDER))
        run_to(trainer, before.step + 40)
        wider, log_of_wider = trainer.request_state().result(20), trainer.log
        trainer.send(Restore(before, log))  # undo
        run_to(trainer, before.step + 15)
        again, log_of_again = trainer.request_state().result(20), trainer.log
        for state, its_log in ((wider, log_of_wider), (again, log_of_again)):  # redo, and undo once more
            trainer.send(Restore(state, its_log))
            settled(trainer)
            assert trainer.log is its_log
            steps = trainer.log.since(None)[1].last
            np.testing.assert_array_equal(steps, np.arange(1, state.step + 1))
        assert log_of_wider.run is log_of_again.run

    def test_neurons_can_be_named(self, make: Make) -> None:
        trainer = make()
        spec, columns = NetworkSpec.dense((784, 2, 10)), (Column(0, (7, 1)),)
        before = trainer.request_state().result(20)
        trainer.send(Reshape(spec, columns))
        after = trainer.request_state().result(20)
        old = before.parameters[before.config.spec.weight_slices[0]].reshape(784, 8)
        new = after.parameters[spec.weight_slices[0]].reshape(784, 2)
        np.testing.assert_array_equal(new, old[:, [7, 1]])

    def test_a_broken_network_is_not_operated_on(self, make: Make) -> None:
        trainer = make(EXPLOSIVE)
        trainer.send(Start())
        eventually(lambda: trainer.status.phase == "diverged")
        trainer.send(Reshape(self.WIDER))
        settled(trainer)
        assert "going back to the last good step" in trainer.status.message
        assert trainer.status.phase == "diverged"
        assert trainer.status.config == EXPLOSIVE

    def test_it_works_before_the_digits_are_there(self, make: Make, few_digits: Digits) -> None:
        trainer = make(SMALL, None)
        trainer.send(Reshape(self.WIDER))
        settled(trainer)
        assert trainer.status.config.spec == self.WIDER
        trainer.provide(few_digits)
        run_to(trainer, 10)


def test_the_status_says_the_rate_of_the_next_step(make: Make) -> None:
    schedule = Schedule("step", 3, drop=0.5)
    trainer = make(replace(SMALL, schedule=schedule))
    found = []
    for _ in range(5):
        found.append(trainer.status.learning_rate)
        trainer.send(StepOnce())
        settled(trainer)
    assert found == [0.01, 0.01, 0.01, 0.005, 0.005]
