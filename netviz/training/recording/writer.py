"""Writes a recording. FORMAT.md tells what it writes, so that others can write the same."""

from __future__ import annotations

import contextlib
import errno
import json
import sqlite3
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz import __version__
from netviz.files.paths import is_file, is_there
from netviz.files.whole import beside, target_of
from netviz.tasks.data_name import UNKNOWN, DataName
from netviz.training.config import TrainingConfig
from netviz.training.config_table import to_table
from netviz.training.measure.hand import HandPoint
from netviz.training.measure.measures import Measures
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.measure.points import MetricPoints
from netviz.training.recording.lock import WriteLock
from netviz.training.recording.opening import (
    for_writing,
    harden,
    put_in_place,
    remove_beside,
)
from netviz.training.recording.reader import Recording
from netviz.training.recording.reasons import unwritable
from netviz.training.recording.stock import Stock
from netviz.training.recording.tables import coding, rows
from netviz.training.recording.tables.hand_rows import write_hand
from netviz.training.recording.tables.measure_rows import write_measures
from netviz.training.recording.tables.metric_rows import MetricRows
from netviz.training.recording.tables.schema import (
    APPLICATION_ID,
    MAX_TEXT,
    PLAIN,
    TABLES,
    TEACH,
    VERSION,
    Mark,
    Parent,
)
from netviz.training.recording.tables.snapshot_rows import SnapshotRows
from netviz.training.session import SessionState

BUDGET: Final = 256_000_000  # bytes
COMMIT_EVERY: Final = 1.0  # seconds


