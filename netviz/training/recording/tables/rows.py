"""What stands in a recording's tables, as objects, checked: a file may hold anything."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from dataclasses import replace
from typing import Any, Final

import numpy as np

from netviz.network.spec import SpecError
from netviz.tasks.data_name import DataName
from netviz.training.changes import ChangeLog
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.config_table import TableError, from_table
from netviz.training.experiments.lesson import Lesson
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.measure.points import RECENT, MetricPoints, single_steps
from netviz.training.recording.tables import coding
from netviz.training.recording.tables.hand_rows import KIND as HAND
from netviz.training.recording.tables.measure_rows import KIND as MEASURES
from netviz.training.recording.tables.schema import (
    APPLICATION_ID,
    COUNT_LIMIT,
    MAX_TEXT,
    OPERATE,
    PLAIN,
    TABLES,
    TAKE_BACK,
    TEACH,
    VERSION,
    Mark,
    Parent,
    RecordedCommand,
)

_ON: Final = re.compile(r"CREATE INDEX \w+ ON (\w+) ")
# As sqlite_master has them: type, name, table, statement.
_SCHEMA: Final = {
    ("index", name, on[1], sql) if (on := _ON.match(sql)) else ("table", name, name, sql)
    for name, sql in TABLES.items()
}
_MOST_BINS: Final = 1 << 16
_MOST_ROWS: Final = 1_000_000
_LONGEST_SHAPE: Final = 200  # characters
_LONGEST_WORDS: Final = 200
_BIN_TYPES: Final = ("i8", "i8", "i8", "f4", "f4", "f4", "f4", "f4", "f4")


class Damaged(ValueError):
    """What can't be in a recording; the message is the end of a sentence about its file."""


class Newer(Damaged):
    """A recording by a newer version."""


def check_format(connection: sqlite3.Connection) -> None:
    """Raise Damaged where this is no recording, or holds more than tables that this program knows."""
    (kind,) = connection.execute("PRAGMA application_id").fetchone()
    if kind != APPLICATION_ID:
        raise Damaged("it is a database of another program")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise Newer("it was recorded by a newer netviz, and it takes that version or a later one to open it")
    if not PLAIN <= version <= VERSION:
        raise Damaged("its format is unknown")
    found = set()
    for kind, name, table, sql in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        implicit = sql is None and kind == "index" and name == f"sqlite_autoindex_{table}_1"
        if not implicit:
            thing = (kind, name, table, " ".join(sql.split()) if isinstance(sql, str) else None)
            # A trigger, a view, a table twice: whatever SQLite would run or take for another.
            if thing not in _SCHEMA or thing in found:
                raise Damaged("its tables are not those of a recording, or more is in it")
            found.add(thing)
    if found != _SCHEMA:
        raise Damaged("its tables are not those of a recording")


def check_whole(connection: sqlite3.Connection) -> None:
    """Raise Damaged where a state stands without its snapshot: no run could go on from it."""
    (lost,) = connection.execute(
        "SELECT count(*) FROM states WHERE snapshot NOT IN (SELECT id FROM snapshots)"
    ).fetchone()
    if lost:
        raise Damaged("a part of its snapshots is missing")


def read_about(connection: sqlite3.Connection) -> dict[str, str]:
    """The table of names and values."""
    rows = _rows(connection, "about", "key, value")
    return {_text(key, "a name"): _text(value, "a value") for key, value in rows}


def read_parent(text: str) -> Parent | None:
    """The run that this one branched off."""
    if not text:
        return None
    table = _json(text, "its parent")
    run, step, file = (table.get(name) for name in ("run", "step", "file"))
    if not isinstance(run, str) or not isinstance(file, str):
        raise Damaged("its parent can't be read")
    return Parent(run[:64], count(step, "its parent's step"), file[:4096])


def read_data(about: dict[str, str]) -> DataName:
    """The digits that the run learned from; what the file does not say of them is not known."""
    text = about.get("data", "")
    return DataName.from_table(about.get("data_sha256", ""), _json(text, "its data") if text else None)


def read_configs(connection: sqlite3.Connection) -> dict[int, TrainingConfig]:
    """All configurations of the run, by their ids."""
    configs = {}
    for number, text in _rows(connection, "configs", "id, config"):
        try:
            configs[count(number, "a configuration's id")] = from_table(_json(text, "a configuration"))
        except (TableError, ConfigError, SpecError) as error:
            raise Damaged(f"{error}".rstrip(".")) from error
    return configs


def read_commands(connection: sqlite3.Connection, after: int = 0) -> list[RecordedCommand]:
    """The commands with ids above `after`, in order."""
    return [
        RecordedCommand(
            count(number, "a command's id"),
            count(step, "a command's step"),
            _number(when, "a command's time"),
            _text(kind, "a command")[:40],
            _json(data, "a command"),
        )
        for number, step, when, kind, data in _rows(
            connection,
            "commands",
            "id, step, time, kind, data",
            f"WHERE id > {int(after)} AND kind NOT IN ('{MEASURES}', '{HAND}') ORDER BY id",
        )
    ]


