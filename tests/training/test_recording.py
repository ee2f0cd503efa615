"""A recording gives back what was put into it, keeps to its budget, and can be read while it is written."""

import json
import sqlite3
import struct
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from netviz.files.errors import FileError
from netviz.network.spec import NetworkSpec
from netviz.tasks.data_name import DataName
from netviz.training.config import TrainingConfig
from netviz.training.config_table import from_table, to_table
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.measure.points import RECENT, single_steps
from netviz.training.recording.reader import Recording
from netviz.training.recording.tables import coding, schema
from netviz.training.recording.tables.schema import TABLES, Mark, Parent
from netviz.training.recording.thinning import sparseness, thin
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session, SessionState

CONFIG = TrainingConfig(NetworkSpec.dense((784, 6, 10)), batch_size=20, seed=3)

floats = hnp.arrays(
    np.float32, st.integers(0, 60), elements=st.floats(-(2.0**100), 2.0**100, width=32, allow_nan=False)
)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "run.netviz"


@pytest.fixture
def session(few_digits) -> Session:
    return Session(CONFIG, few_digits)


def same(a: SessionState, b: SessionState) -> None:
    assert (a.config, a.step, a.epoch, a.offset, a.optimiser_steps) == (
        b.config,
        b.step,
        b.epoch,
        b.offset,
        b.optimiser_steps,
    )
    np.testing.assert_array_equal(a.parameters, b.parameters)
    np.testing.assert_array_equal(a.optimiser_state, b.optimiser_state)
    assert a.optimiser_state.dtype == b.optimiser_state.dtype


def in_database(path: Path, question: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


# Numbers as bytes


@given(floats, st.randoms())
def test_exact_numbers_come_back_bit_for_bit(values, random):
    base = values.copy()
    random.shuffle(base)
    for to in (None, base):
        kept, data = coding.encode(values, coding.EXACT, to)
        back = coding.decode(data, len(values), kept, to)
        np.testing.assert_array_equal(back.view(np.uint32), values.view(np.uint32))
        assert not back.flags.writeable


@given(floats, st.randoms())
def test_rounded_numbers_are_off_by_less_than_one_in_65536(values, random):
    base = values.copy()
    random.shuffle(base)
    for to in (None, base):
        kept, data = coding.encode(values, coding.ROUNDED, to)
        assert kept == coding.ROUNDED
        back = coding.decode(data, len(values), kept, to)
        # Below the normal numbers the step stays what it is there.
        assert (np.abs(back - values) <= np.abs(values) / 2**16 + 2.0**-141).all()


def test_what_would_round_to_infinity_is_kept_exactly():
    values = np.array([3.4028235e38, -1.0], np.float32)
    kept, data = coding.encode(values, coding.ROUNDED)
    assert kept == coding.EXACT
    np.testing.assert_array_equal(coding.decode(data, 2, kept), values)


def test_small_differences_take_less_room():
    random = np.random.default_rng(0)
    base = random.normal(0, 0.1, 20_000).astype(np.float32)
    near = base * np.float32(1.001)
    plain = len(coding.encode(near, coding.ROUNDED)[1])
    assert len(coding.encode(near, coding.ROUNDED, base)[1]) < 0.75 * plain < 0.75 * 3 * 20_000


def test_a_bomb_takes_no_memory():
    bomb = zlib.compress(bytes(100_000_000), 9)
    tracemalloc.start()
    with pytest.raises(coding.CodingError):
        coding.decode(bomb, 1000)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@given(st.integers(0, 50).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, 2**32 - 1))))
def test_columns_come_back(case):
    n, seed = case
    random = np.random.default_rng(seed)
    steps, losses = random.integers(0, 2**40, n), random.normal(size=n).astype(np.float32)
    back = coding.columns(coding.deflate(steps, losses), n, ("i8", "f4"))
    np.testing.assert_array_equal(back[0], steps)
    np.testing.assert_array_equal(back[1], losses)


# What is put in comes out


