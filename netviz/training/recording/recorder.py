"""The recorder: a thread that writes what the trainer does into a file. The trainer never waits for it."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

from netviz.training.config import TrainingConfig
from netviz.training.metrics import MetricCursor, MetricLog
from netviz.training.model_file import FileError
from netviz.training.recording.copying import branch_off, save_as
from netviz.training.recording.items import Begin, Copy, Item, Marked, Rest, Taken, Told, Unmarked
from netviz.training.recording.reader import Recording
from netviz.training.recording.schema import Mark, Origin
from netviz.training.recording.writer import BUDGET, COMMIT_EVERY, RecordingWriter
from netviz.training.session import Session, SessionState, frozen_copy
from netviz.training.snapshot import Snapshot

SNAPSHOT_EVERY: Final = 0.25  # seconds
STATE_EVERY: Final = 1.0
_LOOK_EVERY: Final = 0.1
_MOST_UNTOLD: Final = 10_000  # commands before the first step, or while nothing can be written
RETRY_EVERY: Final = 5.0
_EARLY: Final = 16  # in the beginning a snapshot whenever the steps have grown by a sixteenth
_MOST_WAITING: Final = 8_000_000  # bytes of snapshots that wait for the recorder

# A large network is recorded so seldom that the recorder takes at most these shares of the time.
_SHARE_OF_SNAPSHOTS: Final = 0.05
_SHARE_OF_STATES: Final = 0.25


class Recorder:
    """Records every run of a trainer, each in a file of its own, from its first step on.

    `place` gives the path of a new run's file; where nothing can be written there, the folders `elsewhere`
    are tried. `said` hears, on the recorder's thread, one sentence where something goes wrong or is well
    again; training goes on in any case, and the recorder tries again. `due_at` is the step from which the
    trainer calls `take`: all that a step costs is comparing the two.
    """

    def __init__(
        self,
        place: Callable[[TrainingConfig], Path],
        *,
        elsewhere: tuple[Path, ...] = (),
        budget: int = BUDGET,
        data_sha256: str = "",
        said: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        self.due_at: float = 0.0
        self.data_sha256 = data_sha256
        self.budget = budget
        self._place = place
        self._elsewhere = elsewhere
        self._say = said
        self._wants_state = False
        self._items: deque[tuple[Item, int]] = deque()  # with the bytes that wait in them
        self._waiting_bytes = 0
        self._changed = threading.Condition()
        self._closing = False
        self._finished = True
        self._begun: Begin | None = None
        self._writer: RecordingWriter | None = None
        self._untold: deque[Told] = deque(maxlen=_MOST_UNTOLD)
        self._file: Path | None = None
        self._generation = 0
        self._cursor: MetricCursor | None = None
        self._validation_cursor: MetricCursor | None = None
        self._last: SessionState | None = None
        self._written: WeakKeyDictionary[MetricLog, tuple[Path, int]] = WeakKeyDictionary()
        self._in_trouble = False
        self._retry_at = 0.0
        self._snapshot_at = self._state_at = self._commit_at = 0.0
        self._snapshot_cost = self._state_cost = 0.0
        self._dirty = self._has_state = False
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    # ---- on the trainer's thread

    def begin(
        self, state: SessionState, log: MetricLog, origin: Origin | None = None, *, same_run: bool = False
    ) -> None:
        """Another network stands there. With `same_run` the run goes on with it (surgery, a taught step)."""
        self.due_at = 0.0
        self._put(Begin(state, log, origin, same_run))

    def take(self, session: Session) -> None:
        """Have the network as it is now; called when `due_at` is reached."""
        step = session.step_count
        self.due_at = step + max(1, step // _EARLY)
        n_bytes = session.network.parameters.nbytes
        if self._wants_state:
            # Left out only where the recorder can't keep up at all.
            if self._waiting_bytes <= _MOST_WAITING:
                self._wants_state = False
                self._put(session.state(), n_bytes + session.optimiser.state.nbytes)
        elif not self._waiting_bytes or self._waiting_bytes + n_bytes <= _MOST_WAITING:
            self._put(Taken(step, session.config, frozen_copy(session.network.parameters)), n_bytes)

    def told(
        self,
        step: int,
        kind: str,
        data: dict[str, object] | None = None,
        config: TrainingConfig | None = None,
    ) -> None:
        """A command took effect after `step` steps."""
        self._put(Told(step, kind, data or {}, config))

    def rest(self, session: Session) -> None:
        """Training rests: have all of it, on the disk."""
        state = session.state()
        self._put(state, state.parameters.nbytes + state.optimiser_state.nbytes)
        self._put(Rest())
        self.due_at = 0.0

    # ---- from any thread

    @property
    def file(self) -> Path | None:
        """The file of the present run; None before its first step, and while nothing can be written."""
        return self._file

    @property
    def in_trouble(self) -> bool:
        """Whether the present run can't be written at the moment."""
        return self._in_trouble

    def mark(self, step: int, label: str = "", snapshot: Snapshot | None = None) -> None:
        """Mark a step of the present run. `snapshot` is what is shown of it, if no kept one is."""
        self._put(Marked(Mark(step, label), snapshot))

    def unmark(self, step: int) -> None:
        """The step is no longer marked."""
        self._put(Unmarked(step))

    def flush(self) -> Future[Path | None]:
        """All that has happened on the disk; the answer is the file, None where there is none."""
        return self._copy(None)

    def save_as(self, path: Path) -> Future[Path | None]:
        """Copy all that has happened into `path`. The answer may be a FileError."""
        return self._copy(path)

    def close(self, *, finished: bool = True, timeout: float = 10.0) -> bool:
        """Write what is left and end. An unfinished run is offered for going on at the next start."""
        with self._changed:
            self._finished = finished
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _copy(self, path: Path | None) -> Future[Path | None]:
        done: Future[Path | None] = Future()
        with self._changed:
            if self._closing:
                done.cancel()
            else:
                self._items.append((Copy(path, done), 0))
                self._changed.notify()
        return done

    def _put(self, item: Item, n_bytes: int = 0) -> None:
        with self._changed:
            if not self._closing:
                self._waiting_bytes += n_bytes
                self._items.append((item, n_bytes))
                self._changed.notify()

    # ---- on the recorder's thread

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._items and not self._closing:
                    self._changed.wait(_LOOK_EVERY if self._dirty or self._in_trouble else None)
                item, n_bytes = self._items.popleft() if self._items else (None, 0)
                last = self._closing and not self._items
            if item is not None:
                self._guarded(partial(self._do, item))
            with self._changed:
                self._waiting_bytes -= n_bytes
            self._guarded(partial(self._tick, last=last))
            if last:
                break
        self._end(finished=self._finished)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except FileError as error:
            self._trouble(error)
        except Exception as error:  # noqa: BLE001 - reported as any thread's fault; training goes on unrecorded
            self._trouble(FileError("The run can't be recorded because of an unexpected fault."))
            threading.excepthook(
                threading.ExceptHookArgs(
                    (type(error), error, error.__traceback__, threading.current_thread())
                )
            )

    def _do(self, item: Item) -> None:
        match item:
            case Begin():
                self._next_run(item)
            case SessionState():
                again = self._last is not None and _is_same(item, self._last)
                self._last = item
                began = time.perf_counter()
                if self._ready(item.step) and self._writer is not None and not again:
                    self._writer.add_state(item, self._generation)
                    self._state_cost = time.perf_counter() - began
                    self._dirty = self._has_state = True
            case Taken():
                began = time.perf_counter()
                if self._ready(item.step) and self._writer is not None:
                    self._writer.add_snapshot(item.step, item.config, item.parameters, self._generation)
                    self._snapshot_cost = time.perf_counter() - began
                    self._dirty = True
            case Told():
                if self._writer is None:
                    self._untold.append(item)
                else:
                    self._writer.add_command(item.step, item.kind, item.data, item.config)
                    self._dirty = True
            case Marked():
                self._mark(item)
            case Unmarked():
                if self._writer is not None:
                    self._writer.remove_mark(item.step)
                    self._commit()
            case Rest():
                self._commit()
            case Copy():
                self._answer(item)

    def _mark(self, item: Marked) -> None:
        if self._ready(math.inf) and self._writer is not None and self._last is not None:
            snapshot = item.snapshot
            if snapshot is not None:
                config = replace(self._last.config, spec=snapshot.spec)
                self._writer.add_snapshot(item.mark.step, config, snapshot.parameters, self._generation)
            self._writer.add_mark(item.mark)
            self._commit()

    def _answer(self, item: Copy) -> None:
        if not item.done.set_running_or_notify_cancel():
            return
        try:
            self._ready(-1 if item.path is None else math.inf)
            self._commit()
            file = None if self._writer is None else self._writer.path
            if item.path is not None:
                if file is None:
                    raise FileError(f"{item.path} was not written, as the run could not be recorded.")
                save_as(file, item.path)
        except BaseException as error:
            item.done.set_exception(error)
            if not isinstance(error, FileError):
                raise
            if self._writer is not None and self._writer.closed:
                raise
        else:
            item.done.set_result(item.path or file)

    def _next_run(self, begun: Begin) -> None:
        before, self._last = self._begun, begun.state
        if begun.same_run and before is not None:
            self._generation += 1
            if self._writer is not None:
                self._writer.add_state(begun.state, self._generation, pinned=True)
                self._dirty = True
            else:
                self._begun = replace(begun, origin=before.origin)
            return
        if self._writer is not None and before is not None and begun.log is before.log:
            self._cursor = None  # the log has been rewound: the old file keeps what it has
        self._end(finished=True)
        self._untold.clear()
        self._begun = begun
        if begun.origin is None and begun.log in self._written:
            # An undone reset, or back to before the loss went wrong: a recording of this program has it.
            file, last = self._written[begun.log]
            if file.exists():
                in_place = last <= begun.state.step
                self._begun = replace(begun, origin=Origin(file, begun.state.step, in_place))
        self._generation = 0
        self._in_trouble = False
        self._retry_at = 0.0

    def _ready(self, step: float) -> bool:
        """Whether there is a writer; it is made with the first step, as what is only seen leaves no file."""
        begun = self._begun
        may_try = self._writer is None and time.monotonic() >= self._retry_at
        if may_try and begun is not None and (step > begun.state.step or self._in_trouble):
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
            self._writer = writer
            self._cursor = self._validation_cursor = None
            while self._untold:
                told = self._untold.popleft()
                writer.add_command(told.step, told.kind, told.data, told.config)
            self._commit()
            if problem is not None:
                self._say(f"{problem} The run is recorded in {path} instead.")
            elif self._in_trouble:
                self._say(f"The run is recorded again, in {path}.")
            self._file = path
            self._in_trouble = False
            return
        if problem is not None:
            self._trouble(problem)

    def _path(self, begun: Begin, folder: Path | None) -> Path:
        """The file that there is already, a new one where they belong, or one in this other folder."""
        if folder is not None:
            return folder / self._place(begun.state.config).name
        if self._file is not None:
            return self._file
        origin = begun.origin
        if origin is not None and origin.in_place and not _goes_beyond(origin):
            return origin.file
        return self._place(begun.state.config)

    def _writer_at(self, path: Path, begun: Begin) -> RecordingWriter:
        """A writer that holds the run from its beginning."""
        origin = begun.origin
        if path == self._file:  # after a trouble that has passed
            writer = RecordingWriter(path, budget=self.budget)
            self._generation = max(self._generation, writer.last_generation)
        elif origin is not None and origin.file.exists():
            if path == origin.file:
                writer = RecordingWriter(path, budget=self.budget)
                writer.rewind(origin.step)
            else:
                writer = branch_off(origin.file, path, origin.step, budget=self.budget)
            self._generation = writer.last_generation + 1
            writer.add_state(begun.state, self._generation, pinned=True)
        else:
            writer = RecordingWriter(path, begun.state, data_sha256=self.data_sha256, budget=self.budget)
        writer.commit_every = math.inf  # metrics and states together, in `_commit`
        if self._last is not None and self._last.step > max(begun.state.step, writer.last_step):
            writer.add_state(self._last, self._generation)
        return writer

    def _tick(self, *, last: bool) -> None:
        begun, now = self._begun, time.monotonic()
        if begun is None:
            return
        if self._in_trouble and (last or now >= self._retry_at):
            self._retry_at = 0.0
            self._open(begun)
        if self._writer is None:
            return
        if now - self._state_at >= max(STATE_EVERY, self._state_cost / _SHARE_OF_STATES):
            self._wants_state, self._state_at, self._snapshot_at = True, now, now
            self.due_at = 0.0
        elif now - self._snapshot_at >= max(SNAPSHOT_EVERY, self._snapshot_cost / _SHARE_OF_SNAPSHOTS):
            self._snapshot_at = now
            self.due_at = 0.0
        # With the state for which it is done, or without one where those are rare.
        wait = COMMIT_EVERY / 2 if self._has_state else 2 * COMMIT_EVERY
        if last or (self._dirty and now - self._commit_at >= wait):
            self._commit()
            # Nothing wakes this thread now but the next step.
            self.due_at = 0.0

    def _commit(self) -> None:
        if self._writer is not None:
            self._pull(self._writer)
            self._writer.budget = self.budget  # which may have been changed
            self._writer.commit()
            self._commit_at = time.monotonic()
            self._dirty = self._has_state = False

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

    def _trouble(self, error: FileError) -> None:
        """Say it once, go on in memory, and try again later."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
        if self._file is not None and not self._file.exists():
            self._file = None
        if not self._in_trouble:
            self._say(f"{error} Training goes on in memory, and recording is tried again.")
        self._in_trouble = True
        self._dirty = False
        self._retry_at = time.monotonic() + RETRY_EVERY

    def _end(self, *, finished: bool) -> None:
        """The run is over, or the program."""
        writer, self._writer = self._writer, None
        self._file = None
        self._dirty = False
        if writer is None or self._begun is None:
            return
        self._written[self._begun.log] = (writer.path, writer.last_step)
        try:
            writer.close(finished=finished)
        except FileError as error:
            self._say(str(error))


def _goes_beyond(origin: Origin) -> bool:
    """Whether the run went on in that file since, so that going on there would cut something off.

    Snapshots after the last state are what a crash left, and are made again.
    """
    with Recording(origin.file) as recording:
        return any(step > origin.step for step in recording.state_steps)


def _is_same(a: SessionState, b: SessionState) -> bool:
    """Whether these are of one step; within a run nothing else moves the weights."""
    return a.step == b.step and a.config == b.config
