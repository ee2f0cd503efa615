"""Recordings made to do harm: kinds of harm, and a sound recording to do it to."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Examples
from netviz.training.config import TrainingConfig
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session

CONFIG = TrainingConfig(NetworkSpec.dense((784, 4, 10)), batch_size=20)
WIPES = "BEGIN DELETE FROM snapshots; DELETE FROM states; END"
HIDDEN = "sqlite_autoindex_x"


def in_schema(kind: str, name: str, table: str, sql: str | None) -> tuple[str, tuple[object, ...]]:
    return "INSERT INTO sqlite_master VALUES (?, ?, ?, 0, ?)", (kind, name, table, sql)


HARM: dict[str, list[tuple[str, tuple[object, ...]]]] = {
    "a trigger": [(f"CREATE TRIGGER t AFTER INSERT ON about {WIPES}", ())],
    "a trigger that is named like SQLite's own": [
        in_schema("trigger", HIDDEN, "about", f"CREATE TRIGGER {HIDDEN} AFTER INSERT ON about {WIPES}")
    ],
    "an index of that name on something computed": [("CREATE INDEX i ON marks (abs(step))", ())],
    "a view": [("CREATE VIEW v AS SELECT * FROM marks", ())],
    "a hundred tables, then a trigger": [
        *((f"CREATE TABLE more{k} (x)", ()) for k in range(100)),
        (f"CREATE TRIGGER t AFTER INSERT ON about {WIPES}", ()),
    ],
    "a table that another one is called": [
        ("UPDATE sqlite_master SET tbl_name = 'marks' WHERE name = 'bins'", ())
    ],
    "a column more": [("ALTER TABLE marks ADD COLUMN more", ())],
    "a state without its snapshot": [
        ("DELETE FROM snapshots WHERE id = (SELECT min(snapshot) FROM states)", ())
    ],
    "a step that is text": [
        ("UPDATE snapshots SET step = 'x' WHERE id = (SELECT max(id) FROM snapshots)", ())
    ],
}


def sound_recording(path: Path, digits: Examples) -> Path:
    """Six steps, as a crash would leave them."""
    session = Session(CONFIG, digits)
    writer = RecordingWriter(path, session.state())
    for _ in range(6):
        session.step()
        writer.add_state(session.state())
    writer.close(finished=False)
    return path


def harmful(sound: Path, folder: Path, kind: str) -> Path:
    path = folder / "harm.netviz"
    shutil.copyfile(sound, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema=ON")
        for statement, values in HARM[kind]:
            db.execute(statement, values)
    return path
