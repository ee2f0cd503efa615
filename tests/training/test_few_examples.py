"""Only so many examples: the same few in every epoch, drawn by the seed, and soon learnt by heart."""

import json
from dataclasses import replace

import numpy as np
import pytest

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.tasks.finding import load
from netviz.tasks.input import Measures
from netviz.training.config import ConfigError, TrainingConfig, new_config
from netviz.training.config_table import from_table, to_table
from netviz.training.session import Session

SPEC = NetworkSpec.dense((784, 8, 10))


def rows_seen(session: Session, n_steps: int) -> list[bytes]:
    seen = []
    for _ in range(n_steps):
        session.step()
        batch = session.mini_batch()
        assert batch is not None
        seen += [pixels.tobytes() for pixels in batch.pixels]
    return seen


def test_an_epoch_is_these_few_and_every_epoch_the_same_ones(few_digits: Digits) -> None:
    config = TrainingConfig(spec=SPEC, batch_size=8, examples=20, seed=3)
    session = Session(config, few_digits)
    first, second = rows_seen(session, 3), rows_seen(session, 3)
    assert len(first) == len(set(first)) == 20
    assert set(first) == set(second)
    assert first != second
    assert (session.epoch, session.offset, session.seen) == (2, 0, 40)
    assert set(rows_seen(Session(replace(config, seed=4), few_digits), 3)) != set(first)
    # More of them hold all of fewer.
    assert set(first) < set(rows_seen(Session(replace(config, examples=40), few_digits), 5))


def test_all_of_them_are_all_of_them_bit_for_bit(few_digits: Digits) -> None:
    config = TrainingConfig(spec=SPEC, batch_size=8)
    states = []
    for examples in (None, len(few_digits), 10**6):
        session = Session(replace(config, examples=examples), few_digits)
        for _ in range(9):
            session.step()
        states.append(session.network.parameters.copy())
    np.testing.assert_array_equal(states[0], states[1])
    np.testing.assert_array_equal(states[0], states[2])


def test_a_run_of_few_goes_on_bit_for_bit_and_may_take_more(few_digits: Digits) -> None:
    session = Session(TrainingConfig(spec=SPEC, batch_size=8, examples=20), few_digits)
    for _ in range(4):
        session.step()
    other = Session.at(session.state(), few_digits)
    for each in (session, other):
        each.configure(replace(each.config, examples=12))
        each.step()
        each.configure(replace(each.config, examples=None))
    for _ in range(30):
        assert session.step().loss == other.step().loss
    np.testing.assert_array_equal(session.network.parameters, other.network.parameters)


def test_files_say_it_only_where_it_is_said() -> None:
    assert "examples" not in to_table(TrainingConfig())
    config = replace(TrainingConfig(), examples=100)
    assert from_table(json.loads(json.dumps(to_table(config)))) == config
    for odd in (0, -1, 2.5, True, "many"):
        with pytest.raises((ConfigError, ValueError)):
            from_table({**json.loads(json.dumps(to_table(config))), "examples": odd})
    with pytest.raises(ConfigError, match="a whole number from 1 to 20 would be right"):
        replace(config, examples=20, batch_size=32).check(55_000)


def test_few_are_learnt_by_heart() -> None:
    data = load("moons")
    assert isinstance(data.task.input, Measures)
    spec = NetworkSpec.dense((2, 32, 32, 2))
    config = replace(new_config(8, data.task), spec=spec, batch_size=8, examples=8, learning_rate=0.1)
    session = Session(config, data.training)
    losses = [session.step().loss for _ in range(300)]
    assert losses[-1] < 0.01