def test_states_come_back_exactly_and_snapshots_nearly(path, session):
    writer = RecordingWriter(path, session.state(), data=DataName("abc"))
    states, snapshots = [session.state()], {}
    for step in range(1, 61):
        session.step()
        if step % 7 == 0:
            states.append(session.state())
            writer.add_state(session.state())
        elif step % 2:
            snapshots[step] = session.network.parameters.copy()
            writer.add_snapshot(step, CONFIG, session.network.parameters)
    writer.close()
    with Recording(path) as recording:
        assert recording.info.config == CONFIG
        assert recording.info.data.sha256 == "abc"
        assert recording.info.finished
        assert recording.parent is None
        assert recording.steps == tuple(sorted({*snapshots, *(state.step for state in states)}))
        assert recording.state_steps == tuple(state.step for state in states)
        for state in states:
            same(recording.state_before(state.step), state)
            same(recording.state_before(state.step + 6), state)
            np.testing.assert_array_equal(recording.nearest(state.step)[1].parameters, state.parameters)
        same(recording.state_before(), states[-1])
        for step, parameters in snapshots.items():
            found, snapshot = recording.nearest(step)
            assert (found, snapshot.step, snapshot.spec) == (step, step, CONFIG.spec)
            np.testing.assert_allclose(snapshot.parameters, parameters, rtol=2**-16, atol=1e-40)
            assert not snapshot.parameters.flags.writeable


def test_the_nearest_snapshot_is_the_nearest(path, session):
    writer = RecordingWriter(path, session.state())
    for step in (10, 20, 50):
        writer.add_snapshot(step, CONFIG, session.network.parameters)
    writer.close()
    with Recording(path) as recording:
        asked = (-5, 0, 5, 6, 14, 15, 16, 34, 35, 36, 10**9)
        assert [recording.nearest(step)[0] for step in asked] == [0, 0, 0, 10, 10, 10, 20, 20, 20, 50, 50]


def test_a_network_of_another_shape_has_its_own_spec_and_generation(path, session, few_digits):
    larger = replace(CONFIG, spec=NetworkSpec.dense((784, 9, 10)))
    other = Session(larger, few_digits)
    writer = RecordingWriter(path, session.state())
    writer.add_snapshot(5, CONFIG, session.network.parameters)
    writer.add_state(replace(other.state(), step=5), generation=1, pinned=True)
    writer.add_snapshot(8, larger, other.network.parameters, generation=1)
    writer.close()
    with Recording(path) as recording:
        assert recording.nearest(2)[1].spec == recording.info.config.spec == CONFIG.spec
        assert recording.last_spec == larger.spec
        assert (recording.resumes_at, recording.last_step) == (5, 8)  # what is after the state is made again
        assert recording.nearest(5)[1].spec == larger.spec  # what it became there
        assert recording.nearest(8)[1].generation == 1
        assert recording.state_before(5).config == larger


def test_what_is_not_finite_is_left_out(path, session):
    state = session.state()
    wrong = state.parameters.copy()
    wrong[5] = np.nan
    writer = RecordingWriter(path, state)
    writer.add_snapshot(3, CONFIG, wrong)
    writer.add_state(replace(state, step=4, parameters=wrong))
    writer.add_state(replace(state, step=5, optimiser_state=state.optimiser_state + np.float32(np.inf)))
    writer.close()
    with Recording(path) as recording:
        assert recording.steps == (0,)


def test_marks_commands_and_the_parent_come_back(path, session):
    parent = Parent("someone", 7, "a/b.netviz")
    quick = replace(CONFIG, learning_rate=0.5)
    writer = RecordingWriter(path, session.state(), parent=parent)
    writer.add_mark(Mark(4, "here"))
    writer.add_mark(Mark(9))
    writer.add_mark(Mark(4, "here and now"))
    writer.remove_mark(9)
    writer.add_command(0, "start")
    writer.add_command(12, "pace", {"steps_per_second": 0.5})
    writer.add_command(14, "configure", config=quick)
    writer.close()
    with Recording(path) as recording:
        assert recording.parent == parent
        assert recording.marks == (Mark(4, "here and now"),)
        commands = recording.commands
        assert [(one.step, one.kind) for one in commands] == [(0, "start"), (12, "pace"), (14, "configure")]
        assert commands[1].data == {"steps_per_second": 0.5}
        assert recording.config_of(commands[1]) is None
        assert recording.config_of(commands[2]) == quick
        assert [one.step for one in recording.commands_after(1, 13)] == [12]


