"""Where recordings lie: locks, folders that can't be written, what a crash leaves, network shares, copies."""

import errno
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from netviz.files.errors import FileError
from netviz.network.spec import NetworkSpec
from netviz.tasks.data_name import DataName
from netviz.training.config import TrainingConfig
from netviz.training.measure.points import single_steps
from netviz.training.recording import lock, opening, recovery
from netviz.training.recording.copying import branch_off, save_as
from netviz.training.recording.lock import AlreadyOpen, WriteLock, is_being_written, lock_file
from netviz.training.recording.reader import Recording
from netviz.training.recording.recovery import (
    find_unfinished,
    new_path,
    recorded_by_itself,
    remove,
    runs_folder,
    tidy,
)
from netviz.training.recording.run_file import read_reader, read_run
from netviz.training.recording.writer import RecordingWriter
from netviz.training.saved.model_file import save_model
from netviz.training.session import Session

CONFIG = TrainingConfig(NetworkSpec.dense((784, 5, 10)), batch_size=20)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "run.netviz"


@pytest.fixture
def session(few_digits) -> Session:
    return Session(CONFIG, few_digits)


def write(path: Path, session: Session, steps: int = 9) -> RecordingWriter:
    """A writer with a state of every step, all of it committed."""
    writer = RecordingWriter(path, session.state(), data=DataName("abc"))
    for _ in range(steps):
        result = session.step()
        writer.add_metrics(
            single_steps(
                result.step, np.array([result.loss], np.float32), np.array([result.accuracy], np.float32)
            )
        )
        writer.add_state(session.state())
    writer.commit()
    return writer


def crashed(path: Path, session: Session, tmp_path: Path) -> Path:
    """What a crash leaves: the file and its -wal, with commits that are in no other place."""
    original = tmp_path / "alive" / path.name
    original.parent.mkdir()
    writer = write(original, session)
    path.parent.mkdir(exist_ok=True)
    for suffix in ("", "-wal"):
        shutil.copyfile(original.with_name(original.name + suffix), path.with_name(path.name + suffix))
    writer.close()
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    return path


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def sentence(caught: pytest.ExceptionInfo[FileError], path: Path) -> str:
    text = str(caught.value)
    assert str(path) in text
    assert text.endswith(".")
    assert "\n" not in text
    return text


# One writer


def test_a_recording_is_written_by_one(path, session):
    writer = write(path, session)
    assert is_being_written(path)
    with pytest.raises(FileError) as caught:
        RecordingWriter(path)
    assert "is being written" in sentence(caught, path)
    session.step()
    writer.add_state(session.state())  # and it is none the worse for that
    writer.close()
    assert not is_being_written(path)
    RecordingWriter(path).close()
    assert names(path.parent) == [path.name]


def test_another_process_is_told_the_same(path, session):
    writer = write(path, session)
    code = (
        f"from netviz.training.recording.lock import *; WriteLock(__import__('pathlib').Path({str(path)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "AlreadyOpen" in done.stderr
    writer.close()


def test_a_lock_dies_with_its_process(path, tmp_path):
    code = (
        "from netviz.training.recording.lock import *; import os, pathlib;"
        f"WriteLock(pathlib.Path({str(path)!r})); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code])
    assert names(tmp_path) == [path.name + "-lock"]
    assert not is_being_written(path)
    own = WriteLock(path)
    with pytest.raises(AlreadyOpen):
        WriteLock(path)
    own.release()
    own.release()
    assert names(tmp_path) == []


def test_a_file_system_without_locks_is_recorded_on(path, session, monkeypatch):
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuse)
    write(path, session).close()
    with Recording(path) as recording:
        assert recording.last_step == 9


def test_nothing_is_written_over(path, session):
    path.write_text("mine")
    with pytest.raises(FileError) as caught:
        RecordingWriter(path, session.state())
    assert "exists already" in sentence(caught, path)
    assert path.read_text() == "mine"
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("name", ["none/run.netviz", "nothing.netviz"])
def test_what_can_not_be_opened_is_said(tmp_path, session, name):
    path = tmp_path / name
    with pytest.raises(FileError) as caught:
        RecordingWriter(path, session.state() if "/" in name else None)
    sentence(caught, path)
    assert names(tmp_path) == []


def test_a_folder_that_can_not_be_written_is_said(path, session, monkeypatch):
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(lock.os, "open", refuse)
    with pytest.raises(FileError) as caught:
        RecordingWriter(path, session.state())
    assert "you may not" in sentence(caught, path)


def test_a_file_that_was_removed_is_noticed_at_the_next_commit(path, session):
    writer = write(path, session)
    path.unlink()
    session.step()
    writer.add_state(session.state())
    with pytest.raises(FileError) as caught:
        writer.commit()
    assert "removed" in sentence(caught, path)
    assert writer.closed


# What a crash leaves


def test_a_crash_loses_nothing_that_was_committed(path, session, tmp_path):
    crashed(path, session, tmp_path)
    with Recording(path) as recording:
        assert (recording.last_step, len(recording.metrics())) == (9, 9)
        assert not recording.info.finished
    writer = RecordingWriter(path)
    session.step()
    writer.add_state(session.state())
    writer.close()
    with Recording(path) as recording:
        np.testing.assert_array_equal(recording.state_before().parameters, session.network.parameters)


def test_the_wal_of_a_file_that_is_gone_gets_into_no_other(path, session, few_digits, tmp_path):
    crashed(path, session, tmp_path)
    path.unlink()
    other = Session(CONFIG, few_digits)
    RecordingWriter(path, other.state()).close()
    with Recording(path) as recording:
        assert recording.steps == (0,)


@pytest.fixture
def no_writing(monkeypatch):
    """Nothing can be written in a folder of this name, also where root runs the tests."""
    access = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda place, mode: not (mode & os.W_OK and "locked" in str(place)) and access(place, mode),
    )


