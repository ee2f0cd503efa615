"""Stop conditions: met when they say, counted from where they say, and told in a sentence."""

import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.schedules import Schedule
from netviz.training.snapshot import Snapshot
from netviz.training.stopping import Elapsed, StopConditions, Stopper
from netviz.training.trainer.commands import Pause, Reset, Reshape, SetPace, Start, StepOnce, StopWhen
from netviz.training.trainer.trainer import Trainer
from tests.waiting import eventually

N = 203
CONFIG = TrainingConfig(NetworkSpec.dense((784, 8, 10)), learning_rate=0.01, batch_size=20, validate_every=5)


class TestConditions:
    """What can be asked for."""

    @pytest.mark.parametrize(
        ("field", "name", "values"),
        [
            ("epochs", "Epochs", [0, -1, math.nan, math.inf, "5", True, 1e7]),
            ("seconds", "Seconds", [0, -1, math.nan, math.inf, 1e10]),
            ("validation_accuracy", "Validation accuracy", [0, -0.5, 1.01, 97, math.nan]),
            ("patience", "Patience", [0, -3, 1.5, True, 10**7]),
        ],
    )
    def test_what_cant_be_used_is_named(self, field: str, name: str, values: list[object]) -> None:
        for value in values:
            with pytest.raises(ConfigError, match=f"^{name}: .* would be right"):
                StopConditions(**{field: value}).check()  # type: ignore[arg-type]

    def test_the_ends_of_the_ranges(self) -> None:
        StopConditions().check()
        StopConditions(0.5, 1e-3, 1, 1).check()
        assert StopConditions().none
        assert not StopConditions(patience=1).none