# Metrics


def test_no_metric_is_lost_and_old_ones_fold_as_in_memory(path, session):
    random = np.random.default_rng(1)
    n = 3 * RECENT + 1234
    losses = random.exponential(1, n).astype(np.float32)
    accuracies = random.random(n).astype(np.float32)
    log, cursor = MetricLog(), None
    writer = RecordingWriter(path, session.state())
    for start in range(0, n, 10_000):
        block = slice(start, min(start + 10_000, n))
        log.extend(single_steps(start + 1, losses[block], accuracies[block]))
        cursor, points = log.since(cursor)
        writer.add_metrics(points)
        if start == 90_000:  # a crash, after which the same file goes on
            writer.commit()
            writer.abandon()
            writer = RecordingWriter(path)
    log.add_validation(55, 0.5, 0.75)
    writer.add_validation([ValidationPoint(55, 0.5, 0.75)])
    writer.close()
    with Recording(path) as recording:
        found = recording.metrics()
    assert len(found) == n
    _, ours = log.since(None)
    _, theirs = found.since(None)
    assert theirs.count.sum() == n
    assert theirs.loss_max.max() == losses.max()
    assert theirs.loss_min.min() == losses.min()
    np.testing.assert_allclose((theirs.loss * theirs.count).sum(), losses.astype(float).sum(), rtol=1e-5)
    np.testing.assert_array_equal(theirs.loss[-RECENT:], losses[-RECENT:])
    np.testing.assert_array_equal(theirs.first, ours.first)
    assert found.validation_since(None)[1] == [ValidationPoint(55, 0.5, 0.75)]
    assert len(in_database(path, "SELECT * FROM bins")) == 1
    assert path.stat().st_size < 3_000_000


def test_any_number_of_steps_can_come_at_once(path, session):
    n = 20 * RECENT
    losses = np.linspace(1, 2, n, dtype=np.float32)
    writer = RecordingWriter(path, session.state())
    writer.add_metrics(single_steps(1, losses, losses))
    writer.close()
    with Recording(path) as recording:
        log = recording.metrics()
    assert len(log) == n
    np.testing.assert_array_equal(log.since(None)[1].loss[-RECENT:], losses[-RECENT:])


def test_a_gap_in_the_steps_stays_one(path, session):
    writer = RecordingWriter(path, session.state())
    for first in (1, 100):
        writer.add_metrics(single_steps(first, np.ones(5, np.float32), np.zeros(5, np.float32)))
    writer.close()
    with Recording(path) as recording:
        _, points = recording.metrics().since(None)
    assert points.first.tolist() == [1, 2, 3, 4, 5, 100, 101, 102, 103, 104]


def test_rewinding_forgets_what_came_after(path, session):
    writer = RecordingWriter(path, session.state())
    kept = None
    for step in range(1, 41):
        result = session.step()
        writer.add_metrics(
            single_steps(step, np.array([result.loss], np.float32), np.array([result.accuracy], np.float32))
        )
        writer.add_state(session.state())
        writer.add_command(step, "pause")
        writer.add_mark(Mark(step))
        writer.add_validation([ValidationPoint(step, 1.0, 0.5)])
        if step == 20:
            kept = session.state()
    writer.rewind(20)
    writer.close()
    with Recording(path) as recording:
        assert recording.last_step == recording.state_steps[-1] == 20
        assert len(recording.metrics()) == len(recording.commands) == len(recording.marks) == 20
        assert recording.metrics().validation_since(None)[1][-1].step == 20
        same(recording.state_before(), kept)


# Budget


def test_thinning_keeps_both_ends_and_stays_even_between():
    steps = np.arange(10_000)
    sizes = np.ones(10_000, np.int64)
    protected = np.zeros(10_000, bool)
    protected[1234] = True
    left = np.setdiff1d(steps, thin(steps, sizes, protected, 9_700))
    assert len(left) == 300
    assert {0, 1234, 9_999} <= set(left.tolist())
    gaps = np.diff(left)
    middle = gaps[(left[:-1] > 1000) & (left[:-1] < 9000)]
    assert gaps[:10].max() < middle.min() * 2 < gaps.max() * 2
    assert middle.max() < 4 * np.median(middle)
    assert gaps[-5:].max() <= np.median(middle)