def test_in_a_folder_that_can_not_be_written_a_finished_run_is_read(tmp_path, session, no_writing):
    path = tmp_path / "locked" / "run.netviz"
    path.parent.mkdir()
    write(path, session).close()
    with Recording(path) as recording:
        assert recording.last_step == 9
    assert names(path.parent) == [path.name]


def test_and_a_file_in_wal_mode_too(tmp_path, session, no_writing):
    path = tmp_path / "locked" / "run.netviz"
    path.parent.mkdir()
    write(path, session).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    with Recording(path) as recording:
        assert recording.last_step == 9
    assert names(path.parent) == [path.name]


def test_and_with_a_wal_left_a_copy_is_read(tmp_path, session, no_writing):
    path = crashed(tmp_path / "locked" / "run.netviz", session, tmp_path)
    before = {name: (path.parent / name).read_bytes() for name in names(path.parent)}
    with Recording(path) as recording:
        assert recording.last_step == 9
        assert recording.nearest(7)[0] == 7
    assert {name: (path.parent / name).read_bytes() for name in names(path.parent)} == before


def test_unfinished_runs_are_found_the_newest_first(tmp_path, session, few_digits):
    folder = tmp_path / "runs"
    assert find_unfinished(folder) == []
    folder.mkdir()
    crashed(folder / "a.netviz", session, tmp_path)
    write(folder / "finished.netviz", Session(CONFIG, few_digits)).close()
    alive = write(folder / "alive.netviz", Session(CONFIG, few_digits))
    (folder / "no recording.netviz").write_bytes(b"SQLite format 3\0 but no more")
    (folder / "letter.txt").write_text("hello")
    late = folder / "b.netviz"
    write(late, Session(CONFIG, few_digits), 4).close(finished=False)
    os.utime(folder / "a.netviz", (1, 1))
    found = find_unfinished(folder)
    assert [(one.path.name, one.last_step) for one in found] == [("b.netviz", 4), ("a.netviz", 9)]
    assert found[0].info.config == CONFIG
    alive.close()


def test_old_runs_go_and_unfinished_ones_stay(tmp_path, few_digits):
    """And what somebody has saved among them, however old."""
    old = [f"2026-01-0{number + 1} 03-04-05 784-5-10.netviz" for number in range(4)]
    for number, name in enumerate(old):
        path = tmp_path / name
        write(path, Session(CONFIG, few_digits)).close(finished=number != 0)
        os.utime(path, (number + 1, number + 1))
    for name, age in (("a", 0.0), ("b", 200_000.0)):
        part = tmp_path / f".netviz-{name}.part"
        part.touch()
        os.utime(part, (time.time() - age,) * 2)
    size = (tmp_path / old[1]).stat().st_size
    saved = ["784-5-10.netviz", "my run.netviz"]
    for name in saved:
        shutil.copy(tmp_path / old[1], tmp_path / name)
        os.utime(tmp_path / name, (0, 0))
    tidy(tmp_path, 2 * size + 10)
    assert names(tmp_path) == [".netviz-a.part", old[0], old[2], old[3], *saved]
    remove(tmp_path / old[0])
    assert names(tmp_path) == [".netviz-a.part", old[2], old[3], *saved]


