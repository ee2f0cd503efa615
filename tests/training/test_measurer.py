"""The measurer measures beside the training: seldom enough, only what it is given, and without a trace."""

import time

import numpy as np
import pytest

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.jobs.thread import JobThread
from netviz.training.measure.measurer import LEAST_PAUSE, Measurer
from netviz.training.measure.measures import MeasureLog
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.commands import Restore, Start, StepOnce
from netviz.training.trainer.trainer import Trainer

CONFIG = TrainingConfig(NetworkSpec.dense((784, 8, 10)), batch_size=10)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def wait_for_jobs(jobs: JobThread) -> None:
    for _ in range(2000):
        if not jobs.busy:
            return
        time.sleep(0.002)
    raise AssertionError("the job thread doesn't come to rest")


def run(session: Session, measurer: Measurer, log: MeasureLog, clock: Clock, jobs: JobThread, n: int) -> None:
    for _ in range(n):
        due = measurer.before_step(session)
        session.step()
        clock.now += LEAST_PAUSE / 4
        if due:
            parameters = session.state().parameters
            here = Snapshot("run", 0, session.step_count, session.config.spec, parameters)
            measurer.after_step(session, lambda here=here: here, log)  # type: ignore[misc]
            wait_for_jobs(jobs)


def test_it_rests_between_two(few_digits: Digits, few_validation: Digits) -> None:
    jobs, clock, log = JobThread(), Clock(), MeasureLog()
    heard: list[int] = []
    try:
        measurer = Measurer(jobs, lambda: heard.append(1), clock)
        session = Session(CONFIG, few_digits)
        run(session, measurer, log, clock, jobs, 3)
        assert len(log) == 0  # no digits to look at yet
        measurer.provide(few_validation)
        run(session, measurer, log, clock, jobs, 40)
    finally:
        jobs.close()
    steps = [measures.step for measures in log.since(None)[1]]
    assert steps[0] == 4
    assert min(np.diff(steps)) >= 4
    assert len(heard) == len(steps) >= 2


def test_measuring_changes_nothing(few_digits: Digits, few_validation: Digits) -> None:
    jobs, clock = JobThread(), Clock()
    try:
        measurer = Measurer(jobs, None, clock)
        measurer.provide(few_validation)
        measured, plain = Session(CONFIG, few_digits), Session(CONFIG, few_digits)
        run(measured, measurer, MeasureLog(), clock, jobs, 30)
    finally:
        jobs.close()
    for _ in range(30):
        plain.step()
    np.testing.assert_array_equal(measured.network.parameters, plain.network.parameters)


def test_the_trainer_fills_the_log_of_its_run(few_digits: Digits, few_validation: Digits) -> None:
    jobs = JobThread()
    measurer = Measurer(jobs)
    measurer.provide(few_validation)
    trainer = Trainer(CONFIG, few_digits, measurer=measurer)
    try:
        trainer.send(StepOnce())
        state = trainer.request_state().result(5)
        wait_for_jobs(jobs)
        (first,) = trainer.log.measures.since(None)[1]
        assert first.step == 1
        assert first.of_step.gradient_norm.shape == (2,)
        expected = Session(CONFIG, few_digits)
        expected.step()
        gradient = expected.gradient()
        assert gradient is not None
        place = np.r_[CONFIG.spec.weight_slices[0], CONFIG.spec.bias_slices[0]]
        assert first.of_step.gradient_norm[0] == pytest.approx(np.linalg.norm(gradient[place]), rel=1e-5)

        log = trainer.log
        trainer.send(Start())
        trainer.send(Restore(state, log))
        trainer.request_state().result(5)
        wait_for_jobs(jobs)
        assert trainer.log is log
        assert [measures.step for measures in log.measures.since(None)[1]] == [1]
    finally:
        trainer.close()
        jobs.close()