@given(
    st.lists(st.integers(0, 1000), min_size=0, max_size=40).map(sorted),
    st.integers(0, 50),
    st.integers(0, 2**32 - 1),
)
def test_thinning_never_takes_the_ends_or_what_is_protected(steps, excess, seed):
    order = np.array(steps, np.int64)
    protected = np.random.default_rng(seed).random(len(steps)) < 0.3
    gone = thin(order, np.ones(len(steps), np.int64), protected, excess)
    assert len(set(gone)) == len(gone) <= excess
    assert not {0, len(steps) - 1} & set(gone)
    assert not protected[gone].any()
    assert len(sparseness(order)) == len(steps)
    if len(gone) < excess:
        assert len(steps) - len(gone) <= max(2, protected.sum() + 2)


def test_a_recording_stays_within_its_budget(path, session):
    budget = 1_000_000
    writer = RecordingWriter(path, session.state(), budget=budget)
    random = np.random.default_rng(2)
    parameters = session.network.parameters
    state = session.state()
    sizes = []
    for step in range(1, 1001):
        parameters += random.normal(0, 0.01, parameters.size).astype(np.float32)
        if step % 4:
            writer.add_snapshot(step, CONFIG, parameters)
        else:
            moved = replace(state, step=step, parameters=parameters.copy())
            writer.add_state(replace(moved, optimiser_state=parameters[None].copy()))
        if step == 100:
            writer.add_mark(Mark(100, "this one"))
        if step % 10 == 0:
            writer.commit()
            sizes.append(path.stat().st_size)
    last = parameters.copy()
    writer.close()
    assert max(sizes) <= budget
    assert path.stat().st_size <= budget
    with Recording(path) as recording:
        assert recording.steps[0] == 0
        assert recording.steps[-1] == recording.state_steps[-1] == 1000
        assert 100 in recording.steps
        assert 100 in recording.state_steps
        assert len(recording.steps) > 25
        np.testing.assert_array_equal(recording.state_before().parameters, last)
        for step in recording.steps:
            assert recording.nearest(step)[0] == step


# Read while it is written


def test_a_reader_sees_what_was_committed_since(path, session):
    writer = RecordingWriter(path, session.state())
    with Recording(path) as recording:
        assert recording.steps == (0,)
        assert not recording.info.finished
        for step in range(1, 30):
            session.step()
            writer.add_state(session.state())
            writer.commit()
            assert recording.last_step == step
        same(recording.state_before(), session.state())
        quick = replace(CONFIG, learning_rate=0.5)
        session.configure(quick)
        session.step()
        writer.add_state(session.state())
        writer.commit()
        assert recording.state_before().config == quick
    writer.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_reader_survives_what_is_thinned_meanwhile(path, session, monkeypatch):
    writer = RecordingWriter(path, session.state())
    for step in (10, 20, 30):
        writer.add_snapshot(step, CONFIG, session.network.parameters)
    writer.commit()
    with Recording(path) as recording:
        assert recording.nearest(21)[0] == 20
        refresh = recording._refresh
        calls = []

        def late() -> None:
            refresh()
            if not calls:
                calls.append(1)
                writer.rewind(10)
                writer.commit()

        monkeypatch.setattr(recording, "_refresh", late)
        assert recording.nearest(21)[0] == 10
    writer.close()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["snapshot", "state", "commit", "resume", "mark"]), max_size=40))
def test_any_order_of_writing_can_be_read(tmp_path_factory, few_digits, orders):
    path = tmp_path_factory.mktemp("any") / "run.netviz"
    session = Session(replace(CONFIG, spec=NetworkSpec.dense((784, 10))), few_digits)
    writer = RecordingWriter(path, session.state(), budget=200_000)
    for order in orders:
        session.step()
        match order:
            case "snapshot":
                writer.add_snapshot(session.step_count, session.config, session.network.parameters)
            case "state":
                writer.add_state(session.state())
            case "commit":
                writer.commit()
            case "resume":
                writer.close(finished=False)
                writer = RecordingWriter(path, budget=200_000)
            case "mark":
                writer.add_mark(Mark(session.step_count))
    writer.close()
    with Recording(path) as recording:
        for step in recording.steps:
            assert recording.nearest(step)[0] == step
        for step in recording.state_steps:
            assert recording.state_before(step).step == step


