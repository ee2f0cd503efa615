"""The mini-batch that a snapshot brings along is the one that its step learned from."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation import Augmenter
from netviz.tasks.digits.augmentation_settings import DEFAULT_AUGMENTATION
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.session import Session
from netviz.training.snapshot import MOST_SHOWN, Snapshot
from netviz.training.trainer.commands import Reset, SetPace, Start, StepOnce
from netviz.training.trainer.trainer import Trainer
from tests.waiting import eventually

SMALL = TrainingConfig(NetworkSpec.dense((784, 8, 10)), learning_rate=0.01, batch_size=10)


def expected(
    config: TrainingConfig, digits: Digits, epoch: int, offset: int, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Worked out from the seed, the epoch and the place in it alone."""
    order = np.random.default_rng((config.seed, epoch)).permutation(len(digits))
    rows = order[offset : offset + size]
    pixels = np.ascontiguousarray(digits.images[rows])
    if not config.augmentation.off:
        Augmenter(config.augmentation, config.seed, len(digits)).apply(pixels, epoch, offset)
    return pixels, digits.labels[rows]


@pytest.mark.parametrize("augmented", [False, True])
@pytest.mark.parametrize("size", [1, 7, 32, 33, 512])
def test_it_is_a_function_of_seed_epoch_and_place(few_digits: Digits, size: int, augmented: bool) -> None:
    size = min(size, len(few_digits))
    config = replace(SMALL, batch_size=size, seed=3)
    if augmented:
        config = replace(config, augmentation=DEFAULT_AUGMENTATION)
    session = Session(config, few_digits)
    assert session.mini_batch() is None
    per_epoch = -(-len(few_digits) // size)
    for step in range(1, min(per_epoch, 40) + 3):
        session.step()
        batch = session.mini_batch()
        assert batch is not None
        epoch, place = divmod(step - 1, per_epoch)
        assert (batch.epoch, batch.offset) == (epoch, place * size)
        assert batch.size == min(size, len(few_digits) - place * size)
        assert session.epoch_number == epoch + 1
        pixels, labels = expected(config, few_digits, batch.epoch, batch.offset, batch.size)
        shown = min(batch.size, MOST_SHOWN)
        np.testing.assert_array_equal(batch.pixels, pixels[:shown])
        np.testing.assert_array_equal(batch.labels, labels[:shown])
        assert not batch.pixels.flags.writeable


def test_its_gradient_is_the_gradient_of_the_step(few_digits: Digits) -> None:
    """Whoever looks at all digits of a small mini-batch can work out what the step did."""
    session = Session(SMALL, few_digits)
    before = session.state().parameters
    session.step()
    batch, gradient = session.mini_batch(), session.gradient()
    assert batch is not None
    assert gradient is not None
    network = Network(SMALL.spec, np.float32, len(batch.pixels), 1.0)
    network.parameters[:] = before
    x = batch.pixels.astype(np.float32) / np.float32(255)
    network.loss_and_gradient(x, batch.labels.astype(np.intp), 0.0, 0.0, None)
    np.testing.assert_allclose(network.gradient, gradient, rtol=1e-4, atol=1e-6)


def test_what_was_not_just_trained_has_none(few_digits: Digits) -> None:
    session = Session(SMALL, few_digits)
    session.step()
    state = session.state()
    session.configure(replace(SMALL, batch_size=20))
    assert session.mini_batch() is None
    session.step()
    session.restore(state)
    assert session.mini_batch() is None
    assert session.epoch_number == state.epoch_number == 1


@pytest.fixture
def trainer(few_digits: Digits) -> Iterator[Trainer]:
    made = Trainer(SMALL, few_digits)
    yield made
    assert made.close()


def test_a_slow_trainer_publishes_each_step_though_nobody_asks(trainer: Trainer) -> None:
    """The very first too: who presses Train at the slowest pace sees it at once."""
    trainer.send(SetPace(2.0))
    trainer.send(Start())
    seen: list[Snapshot] = []

    def look() -> bool:
        snapshot = trainer.mailbox.take()
        if snapshot is not None and snapshot.step:
            seen.append(snapshot)
        return len(seen) >= 2

    eventually(look)
    assert [snapshot.step for snapshot in seen] == [1, 2]
    assert all(snapshot.batch is not None for snapshot in seen)


def test_a_snapshot_brings_its_mini_batch_and_its_epoch(trainer: Trainer, few_digits: Digits) -> None:
    first = trainer.mailbox.take()
    assert first is not None
    assert (first.batch, first.epoch) == (None, 1)
    trainer.send(StepOnce())
    eventually(lambda: trainer.status.step == 1)
    snapshot: list[Snapshot] = []

    def came() -> bool:
        found = trainer.mailbox.take()
        if found is not None and found.step == 1:
            snapshot.append(found)
        return bool(snapshot)

    eventually(came)
    batch = snapshot[0].batch
    assert batch is not None
    np.testing.assert_array_equal(batch.pixels, expected(SMALL, few_digits, 0, 0, 10)[0])
    trainer.send(Reset(SMALL))
    eventually(lambda: (found := trainer.mailbox.take()) is not None and found.batch is None)