class RecordingWriter:
    """One run's file, open for writing. Not for two threads at once.

    All that it raises is FileError, a sentence; after that it is closed, with all that was committed in the
    file, and a new writer may go on with it. What is added is on the disk after the next `commit`, which
    comes by itself once `commit_every` seconds have passed since the last one. Only finite weights are
    recorded: others are left out.
    """

    def __init__(
        self,
        path: Path,
        begin: SessionState | None = None,
        *,
        data: DataName = UNKNOWN,
        parent: Parent | None = None,
        budget: int = BUDGET,
    ) -> None:
        """A new file for a run that goes out from `begin`; without it, the file that is there goes on.

        A new file appears whole, with `begin` in it, or not at all. `budget` is how large it may become, in
        bytes; the first, the last and the marked snapshots and the metrics stay even so.
        """
        self.path = path
        self.commit_every = COMMIT_EVERY
        self.budget = budget
        self._in_transaction = False
        self._committed = time.monotonic()
        self._lock: WriteLock | None = None
        self._connection: sqlite3.Connection | None = None
        self._inode = 0  # 0 until the file has its name
        self._configs: dict[TrainingConfig, int] = {}
        self._command = 0
        self._generation = 0
        self._snapshots = SnapshotRows()
        if begin is None and is_file(path):
            Recording(path).close()  # what is none is refused before anything is written, also beside it
        with self._told():
            if begin is None and not is_file(path):
                raise FileNotFoundError(errno.ENOENT, "it does not exist")
            self._lock = WriteLock(path)
            if begin is not None:
                self._create(begin, data, parent)
            self._connection = for_writing(path)
            self._inode = path.stat().st_ino
            self._load()

    @property
    def closed(self) -> bool:
        """Whether nothing can be added any more: it was closed, or something went wrong."""
        return self._connection is None

    @property
    def last_step(self) -> int:
        """The step of the last snapshot, -1 where there is none."""
        return self._stock.last_step

    @property
    def last_generation(self) -> int:
        """The highest generation of any snapshot, 0 where there is none."""
        return self._generation

    # ---- adding

    def add_metrics(self, points: MetricPoints) -> None:
        """Loss and accuracy of the steps that followed, as MetricLog gives them; with `restart`, of all."""
        with self._told():
            self._begin()
            self._metrics.add(self._db, points)
            self._end()

    def add_validation(self, points: list[ValidationPoint], *, restart: bool = False) -> None:
        """Measurements on the validation digits; with `restart` in the place of all that are there."""
        with self._told():
            self._begin()
            self._metrics.add_validation(self._db, points, restart=restart)
            self._end()

    def add_measures(self, measures: Sequence[Measures], *, restart: bool = False) -> None:
        """What was measured of the layers; with `restart` in the place of what is there of their steps."""
        with self._told():
            self._begin()
            self._command = write_measures(self._db, self._command + 1, measures, restart=restart)
            self._end()

    def add_hand(self, points: Sequence[HandPoint], *, restart: bool) -> None:
        """How well the person's own drawings are read; with `restart` in the place of all that is there."""
        with self._told():
            self._begin()
            self._command = write_hand(self._db, self._command + 1, points, restart=restart)
            self._end()

    def add_snapshot(
        self, step: int, config: TrainingConfig, parameters: NDArray[np.float32], generation: int = 0
    ) -> None:
        """The weights after `step` steps, rounded to 16 significant bits; thinned when they grow old."""
        if np.isfinite(parameters).all():
            with self._told():
                self._begin()
                self._snapshot(step, config, parameters, generation, coding.ROUNDED)
                self._end()

    def add_state(self, state: SessionState, generation: int = 0, *, pinned: bool = False) -> None:
        """All that is needed to go on from here, exactly; with `pinned` it is never thinned out."""
        if not state.is_finite:
            return
        with self._told():
            self._begin()
            if pinned:
                self._stock.unpin(self._db, state.step)
            snapshot = self._snapshot(state.step, state.config, state.parameters, generation, coding.EXACT)
            _, data = coding.encode(state.optimiser_state.reshape(-1))
            place = (state.epoch, state.offset, state.optimiser_steps)
            row = (snapshot, self._command, *place, pinned, data)
            self._db.execute("INSERT INTO states VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._stock.add_state(snapshot, state.step, len(data), pinned=pinned)
            self._end()

    def add_command(
        self,
        step: int,
        kind: str,
        data: Mapping[str, object] | None = None,
        config: TrainingConfig | None = None,
    ) -> None:
        """A command that took effect after `step` steps; `data` is fit for JSON, `config` new settings."""
        with self._told():
            self._begin()
            self._command += 1
            said = dict(data or {}) if config is None else {**(data or {}), "config": self._config(config)}
            if kind == TEACH:
                # An older program would train these steps instead.
                self._db.execute(f"PRAGMA user_version={VERSION}")
            row = (self._command, step, time.time(), kind, json.dumps(said))
            self._db.execute("INSERT INTO commands VALUES (?, ?, ?, ?, ?)", row)
            self._end()

    def add_mark(self, mark: Mark) -> None:
        """Mark a step: what is kept of it stays."""
        with self._told():
            self._begin()
            self._db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (mark.step, mark.label))
            self._stock.marked.add(mark.step)
            self._end()

    def remove_mark(self, step: int) -> None:
        """The step is no longer marked."""
        with self._told():
            self._begin()
            self._db.execute("DELETE FROM marks WHERE step = ?", (step,))
            self._stock.marked.discard(step)
            self._end()

    def set_desk(self, text: str) -> None:
        """What lies beside the network, as the window has it; a text that is far too long is left out."""
        if len(text) <= MAX_TEXT:
            with self._told():
                self._begin()
                self._set("desk", text)
                self._end()

    def rewind(self, step: int) -> None:
        """Forget what came after `step`: the run goes on from there another way."""
        with self._told():
            self._begin()
            self._db.execute(
                "DELETE FROM states WHERE snapshot IN (SELECT id FROM snapshots WHERE step > ?)", (step,)
            )
            # A base never comes after what is a difference to it, so it stays where that stays.
            for table in ("snapshots", "commands", "validation", "marks"):
                self._db.execute(f"DELETE FROM {table} WHERE step > ?", (step,))
            self._cut_lessons(step)
            self._metrics.rewind(self._db, step)
            self._snapshots.begin_anew()
            self._stock = Stock(self._db)
            self._end()

    def _cut_lessons(self, step: int) -> None:
        """Of what was taught, what came after `step` goes too: a lesson stands where it began."""
        for command in rows.read_commands(self._db):
            if command.kind != TEACH:
                continue
            _, steps = rows.read_lesson(command.data)
            if command.step >= step:
                self._db.execute("DELETE FROM commands WHERE id = ?", (command.id,))
            elif command.step + steps > step:
                data = json.dumps({**command.data, "steps": step - command.step})
                self._db.execute("UPDATE commands SET data = ? WHERE id = ?", (data, command.id))

    # ---- on the disk

    def commit(self) -> None:
        """What was added is on the disk when this returns."""
        with self._told():
            self._check_place()
            if self._in_transaction:
                self._db.execute("COMMIT")
                self._in_transaction = False
            self._committed = time.monotonic()

    def close(self, *, finished: bool = True) -> None:
        """Commit, and leave one file. An unfinished one is offered for going on by `find_unfinished`."""
        try:
            with self._told():
                self._begin()
                self._set("finished", "1" if finished else "0")
                self.commit()
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                # Another reader may have it open just now: then the -wal stays, empty, until that one closes.
                with contextlib.suppress(sqlite3.OperationalError):
                    self._db.execute("PRAGMA journal_mode=DELETE").fetchone()
        finally:
            self._let_go()

    def abandon(self) -> None:
        """Close without writing anything more."""
        self._let_go()

    # ---- inside

    @property
    def _db(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.ProgrammingError("the recording is closed")
        return self._connection

    def _create(self, begin: SessionState, data: DataName, parent: Parent | None) -> None:
        """Make the file under another name, and give it its own when all is in it."""
        if is_there(self.path):
            raise FileExistsError(errno.EEXIST, "it exists already")
        with beside(target_of(self.path)) as part:
            self._connection = sqlite3.connect(part, isolation_level=None)
            harden(self._connection)
            self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version={PLAIN}")
            self._begin()
            for statement in TABLES.values():
                self._db.execute(statement)
            for key, value in {
                "run": uuid.uuid4().hex,
                "created": str(time.time()),
                "program": __version__,
                "data_sha256": data.sha256,
                "data": json.dumps(data.to_table()),
                "parent": "" if parent is None else json.dumps(asdict(parent)),
                "finished": "0",
            }.items():
                self._set(key, value)
            self._stock = Stock(self._db)
            self.add_state(begin, pinned=True)
            if self._in_transaction:
                self._db.execute("COMMIT")
                self._in_transaction = False
            self._db.close()
            remove_beside(self.path)
            put_in_place(part, self.path)

    def _load(self) -> None:
        """Go on where the file that is there ends."""
        rows.check_format(self._db)
        rows.check_whole(self._db)
        self._configs = {config: number for number, config in rows.read_configs(self._db).items()}
        self._metrics = MetricRows(rows.read_metrics(self._db))
        self._stock = Stock(self._db)
        self._snapshots.begin_anew()
        # A state may know of one that was thinned out since: its number is not given again.
        (last,) = self._db.execute(
            "SELECT max(id) FROM (SELECT id FROM commands UNION ALL SELECT command FROM states)"
        ).fetchone()
        self._command = last or 0
        (last,) = self._db.execute("SELECT max(generation) FROM snapshots").fetchone()
        self._generation = last or 0
        self._begin()
        self._set("finished", "0")
        self._db.execute("COMMIT")
        self._in_transaction = False

    def _set(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def _config(self, config: TrainingConfig) -> int:
        if config not in self._configs:
            row = (json.dumps(to_table(config)),)
            cursor = self._db.execute("INSERT INTO configs (config) VALUES (?)", row)
            self._configs[config] = cursor.lastrowid or 0
        return self._configs[config]

    def _snapshot(
        self,
        step: int,
        config: TrainingConfig,
        parameters: NDArray[np.float32],
        generation: int,
        kept: int,
    ) -> int:
        self._generation = max(self._generation, generation)
        number = self._config(config)
        snapshot, n_bytes, base = self._snapshots.add(self._db, step, number, parameters, generation, kept)
        self._stock.add_snapshot(snapshot, step, n_bytes, base=base)
        return snapshot

    def _thin(self) -> None:
        for table, column, gone in self._stock.thin(self.budget, keep=self._snapshots.base):
            self._db.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(number,) for number in gone])

    def _begin(self) -> None:
        if not self._in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
            self._in_transaction = True

    def _end(self) -> None:
        self._thin()
        if self._inode and time.monotonic() - self._committed >= self.commit_every:
            self.commit()

    def _check_place(self) -> None:
        """A file that was removed or replaced can be written on, but nobody would ever find it."""
        try:
            there = self.path.stat().st_ino == self._inode
        except FileNotFoundError:
            there = False
        if not there:
            raise FileNotFoundError(errno.ENOENT, "it was removed or replaced while it was being written")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite and the system say into a sentence, with nothing half written."""
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError, OSError, coding.CodingError, rows.Damaged) as error:
            # What was added since the last commit is not in the file, so what is remembered of it is wrong.
            self._let_go()
            raise unwritable(self.path, error) from error

    def _let_go(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
