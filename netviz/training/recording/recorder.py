"""The recorder: a thread that writes what the trainer does into a file. The trainer never waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Final

from netviz.files.errors import FileError
from netviz.tasks.data_name import UNKNOWN, DataName
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.items import (
    Begin,
    Copy,
    Desk,
    Item,
    Keep,
    Marked,
    Rest,
    Taken,
    TakenBack,
    Told,
    Unmarked,
)
from netviz.training.recording.pace import Pace, next_early
from netviz.training.recording.present_run import PresentRun
from netviz.training.recording.tables.schema import Mark, Origin
from netviz.training.recording.waiting import Waiting
from netviz.training.recording.writer import BUDGET
from netviz.training.session import Session, SessionState
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.faults import report_fault

_LOOK_EVERY: Final = 0.1  # seconds
_MOST_WAITING: Final = 8_000_000  # bytes that wait for the recorder beside another snapshot
_MOST_STATES: Final = 40_000_000  # bytes that wait beside a state that can't be left out
_STUCK: Final = 4.0  # seconds in which the recorder does nothing at all: then nobody waits for it


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
        data: DataName = UNKNOWN,
        said: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        self.due_at: float = 0.0
        self._run = PresentRun(place, elsewhere, budget, data, said)
        self._pace = Pace()
        self._wants_state = False
        self._log: MetricLog | None = None  # of the run that was begun last, here or only in the queue
        self._waiting = Waiting()
        self._working = False
        self._done = 0  # items
        self._patient = 0  # threads that wait for room
        self._changed = threading.Condition()
        self._closing = False
        self._finished = True
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    # ---- on the trainer's thread

    def begin(
        self, state: SessionState, log: MetricLog, origin: Origin | None = None, *, same_run: bool = False
    ) -> None:
        """Another network stands there. With `same_run` the run goes on with it (surgery)."""
        self.due_at = 0.0
        self._log = log
        self._put_patiently(Begin(state, log, origin, same_run))

    def take(self, session: Session) -> None:
        """Have the network as it is now; called when `due_at` is reached."""
        step = session.step_count
        self.due_at = next_early(step)
        n_bytes = session.network.parameters.nbytes
        if self._wants_state:
            # Left out only where the recorder can't keep up at all.
            if self.waiting_bytes <= _MOST_WAITING:
                self._wants_state = False
                self._put(session.state())
        elif not self.waiting_bytes or self.waiting_bytes + n_bytes <= _MOST_WAITING:
            self._put(Taken(step, session.config, session.parameters()))

    def note(
        self,
        step: int,
        kind: str,
        data: dict[str, object] | None = None,
        config: TrainingConfig | None = None,
    ) -> None:
        """A command took effect after `step` steps."""
        self._put(Told(step, kind, data or {}, config))

    def take_back(self, state: SessionState) -> None:
        """The run is at `state` again: what the file holds of later steps goes."""
        self._put_patiently(TakenBack(state))
        self._put(Rest())
        self.due_at = 0.0

    def rest(self, session: Session) -> None:
        """Training rests: have all of it, on the disk."""
        self._put_patiently(session.state())
        self._put(Rest())
        self.due_at = 0.0

    # ---- from any thread

    @property
    def file(self) -> Path | None:
        """The file of the present run; None before its first step, and while nothing can be written."""
        return self._run.file_of(self._log)

    def kept_in(self, log: MetricLog) -> Path | None:
        """The file in which the run that this log tells of was or is recorded here; None if in none."""
        return self._run.kept_in(log)

    def kept_until(self, log: MetricLog) -> int | None:
        """The last step in that file, where its run was left since; None if it is in none."""
        return self._run.kept_until(log)

    def writes(self, path: Path) -> bool:
        """Whether this recorder is what keeps others from writing the file, if only for a moment more."""
        return self._run.writing == path

    @property
    def in_trouble(self) -> bool:
        """Whether the present run can't be written at the moment."""
        return self._run.in_trouble

    @property
    def behind(self) -> bool:
        """Whether something that has happened is still to be written, or can't be at the moment."""
        run = self._run
        return bool(len(self._waiting)) or self._working or run.dirty or run.in_trouble

    @property
    def waiting_bytes(self) -> int:
        """All that waits to be written, and what is being written just now."""
        return self._waiting.n_bytes

    @property
    def budget(self) -> int:
        """How large a run's file may become, bytes."""
        return self._run.budget

    @budget.setter
    def budget(self, n_bytes: int) -> None:
        self._run.budget = n_bytes

    @property
    def data(self) -> DataName:
        """The digits that are trained on; every new file says which."""
        return self._run.data

    @data.setter
    def data(self, data: DataName) -> None:
        self._run.data = data

    def mark(self, step: int, label: str = "", snapshot: Snapshot | None = None) -> None:
        """Mark a step of the present run. `snapshot` is what is shown of it, if no kept one is."""
        self._put(Marked(Mark(step, label), snapshot))

    def unmark(self, step: int) -> None:
        """The step is no longer marked."""
        self._put(Unmarked(step))

    def keep_desk(self, text: str) -> None:
        """Keep this text with the run: what lies beside the network, as the window has it."""
        self._put(Desk(text))

    def keep(self) -> None:
        """Have the present run in a file, also where it has made no step here."""
        self._put(Keep())

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
            self._changed.notify_all()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _copy(self, path: Path | None) -> Future[Path | None]:
        done: Future[Path | None] = Future()
        with self._changed:
            if self._closing:
                done.cancel()
            else:
                self._waiting.put(Copy(path, done))
                self._changed.notify_all()
        return done

    def _put(self, item: Item) -> None:
        with self._changed:
            if not self._closing:
                self._waiting.put(item)
                self._changed.notify_all()

    def _put_patiently(self, item: Begin | SessionState | TakenBack) -> None:
        """What can't be left out waits until there is room for it, and the trainer with it: it rests here,
        or another network takes the place of its own.
        """
        with self._changed:
            if self._closing:
                return
            if not self._has_room(item) and isinstance(item, SessionState) and item.is_finite:
                self._waiting.thin()
            done, until = self._done, time.monotonic() + _STUCK
            self._patient += 1
            while self._is_to_wait(item, until):
                self._changed.wait(max(until - time.monotonic(), 0.0))
                if self._done != done:
                    done, until = self._done, time.monotonic() + _STUCK
            self._patient -= 1
            self._waiting.put(item)
            self._changed.notify_all()

    def _is_to_wait(self, item: Item, until: float) -> bool:
        return not self._closing and time.monotonic() < until and not self._has_room(item)

    def _has_room(self, item: Item) -> bool:
        waiting = self._waiting
        return not waiting.n_bytes or waiting.n_bytes + waiting.more(item) <= _MOST_STATES

    # ---- on the recorder's thread

    def _work(self) -> None:
        while True:
            with self._changed:
                if not len(self._waiting) and (self._patient or not self._closing):
                    self._changed.wait(_LOOK_EVERY if self._run.dirty or self._run.in_trouble else None)
                self._working = bool(len(self._waiting))
                item = self._waiting.take() if self._working else None
                last = self._closing and not len(self._waiting) and not self._patient
            if item is not None:
                self._guarded(partial(self._do, item))
                with self._changed:
                    self._waiting.done(item)
                    self._done += 1
                    self._changed.notify_all()
                del item  # or it would stay in memory until the next one comes
            self._guarded(partial(self._tick, last=last))
            self._working = False
            if last:
                break
        self._run.end(finished=self._finished)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except FileError as error:
            self._run.trouble(error)
        except Exception as error:  # noqa: BLE001 - reported as any thread's fault; training goes on unrecorded
            self._run.trouble(FileError("The run can't be recorded because of an unexpected fault."))
            report_fault(error)

    def _do(self, item: Item) -> None:
        run = self._run
        began = time.perf_counter()
        match item:
            case Begin():
                run.begin(item)
            case SessionState():
                if run.add_state(item):
                    self._pace.state_cost = time.perf_counter() - began
            case TakenBack():
                run.take_back(item.state)
            case Taken():
                if run.add_snapshot(item):
                    self._pace.snapshot_cost = time.perf_counter() - began
            case Told():
                run.add_command(item)
            case Marked():
                run.mark(item)
            case Unmarked():
                run.unmark(item.step)
            case Rest():
                run.commit()
            case Keep():
                run.keep()
            case Desk():
                run.keep_desk(item.text)
            case Copy():
                self._answer(item)

    def _answer(self, item: Copy) -> None:
        if not item.done.set_running_or_notify_cancel():
            return
        try:
            file = self._run.copy(item.path)
        except BaseException as error:
            item.done.set_exception(error)
            if not isinstance(error, FileError) or self._run.closed:
                raise
        else:
            item.done.set_result(file)

    def _tick(self, *, last: bool) -> None:
        now = time.monotonic()
        if not self._run.retry(now, at_once=last):
            return
        due = self._pace.due(now)
        if due is not None:
            self._wants_state = self._wants_state or due == "state"
            self.due_at = 0.0
        if last or self._run.commit_is_due(now):
            self._run.commit()
            # Nothing wakes this thread now but the next step.
            self.due_at = 0.0
