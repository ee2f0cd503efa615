"""A digit that a person teaches: its steps are steps of the run: recorded, replayed, taken back."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.files.errors import FileError
from netviz.training.config import ConfigError
from netviz.training.experiments.backprop import trace
from netviz.training.experiments.lesson import to_table
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.copying import branch_off
from netviz.training.recording.reader import Recording
from netviz.training.recording.replay import replay
from netviz.training.recording.writer import RecordingWriter
from netviz.training.schedules import Schedule
from netviz.training.session import Session, SessionState
from netviz.training.trainer.commands import Configure, TakeBack, Teach
from tests.taught import CONFIG, Bench, lesson, same


@pytest.fixture
def bench(tmp_path, few_digits):
    made = Bench(tmp_path, few_digits)
    yield made
    made.close()


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def test_a_taught_step_is_the_told_one_and_counts(few_digits):
    session = Session(CONFIG, few_digits)
    for _ in range(7):
        session.step()
    before, what = session.state(), lesson(few_digits)
    told = trace(
        CONFIG.spec, before.parameters, np.asarray(what.pixels, np.float64) / 255, what.label, what.rate
    )
    assert session.teach(what)
    after = session.state()
    np.testing.assert_array_equal(after.parameters, told.parameters_after)
    assert after.step == before.step + 1
    same(replace(after, step=before.step, parameters=before.parameters), before)
    assert session.gradient() is None


def test_again_and_again_the_digit_is_learnt(few_digits):
    session = Session(CONFIG, few_digits)
    what = lesson(few_digits)
    pixels = np.asarray(what.pixels, np.float64) / 255
    before = trace(CONFIG.spec, session.network.parameters, pixels, what.label, what.rate)
    for _ in range(100):
        assert session.teach(what)
    after = trace(CONFIG.spec, session.network.parameters, pixels, what.label, what.rate)
    assert after.loss_before < 0.2 * before.loss_before


def test_teaching_too_fast_ends_with_numbers(few_digits):
    session = Session(CONFIG, few_digits)
    for _ in range(50):
        session.teach(lesson(few_digits, rate=1e37))
    assert np.isfinite(session.network.parameters).all()
    assert np.abs(session.network.parameters).max() > 1e6


def test_a_lesson_at_an_absurd_rate_stops_before_the_numbers_end(bench, few_digits, monkeypatch):
    before = bench.train(3)
    same(bench.teach(lesson(few_digits, rate=1e39), 50), before)
    assert "is too high here: the first step would leave" in bench.trainer.status.message
    assert bench.trainer.log.changes.all == ()
    real, made = Session.teach, []
    monkeypatch.setattr(
        Session, "teach", lambda self, what: len(made) < 4 and (made.append(1) or real(self, what))
    )
    after = bench.teach(lesson(few_digits), 50)
    assert after.step == before.step + 4
    assert "is too high here: another step after 4 would leave" in bench.trainer.status.message
    (taught,) = bench.trainer.log.changes.all
    assert (taught.step, taught.last) == (3, 7)
    with Recording(bench.file()) as recording:
        assert [change.last for change in recording.metrics().changes.all] == [7]


def test_a_lesson_for_another_network_is_not_given(bench, few_digits):
    state = bench.train(2)
    bench.trainer.send(Teach(lesson(few_digits), 1, ("another", 0, 2)))
    same(bench.state(), state)
    bench.teach(lesson(few_digits, label=11), 1)
    assert "can't be taught" in bench.trainer.status.message
    same(bench.state(), state)


def test_teaching_is_measured_anew_and_leaves_no_point_of_a_mini_batch(bench, few_digits):
    bench.train(5)
    bench.validated.clear()
    after = bench.teach(lesson(few_digits), 100)
    assert after.step == 105
    assert bench.trainer.status.step == 105
    assert bench.trainer.status.phase == "paused"
    assert [one.step for one in bench.validated] == [105]
    np.testing.assert_array_equal(bench.validated[0].parameters, after.parameters)
    bench.train(2)
    _, points = bench.trainer.log.since(None)
    assert points.last.tolist() == [1, 2, 3, 4, 5, 106, 107]
    (change,) = bench.trainer.log.changes.all
    assert change.words == "Taught a 4 at rate 0.05, 100 steps"
    assert bench.trainer.log.changes.last_taught == 105


def test_every_step_of_a_run_with_lessons_comes_back_bit_for_bit(bench, few_digits):
    truth = {0: bench.state()}

    def remember(state: SessionState) -> None:
        truth[state.step] = state

    for _ in range(3):
        remember(bench.train(1))
    remember(bench.teach(lesson(few_digits), 1))
    remember(bench.teach(lesson(few_digits, index=3, label=8, rate=0.3), 40))
    bench.trainer.send(Configure(replace(CONFIG, learning_rate=0.002, batch_size=7)))
    truth[44] = bench.state()
    for _ in range(3):
        remember(bench.train(1))
    with Recording(bench.file()) as recording:
        for step, state in truth.items():
            same(replay(recording, few_digits, step), state)
        # From the very first state, through all that was commanded; also to the middle of a lesson.
        beginning = recording.state_and_command(0)
        recording.state_and_command = lambda _step: beginning  # type: ignore[method-assign]
        for step, state in truth.items():
            same(replay(recording, few_digits, step), state)
        session = Session(CONFIG, few_digits)
        session.restore(truth[4])
        for step in range(5, 45):
            session.teach(lesson(few_digits, index=3, label=8, rate=0.3))
            if step % 8 == 0:
                np.testing.assert_array_equal(
                    replay(recording, few_digits, step).parameters, session.network.parameters
                )
        assert [change.words for change in recording.metrics().changes.all] == [
            change.words for change in bench.trainer.log.changes.all
        ]
        assert [change.kind for change in recording.metrics().changes.all] == ["taught", "taught", "settings"]


def test_the_first_thing_that_a_network_meets_may_be_a_lesson(bench, few_digits):
    after = bench.teach(lesson(few_digits), 10)
    with Recording(bench.file()) as recording:
        assert recording.steps == (0, 10)
        same(replay(recording, few_digits, 10), after)
        same(recording.state_before(), after)
        session = Session(CONFIG, few_digits)
        for _ in range(6):
            session.teach(lesson(few_digits))
        np.testing.assert_array_equal(replay(recording, few_digits, 6).parameters, session.network.parameters)


def test_a_file_takes_the_newer_version_with_its_first_lesson(bench, few_digits):
    bench.train(3)
    assert version_of(bench.file()) == 1
    bench.teach(lesson(few_digits), 1)
    assert version_of(bench.file()) == 2


def test_what_is_taken_back_never_was(bench, few_digits):
    bench.train(6)
    before = bench.state()
    taught = bench.teach(lesson(few_digits), 30)
    same(bench.take_back(before), before)
    assert bench.trainer.log.changes.all == ()
    with Recording(bench.file()) as recording:
        assert recording.last_step == 6
        assert [one.kind for one in recording.commands if one.kind == "teach"] == []
    # Again, and it is the same; the run goes on from it in its one file.
    same(bench.teach(lesson(few_digits), 30), taught)
    other = bench.take_back(before)
    bench.teach(lesson(few_digits, label=2), 3)
    end = bench.train(4)
    assert other.step == 6
    assert end.step == 13
    with Recording(bench.file()) as recording:
        assert recording.last_step == 13
        beginning = recording.state_and_command(0)
        recording.state_and_command = lambda _step: beginning  # type: ignore[method-assign]
        same(replay(recording, few_digits, 13), end)
        _, points = recording.metrics().since(None)
        assert points.last.tolist() == [1, 2, 3, 4, 5, 6, 10, 11, 12, 13]


def test_training_since_is_not_taken_back_with_it(bench, few_digits):
    before = bench.train(3)
    bench.teach(lesson(few_digits), 2)
    stale = bench.identity()
    end = bench.train(1)
    bench.trainer.send(TakeBack(before, stale))
    same(bench.state(), end)


def test_a_branch_may_leave_in_the_middle_of_a_lesson(bench, few_digits, tmp_path):
    bench.train(5)
    bench.teach(lesson(few_digits), 20)
    bench.train(2)
    with Recording(bench.file()) as recording:
        middle = replay(recording, few_digits, 12)
        steps = {step: replay(recording, few_digits, step) for step in (3, 5, 6, 12)}
    branch = tmp_path / "branch.netviz"
    writer = branch_off(bench.file(), branch, 12, budget=10**8)
    writer.add_state(middle, 1, pinned=True)
    session = Session(CONFIG, few_digits)
    session.restore(middle)
    while session.step_count < 16:
        session.step()
    writer.add_state(session.state(), 1)
    writer.close()
    with Recording(branch) as recording:
        (taught,) = [change for change in recording.metrics().changes.all if change.kind == "taught"]
        assert (taught.step, taught.last) == (5, 12)
        assert taught.words.endswith(", 7 steps")
        for step, state in steps.items():
            same(replay(recording, few_digits, step), state)
        same(replay(recording, few_digits, 16), session.state())
    # And at the very step where it began, nothing of it is left.
    edge = tmp_path / "edge.netviz"
    branch_off(bench.file(), edge, 5, budget=10**8).close()
    with Recording(edge) as recording:
        assert all(one.kind != "teach" for one in recording.commands)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"steps": 1, "label": 3, "rate": 0.1, "pixels": "zz"},
        {"steps": 0, "label": 3, "rate": 0.1, "pixels": "00" * 784},
        {"steps": 1, "label": -3, "rate": 0.1, "pixels": "00" * 784},
        {"steps": 1, "label": 3, "rate": -0.1, "pixels": "00" * 784},
        {"steps": 1, "label": 3, "rate": 1e400, "pixels": "00" * 784},
        {"steps": "many", "label": 3, "rate": 0.1, "pixels": "00" * 784},
        {"steps": 1, "label": 3, "rate": 0.1, "pixels": ["00"]},
    ],
)
def test_a_lesson_that_makes_no_sense_is_refused_with_a_sentence(bench, few_digits, data):
    bench.train(3)
    bench.teach(lesson(few_digits), 2)
    path = bench.file()
    bench.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE commands SET data = ? WHERE kind = 'teach'", (json.dumps(data),))
    connection.commit()
    connection.close()
    with Recording(path) as recording, pytest.raises(FileError, match=r"or no recording: a lesson"):
        recording.metrics()


@pytest.mark.parametrize("change", [{"label": 10}, {"pixels": "00" * 10}])
def test_a_lesson_for_another_kind_of_network_is_refused_with_a_sentence(bench, few_digits, change):
    bench.train(3)
    bench.teach(lesson(few_digits), 2)
    path = bench.file()
    bench.close()
    connection = sqlite3.connect(path)
    (data,) = connection.execute("SELECT data FROM commands WHERE kind = 'teach'").fetchone()
    connection.execute(
        "UPDATE commands SET data = ? WHERE kind = 'teach'", (json.dumps({**json.loads(data), **change}),)
    )
    connection.commit()
    connection.close()
    with Recording(path) as recording, pytest.raises(ConfigError, match="can't be taught"):
        replay(recording, few_digits, 4)


# Training, teaching, settings, shapes and taking back, in any order

OPS = st.lists(
    st.one_of(
        st.tuples(st.just("train"), st.integers(1, 4)),
        st.tuples(st.just("teach"), st.integers(1, 5)),
        st.tuples(st.just("take back"), st.just(0)),
        st.tuples(st.just("rate"), st.integers(1, 9)),
        st.tuples(st.just("batch"), st.integers(5, 30)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(ops=OPS, optimiser=st.sampled_from(("sgd", "momentum", "adam")), kept=st.integers(1, 5))
def test_any_mixture_is_replayed_bit_for_bit(few_digits, tmp_path_factory, ops, optimiser, kept):
    config = replace(CONFIG, optimiser=optimiser, dropout=0.2, schedule=Schedule("cosine", 60))
    session, log = Session(config, few_digits), MetricLog()
    path = tmp_path_factory.mktemp("mixed") / "run.netviz"
    writer = RecordingWriter(path, session.state())
    truth = {0: session.state()}
    before_lesson: SessionState | None = None
    n = 0

    def keep() -> None:
        nonlocal n
        truth[session.step_count] = session.state()
        n += 1
        if n % (3 * kept) == 0:
            writer.add_state(session.state())

    for op, amount in ops:
        at = session.step_count
        if op == "train":
            for _ in range(amount):
                log.append(*session.step())
                keep()
            before_lesson = None
        elif op == "teach":
            before_lesson = session.state()
            what = lesson(few_digits, index=amount, label=amount)
            for _ in range(amount):
                assert session.teach(what)
                truth[session.step_count] = session.state()
            writer.add_command(at, "teach", to_table(what, amount))
            if amount % 2:
                writer.add_state(session.state())
        elif op == "take back":
            if before_lesson is not None and session.config == before_lesson.config:
                session.restore(before_lesson)
                writer.rewind(before_lesson.step)
                truth = {step: state for step, state in truth.items() if step <= before_lesson.step}
                before_lesson = None
        else:
            change = {"learning_rate": amount / 500} if op == "rate" else {"batch_size": amount}
            other = replace(session.config, **change)
            session.configure(other)
            writer.add_command(at, "configure", config=other)
            truth[at] = session.state()
            before_lesson = None
    writer.close()
    with Recording(path) as recording:
        for step, state in truth.items():
            same(replay(recording, few_digits, step), state)
        beginning = recording.state_and_command(0)
        recording.state_and_command = lambda _step: beginning  # type: ignore[method-assign]
        same(replay(recording, few_digits, session.step_count), session.state())
