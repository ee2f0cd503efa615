"""The tables of a recording, and what says that a file is one. FORMAT.md tells what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

# The letters "netv" as SQLite's application_id, at byte 68 of the file.
APPLICATION_ID: Final = 0x6E657476
PLAIN: Final = 1
"""The version of a file in which every step is one of training: older programs read it too."""
VERSION: Final = 2
"""The newest version: some steps are taught."""

TABLES: Final = {
    "about": "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "configs": "CREATE TABLE configs (id INTEGER PRIMARY KEY, config TEXT NOT NULL)",
    "commands": (
        "CREATE TABLE commands (id INTEGER PRIMARY KEY, step INTEGER NOT NULL, time REAL NOT NULL, "
        "kind TEXT NOT NULL, data TEXT NOT NULL)"
    ),
    "snapshots": (
        "CREATE TABLE snapshots (id INTEGER PRIMARY KEY, step INTEGER NOT NULL, generation INTEGER NOT NULL, "
        "config INTEGER NOT NULL, base INTEGER, kept INTEGER NOT NULL, data BLOB NOT NULL)"
    ),
    "snapshots_in_order": "CREATE INDEX snapshots_in_order ON snapshots (step, generation)",
    "states": (
        "CREATE TABLE states (snapshot INTEGER PRIMARY KEY, command INTEGER NOT NULL, "
        "epoch INTEGER NOT NULL, place INTEGER NOT NULL, optimiser_steps INTEGER NOT NULL, "
        "pinned INTEGER NOT NULL, data BLOB NOT NULL)"
    ),
    "metrics": (
        "CREATE TABLE metrics (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, data BLOB NOT NULL)"
    ),
    "bins": "CREATE TABLE bins (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, data BLOB NOT NULL)",
    "validation": (
        "CREATE TABLE validation (id INTEGER PRIMARY KEY, step INTEGER NOT NULL, loss REAL, accuracy REAL)"
    ),
    "marks": "CREATE TABLE marks (step INTEGER PRIMARY KEY, label TEXT NOT NULL)",
}

TEACH: Final = "teach"
"""The kind of a command that made steps on one digit."""

OPERATE: Final = "operate"
"""The kind of a command that changed the network by hand: a state of a new generation stands behind it."""
TAKE_BACK: Final = "take back"
"""The kind of a command that took the last such one back, which never was."""

COUNT_LIMIT: Final = 2**53
MAX_TEXT: Final = 1_000_000  # characters of any text in a file


@dataclass(frozen=True)
class Parent:
    """The run that this one branched off, by its id, at which step, and the file where it lay then."""

    run: str
    step: int
    file: str = ""


class Mark(NamedTuple):
    """A step that a person marked; its snapshot stays."""

    step: int
    label: str = ""


class RecordedCommand(NamedTuple):
    """A command with the step after which it took effect, when (seconds since 1970), and what it said."""

    id: int
    step: int
    time: float
    kind: str
    data: dict[str, object]


@dataclass(frozen=True)
class Origin:
    """The recording from which a state was taken, at which step.

    With `in_place` the run goes on in that very file, if that holds no state of a later step; else it is a
    branch, with a file of its own that begins with what the other one holds up to that step.
    """

    file: Path
    step: int
    in_place: bool = False
