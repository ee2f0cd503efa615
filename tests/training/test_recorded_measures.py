"""What was measured of the layers is in the recording, and comes back with the run."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netviz.cli.main import main
from netviz.files.errors import FileError
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.measure.measures import MAX_MEASURES, Measures, measure, measure_step
from netviz.training.recording.reader import Recording
from netviz.training.recording.replay import replay
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot

CONFIG = TrainingConfig(NetworkSpec.dense((784, 8, 6, 10), "tanh"))


def measured(session: Session, digits: Digits) -> Measures:
    before = session.network.parameters.copy()
    session.step()
    of_step = measure_step(session.network, before)
    spec, parameters = session.config.spec, session.network.parameters.copy()
    return measure(Snapshot("run", 0, session.step_count, spec, parameters), of_step, digits.inputs())


def assert_same(a: Measures, b: Measures) -> None:
    assert (a.step, a.spec) == (b.step, b.spec)
    for x, y in (
        (a.of_step.gradient_norm, b.of_step.gradient_norm),
        (a.of_step.update_ratio, b.of_step.update_ratio),
        (a.dead, b.dead),
        (a.saturated, b.saturated),
        *((getattr(a.weights, f), getattr(b.weights, f)) for f in ("low", "high", "counts")),
        *((getattr(a.activations, f), getattr(b.activations, f)) for f in ("low", "high", "counts")),
    ):
        np.testing.assert_array_equal(x, y)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.netviz"


def test_what_was_measured_comes_back_bit_for_bit(few_digits: Digits, path: Path) -> None:
    session = Session(CONFIG, few_digits)
    writer = RecordingWriter(path, session.state())
    found = [measured(session, few_digits) for _ in range(5)]
    writer.add_measures(found[:2], restart=True)
    writer.add_measures(found[2:])
    writer.add_state(session.state())
    writer.close()
    with Recording(path) as recording:
        log = recording.metrics()
        assert recording.commands == ()  # it was no person's doing
    _, back, _ = log.measures.since(None)
    assert len(back) == 5
    for one, other in zip(found, back, strict=True):
        assert_same(one, other)
    writer = RecordingWriter(path)
    writer.rewind(3)
    writer.close()
    with Recording(path) as recording:
        assert [m.step for m in recording.metrics().measures.since(None)[1]] == [1, 2, 3]


def test_rows_stay_bounded_and_settings_are_replayed_all_the_same(few_digits: Digits, path: Path) -> None:
    session = Session(CONFIG, few_digits)
    one = measured(session, few_digits)
    writer = RecordingWriter(path, session.state())
    for step in range(2, 2 * MAX_MEASURES + 600):
        writer.add_measures([replace(one, step=step)])
    writer.add_state(session.state(), 1)  # which knows of a number that goes
    writer.add_measures([replace(one, step=2)], restart=True)
    writer.close()
    with Recording(path) as recording:
        assert len(recording.metrics().measures) <= MAX_MEASURES
    calmer = replace(CONFIG, learning_rate=0.001)
    writer = RecordingWriter(path)
    writer.add_command(session.step_count, "configure", {}, calmer)
    session.configure(calmer)
    for _ in range(4):
        session.step()
    writer.close()
    with Recording(path) as recording:
        again = replay(recording, few_digits, session.step_count)
    np.testing.assert_array_equal(again.parameters, session.network.parameters)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.text(max_size=60) | st.sampled_from(['{"spec": {}, "data": ""}', "[]", "{}", '{"spec": 1, "data": 2}'])
)
def test_damaged_rows_are_refused_in_a_sentence(
    few_digits: Digits, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "run.netviz"
    RecordingWriter(path, Session(CONFIG, few_digits).state()).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO commands VALUES (1, 1, 0, 'measures', ?)", (text,))
    with Recording(path) as recording, pytest.raises(FileError, match="measured in it"):
        recording.metrics()


def test_a_run_of_the_command_line_has_its_history(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for pause in ("LEAST_PAUSE", "_REST", "_JOB_REST"):  # however busy the machine is
        monkeypatch.setattr(f"netviz.training.measure.measurer.{pause}", 0.0)
    assert main(["train", "--steps", "30", "--save", str(path)]) == 0
    with Recording(path) as recording:
        _, found, _ = recording.metrics().measures.since(None)
        last = recording.last_step
    assert found[0].step == 1
    assert [m.step for m in found] == list(range(1, last + 1))
    assert (found[0].of_step.gradient_norm > 0).all()
