"""A recording made to do harm, given to any command: a sentence and exit code 2."""

import sqlite3
from contextlib import closing

import pytest

from netviz.tasks.digits.resources import resource

TRIGGER = (
    "CREATE TRIGGER sqlite_autoindex_x AFTER INSERT ON about BEGIN DELETE FROM snapshots; "
    "DELETE FROM states; END"
)


@pytest.mark.parametrize(
    "arguments",
    [
        ("test", "FILE"),
        ("render", "FILE", "--out", "OUT/a.png"),
        ("render", "FILE", "--steps", ":", "--out", "OUT/a.gif"),
        ("explain", "FILE", "--out", "OUT/a.gif"),
        ("train", "--resume", "FILE", "--steps", "1"),
        ("train", "--resume", "FILE", "--steps", "1", "--save", "OUT/b.netviz"),
    ],
)
def test_it_is_refused_in_a_sentence(netviz, tmp_path, arguments):
    path, out = tmp_path / "harm.netviz", tmp_path / "out"
    out.mkdir()
    path.write_bytes(resource("examples/trained-784-16-16-10.netviz").read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema=ON")
        row = ("trigger", "sqlite_autoindex_x", "about", TRIGGER)
        db.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, 0, ?)", row)
    before = path.read_bytes()
    told = netviz(*(word.replace("FILE", str(path)).replace("OUT", str(out)) for word in arguments))
    assert told.status == 2
    assert "its tables are not those of a recording" in told.err
    assert "Traceback" not in told.err
    assert path.read_bytes() == before
    assert list(out.iterdir()) == []