class TestStopper:
    """Counting."""

    @given(
        epochs=st.sampled_from([0.25, 0.1, 1, 3, 1 / 3]), batch=st.integers(1, N), begin=st.integers(0, 500)
    )
    def test_epochs_are_over_with_the_step_that_completes_them(
        self, epochs: float, batch: int, begin: int
    ) -> None:
        stopper = Stopper()
        stopper.set(StopConditions(epochs=epochs), begin, 0)
        seen, step = begin, 0
        while True:
            seen, step = seen + batch, step + 1
            if stopper.stepped(seen, N, step, 0.0):
                break
        assert (step - 1) * batch < epochs * N * (1 + 1e-9)
        assert step * batch >= epochs * N * (1 - 1e-9)

    def test_seconds_are_those_of_training(self) -> None:
        stopper = Stopper(StopConditions(seconds=10))
        stopper.resume(100.0)
        assert not stopper.stepped(1, N, 1, 106.0)
        stopper.resume(1_000.0)  # after a long pause
        assert not stopper.stepped(2, N, 2, 1_003.9)
        said = stopper.stepped(3, N, 3, 1_004.1)
        assert said == "Training paused at step 3: 10 seconds of training are over."
        stopper.begin(3, 3)
        assert stopper.elapsed(3, N).since == 3
        assert not stopper.stepped(4, N, 4, 1_005.0)

    def test_what_has_elapsed_is_told(self) -> None:
        stopper = Stopper(StopConditions(epochs=3, seconds=60, patience=4))
        stopper.begin(N, 10)
        assert stopper.elapsed(N, N) == Elapsed(since=10)
        stopper.resume(100.0)
        stopper.stepped(N + N // 2, N, 11, 107.5)
        for step, accuracy in ((12, 0.9), (13, 0.8), (14, 0.9)):
            stopper.measured(ValidationPoint(step, 0.3, accuracy))
        assert stopper.elapsed(N + N // 2, N) == Elapsed(N // 2 / N, 7.5, 2, 10)
        assert stopper.elapsed(0, 0).epochs == 0  # no digits yet
        stopper.begin(2 * N, 20)
        assert stopper.elapsed(2 * N, N) == Elapsed(since=20)

    def test_accuracy(self) -> None:
        stopper = Stopper(StopConditions(validation_accuracy=0.97))
        assert not stopper.measured(ValidationPoint(10, 0.1, 0.9699))
        said = stopper.measured(ValidationPoint(20, 0.1, 0.9712))
        assert said == (
            "Training paused: 97.12\u00a0% of the validation examples were right at step 20, "
            "and 97\u00a0% was the goal."
        )

    def test_patience_is_about_validations_in_a_row(self) -> None:
        stopper = Stopper(StopConditions(patience=3))
        said = [
            stopper.measured(ValidationPoint(k, 0.1, accuracy))
            for k, accuracy in enumerate((0.5, 0.4, 0.5, 0.6, 0.6, 0.1, 0.6), start=1)
        ]
        assert said[:-1] == [""] * 6
        assert said[-1] == (
            "Training paused at step 7: 3 validations in a row brought nothing better than 60\u00a0%."
        )

    @given(accuracies=st.lists(st.floats(0, 1), max_size=40), patience=st.integers(1, 6))
    def test_patience_ends_where_the_best_is_that_long_ago(
        self, accuracies: list[float], patience: int
    ) -> None:
        stopper = Stopper(StopConditions(patience=patience))
        for k, accuracy in enumerate(accuracies):
            best_at = accuracies.index(max(accuracies[: k + 1]))
            if stopper.measured(ValidationPoint(k + 1, 0.0, accuracy)):
                assert k - best_at == patience
                return
            assert k - best_at < patience

    def test_validations_of_before_dont_count(self) -> None:
        stopper = Stopper()
        stopper.set(StopConditions(validation_accuracy=0.5, patience=1), 0, 100)
        assert not stopper.measured(ValidationPoint(100, 0.1, 0.9))
        assert stopper.measured(ValidationPoint(101, 0.1, 0.9))

    def test_what_was_met_is_set_aside_until_it_is_changed(self) -> None:
        goal = StopConditions(epochs=2, validation_accuracy=0.5)
        stopper = Stopper()
        stopper.set(goal, 0, 0)
        assert stopper.measured(ValidationPoint(5, 0.1, 0.6))
        stopper.go_on()
        assert stopper.active == StopConditions(epochs=2)
        assert not stopper.measured(ValidationPoint(10, 0.1, 0.7))
        # The others count on from where they were.
        assert stopper.stepped(2 * N, N, 20, 0.0)
        stopper.go_on()
        assert stopper.idle
        stopper.set(replace(goal, patience=3), 2 * N, 20)
        assert stopper.active == StopConditions(patience=3)
        stopper.set(replace(goal, validation_accuracy=0.8), 2 * N, 20)
        assert stopper.active == StopConditions(validation_accuracy=0.8)
        assert stopper.measured(ValidationPoint(30, 0.1, 0.85))
        stopper.begin(0, 0)
        assert stopper.active == stopper.conditions

    def test_pressing_train_before_anything_is_met_sets_nothing_aside(self) -> None:
        stopper = Stopper(StopConditions(epochs=1))
        stopper.go_on()
        assert stopper.stepped(N, N, 9, 0.0)


Make = Callable[..., Trainer]


@pytest.fixture
def make(few_digits: Digits) -> Iterator[Make]:
    """Makes trainers, and closes them."""
    made: list[Trainer] = []

    def make_one(config: TrainingConfig = CONFIG, **listeners: object) -> Trainer:
        made.append(Trainer(config, few_digits, **listeners))  # type: ignore[arg-type]
        return made[-1]

    yield make_one
    for trainer in made:
        assert trainer.close()


def settled(trainer: Trainer) -> None:
    trainer.request_state().result(20)


class TestTrainer:
    """In the trainer."""

    def test_it_pauses_after_the_epochs_and_the_next_start_goes_on(self, make: Make) -> None:
        told: list[str] = []
        trainer = make(notify=lambda: told.append("told"))
        conditions = StopConditions(epochs=3)
        trainer.send(StopWhen(conditions))
        settled(trainer)
        assert trainer.status.stop_when == conditions
        told.clear()
        trainer.send(Start())
        eventually(lambda: len(told) == 2)  # of the start, and of the end, once all of it can be seen
        status = trainer.status
        assert (status.phase, status.epoch, status.met) == ("paused", 3.0, True)
        assert status.message == "Training paused at step 33: 3 epochs are over."
        snapshot = trainer.mailbox.take()
        assert snapshot is not None
        assert snapshot.step == 33
        trainer.send(Start())
        eventually(lambda: trainer.status.epoch > 7)
        assert trainer.status.phase == "training"
        assert trainer.status.stop_when == conditions
        assert trainer.status.stops_at.none
        trainer.send(Reset(replace(CONFIG, seed=2)))
        trainer.send(Start())
        eventually(lambda: trainer.status.met)
        assert trainer.status.epoch == 3.0

    def test_phase_and_words_are_seen_together(self, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever asks between any two lines of the trainer."""
        trainer = make()
        seen: set[tuple[str, bool, bool]] = set()

        def look(*_: object) -> Callable[..., object]:
            status = trainer.status
            seen.add((status.phase, status.met, "epochs are over" in status.message))
            return look

        trainer.send(StopWhen(StopConditions(epochs=2)))
        settled(trainer)
        pause = Trainer._is_over

        def is_over(self: Trainer) -> bool:
            sys.settrace(lambda *_: look)
            try:
                sys._getframe().f_trace = look
                return pause(self)
            finally:
                sys.settrace(None)

        monkeypatch.setattr(Trainer, "_is_over", is_over)
        trainer.send(Start())
        eventually(lambda: trainer.status.met)
        settled(trainer)
        assert seen == {("training", False, False), ("paused", True, True)}

    def test_a_pause_in_between_is_no_new_beginning(self, make: Make) -> None:
        trainer = make()
        trainer.send(SetPace(500.0))
        trainer.send(StopWhen(StopConditions(epochs=4)))
        trainer.send(Start())
        eventually(lambda: trainer.status.step > 5)
        trainer.send(Pause())
        settled(trainer)
        assert not trainer.status.met
        trainer.send(Reshape(NetworkSpec.dense((784, 9, 10))))
        trainer.send(Start())
        eventually(lambda: trainer.status.met)
        assert trainer.status.epoch == 4.0

    def test_another_network_is(self, make: Make) -> None:
        trainer = make()
        trainer.send(StopWhen(StopConditions(epochs=1)))
        for _ in range(6):
            trainer.send(StepOnce())
        trainer.send(Reset(replace(CONFIG, seed=1)))
        trainer.send(Start())
        eventually(lambda: trainer.status.met)
        assert trainer.status.epoch == 1.0

    def test_the_schedule_of_a_new_network_begins_with_it(self, make: Make) -> None:
        trainer = make(replace(CONFIG, schedule=Schedule("cosine", 500, start=1_280)))
        trainer.send(Reset(trainer.status.config))
        settled(trainer)
        assert trainer.status.config.schedule == Schedule("cosine", 500, start=0)

    def test_seconds(self, make: Make) -> None:
        trainer = make()
        trainer.send(SetPace(100.0))
        trainer.send(StopWhen(StopConditions(seconds=0.1)))
        begin = time.monotonic()
        trainer.send(Start())
        eventually(lambda: trainer.status.met)
        assert time.monotonic() - begin >= 0.1
        assert "0.1 seconds of training are over" in trainer.status.message

    @pytest.mark.parametrize(
        ("conditions", "accuracies", "words"),
        [
            (
                StopConditions(validation_accuracy=0.8),
                [0.5, 0.7, 0.85],
                "85\u00a0% of the validation",
            ),
            (StopConditions(patience=2), [0.5, 0.7, 0.6, 0.7], "2 validations in a row"),
        ],
    )
    def test_validations(
        self, make: Make, conditions: StopConditions, accuracies: list[float], words: str
    ) -> None:
        trainer: Trainer
        results = iter(accuracies)

        def validate(snapshot: Snapshot) -> None:
            trainer.log.add_validation(snapshot.step, 0.1, next(results, 0.0))

        trainer = make(validate=validate)
        trainer.send(StopWhen(conditions))
        trainer.send(Start())
        eventually(lambda: trainer.status.met)
        assert trainer.status.step == 5 * len(accuracies)
        assert words in trainer.status.message
        assert trainer.status.phase == "paused"

    def test_conditions_that_cant_be_used_leave_the_old_ones(self, make: Make) -> None:
        trainer = make()
        trainer.send(StopWhen(StopConditions(epochs=2)))
        trainer.send(StopWhen(StopConditions(patience=-1)))
        settled(trainer)
        assert trainer.status.message.startswith("Patience: -1")
        assert trainer.status.stop_when == StopConditions(epochs=2)
        trainer.send(Start())
        eventually(lambda: trainer.status.met)

    def test_conditions_can_be_taken_back(self, make: Make) -> None:
        trainer = make()
        trainer.send(StopWhen(StopConditions(epochs=2)))
        trainer.send(StopWhen(StopConditions()))
        trainer.send(Start())
        eventually(lambda: trainer.status.epoch > 4)
        assert trainer.status.phase == "training"
