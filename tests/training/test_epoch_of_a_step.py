"""The epoch of any recorded step, counted from 1, as the session counted it."""

from dataclasses import replace
from pathlib import Path

import pytest

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.recording.reader import Recording
from netviz.training.recording.recorder import Recorder
from netviz.training.trainer.commands import Configure, StepOnce
from netviz.training.trainer.trainer import Trainer
from tests.waiting import eventually

SMALL = TrainingConfig(NetworkSpec.dense((784, 8, 10)), learning_rate=0.01)


@pytest.mark.parametrize("parts", [1, 3, 7])
def test_it_is_the_one_that_the_session_was_in(few_digits: Digits, tmp_path: Path, parts: int) -> None:
    n = len(few_digits)
    config = replace(SMALL, batch_size=n // parts + (1 if parts > 1 else 0))
    path = tmp_path / "run.netviz"
    recorder = Recorder(lambda _config: path)
    trainer = Trainer(config, few_digits, recorder=recorder)
    epochs = {0: 1}
    try:
        for step in range(1, 3 * parts + 2):
            trainer.send(StepOnce())
            eventually(lambda step=step: trainer.status.step == step)
            snapshot = None
            while snapshot is None or snapshot.step != step:
                snapshot = trainer.mailbox.take() or snapshot
            assert snapshot.epoch is not None
            epochs[step] = snapshot.epoch
        last = trainer.status.step
        trainer.send(Configure(replace(config, batch_size=2)))
        trainer.send(StepOnce())
        eventually(lambda: trainer.status.step == last + 1)
    finally:
        assert trainer.close()
        recorder.close()
    assert max(epochs.values()) == 4
    with Recording(path) as recording:
        for step, epoch in epochs.items():
            assert recording.epoch_at(step, n) == epoch
