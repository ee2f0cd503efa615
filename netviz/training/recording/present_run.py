"""The present run in its file: opened with the first step, and tried again where it can't be written."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from netviz.files.errors import FileError
from netviz.files.paths import is_there
from netviz.tasks.data_name import DataName
from netviz.training.config import TrainingConfig
from netviz.training.measure.hand import HandPoint
from netviz.training.measure.measures import MeasureCursor
from netviz.training.measure.metrics import MetricCursor, MetricLog
from netviz.training.recording.copying import branch_off, save_as
from netviz.training.recording.items import Begin, Marked, Taken, Told
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.reader import Recording
from netviz.training.recording.tables.schema import TEACH, Origin
from netviz.training.recording.writer import COMMIT_EVERY, RecordingWriter
from netviz.training.session import SessionState

_MOST_UNTOLD: Final = 10_000  # commands before the first step, or while nothing can be written
RETRY_EVERY: Final = 5.0  # seconds


class PresentRun:
    """What the recorder's thread knows of the run and its file. Only `file_of`, `kept_in`, `kept_until`,
    `writing`, `in_trouble`, `dirty`, `budget` and `data` are for other threads.

    Most of it may raise FileError; the recorder then calls `trouble`, and `retry` now and then.
    """

    def __init__(
        self,
        place: Callable[[TrainingConfig], Path],
        elsewhere: tuple[Path, ...],
        budget: int,
        data: DataName,
        say: Callable[[str], None],
    ) -> None:
        self.budget = budget
        self.data = data
        self.file: Path | None = None
        self.writing: Path | None = None  # the file whose lock is held, also while the run in it ends
        self.in_trouble = False
        self.dirty = False  # something was added since the last commit
        self._has_state = False  # and a state among it
        self._place = place
        self._elsewhere = elsewhere
        self._say = say
        self._begun: Begin | None = None
        self._writer: RecordingWriter | None = None
        self._untold: deque[Told] = deque(maxlen=_MOST_UNTOLD)
        self._desk = ""
        self._generation = 0
        self._cursor: MetricCursor | None = None
        self._validation_cursor: MetricCursor | None = None
        self._measure_cursor: MeasureCursor | None = None
        self._hand: tuple[HandPoint, ...] = ()  # what is written of the person's own drawings
        self._last: SessionState | None = None
        self._written: WeakKeyDictionary[MetricLog, tuple[Path, int]] = WeakKeyDictionary()
        self._lock = Lock()
        self._retry_at = 0.0
        self._commit_at = 0.0

    # ---- a run begins and ends

    def begin(self, begun: Begin) -> None:
        """Another network stands there: the next run, or the present one going on with it."""
        before = self._begun
        if begun.same_run and before is not None:
            self._last = begun.state
            self._generation += 1
            if self._writer is not None:
                self._writer.add_state(begun.state, self._generation, pinned=True)
                self.dirty = True
            else:
                self._begun = begun._replace(origin=before.origin)
            return
        if before is not None and begun.log is before.log:
            self._cursor = None  # the log has been rewound: the old file keeps what it has
        elif before is not None and self.in_trouble:
            self._try_for_the_last_time(before)
        self.end(finished=True)
        self._last = begun.state
        self._untold.clear()
        self._begun = self._with_its_file(begun)
        self._generation = 0
        self.in_trouble = False
        self._retry_at = 0.0

    def end(self, *, finished: bool) -> None:
        """The run is over, or the program."""
        writer, self._writer = self._writer, None
        self.file = None
        self.dirty = False
        if writer is not None and self._begun is not None:
            self._remember(self._begun.log, writer)
            try:
                writer.close(finished=finished)
            except FileError as error:
                self._say(str(error))
        self.writing = None

    def _try_for_the_last_time(self, before: Begin) -> None:
        """Its steps are in memory alone, and nobody will ask for them again."""
        try:
            self._open(before)
        except FileError as error:
            self.trouble(error)

    def _with_its_file(self, begun: Begin) -> Begin:
        """An undone reset, or back to before the loss went wrong: a recording of this program has it."""
        found, origin = self._found(begun.log), begun.origin
        if found is None or (origin is not None and origin.file != found[0]) or not is_there(found[0]):
            return begun
        file, last = found
        step = begun.state.step
        in_place = last <= step and (origin is None or origin.in_place)
        return begun._replace(origin=Origin(file, step, in_place))

    def _remember(self, log: MetricLog, writer: RecordingWriter) -> None:
        with self._lock:
            self._written[log] = (writer.path, writer.last_step)

    def _found(self, log: MetricLog) -> tuple[Path, int] | None:
        whole = log.cut_from() if log.cut_from is not None else None
        with self._lock:
            found = self._written.get(log)
            return self._written.get(whole) if found is None and whole is not None else found

    # ---- from any thread

    def file_of(self, log: MetricLog | None) -> Path | None:
        """The file that the run with this log is written into; None while another one still is."""
        before, file, after = self._begun, self.file, self._begun
        return file if before and after and before.log is after.log is log else None

    def kept_in(self, log: MetricLog) -> Path | None:
        """The file in which this program has written the run with this log, or the one it was cut from."""
        found = self._found(log)
        return None if found is None else found[0]

    def kept_until(self, log: MetricLog) -> int | None:
        """The step up to which that file goes, if its run was left; None if in none."""
        found = self._found(log)
        return None if found is None else found[1]

    # ---- adding

    def add_state(self, state: SessionState) -> bool:
        """All that is needed to go on from here; False where that was not written."""
        again = self._last is not None and _is_same(state, self._last)
        self._last = state
        if not self._ready(state.step) or self._writer is None or again:
            return False
        self._writer.add_state(state, self._generation)
        self.dirty = self._has_state = True
        return True

    def take_back(self, state: SessionState) -> None:
        """The run is at this state again, and what is written goes no further."""
        self._last = state
        untold = (t for t in self._untold if t.step < state.step + (t.kind != TEACH))
        self._untold = deque(untold, _MOST_UNTOLD)
        if self._writer is not None:
            self._writer.rewind(state.step)
            self._cursor = None  # the log was rewound with it
            self.dirty = True

    def add_snapshot(self, taken: Taken) -> bool:
        """The weights after a step; False where they were not written."""
        if not self._ready(taken.step) or self._writer is None:
            return False
        self._writer.add_snapshot(taken.step, taken.config, taken.parameters, self._generation)
        self.dirty = True
        return True

    def add_command(self, told: Told) -> None:
        """A command took effect."""
        if self._writer is None:
            self._untold.append(told)
        else:
            self._writer.add_command(told.step, told.kind, told.data, told.config)
            self.dirty = True

    def mark(self, marked: Marked) -> None:
        """Mark a step, and keep what was shown of it."""
        if self._ready(math.inf) and self._writer is not None and self._last is not None:
            snapshot = marked.snapshot
            if snapshot is not None:
                config = replace(self._last.config, spec=snapshot.spec)
                self._writer.add_snapshot(marked.mark.step, config, snapshot.parameters, self._generation)
            self._writer.add_mark(marked.mark)
            self.commit()

    def unmark(self, step: int) -> None:
        """The step is no longer marked."""
        if self._writer is not None:
            self._writer.remove_mark(step)
            self.commit()

    # ---- on the disk

    def keep_desk(self, text: str) -> None:
        """What lies beside the network, with it."""
        self._desk = text
        if self._writer is not None:
            self._writer.set_desk(text)
            self.dirty = True

    def keep(self) -> None:
        """Have it in its file, which is made now if need be."""
        self._ready(math.inf)
        self.commit()

    def copy(self, path: Path | None) -> Path | None:
        """All that has happened on the disk, and in a copy at `path`; the answer is that file, None where
        there is none.
        """
        self._ready(-1 if path is None else math.inf)
        self.commit()
        file = None if self._writer is None else self._writer.path
        if path is None:
            return file
        if file is None:
            raise FileError(f"{path} was not written, as the run could not be recorded.")
        save_as(file, path)
        return path

    def commit(self) -> None:
        """What was added, and the metrics since the last time, are on the disk when this returns."""
        if self._writer is not None:
            self._pull(self._writer)
            self._writer.budget = self.budget  # which may have been changed
            self._writer.commit()
            self._commit_at = time.monotonic()
            self.dirty = self._has_state = False

    def commit_is_due(self, now: float) -> bool:
        """Whether it is time for a commit: with the state for which it is done, or without one where those
        are rare.
        """
        wait = COMMIT_EVERY / 2 if self._has_state else 2 * COMMIT_EVERY
        return self.dirty and now - self._commit_at >= wait

    @property
    def closed(self) -> bool:
        """Whether there was a file that can't be written any more: something went wrong with it."""
        return self._writer is not None and self._writer.closed

    # ---- troubles

    def trouble(self, error: FileError) -> None:
        """Say it once, go on in memory, and try again later."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = self.writing = None
        if self.file is not None and not is_there(self.file):
            self.file = None
        told, self.in_trouble = self.in_trouble, True
        if not told:
            self._say(f"{error} Training goes on in memory, and recording is tried again.")
        self.dirty = False
        self._retry_at = time.monotonic() + RETRY_EVERY

    def retry(self, now: float, *, at_once: bool) -> bool:
        """Where there is trouble, try again if it is time; whether there is a file to write to."""
        if self._begun is not None and self.in_trouble and (at_once or now >= self._retry_at):
            self._retry_at = 0.0
            self._open(self._begun)
        return self._begun is not None and self._writer is not None

    # ---- inside

    def _ready(self, step: float) -> bool:
        """Whether there is a writer; it is made with the first step, as what is only seen leaves no file."""
        begun = self._begun
        may_try = self._writer is None and time.monotonic() >= self._retry_at
        if may_try and begun is not None and (step > begun.state.step or self.in_trouble):
            self._open(begun)
        return self._writer is not None

    def _open(self, begun: Begin) -> None:
        problem: FileError | None = None
        for folder in (None, *self._elsewhere):
            try:
                path = self._path(begun, folder)
                writer = self._writer_at(path, begun)
            except FileError as error:
                problem = problem or error
                continue
            except OSError as error:
                problem = problem or FileError(f"The run can't be recorded: {error.strerror or error}.")
                continue
            self._writer, self.writing = writer, path
            self._cursor = self._validation_cursor = self._measure_cursor = None
            self._hand = ()
            if self._desk:
                writer.set_desk(self._desk)
            while self._untold:
                told = self._untold.popleft()
                writer.add_command(told.step, told.kind, told.data, told.config)
            self.commit()
            again, self.in_trouble = self.in_trouble, False
            self.file = path
            self._remember(begun.log, writer)
            if problem is not None:
                self._say(f"{problem} The run is recorded in {path} instead.")
            elif again:
                self._say(f"The run is recorded again, in {path}.")
            return
        if problem is not None:
            self.trouble(problem)

    def _path(self, begun: Begin, folder: Path | None) -> Path:
        """The file that there is already, a new one where they belong, or one in this other folder."""
        if folder is not None:
            return folder / self._place(begun.state.config).name
        if self.file is not None:
            return self.file
        origin = begun.origin
        if origin is not None and origin.in_place and _is_free(origin):
            return origin.file
        return self._place(begun.state.config)

    def _writer_at(self, path: Path, begun: Begin) -> RecordingWriter:
        """A writer that holds the run from its beginning."""
        origin = begun.origin
        if path == self.file:  # after a trouble that has passed
            writer = RecordingWriter(path, budget=self.budget)
            self._generation = max(self._generation, writer.last_generation)
            if self._last is not None and writer.last_step > self._last.step:
                writer.rewind(self._last.step)  # what was taken back meanwhile
        elif origin is not None and is_there(origin.file):
            if path == origin.file:
                writer = RecordingWriter(path, budget=self.budget)
                writer.rewind(origin.step)
            else:
                writer = branch_off(origin.file, path, origin.step, budget=self.budget)
            self._generation = writer.last_generation + 1
            writer.add_state(begun.state, self._generation, pinned=True)
        else:
            writer = RecordingWriter(path, begun.state, data=self.data, budget=self.budget)
        writer.commit_every = math.inf  # metrics and states together, in `commit`
        if self._last is not None and self._last.step > max(begun.state.step, writer.last_step):
            writer.add_state(self._last, self._generation)
        return writer

    def _pull(self, writer: RecordingWriter) -> None:
        """Metrics and validation points since the last time."""
        if self._begun is None:
            return
        log = self._begun.log
        cursor, points = log.since(self._cursor)
        if len(points) or points.restart:
            writer.add_metrics(points)
        self._cursor = cursor
        cursor, measured, restart = log.validation_since(self._validation_cursor)
        if measured or restart:
            finite = [point for point in measured if math.isfinite(point.loss)]
            writer.add_validation(finite, restart=restart)
        self._validation_cursor = cursor
        at, found, restart = log.measures.since(self._measure_cursor)
        if found:
            writer.add_measures(found, restart=restart)
        self._measure_cursor = at
        hand, n = log.hand.all, len(self._hand)
        if hand is not self._hand:
            goes_on = n > 0 and hand[:n] == self._hand
            writer.add_hand(hand[n:] if goes_on else hand, restart=not goes_on)
        self._hand = hand


def _is_free(origin: Origin) -> bool:
    """Whether the run may go on in that file: nobody else writes it, and going on there cuts nothing off.

    Snapshots after the last state are what a crash left, and are made again.
    """
    if not is_there(origin.file) or is_being_written(origin.file):
        return False
    with Recording(origin.file) as recording:
        return all(step <= origin.step for step in recording.state_steps)


def _is_same(a: SessionState, b: SessionState) -> bool:
    """Whether these are of one step; within a run nothing else moves the weights."""
    return a.step == b.step and a.config == b.config
