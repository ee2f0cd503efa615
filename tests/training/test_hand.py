"""How well the person's own drawings are read is measured with the validation, and goes with the run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from netviz.network.forward import predict
from netviz.tasks.digits.digits import DataSet
from netviz.training.config import new_config
from netviz.training.jobs.thread import Progress
from netviz.training.measure.hand import HandPoint
from netviz.training.measure.metrics import MetricLog
from netviz.training.measure.validation import Validator
from netviz.training.recording.reader import Recording
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot


class AtOnce:
    def submit(self, _kind: str, work: object) -> None:
        assert callable(work)
        work(Progress())


def test_it_is_measured_with_each_validation_and_forgotten_with_its_steps(digits: DataSet) -> None:
    session = Session(new_config(len(digits.training)), digits.training)
    log = MetricLog()
    validator = Validator(AtOnce(), lambda: log)  # type: ignore[arg-type]
    validator.provide(digits.validation)
    drawn = digits.test.some(slice(0, 90))
    snapshots = []
    for k in range(4):
        validator.provide_hand(drawn if k else None)
        snapshots.append(_snapshot(session))
        validator.offer(snapshots[-1])
        session.step()
    assert [point.step for point in log.hand.all] == [1, 2, 3]
    for point, snapshot in zip(log.hand.all, snapshots[1:], strict=True):
        answers, _ = predict(snapshot.spec, snapshot.parameters, drawn.inputs())
        assert np.isclose(point.accuracy, np.mean(answers == drawn.labels))
    kept = log.until(2)
    assert [point.step for point in kept.hand.all] == [1, 2]
    log.rewind(1)
    assert [point.step for point in log.hand.all] == [1]
    assert [point.step for point in kept.hand.all] == [1, 2]


def test_it_stands_in_the_recording_and_comes_back(digits: DataSet, tmp_path: Path) -> None:
    path = tmp_path / "run.netviz"
    session = Session(new_config(len(digits.training)), digits.training)
    writer = RecordingWriter(path, session.state())
    for _ in range(5):
        session.step()
    found = [HandPoint(step, 0.1 * step) for step in range(1, 6)]
    writer.add_hand(found[:2], restart=True)
    writer.add_hand(found[2:], restart=False)
    writer.add_state(session.state())
    writer.close()
    with Recording(path) as recording:
        assert recording.metrics().hand.all == tuple(found)
        assert recording.commands == ()  # it was no person's doing
    writer = RecordingWriter(path)
    writer.rewind(3)
    writer.close()
    with Recording(path) as recording:
        assert recording.metrics().hand.all == tuple(found[:3])
    writer = RecordingWriter(path)
    writer.add_hand(found[:1], restart=True)
    writer.close()
    # What can't be such a row is passed over, as other programs' rows are.
    with closing(sqlite3.connect(path)) as db, db:
        for k, data in enumerate(("{", '{"accuracy": true}', '{"accuracy": 1e999}', '{"accuracy": 2}', "[]")):
            db.execute("INSERT INTO commands VALUES (?, 2, 0, 'own hand', ?)", (900 + k, data))
    with Recording(path) as recording:
        assert recording.metrics().hand.all == tuple(found[:1])


def _snapshot(session: Session) -> Snapshot:
    return session.state().snapshot()
