"""Recordings damaged as databases: another value in a cell, a row that is gone, other tables."""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from pathlib import Path
from random import Random

_VALUES: tuple[object, ...] = (
    *(None, 0, 1, -1, 2, 7, 2**31, 2**53, 2**62, -(2**63), 0.5, -1e300, "", "x", "{}", "[]", "9" * 400),
    *(b"", b"\0" * 8, zlib.compress(bytes(1_000_000)), zlib.compress(bytes(16))),
)
_MORE = (
    "CREATE TRIGGER sqlite_autoindex_x AFTER INSERT ON about BEGIN DELETE FROM snapshots; END",
    "CREATE VIEW more AS SELECT * FROM marks",
    "CREATE TABLE more (x)",
    "CREATE INDEX more ON marks (label)",
    "ALTER TABLE marks RENAME COLUMN label TO name",
    "ALTER TABLE marks ADD COLUMN more",
    "DROP TABLE bins",
    "PRAGMA user_version=7",
    "PRAGMA application_id=7",
    "PRAGMA page_size=512",
    "PRAGMA encoding='UTF-16'",
    "VACUUM",
)


def damage_rows(path: Path, random: Random) -> None:
    """Change the database at `path`; what SQLite itself refuses stays as it is."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA writable_schema=ON")
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            table = random.choice(tables)
            # Of a table that is gone by now there is none of this.
            with contextlib.suppress(sqlite3.Error, OverflowError, IndexError):
                columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
                (rows,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
                at = random.randrange(max(rows, 1))
                where = f"rowid = (SELECT rowid FROM {table} LIMIT 1 OFFSET {at})"
                column = random.choice(columns)
                match random.randrange(10):
                    case 0:
                        db.execute(f"DELETE FROM {table} WHERE {where}")
                    case 1:
                        db.execute(f"DELETE FROM {table}")
                    case 2:
                        db.execute(random.choice(_MORE))
                    case 3:
                        name = f"'sqlite_autoindex_{random.randrange(3)}'"
                        db.execute(f"UPDATE sqlite_master SET name = {name} WHERE name = '{table}'")
                    case 4:
                        other = random.choice(columns)
                        db.execute(f"UPDATE OR REPLACE {table} SET {column} = {other} WHERE {where}")
                    case _:
                        value = random.choice(_VALUES)
                        everywhere = "1" if random.random() < 0.2 else where
                        db.execute(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {everywhere}", (value,))
    finally:
        db.close()