def test_runs_lie_where_each_system_keeps_data(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    for platform, place in (
        ("linux", ".local/share"),
        ("darwin", "Library/Application Support"),
        ("win32", "AppData/Local"),
    ):
        monkeypatch.setattr(recovery.sys, "platform", platform)
        assert runs_folder() == tmp_path / place / "netviz" / "runs"
    monkeypatch.setattr(recovery.sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
    assert runs_folder() == Path("/elsewhere/netviz/runs")
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")
    assert runs_folder() == tmp_path / ".local/share/netviz/runs"


def test_new_names_are_new(tmp_path):
    first = new_path(tmp_path / "runs", CONFIG)
    first.touch()
    second = new_path(tmp_path / "runs", CONFIG)
    assert first != second
    assert "784-5-10" in first.name
    deep = replace(CONFIG, spec=NetworkSpec.dense((784, *[16] * 20, 10)))
    for path in (first, second, new_path(tmp_path / "runs", deep)):
        assert recorded_by_itself(path)
    for name in ("784-5-10.netviz", first.name.replace(".netviz", " (copy).netviz"), f"my {first.name}"):
        assert not recorded_by_itself(tmp_path / "runs" / name)


# Network shares


def test_on_a_network_share_there_is_no_wal(path, session, monkeypatch):
    monkeypatch.setattr(opening, "on_network_share", lambda _path: True)
    writer = write(path, session)
    assert not path.with_name(path.name + "-wal").exists()
    with Recording(path) as recording:
        assert recording.last_step == 9
        session.step()
        writer.add_state(session.state())
        writer.commit()
        assert recording.last_step == 10
    writer.close()
    assert names(path.parent) == [path.name]


# Copies


def test_a_copy_holds_what_stands_in_the_wal(path, session, tmp_path):
    writer = write(path, session)
    target = tmp_path / "copy.netviz"
    target.write_text("older")
    save_as(path, target)
    writer.abandon()
    with Recording(target) as recording:
        assert recording.info.finished
        assert recording.last_step == 9
    with Recording(path) as recording:
        assert not recording.info.finished
    assert not list(tmp_path.glob(".netviz*"))


def test_a_copy_over_what_a_crash_left_is_the_copy(path, session, few_digits, tmp_path):
    target = crashed(tmp_path / "old.netviz", session, tmp_path)
    write(path, Session(CONFIG, few_digits), 3).close()
    save_as(path, target)
    with Recording(target) as recording:
        assert recording.last_step == 3


def test_who_only_asks_keeps_no_writer_out(tmp_path):
    """Asking holds the lock for a moment, which is long where the machine is busy."""
    path = tmp_path / "a.netviz"
    beside = lock_file(path)
    beside.touch()
    asks = os.open(beside, os.O_RDWR)
    fcntl.flock(asks, fcntl.LOCK_SH)
    assert not is_being_written(path)  # nor does it tell another one that somebody writes
    threading.Timer(0.2, os.close, (asks,)).start()
    WriteLock(path).release()


def test_what_is_being_written_is_no_target(path, session, few_digits, tmp_path):
    target = tmp_path / "other.netviz"
    alive = write(target, Session(CONFIG, few_digits), 2)
    write(path, session).close()
    with pytest.raises(FileError) as caught:
        save_as(path, target)
    sentence(caught, target)
    alive.close()


def test_a_copy_that_can_not_be_made_leaves_what_was_there(path, session, tmp_path):
    write(path, session).close()
    with pytest.raises(FileError) as caught:
        save_as(path, tmp_path / "none" / "copy.netviz")
    sentence(caught, tmp_path / "none" / "copy.netviz")
    target = tmp_path / "target.netviz"
    target.write_text("older")
    broken = tmp_path / "broken.netviz"
    broken.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(FileError):
        save_as(broken, target)
    assert target.read_text() == "older"
    assert names(tmp_path) == ["broken.netviz", "run.netviz", "target.netviz"]


def test_a_branch_begins_with_what_led_there(path, session, tmp_path):
    write(path, session).close()
    target = tmp_path / "branch.netviz"
    branch_off(path, target, 5, budget=10**8).close()
    with Recording(path) as old, Recording(target) as new:
        assert new.parent is not None
        assert (new.parent.run, new.parent.step, new.parent.file) == (old.info.run, 5, str(path))
        assert new.info.run != old.info.run
        assert new.last_step == 5
        assert len(new.metrics()) == 5
        assert old.last_step == 9
        np.testing.assert_array_equal(new.state_before(3).parameters, old.state_before(3).parameters)
    with pytest.raises(FileError):
        branch_off(path, target, 5, budget=10**8)


# Any file that holds a network


def test_any_file_that_holds_a_network_is_read(path, session, tmp_path):
    write(path, session).close()
    saved = tmp_path / "weights.netviz"
    save_model(saved, session.state(), DataName("abc"))
    for file in (path, saved):
        run = read_run(file)
        assert (run.spec, run.step, run.data.sha256, run.note) == (CONFIG.spec, 9, "abc", "")
        assert run.state is not None
        np.testing.assert_array_equal(run.parameters, session.network.parameters)
        assert read_reader(file, 9).step == 9
    assert read_run(path, 4).step == 4
    assert read_run(path, 4).state is None
    assert "this is step 9" in read_run(path, 400).note
    with pytest.raises(FileError) as caught:
        read_run(saved, 4)
    assert "step 9 only" in sentence(caught, saved)


def test_a_recording_of_something_else_reads_no_digits(path):
    config = TrainingConfig(NetworkSpec.dense((4, 3)))
    RecordingWriter(path, Session(config).state()).close()
    assert read_run(path).step == 0
    with pytest.raises(FileError) as caught:
        read_reader(path)
    assert "784 inputs" in sentence(caught, path)
