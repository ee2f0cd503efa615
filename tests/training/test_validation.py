"""Validation beside the training: every offered snapshot is measured, into the log of its own run."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.jobs.thread import JobThread
from netviz.training.measure.metrics import MetricLog
from netviz.training.measure.validation import Validator
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.commands import Pause, Reset, Start
from netviz.training.trainer.trainer import Trainer

SPEC = NetworkSpec.dense((784, 8, 10))


@pytest.fixture
def jobs() -> Iterator[JobThread]:
    thread = JobThread()
    yield thread
    assert thread.close()


def snapshot(step: int) -> Snapshot:
    parameters = np.random.default_rng(step).normal(0, 0.1, SPEC.n_parameters).astype(np.float32)
    return Snapshot("run", 0, step, SPEC, parameters)


def wait(log: MetricLog, n: int) -> list[tuple[int, float, float]]:
    end = time.monotonic() + 20
    while len(log.validation_since(None)[1]) < n:
        assert time.monotonic() < end
        time.sleep(0.002)
    return list(log.validation_since(None)[1])


def test_every_offer_is_measured_in_order(jobs: JobThread, few_validation: Digits) -> None:
    log, measured = MetricLog(), []
    validator = Validator(jobs, lambda: log, lambda: measured.append(1))
    validator.provide(few_validation)
    for step in range(1, 101):
        validator.offer(snapshot(step))
    points = wait(log, 100)
    assert [point[0] for point in points] == list(range(1, 101))
    for step in (1, 50, 100):
        loss, accuracy = evaluate(
            SPEC, snapshot(step).parameters, few_validation.images, few_validation.labels
        )
        assert points[step - 1] == (step, loss, accuracy)
    assert len(measured) == 100


def test_a_run_that_was_left_does_not_hold_up_the_one_that_stands_there(
    jobs: JobThread, few_validation: Digits
) -> None:
    left, present, order = MetricLog(), MetricLog(), []
    now = [left]
    validator = Validator(jobs, lambda: now[0], lambda: order.append(len(present.validation_since(None)[1])))
    for step in range(1, 51):
        validator.offer(snapshot(step))
    now[0] = present
    validator.offer(snapshot(51))
    validator.provide(few_validation)
    wait(left, 50)
    assert [point[0] for point in wait(present, 1)] == [51]
    assert order[0] == 1  # it was measured first
    assert [point[0] for point in left.validation_since(None)[1]] == list(range(1, 51))


def test_offers_wait_for_the_digits(jobs: JobThread, few_validation: Digits) -> None:
    log = MetricLog()
    validator = Validator(jobs, lambda: log)
    validator.offer(snapshot(1))
    while jobs.busy:
        time.sleep(0.002)
    assert log.validation_since(None)[1] == []
    validator.provide(few_validation)
    wait(log, 1)
    validator.offer(snapshot(2))
    assert [point[0] for point in wait(log, 2)] == [1, 2]


def test_a_result_goes_to_the_run_that_it_belongs_to(
    jobs: JobThread, few_digits: Digits, few_validation: Digits
) -> None:
    config = TrainingConfig(SPEC, batch_size=10, validate_every=20)
    validator = Validator(jobs, lambda: trainer.log)
    validator.provide(few_validation)
    trainer = Trainer(config, few_digits, validate=validator.offer)
    logs = []
    try:
        for _ in range(3):
            trainer.send(Start())
            while trainer.status.step < 200:
                time.sleep(0.002)
            trainer.send(Pause())
            step = trainer.request_state().result(20).step
            logs.append((trainer.log, step))
            trainer.send(Reset(config))
            trainer.request_state().result(20)
    finally:
        assert trainer.close()
    for log, step in logs:
        points = wait(log, step // 20)
        assert [point[0] for point in points] == list(range(20, step + 1, 20))


class _Asked(deque):  # type: ignore[type-arg]
    """Something else is put there while one goes through it, as from the trainer's thread."""

    def __init__(self, items: deque) -> None:  # type: ignore[type-arg]
        super().__init__(items)
        self.meanwhile: Callable[[], None] = lambda: None

    def __iter__(self) -> Iterator[object]:
        for item in super().__iter__():
            offering = threading.Thread(target=self.meanwhile)
            offering.start()
            offering.join(0.05)
            yield item


def test_what_is_offered_while_one_is_chosen_waits_its_turn(few_validation: Digits, jobs: JobThread) -> None:
    log, left = MetricLog(), MetricLog()
    now = [left]
    validator = Validator(jobs, lambda: now[0])
    validator.offer(snapshot(1))
    validator.offer(snapshot(2))
    now[0] = log
    validator._pending = _Asked(validator._pending)
    steps = iter(range(3, 9))
    validator._pending.meanwhile = lambda: validator.offer(snapshot(next(steps, 9)))
    validator.provide(few_validation)
    wait(log, 1)
    validator._pending.meanwhile = lambda: None
    wait(left, 2)