def read_lesson(data: dict[str, Any]) -> tuple[Lesson, int]:
    """What the command `teach` says, and how many steps of it were made."""
    steps, label, rate, pixels = (data.get(name) for name in ("steps", "label", "rate", "pixels"))
    try:
        # Of a number the right one is a float, and what is read is as other tasks than digits store it.
        kind = np.float32 if isinstance(label, float) or data.get("float") is True else np.uint8
        ink = np.frombuffer(bytes.fromhex(_text(pixels, "a lesson's example")), kind)
    except ValueError as error:
        raise Damaged("a lesson's example can't be read") from error
    rate = _number(rate, "a lesson's rate")
    if not (math.isfinite(rate) and rate > 0) or count(steps, "a lesson's steps") == 0:
        raise Damaged("a lesson in it can't be given")
    right = (
        _number(label, "a lesson's number") if isinstance(label, float) else count(label, "a lesson's label")
    )
    return Lesson(ink, right, rate), count(steps, "a lesson's steps")


def read_changes(connection: sqlite3.Connection, configs: dict[int, TrainingConfig]) -> ChangeLog:
    """What was changed in the course of the run, with `configs` as `read_configs` gives them."""
    config = configs.get(min(configs, default=0))
    changes = ChangeLog(begun=config)
    shape = "" if config is None else str(config.spec)
    for command in read_commands(connection):
        if command.kind == "configure" and config is not None:
            number = command.data.get("config")
            after = configs.get(number) if isinstance(number, int) else None
            if after is not None:
                # Another shape is told by a command of its own.
                after = replace(after, spec=config.spec)
                changes.settings(command.step, config, after)
                config = after
        elif command.kind == "reshape":
            other = str(command.data.get("layers", ""))[:_LONGEST_SHAPE]
            changes.layers(command.step, shape, other)
            shape = other
        elif command.kind == OPERATE:
            changes.operated(command.step, str(command.data.get("words", ""))[:_LONGEST_WORDS])
            shape = str(command.data.get("layers", shape))[:_LONGEST_SHAPE]
        elif command.kind == TAKE_BACK:
            changes.take_back(count(command.data.get("left"), "what is left of its operations"))
            shape = str(command.data.get("layers", shape))[:_LONGEST_SHAPE]
        elif command.kind == TEACH:
            lesson, steps = read_lesson(command.data)
            changes.taught(command.step, steps, lesson.words)
    return changes


def read_marks(connection: sqlite3.Connection) -> list[Mark]:
    """The marked steps, in order."""
    return [
        Mark(count(step, "a mark's step"), _text(label, "a mark")[:1000])
        for step, label in _rows(connection, "marks", "step, label", "ORDER BY step")
    ]


def read_metrics(connection: sqlite3.Connection) -> MetricLog:
    """Loss and accuracy of all steps, and the validation points."""
    log = MetricLog()
    last = -1
    for n, data in connection.execute("SELECT n, data FROM bins WHERE id = 1"):
        if not 0 < count(n, "its metrics") <= _MOST_BINS:
            raise Damaged("its metrics are too many")
        points = MetricPoints(True, *coding.columns(_bytes(data), n, _BIN_TYPES))
        first, end, counts = points.first, points.last, points.count
        ascending = (np.diff(first) > 0).all() and (np.diff(end) > 0).all() and (first <= end).all()
        if (
            not ascending
            or first[0] < 0
            or end[-1] >= COUNT_LIMIT
            or counts.min() < 1
            or counts.max() > RECENT
        ):
            raise Damaged("its metrics are out of order")
        log.extend(points)
        last = int(points.last[-1])
    previous = -1
    for first, end, data in connection.execute("SELECT first, last, data FROM metrics ORDER BY first"):
        n = count(end, "its metrics") - count(first, "its metrics") + 1
        if not 0 < n <= 1 << 20 or first <= previous:
            raise Damaged("its metrics are out of order")
        previous = end
        losses, accuracies = coding.columns(_bytes(data), n, ("f4", "f4"))
        # A block may reach into what has been folded.
        fresh = max(0, last + 1 - first)
        if fresh < n:
            log.extend(single_steps(first + fresh, losses[fresh:], accuracies[fresh:]))
    for point in read_validation(connection):
        log.add_validation(*point)
    return log


def read_validation(connection: sqlite3.Connection) -> list[ValidationPoint]:
    """The measurements on the validation digits, in order."""
    return [
        ValidationPoint(
            count(step, "a validation's step"),
            math.nan if loss is None else _number(loss, "a validation's loss"),
            # Numbers have no accuracy.
            math.nan if accuracy is None else _number(accuracy, "a validation's accuracy"),
        )
        for step, loss, accuracy in _rows(connection, "validation", "step, loss, accuracy", "ORDER BY id")
    ]


def count(value: object, what: str) -> int:
    """A whole number from 0 that fits anywhere."""
    if not isinstance(value, int) or not 0 <= value < COUNT_LIMIT:
        raise Damaged(f"{what} is no number of steps or the like")
    return value


def _number(value: object, what: str) -> float:
    if not isinstance(value, int | float):
        raise Damaged(f"{what} is no number")
    return float(value)


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise Damaged(f"{what} is no text, or far too long")
    return value


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise Damaged("its numbers are missing")
    return value


def _json(text: object, what: str) -> dict[str, Any]:
    try:
        table = json.loads(_text(text, what))
    except (ValueError, RecursionError) as error:
        if isinstance(error, Damaged):
            raise
        raise Damaged(f"{what} can't be read") from error
    if not isinstance(table, dict):
        raise Damaged(f"{what} is no table")
    return table


def _rows(connection: sqlite3.Connection, table: str, names: str, rest: str = "") -> list[Any]:
    """All rows, where no text in them is far too long and they are not far too many."""
    rows = []
    for row in connection.execute(f"SELECT {names} FROM {table} {rest}"):
        rows.append(row)
        if len(rows) > _MOST_ROWS:
            raise Damaged(f"its {table} are too many")
    return rows
