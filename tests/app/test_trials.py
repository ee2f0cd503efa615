"""What counts in a challenge, and what doesn't, without a window."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from netviz.app.challenges.trials import TrainedTrial
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog

LARGE, SMALL = (TrainingConfig(NetworkSpec.dense((784, n, 10))) for n in (8, 2))


class Heard:
    """A signal, without Qt."""

    def __init__(self) -> None:
        self._hear: list[Any] = []

    def connect(self, hear: Any) -> None:
        self._hear.append(hear)

    def disconnect(self, hear: Any) -> None:
        self._hear.remove(hear)

    def emit(self, *given: Any) -> None:
        for hear in self._hear:
            hear(*given)


@pytest.fixture
def program() -> Any:
    intents = SimpleNamespace(replacing=Heard(), sent=Heard(), config=LARGE)
    trainer = SimpleNamespace(status=SimpleNamespace(config=LARGE, step=5000), log=MetricLog())

    def reset() -> None:
        intents.replacing.emit(None)

    return SimpleNamespace(intents=intents, trainer=trainer, networks=SimpleNamespace(reset=reset))


def made(program: Any) -> None:
    """The trainer has made the new network."""
    program.trainer.log, program.trainer.status.step = MetricLog(), 0


def measured(program: Any, step: int, accuracy: float) -> None:
    program.trainer.status.step = step
    program.trainer.log.add_validation(step, 0.1, accuracy)


def test_what_was_measured_of_the_network_before_counts_for_nothing(program: Any) -> None:
    measured(program, 5000, 0.99)
    trial = TrainedTrial(program, 0.95, steps=False)
    assert trial.look().result is None
    made(program)
    assert trial.look().result is None
    measured(program, 430, 0.94)
    assert "94.0" in trial.look().words
    measured(program, 860, 0.95)
    assert trial.look().result == LARGE.spec.n_parameters
    trial.close()
    assert not program.intents.sent._hear


def test_weights_are_those_of_the_shape_that_was_measured(program: Any) -> None:
    trial = TrainedTrial(program, 0.95, steps=False)
    made(program)
    trial.look()
    # Measured as a large network, then made smaller before anybody has looked.
    measured(program, 430, 0.96)
    program.trainer.status.config = SMALL
    assert trial.look().result is None
    measured(program, 431, 0.90)
    assert trial.look().result is None
    measured(program, 860, 0.96)
    assert trial.look().result == SMALL.spec.n_parameters


def test_an_opened_network_and_a_large_mini_batch_count_for_nothing(program: Any) -> None:
    trial = TrainedTrial(program, 0.97, steps=True)
    program.intents.replacing.emit(MetricLog())
    made(program)
    measured(program, 430, 0.99)
    assert "opened or brought back" in trial.look().words
    program.networks.reset()
    made(program)
    program.intents.config = replace(LARGE, batch_size=33)
    program.intents.sent.emit()
    program.intents.config = LARGE
    program.intents.sent.emit()
    measured(program, 430, 0.99)
    assert "larger than 32" in trial.look().words
    program.networks.reset()
    made(program)
    measured(program, 430, 0.99)
    assert trial.look().result == 430
