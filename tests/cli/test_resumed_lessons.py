"""`netviz train --resume` on a run that a digit was taught to: it goes on as if it had never been closed."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netviz.tasks.digits.digits import DataSet, load_digits_from
from netviz.training.config import TrainingConfig
from netviz.training.recording.reader import Recording
from netviz.training.recording.replay import replay
from netviz.training.schedules import Schedule
from netviz.training.session import Session, SessionState
from tests.taught import CONFIG, Bench, lesson, same

SETTINGS = {
    "momentum, cosine": replace(CONFIG, schedule=Schedule("cosine", 60)),
    "adam, dropout": replace(CONFIG, optimiser="adam", learning_rate=0.001, dropout=0.2, l2=1e-4),
}
# What is done: so many steps of training (0), or so many of teaching the digit with this label.
PLANS = {
    "trained on since": ((3, 0), (1, 4), (2, 0), (40, 8), (5, 0)),
    "ended by a lesson": ((6, 0), (30, 4)),
    "begun with a lesson": ((5, 4),),
}
MORE = 19  # steps, beyond the end of an epoch of eleven


@pytest.fixture(scope="module")
def data(folder) -> DataSet:
    return load_digits_from(folder)


def record(folder: Path, data: DataSet, config: TrainingConfig, plan: tuple[tuple[int, int], ...]) -> Path:
    bench = Bench(folder, data.training, config, data.name)
    for steps, label in plan:
        if label:
            bench.teach(lesson(data.training, index=label, label=label), steps)
        else:
            bench.train(steps)
    path = bench.file()
    bench.close()
    return path


def never_closed(data: DataSet, config: TrainingConfig, plan: tuple[tuple[int, int], ...]) -> Session:
    """A session to which the same was done; no recording has to do with it."""
    session = Session(config, data.training)
    for steps, label in plan:
        for _ in range(steps):
            if label:
                assert session.teach(lesson(data.training, index=label, label=label))
            else:
                session.step()
    return session


def end_of(path: Path) -> SessionState:
    with Recording(path) as recording:
        assert recording.info.finished
        return recording.state_before()


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("config", SETTINGS.values(), ids=SETTINGS)
def test_it_goes_on_bit_for_bit(netviz, tmp_path, data, config, plan):
    path, other = record(tmp_path, data, config, plan), tmp_path / "other.netviz"
    truth = never_closed(data, config, plan)
    taught = [(steps, label) for steps, label in plan if label]
    same(end_of(path), truth.state())
    told = netviz("train", "--resume", path, "--steps", MORE, "--save", other)
    assert (told.status, told.err) == (0, "")
    told = netviz("train", "--resume", path, "--steps", MORE, "--json")
    assert told.status == 0
    states = {}
    while len(states) < MORE:
        truth.step()
        states[truth.step_count] = truth.state()
    assert json.loads(told.out)["steps"] == truth.step_count
    for file in (path, other):
        same(end_of(file), truth.state())
        with Recording(file) as recording:
            for step, state in states.items():
                same(replay(recording, data.training, step), state)
            # From the very first state, through all that was taught.
            beginning = recording.state_and_command(0)
            recording.state_and_command = lambda _step, first=beginning: first  # type: ignore[method-assign]
            same(replay(recording, data.training, truth.step_count), truth.state())
            changes = [change for change in recording.metrics().changes.all if change.kind == "taught"]
            assert [(change.last - change.step) for change in changes] == [steps for steps, _ in taught]
            points = recording.metrics().since(None)[1]
            assert len(points) == truth.step_count - sum(steps for steps, _ in taught)


def test_what_was_taken_back_stays_so(netviz, tmp_path, data):
    bench = Bench(tmp_path, data.training, CONFIG, data.name)
    before = bench.train(4)
    bench.teach(lesson(data.training), 25)
    bench.take_back(before)
    path = bench.file()
    bench.close()
    assert netviz("train", "--resume", path, "--steps", MORE).status == 0
    same(end_of(path), never_closed(data, CONFIG, ((4 + MORE, 0),)).state())
    with Recording(path) as recording:
        assert recording.metrics().changes.all == ()


def test_of_a_lesson_that_a_kill_cut_off_nothing_is_left(netviz, tmp_path, data):
    """It stands in the file, but no state after it does: going on is from the state before it."""
    path = record(tmp_path, data, CONFIG, ((4, 0), (25, 4)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM states WHERE snapshot IN (SELECT id FROM snapshots WHERE step > 4)")
        connection.execute("DELETE FROM snapshots WHERE step > 4")
        connection.execute("UPDATE about SET value = '0' WHERE key = 'finished'")
    assert netviz("train", "--resume", path, "--steps", MORE).status == 0
    truth = never_closed(data, CONFIG, ((4 + MORE, 0),))
    same(end_of(path), truth.state())
    with Recording(path) as recording:
        assert recording.metrics().changes.all == ()
        beginning = recording.state_and_command(0)
        recording.state_and_command = lambda _step: beginning  # type: ignore[method-assign]
        same(replay(recording, data.training, 4 + MORE), truth.state())
