"""Recordings made to do harm, wherever one is met: refused in a sentence and left as it is."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from netviz.app.files.opened import read_file
from netviz.files.errors import FileError
from netviz.training.recording import opening
from netviz.training.recording.copying import branch_off, save_as
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.reader import Recording
from netviz.training.recording.recovery import find_unfinished, tidy
from netviz.training.recording.run_file import read_reader
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session
from tests.hostile import CONFIG, HARM, harmful, sound_recording


@pytest.fixture(scope="module")
def sound(tmp_path_factory, few_digits) -> Path:
    return sound_recording(tmp_path_factory.mktemp("sound") / "sound.netviz", few_digits)


WAYS: dict[str, Callable[[Path], object]] = {
    "read": Recording,
    "opened in the window": read_file,
    "given to a command": read_reader,
    "gone on with": RecordingWriter,
    "copied": lambda path: save_as(path, path.with_name("copy.netviz")),
    "branched off": lambda path: branch_off(path, path.with_name("branch.netviz"), 3, budget=10**7),
}


@pytest.mark.parametrize("kind", HARM)
def test_it_is_refused_wherever_it_is_met(sound, tmp_path, kind):
    path = harmful(sound, tmp_path, kind)
    before = path.read_bytes()
    for use in WAYS.values():
        with pytest.raises(FileError) as caught:
            use(path)
        words = str(caught.value)
        assert str(path) in words
        assert words.isprintable()
        assert "sqlite" not in words.lower()
        assert not is_being_written(path)
    assert find_unfinished(tmp_path) == []
    tidy(tmp_path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_every_connection_is_hardened(sound, tmp_path, monkeypatch):
    made: list[dict[str, object]] = []
    connect = sqlite3.connect

    class Told(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            if not sql.startswith("PRAGMA") and self.total_changes == 0 and self not in asked:
                asked.add(self)
                trusted = super().execute("PRAGMA trusted_schema").fetchone()[0]
                attached = self.getlimit(sqlite3.SQLITE_LIMIT_ATTACHED)
                made.append({"trusted": trusted, "attached": attached})
            return super().execute(sql, *values)

        def executemany(self, sql: str, *values: object) -> sqlite3.Cursor:
            self.execute("SELECT 1")
            return super().executemany(sql, *values)

    asked: set[Told] = set()
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **{**k, "factory": Told}))
    path = tmp_path / "run.netviz"
    shutil.copyfile(sound, path)
    Recording(path).close()
    save_as(path, tmp_path / "copy.netviz")
    branch_off(path, tmp_path / "branch.netviz", 3, budget=10**7).close()
    RecordingWriter(path).close()
    RecordingWriter(tmp_path / "new.netviz", Session(CONFIG).state()).close()
    with opening.for_reading(path) as connection:
        connection.execute("SELECT 1")
    assert len(made) >= 8
    assert all(one == {"trusted": 0, "attached": 0} for one in made)