def test_a_closed_writer_says_so(path, session):
    writer = RecordingWriter(path, session.state())
    writer.close()
    assert writer.closed
    with pytest.raises(FileError, match=r"closed\.$"):
        writer.add_state(session.state())


def shuffled(words: list[int], kept: int = 4) -> bytes:
    """Steps 3 and 4 of FORMAT.md, with nothing but the standard library."""
    raw = [word.to_bytes(4, "little") for word in words]
    return zlib.compress(b"".join(bytes(word[at] for word in raw) for at in range(4 - kept, 4)))


def words(numbers: list[float], kept: int = 4) -> list[int]:
    plain = [int.from_bytes(struct.pack("<f", number), "little") for number in numbers]
    return plain if kept == 4 else [(word + 0x80) & 0xFFFFFF00 for word in plain]


def test_another_program_can_write_one(path):
    """Written from FORMAT.md alone: what it says is what is read."""
    config = {
        "spec": {"sizes": [2, 1], "activations": [], "loss": "softmax_cross_entropy", "initialiser": "he"}
    }
    numbers, later = [0.25, -1.5, 3.0e-5], [0.26, -1.4999, -2.0e-5]
    difference = []
    for here, there in zip(words(later, 3), words(numbers, 3), strict=True):
        d = (here - there) % 2**32
        difference.append((2 * d) % 2**32 ^ (0 if d < 2**31 else 0xFFFFFF00))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id=0x6E657476")
    connection.execute("PRAGMA user_version=1")
    for statement in TABLES.values():
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO about VALUES (?, ?)", [("run", "f" * 32), ("created", "1700000000.5"), ("finished", "1")]
    )
    connection.execute("INSERT INTO configs VALUES (1, ?)", (json.dumps(config),))
    connection.executemany(
        "INSERT INTO snapshots VALUES (?, ?, 0, 1, ?, ?, ?)",
        [(1, 0, None, 4, shuffled(words(numbers))), (2, 9, 1, 3, shuffled(difference, 3))],
    )
    connection.execute(
        "INSERT INTO states VALUES (1, 0, 0, 0, 0, 1, ?)", (shuffled(words([0.5, 0.0, -0.5])),)
    )
    losses = b"".join(struct.pack("<f", loss)[at : at + 1] for at in range(4) for loss in (2.5, 1.5))
    shares = b"".join(struct.pack("<f", share)[at : at + 1] for at in range(4) for share in (0.25, 0.5))
    connection.execute("INSERT INTO metrics VALUES (1, 2, ?)", (zlib.compress(losses + shares),))
    connection.commit()
    connection.close()
    with Recording(path) as recording:
        state = recording.state_before()
        np.testing.assert_array_equal(state.parameters, np.array(numbers, np.float32))
        np.testing.assert_array_equal(state.optimiser_state, np.array([[0.5, 0.0, -0.5]], np.float32))
        assert recording.nearest(9)[0] == 9
        np.testing.assert_allclose(recording.nearest(9)[1].parameters, later, rtol=2**-16)
        _, points = recording.metrics().since(None)
        assert points.first.tolist() == [1, 2]
        assert points.loss.tolist() == [2.5, 1.5]
        assert points.accuracy.tolist() == [0.25, 0.5]
        assert recording.info.created == 1700000000.5


def test_the_format_is_written_down():
    text = (Path(schema.__file__).parent.parent / "FORMAT.md").read_text("utf-8")
    for name in TABLES.keys() - {"snapshots_in_order"}:
        assert f"**{name}**" in text
    assert f"0x{schema.APPLICATION_ID:X}" in text
    assert f"version {schema.VERSION}" in text
    example = text[text.index("    {") : text.index("Only `spec`")]
    config = TrainingConfig(NetworkSpec((20, 16, 16, 3)))
    assert from_table(json.loads(example)) == config
    assert json.loads(example) == json.loads(json.dumps(to_table(config)))
