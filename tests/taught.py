"""A trainer with a recorder, driven command by command, and digits that are taught to it."""

from pathlib import Path

import numpy as np

from netviz.network.spec import NetworkSpec
from netviz.tasks.data_name import UNKNOWN, DataName
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.experiments.lesson import Lesson
from netviz.training.recording.recorder import Recorder
from netviz.training.session import SessionState
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.commands import StepOnce, TakeBack, Teach
from netviz.training.trainer.trainer import Trainer

CONFIG = TrainingConfig(NetworkSpec.dense((784, 6, 10)), learning_rate=0.01, batch_size=20)


def lesson(digits: Digits, index: int = 0, label: int = 4, rate: float = 0.05) -> Lesson:
    return Lesson(digits.images[index], label, rate)


def same(a: SessionState, b: SessionState) -> None:
    """All that a run needs to go on is equal, bit for bit."""
    assert (a.config, a.step, a.epoch, a.offset) == (b.config, b.step, b.epoch, b.offset)
    assert a.optimiser_steps == b.optimiser_steps
    np.testing.assert_array_equal(a.parameters, b.parameters)
    np.testing.assert_array_equal(a.optimiser_state, b.optimiser_state)


class Bench:
    """Records as `run.netviz` in this folder."""

    def __init__(
        self, folder: Path, digits: Digits, config: TrainingConfig = CONFIG, data: DataName = UNKNOWN
    ) -> None:
        self.validated: list[Snapshot] = []
        self.recorder = Recorder(lambda _config: folder / "run.netviz", data=data)
        self.trainer = Trainer(config, digits, recorder=self.recorder, validate=self.validated.append)

    def state(self) -> SessionState:
        return self.trainer.request_state().result(60)

    def identity(self) -> tuple[str, int, int]:
        self.state()
        snapshot = self.trainer.mailbox.take()
        if snapshot is not None:
            self._last = snapshot.identity
        return self._last

    def train(self, steps: int) -> SessionState:
        for _ in range(steps):
            self.trainer.send(StepOnce())
        return self.state()

    def teach(self, what: Lesson, steps: int) -> SessionState:
        self.trainer.send(Teach(what, steps, self.identity()))
        return self.state()

    def take_back(self, state: SessionState) -> SessionState:
        self.trainer.send(TakeBack(state, self.identity()))
        return self.state()

    def file(self) -> Path:
        path = self.recorder.flush().result(60)
        assert path is not None
        return path

    def close(self) -> None:
        assert self.trainer.close()
        assert self.recorder.close()
