"""Whatever a file holds, reading it ends in what it holds or in one sentence, with bounded memory."""

import json
import shutil
import sqlite3
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.files.errors import FileError
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.measure.points import single_steps
from netviz.training.recording.reader import Recording
from netviz.training.recording.run_file import read_run
from netviz.training.recording.tables.schema import Mark, Parent
from netviz.training.recording.writer import RecordingWriter
from netviz.training.saved.model_file import save_model
from netviz.training.session import Session

CONFIG = TrainingConfig(NetworkSpec.dense((784, 3, 10)), batch_size=20)
LARGEST_SURPRISE = 30_000_000  # bytes that reading a small file may take, whatever it claims


class Sound(dict[str, bytes]):
    """Files as they should be, with a name that is short enough for hypothesis to print."""

    def __repr__(self) -> str:
        return "Sound()"


@pytest.fixture(scope="module")
def content(tmp_path_factory, few_digits) -> Sound:
    """A small recording, and the same network as saved weights."""
    folder = tmp_path_factory.mktemp("sound")
    session = Session(CONFIG, few_digits)
    writer = RecordingWriter(folder / "recording", session.state(), parent=Parent("someone", 3, "x.netviz"))
    for step in range(1, 30):
        result = session.step()
        writer.add_metrics(
            single_steps(step, np.array([result.loss], np.float32), np.array([result.accuracy], np.float32))
        )
        if step % 5 == 0:
            writer.add_state(session.state())
        else:
            writer.add_snapshot(step, CONFIG, session.network.parameters)
    writer.add_command(20, "configure", config=CONFIG)
    writer.add_mark(Mark(7, "seven"))
    writer.close()
    save_model(folder / "weights", session.state())
    return Sound((name, (folder / name).read_bytes()) for name in ("recording", "weights"))


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "some file.netviz"


def read_all(path: Path) -> None:
    """Everything that anybody reads out of a recording."""
    with Recording(path) as recording:
        recording.metrics()
        for command in recording.commands:
            recording.config_of(command)
        assert recording.marks is not None
        for step in recording.steps[:50]:
            assert np.isfinite(recording.nearest(step)[1].parameters).all()
        for step in recording.state_steps[:50]:
            recording.state_before(step)


def outcome(path: Path, read: Callable[[Path], object]) -> str | None:
    """The one sentence in which reading ends; None where all of it could be read."""
    try:
        read(path)
    except FileError as error:
        text = str(error)
        assert str(path) in text
        assert "\n" not in text
        assert text.isprintable()
        assert text.endswith(".")
        assert len(text) < len(str(path)) + 500
        return text
    return None


def sentence(path: Path) -> str:
    """Both ways of reading refuse it, in the same words."""
    text = outcome(path, read_run)
    assert text is not None
    return text


def put(path: Path, content: bytes) -> Path:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(content)
    return path


def change(path: Path, *statements: str, **values: object) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement, values)
    connection.commit()
    connection.close()
    return path


def config_in(path: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as connection:
        return json.loads(connection.execute("SELECT config FROM configs").fetchone()[0])


# Anything at all


# The first pages hold what decides how all the others are read.
FLIPS = st.lists(
    st.tuples(st.one_of(st.integers(0, 4200), st.integers(0, 200_000)), st.integers(1, 255)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(FLIPS, st.one_of(st.none(), st.integers(0, 200_000)))
@pytest.mark.parametrize("kind", ["recording", "weights"])
def test_flipped_and_lost_bytes(content, place, kind, flips, end):
    sound = bytearray(content[kind])
    for at, bits in flips:
        sound[at % len(sound)] ^= bits
    put(place, bytes(sound[:end]))
    outcome(place, read_run)
    if kind == "recording":
        outcome(place, read_all)


@settings(max_examples=30)
@given(st.binary(max_size=300), st.sampled_from([b"", b"SQLite format 3\0", struct.pack("<Q", 40) + b"{"]))
def test_any_bytes(place, rest, head):
    put(place, head + rest)
    assert outcome(place, read_run) is not None


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(max_size=30),
    st.binary(max_size=60),
    st.sampled_from([0, 1, -1, 2**53, 2**62, "", "[" * 100, "{}", b"", zlib.compress(bytes(10**6))]),
)
CELLS = [
    ("about", "value"),
    ("configs", "config"),
    ("configs", "id"),
    *(("commands", name) for name in ("step", "time", "kind", "data")),
    *(("snapshots", name) for name in ("step", "generation", "config", "base", "kept", "data")),
    *(("states", name) for name in ("command", "epoch", "place", "optimiser_steps", "pinned", "data")),
    *(("metrics", name) for name in ("first", "last", "data")),
    *(("marks", name) for name in ("step", "label")),
]


@settings(max_examples=80)
@given(st.sampled_from(CELLS), VALUES, st.integers(0, 40))
def test_any_value_in_any_cell(content, place, cell, value, row):
    put(place, content["recording"])
    table, name = cell
    try:
        change(
            place,
            f"UPDATE OR IGNORE {table} SET {name} = :value "
            f"WHERE rowid = (SELECT rowid FROM {table} LIMIT 1 OFFSET :row % (SELECT count(*) FROM {table}))",
            value=value,
            row=row,
        )
    except sqlite3.Error:
        return  # SQLite itself holds no such thing
    outcome(place, read_run)
    outcome(place, read_all)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.data())
def test_any_configuration(content, place, data):
    put(place, content["recording"])
    config = config_in(place)
    part = data.draw(st.sampled_from([config, config["spec"], config["schedule"]]))
    part[data.draw(st.sampled_from([*part, "unheard of"]))] = data.draw(JSON)
    change(place, "UPDATE configs SET config = :text", text=json.dumps(config))
    outcome(place, read_run)
    outcome(place, read_all)


# What somebody might send


def test_a_sound_file_is_read(content, place):
    for kind in content:
        assert outcome(put(place, content[kind]), read_run) is None
    assert outcome(put(place, content["recording"]), read_all) is None


def test_a_database_of_another_program(content, place):
    put(place, b"")
    change(place, "CREATE TABLE photos (id INTEGER, name TEXT)", "INSERT INTO photos VALUES (1, 'beach')")
    assert "another program" in sentence(place)


def test_a_newer_version(content, place):
    change(put(place, content["recording"]), "PRAGMA user_version=99")
    assert "newer" in sentence(place)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON marks BEGIN DELETE FROM snapshots; END",
        "CREATE VIEW evil AS SELECT * FROM marks",
        "CREATE TABLE more (x)",
        "ALTER TABLE marks ADD COLUMN more AS (length(label))",
        "DROP TABLE bins",
        "CREATE INDEX evil ON marks (abs(step))",
    ],
)
def test_tables_that_a_recording_has_not(content, place, statement):
    change(put(place, content["recording"]), statement)
    assert "tables" in sentence(place)


