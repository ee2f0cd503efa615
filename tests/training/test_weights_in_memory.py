"""How often all weights lie in memory: once for each thing that needs them, whoever else has them too."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from netviz.network.network import Network
from netviz.network.optimisers import OPTIMISERS, optimiser_slots
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.measure.measurer import AtOnce, Measurer
from netviz.training.measure.measures import measure_step
from netviz.training.recording.recorder import Recorder
from netviz.training.recording.tables import coding
from netviz.training.session import Session
from netviz.training.snapshot import is_untrained
from netviz.training.trainer.commands import StepOnce
from netviz.training.trainer.publisher import Publisher
from netviz.training.trainer.trainer import Trainer

SPEC = NetworkSpec.dense((784, 900, 300, 10))
LARGE = TrainingConfig(SPEC, learning_rate=1e-3, batch_size=10, optimiser="adam")
WEIGHTS = SPEC.n_parameters * 4  # bytes


@contextmanager
def traced() -> Iterator[None]:
    gc.collect()
    tracemalloc.start(1)
    try:
        yield
    finally:
        tracemalloc.stop()


def alive() -> float:
    """How many times the weights lie in arrays as large as a half of them, or larger."""
    sizes = (trace.size for trace in tracemalloc.take_snapshot().traces)
    return sum(size for size in sizes if size > WEIGHTS / 2) / WEIGHTS


def most(work: Callable[[], object]) -> float:
    """How many times the weights more are in memory at once while this is done, for what it leaves too."""
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    left = work()
    _, peak = tracemalloc.get_traced_memory()
    del left
    return (peak - before) / WEIGHTS


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_session_holds_weights_gradient_and_what_the_optimiser_remembers(
    few_digits: Digits, optimiser: str
) -> None:
    with traced():
        session = Session(replace(LARGE, optimiser=optimiser), few_digits)
        session.step()
        assert alive() == pytest.approx(2 + len(optimiser_slots(optimiser)), abs=0.1)
        assert most(session.step) < 0.4


def test_what_is_seen_measured_recorded_and_taken_back_of_one_step_is_one_array(few_digits: Digits) -> None:
    session, publisher = Session(LARGE, few_digits), Publisher()
    with traced():
        session.step()
        kept = [publisher.snapshot(session), session.state(), publisher.snapshot(session)]
        assert alive() == pytest.approx(1 + 2, abs=0.1)  # the weights, and Adam's two moments
        assert most(session.state) < 0.2
        assert most(lambda: publisher.snapshot(session)) < 0.2
        assert len({id(one.parameters) for one in kept}) == 1
        again = Session.at(session.state(), few_digits)
        assert publisher.snapshot(again).parameters is kept[0].parameters


def test_the_shared_array_is_that_of_its_step(few_digits: Digits) -> None:
    session, publisher = Session(LARGE, few_digits), Publisher()
    first = publisher.snapshot(session)
    before = first.parameters.copy()
    session.step()
    second = publisher.snapshot(session)
    np.testing.assert_array_equal(first.parameters, before)
    np.testing.assert_array_equal(second.parameters, session.network.parameters)
    assert second.parameters is not first.parameters
    assert not second.parameters.flags.writeable


def _encoded() -> Callable[[], object]:
    chance = np.random.default_rng(1)
    values, base = (chance.standard_normal(SPEC.n_parameters, dtype=np.float32) for _ in range(2))
    return lambda: coding.encode(values, coding.EXACT, base)


def _measured() -> Callable[[], object]:
    network = Network(SPEC)
    network.initialise(1)
    before = network.parameters.copy()
    return lambda: measure_step(network, before)


def _known() -> Callable[[], object]:
    snapshot = Publisher().snapshot(Session(LARGE))
    return lambda: is_untrained(snapshot, LARGE.seed)


@pytest.mark.parametrize(
    ("made", "times"),
    [
        (_encoded, 2.6),  # the differences, and what they are packed to, which grows
        (_measured, 0.8),  # how far the largest layer moved
        (_known, 1.6),  # the largest layer drawn anew, and which are equal
    ],
)
def test_what_is_done_with_all_weights_needs_few_copies_of_them(
    made: Callable[[], Callable[[], object]], times: float
) -> None:
    work = made()
    with traced():
        assert most(work) < times


def test_a_trainer_that_is_recorded_and_measured(few_digits: Digits, tmp_path: Path) -> None:
    """After a step: three of the session and of Adam, the states of step 0 and 1, each shared by all."""
    with traced():
        recorder = Recorder(lambda _config: tmp_path / "run.netviz")
        measurer = Measurer(AtOnce())
        measurer.provide(few_digits)
        trainer = Trainer(LARGE, few_digits, recorder=recorder, measurer=measurer)
        try:
            trainer.send(StepOnce())
            assert trainer.request_state().result(60).step == 1
            assert recorder.flush().result(60) == tmp_path / "run.netviz"
            assert alive() <= 4 + 3 + 3 + 0.1
        finally:
            trainer.close()
            recorder.close()
