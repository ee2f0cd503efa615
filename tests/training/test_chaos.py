"""Everything changed at random while training runs: no shape, no number and no determinism is lost.

`NETVIZ_CHAOS_SECONDS=60 pytest tests/training/test_chaos.py` does so for a minute instead of a moment, from
another seed each time (`NETVIZ_CHAOS_SEED` repeats one).
"""

import os
import random
import time
from dataclasses import dataclass, replace

import numpy as np
import pytest

from netviz.network.activations import ACTIVATIONS
from netviz.network.initialisers import INITIALISERS
from netviz.network.losses import LOSSES
from netviz.network.optimisers import OPTIMISERS, optimiser_named
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation import Augmentation
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.experiments.operations.operation import Operation
from netviz.training.experiments.operations.single import DeleteNeuron, SilenceNeuron
from netviz.training.experiments.operations.whole import Prune, Quantise
from netviz.training.experiments.surgery import reshape
from netviz.training.jobs.thread import JobThread
from netviz.training.measure.validation import Validator
from netviz.training.schedules import SCHEDULES, Schedule
from netviz.training.session import Session, SessionState
from netviz.training.stopping import StopConditions
from netviz.training.trainer.commands import (
    Command,
    Configure,
    Operate,
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

SECONDS = float(os.environ.get("NETVIZ_CHAOS_SECONDS", "3"))
SEED = int(os.environ.get("NETVIZ_CHAOS_SEED", "1" if SECONDS <= 3 else str(time.time_ns() % 10**9)))


def some_spec(rng: random.Random) -> NetworkSpec:
    hidden = [rng.randint(1, 40) for _ in range(rng.randint(0, 4))]
    return NetworkSpec(
        (784, *hidden, 10),
        tuple(rng.choice(ACTIVATIONS) for _ in hidden),
        rng.choice(LOSSES),
        rng.choice(INITIALISERS),
    )


def some_config(rng: random.Random, spec: NetworkSpec, seed: int) -> TrainingConfig:
    optimiser = rng.choice(OPTIMISERS)
    # Every twentieth rate is one that breaks the network.
    rate = 1e5 if rng.random() < 0.05 else optimiser_named(optimiser).usual_rate * rng.choice([0.1, 1, 4])

    def sometimes(value: float) -> float:
        return value if rng.random() < 0.3 else 0.0

    return TrainingConfig(
        spec,
        optimiser,
        rate,
        rng.choice([0.0, 0.5, 0.9]),
        sometimes(1e-3),
        rng.randint(1, 203),
        seed,
        rng.choice([None, 3, 50]),
        Schedule(rng.choice(SCHEDULES), rng.randint(1, 2_000), rng.uniform(0.1, 1), rng.randint(0, 5_000)),
        sometimes(1e-4),
        sometimes(0.3),
        sometimes(0.1),
        rng.choice([None, 0.1, 1.0]),
        rng.choice([Augmentation(), Augmentation(), Augmentation(1, 5, 0.1, 0.5), Augmentation(noise=0.1)]),
    )


def some_operation(rng: random.Random, spec: NetworkSpec) -> Operation:
    """Something done by hand, here and there to a neuron that is not there."""
    column = rng.randint(0, len(spec.sizes) - 1)
    index = rng.randint(0, spec.sizes[column])
    return rng.choice(
        [SilenceNeuron(column, index), DeleteNeuron(column, index), Prune(None, 0.3), Quantise(None, 4)]
    )


def some_command(rng: random.Random, config: TrainingConfig, states: list[SessionState]) -> Command:
    """Anything that anybody may ask for; one in ten is nonsense."""
    match rng.randint(0, 20):
        case 0 | 1 | 2 | 3 | 4:
            return Configure(some_config(rng, config.spec, config.seed))
        case 5 | 6 | 7 | 8 | 9:
            return Reshape(some_spec(rng))
        case 10:
            return Reset(some_config(rng, some_spec(rng), rng.randint(0, 99)))
        case 11 | 12:
            return Restore(rng.choice(states))
        case 13 | 14:
            return SetPace(rng.choice([None, None, 100.0, 1_000.0, 5_000.0]))
        case 15:
            return rng.choice([Publish(), StepOnce(), Pause(), Start()])
        case 16 | 17:
            return StopWhen(rng.choice([StopConditions(), StopConditions(epochs=0.5, patience=2)]))
        case 18:
            return Configure(replace(config, learning_rate=float("nan")))
        case 19:
            return Operate(some_operation(rng, config.spec))
        case _:
            return Reshape(
                rng.choice([NetworkSpec((784, 0, 10), ("relu",)), NetworkSpec((784, 90_000, 10), ("relu",))])
            )


@dataclass(frozen=True)
class Entry:
    """What was done at which step, and how the network was then and afterwards."""

    step: int
    command: Command
    before: SessionState
    after: SessionState


def assert_whole(state: SessionState, *, broken: bool) -> None:
    spec, config = state.config.spec, state.config
    config.check(203)
    assert state.parameters.shape == (spec.n_parameters,)
    assert state.optimiser_state.shape[1:] == (spec.n_parameters,)
    assert broken or np.isfinite(state.parameters).all()
    assert broken or np.isfinite(state.optimiser_state).all()


def change_everything(
    trainer: Trainer, rng: random.Random, seconds: float, first: SessionState
) -> list[Entry]:
    """Let it train, change something, and so on; what was done."""
    journal: list[Entry] = []
    states = [first]
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(journal) < 20:
        trainer.send(Start())
        trainer.mailbox.wanted = True
        time.sleep(rng.choice([0.0, 0.002, 0.02]))
        trainer.send(Pause())
        before = trainer.request_state().result(30)
        broken = trainer.status.phase == "diverged" or not np.isfinite(before.parameters).all()
        assert_whole(before, broken=broken)
        command = Restore(trainer.last_good) if broken else some_command(rng, before.config, states)
        trainer.send(command)
        trainer.send(Pause())
        after = trainer.request_state().result(30)
        assert_whole(after, broken=isinstance(command, StepOnce | Start))
        snapshot = trainer.mailbox.take()
        if snapshot is not None:
            assert snapshot.parameters.shape == (snapshot.spec.n_parameters,)
        journal.append(Entry(before.step, command, before, after))
        if np.isfinite(after.parameters).all() and np.isfinite(after.optimiser_state).all():
            states = [*states[-20:], after]
    return journal


def assert_same(found: SessionState, expected: SessionState) -> None:
    assert (found.config, found.step, found.epoch, found.offset, found.optimiser_steps) == (
        expected.config,
        expected.step,
        expected.epoch,
        expected.offset,
        expected.optimiser_steps,
    )
    np.testing.assert_array_equal(found.parameters, expected.parameters)
    np.testing.assert_array_equal(found.optimiser_state, expected.optimiser_state)


def repeat(journal: list[Entry], digits: Digits, first: SessionState) -> int:
    """The same commands at the same steps, in one thread, give the same weights. Returns the steps made."""
    session = Session(first.config, digits)
    made = 0
    for entry in journal:
        while session.step_count < entry.step:
            session.step()
            made += 1
        assert_same(session.state(), entry.before)
        # A refused command leaves the settings as they were, and so does one to do what is so already.
        match entry.command:
            case Configure() | Reshape() if entry.after.config == entry.before.config:
                pass
            case Configure(config):
                session.configure(config)
            case Reshape(spec, columns):
                state = reshape(session.state(), spec, columns)
                session = Session(state.config, digits)
                session.restore(state)
            case Operate() if not entry.command.done.result().refused:
                session = Session.at(entry.command.operation.on(session.state()), digits)
            case Reset(config):
                session = Session(config.anew(), digits)
            case Restore(state):
                session = Session(state.config, digits)
                session.restore(state)
            case StepOnce() | Start():
                while session.step_count < entry.after.step:
                    session.step()
                    made += 1
        assert_same(session.state(), entry.after)
    return made


@pytest.mark.timeout(30 + 20 * SECONDS)
def test_everything_changes_at_random_and_nothing_is_lost(few_digits: Digits, few_validation: Digits) -> None:
    print(f"seed {SEED}, {SECONDS:g} seconds")
    rng = random.Random(SEED)
    config = some_config(rng, some_spec(rng), 0)
    jobs = JobThread()
    validator = Validator(jobs, lambda: trainer.log)
    validator.provide(few_validation)
    trainer = Trainer(config, few_digits, validate=validator.offer)
    try:
        first = trainer.request_state().result(30)
        journal = change_everything(trainer, rng, SECONDS, first)
    finally:
        assert trainer.close()
        jobs.close()
    kinds = {type(entry.command) for entry in journal}
    assert {Configure, Reshape} <= kinds
    made = repeat(journal, few_digits, first)
    print(f"{len(journal)} commands, {made:,} steps")
    assert made > len(journal)