def test_a_view_in_the_place_of_a_table(content, place):
    change(
        put(place, content["recording"]),
        "DROP TABLE marks",
        "CREATE VIEW marks AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x, x FROM n",
    )
    assert "tables" in sentence(place)


def test_huge_shapes_are_refused_before_memory_is_taken(content, place):
    for sizes in ([784, 90_000, 10], [100_000, 100_000], [784, -5, 10], [784, 10**30, 10]):
        put(place, content["recording"])
        config = config_in(place)
        config["spec"]["sizes"] = sizes
        config["spec"]["activations"] = ["relu"] * (len(sizes) - 2)
        change(place, "UPDATE configs SET config = :text", text=json.dumps(config))
        tracemalloc.start()
        sentence(place)
        assert tracemalloc.get_traced_memory()[1] < LARGEST_SURPRISE
        tracemalloc.stop()


@pytest.mark.parametrize("depth", [100, 100_000])
def test_deep_json(content, place, depth):
    for table, name in (("configs", "config"), ("commands", "data")):
        put(place, content["recording"])
        change(place, f"UPDATE {table} SET {name} = :text", text='{"a":' * depth + "1" + "}" * depth)
        if table == "configs":
            sentence(place)
        outcome(place, read_all)


@pytest.mark.parametrize("table", ["snapshots", "states", "metrics"])
def test_bombs(content, place, table):
    put(place, content["recording"])
    change(place, f"UPDATE {table} SET data = :bomb", bomb=zlib.compress(bytes(200_000_000), 9))
    tracemalloc.start()
    assert outcome(place, read_all) is not None
    assert tracemalloc.get_traced_memory()[1] < LARGEST_SURPRISE
    tracemalloc.stop()


def test_a_snapshot_that_is_a_difference_to_itself(content, place):
    change(put(place, content["recording"]), "UPDATE snapshots SET base = id")
    assert outcome(place, read_all) is not None


def test_weights_that_are_not_finite(content, place):
    n = CONFIG.spec.n_parameters
    planes = np.full(n, np.nan, "<f4").view(np.uint8).reshape(-1, 4).T.tobytes()
    change(
        put(place, content["recording"]),
        "UPDATE snapshots SET data = :nan, base = NULL, kept = 4",
        nan=zlib.compress(planes),
    )
    assert "not finite" in sentence(place)


def test_names_with_paths_in_them_are_only_text(content, place):
    put(place, content["recording"])
    parent = json.dumps({"run": "../../etc", "step": 1, "file": "/dev/zero"})
    change(place, "UPDATE about SET value = :parent WHERE key = 'parent'", parent=parent)
    with Recording(place) as recording:
        assert recording.parent == Parent("../../etc", 1, "/dev/zero")
    read_all(place)


def test_names_of_files_are_no_settings_of_the_connection(content, tmp_path):
    for name in ("a?mode=rwc&x.netviz", "b#c.netviz", "d%2e%2e.netviz", "file:e.netviz", " f .netviz"):
        path = put(tmp_path / name, content["recording"])
        read_all(path)
    assert len(list(tmp_path.iterdir())) == 5


def test_a_wal_of_something_else_is_left_aside(content, tmp_path):
    path = put(tmp_path / "a.netviz", content["recording"])
    path.with_name("a.netviz-wal").write_bytes(b"no wal" * 1000)
    read_all(path)


def test_folders_pipes_and_nothing(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    for name in ("", "none", "pipe", "empty"):
        path = tmp_path / name
        assert outcome(path, read_run) is not None
        assert outcome(path, Recording) is not None


def test_writing_on_is_refused_too(content, place):
    put(place, content["recording"])
    change(place, "CREATE TABLE more (x)")
    before = place.read_bytes()
    assert outcome(place, RecordingWriter) is not None
    assert place.read_bytes()[100:] == before[100:]
    shutil.copyfile(__file__, place)
    assert outcome(place, RecordingWriter) is not None


def test_an_error_that_quotes_damaged_letters(content, place):
    schema = content["recording"].index(b"CREATE TABLE bins")
    damaged = bytearray(content["recording"])
    damaged[schema + 13] ^= 0x80
    assert outcome(put(place, bytes(damaged)), read_run) is not None
