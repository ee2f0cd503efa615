"""The trainer: a thread that steps a session. Commands in, snapshots and metrics out."""

from __future__ import annotations

import math
import threading
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from time import perf_counter
from typing import TYPE_CHECKING, Final

from netviz.data.digits import Digits
from netviz.network.spec import SpecError
from netviz.training.commands import (
    Command,
    Configure,
    Pause,
    Publish,
    Reset,
    Reshape,
    Restore,
    SetPace,
    Start,
    StepOnce,
    StopWhen,
    TakeBack,
    Teach,
)
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.last_good import LastGood
from netviz.training.lesson import check_lesson, give, stopped_words, to_table
from netviz.training.mailbox import Mailbox
from netviz.training.measurer import Measurer
from netviz.training.metrics import MetricCursor, MetricLog
from netviz.training.pace import Pace, Speed
from netviz.training.session import Session, SessionState, frozen_copy
from netviz.training.snapshot import Snapshot
from netviz.training.status import Phase, TrainerStatus
from netviz.training.stopping import Stopper
from netviz.training.surgery import reshape

if TYPE_CHECKING:
    from netviz.training.recording.recorder import Recorder
    from netviz.training.recording.schema import Origin

__all__ = ["Phase", "Trainer", "TrainerStatus"]

EACH_STEP_UP_TO: Final = 5.0  # steps a second: who looks on at that pace must not miss one

_Item = Command | Digits | Future[SessionState]


class Trainer:
    """Trains in a thread of its own.

    `validate` gets a snapshot whenever validation is due, on the trainer's thread, and must return at once
    (Validator.offer does). `notify` is called on the trainer's thread after everything that must be seen
    (start, pause, single step, reset, restore, divergence, a refused command), not after every step.
    """

    def __init__(
        self,
        config: TrainingConfig,
        digits: Digits | None = None,
        *,
        validate: Callable[[Snapshot], None] | None = None,
        notify: Callable[[], None] | None = None,
        recorder: Recorder | None = None,
        measurer: Measurer | None = None,
    ) -> None:
        self.mailbox = Mailbox()
        self._validate = validate
        self._notify = notify
        self._recorder = recorder
        self._measurer = measurer
        self._run = uuid.uuid4().hex
        self._generation = 0
        self._session = Session(config, digits)
        self._log = MetricLog()
        self._log.changes.begun = config
        self._last_good = LastGood(self._session)
        self._phase: Phase = "idle"
        self._pace = Pace()
        self._speed = Speed()
        self._message = ""
        self._stopper = Stopper()
        self._met = False
        self._measured: MetricCursor | None = None
        self._commands: deque[_Item] = deque()
        self._arrived = threading.Condition()
        self._closing = False
        if recorder is not None:
            recorder.begin(self._session.state(), self._log)
        self._publish()
        self._thread = threading.Thread(target=self._work, name="trainer", daemon=True)
        self._thread.start()

    # ---- from any thread

    def send(self, command: Command) -> None:
        """Do this before the next step."""
        self._enqueue(command)

    def provide(self, digits: Digits) -> None:
        """The training digits are loaded; a Start that waits for them goes on."""
        self._enqueue(digits)

    def request_state(self) -> Future[SessionState]:
        """The full state after the step that runs now, for saving. Cancelled if the trainer closes before."""
        answer: Future[SessionState] = Future()
        self._enqueue(answer)
        return answer

    @property
    def status(self) -> TrainerStatus:
        """What the trainer does at this moment."""
        session = self._session
        phase, pace = self._phase, self._pace.steps_per_second
        digits = session.digits
        n = 0 if digits is None else len(digits)
        return TrainerStatus(
            phase,
            pace,
            session.config,
            session.step_count,
            session.epoch + (session.offset / n if n else 0.0),
            self._speed.at(pace, session.config.batch_size) if phase == "training" else 0.0,
            self._message,
            digits is not None,
            session.learning_rate,
            self._stopper.conditions,
            self._met,
            self._stopper.active,
            self._stopper.elapsed(session.seen, n),
            session.next_validation,
        )

    @property
    def identity(self) -> tuple[str, int, int]:
        """That of a snapshot taken at this moment; it stays while training rests."""
        return (self._run, self._generation, self._session.step_count)

    @property
    def log(self) -> MetricLog:
        """The metrics of the present run; another log after a reset and where a restore brought one."""
        return self._log

    @property
    def last_good(self) -> SessionState:
        """A state of this run from before the loss went wrong, about a hundred steps back at most."""
        return self._last_good.state

    def close(self, timeout: float = 5.0) -> bool:
        """End the thread after the step that it is in. True where it has ended within `timeout` seconds."""
        with self._arrived:
            self._closing = True
            self._arrived.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _enqueue(self, item: _Item) -> None:
        with self._arrived:
            if self._closing:
                if isinstance(item, Future):
                    item.cancel()
                return
            self._commands.append(item)
            self._arrived.notify()

    # ---- on the trainer's thread

    def _work(self) -> None:
        while not self._closing:
            try:
                self._drain()
                self._advance()
            except Exception as error:  # noqa: BLE001 - the network must outlive a fault, which is reported as any thread's is
                self._pause_with("Training was paused by an unexpected fault.")
                threading.excepthook(
                    threading.ExceptHookArgs(
                        (type(error), error, error.__traceback__, threading.current_thread())
                    )
                )
        self._rest()
        self._phase = "stopped"
        while self._commands:
            item = self._commands.popleft()
            if isinstance(item, Future):
                item.cancel()

    def _drain(self) -> None:
        while self._commands:
            item = self._commands.popleft()
            try:
                self._obey(item)
            except (ConfigError, SpecError) as error:
                self._pause_with(str(error))
            except MemoryError:
                self._pause_with(
                    "There is not enough memory for this; a smaller network or mini-batch would be right."
                )

    def _obey(self, item: _Item) -> None:
        match item:
            case Start():
                self._start()
            case Pause():
                if self._phase == "training":
                    self._phase = "paused"
                self._rest("pause")
                self._publish()
            case StepOnce():
                self._step_once()
            case SetPace():
                now = perf_counter()
                self._pace.set(item.steps_per_second, now)
                self._speed.begin(now)
                self._record("pace", {"steps_per_second": item.steps_per_second})
            case Configure():
                self._configure(item.config)
            case Reset():
                self._begin(Session(item.config.anew(), self._session.digits), MetricLog())
            case Restore():
                session = Session(item.state.config, item.digits or self._session.digits)
                session.restore(item.state)
                # What was trained since may have been kept for a redo, and its curves with it.
                log = MetricLog() if item.log is None else item.log.until(item.state.step)
                self._begin(session, log, item.origin)
            case Reshape():
                self._reshape(item)
            case Teach():
                self._teach(item)
            case TakeBack():
                self._take_back(item)
            case StopWhen():
                self._stopper.set(item.conditions, self._session.seen, self._session.step_count)
                self._record("stop when", asdict(item.conditions))
            case Publish():
                self._publish()
            case Digits():
                self._session.provide(item)
                self._stopper.begin(self._session.seen, self._session.step_count)
            case Future():
                if item.set_running_or_notify_cancel():
                    # Who saves a copy of the recording next finds this very step in it.
                    self._rest()
                    item.set_result(self._session.state())
                return
        self._tell()

    def _start(self) -> None:
        if self._phase != "diverged":
            now = perf_counter()
            self._phase, self._message = "training", ""
            self._met = False
            self._stopper.go_on()
            self._pace.start(now)
            self._speed.begin(now)
            self._stopper.resume(now)
            self._record("start")
        self._publish()

    def _step_once(self) -> None:
        if self._session.digits is None:
            self._message = "The digits are still being loaded; a step can be made once they are there."
        elif self._phase != "diverged":
            self._phase, self._message, self._met = "paused", "", False
            self._stopper.go_on()
            self._step()
            self._rest("step")
        self._publish()

    def _configure(self, config: TrainingConfig) -> None:
        session, before = self._session, self._session.config
        if config != before:
            self._last_good.before_change(session)
            session.configure(config)
            self._log.changes.settings(session.step_count, before, config)
            self._record("configure", config=config)

    def _teach(self, command: Teach) -> None:
        """Steps on one digit, all at once; what they did to the others is measured."""
        session, lesson = self._session, command.lesson
        begin = session.step_count
        if self._phase == "diverged" or command.of not in (None, self.identity):
            return
        check_lesson(lesson, session.config.spec)
        self._last_good.before_change(session)
        made = give(session, lesson, command.steps, lambda: not self._closing)
        self._phase, self._met = "paused" if made else self._phase, False
        self._message = "" if made == command.steps else stopped_words(lesson, made)
        if made:
            self._record("teach", to_table(lesson, made), step=begin)
            self._log.changes.taught(begin, made, lesson.words)
            self._rest()
            if self._validate is not None:
                self._validate(self._snapshot())
        self._publish()

    def _take_back(self, command: TakeBack) -> None:
        """As if it had not been taught: the same run, which ends at an earlier step now."""
        if command.of != self.identity:
            return
        session = Session(command.state.config, self._session.digits)
        session.restore(command.state)
        self._log.rewind(session.step_count)
        if self._recorder is not None:
            self._recorder.take_back(command.state)
        self._session = session
        self._last_good = LastGood(session)
        self._generation += 1
        self._phase, self._message, self._met = "idle" if session.step_count == 0 else "paused", "", False
        self._publish()

    def _reshape(self, command: Reshape) -> None:
        """Another shape for what was learnt; training goes on, or rests, as it did."""
        if self._phase == "diverged":
            raise ConfigError(
                "Layers: the loss is no finite number; going back to the last good step would be right."
            )
        phase = self._phase
        state = reshape(self._session.state(), command.spec, command.columns)
        session = Session(state.config, self._session.digits)
        session.restore(state)
        self._record("reshape", {"layers": str(command.spec)})
        self._log.changes.layers(session.step_count, str(self._session.config.spec), str(command.spec))
        self._replace(session, self._log)
        self._phase = phase
        self._publish()

    def _begin(self, session: Session, log: MetricLog, origin: Origin | None = None) -> None:
        """Another network stands there now, and training rests."""
        self._replace(session, log, origin)
        self._phase = "idle" if session.step_count == 0 else "paused"
        self._message, self._met = "", False
        self._stopper.begin(session.seen, session.step_count)
        self._publish()

    def _replace(self, session: Session, log: MetricLog, origin: Origin | None = None) -> None:
        if self._recorder is not None:
            same_run = log is self._log and session.step_count == self._session.step_count
            if not same_run:
                self._rest()
            self._recorder.begin(session.state(), log, origin, same_run=same_run)
        self._session = session
        self._log = log
        if log.changes.begun is None or session.step_count == 0:
            log.changes.begun = session.config
        self._last_good = LastGood(session)
        self._generation += 1

    def _advance(self) -> None:
        """Step until a command arrives, or wait for one where there is nothing to do."""
        if self._phase != "training" or self._session.digits is None:
            self._wait(None)
            return
        while not self._commands and not self._closing:
            if self._pace.steps_per_second is not None:
                seconds = self._pace.wait(perf_counter())
                if seconds:
                    self._wait(seconds)
                    continue
            if not self._step() or self._is_over():
                self._publish()
                self._tell()
                return
            pace = self._pace.steps_per_second
            if self.mailbox.wanted or (pace is not None and pace <= EACH_STEP_UP_TO):
                self._publish()

    def _step(self) -> bool:
        """One step. False where its loss is no finite number."""
        session, measurer = self._session, self._measurer
        measures = measurer is not None and measurer.before_step(session)
        result = session.step()
        self._log.append(*result)
        if not math.isfinite(result.loss):
            self._phase = "diverged"
            self._message = (
                f"The loss is no longer a finite number since step {result.step:,}: the learning rate "
                f"{session.config.learning_rate:g} is too high for this network."
            )
            self._rest()
            return False
        self._last_good.after_step(session, result)
        if measurer is not None and measures:
            measurer.after_step(session, self._snapshot, self._log.measures)
        recorder = self._recorder
        if recorder is not None and result.step >= recorder.due_at:
            recorder.take(session)
        if session.validation_due and self._validate is not None:
            self._validate(self._snapshot())
        self._speed.stepped(session.config.batch_size, perf_counter())
        return True

    def _is_over(self) -> bool:
        """Whether a stop condition is met; then training rests."""
        stopper, session = self._stopper, self._session
        if stopper.idle or session.digits is None:
            return False
        said = stopper.stepped(session.seen, len(session.digits), session.step_count, perf_counter())
        if stopper.wants_measurements:
            self._measured, points, _ = self._log.validation_since(self._measured)
            for point in points:
                words = stopper.measured(point)
                said = said or words
        if not said:
            return False
        self._phase, self._message, self._met = "paused", said, True
        self._rest("pause")
        return True

    def _wait(self, seconds: float | None) -> None:
        with self._arrived:
            if not self._commands and not self._closing:
                self._arrived.wait(seconds)

    def _pause_with(self, message: str) -> None:
        if self._phase == "training":
            self._phase = "paused"
            self._rest("pause")
        self._message, self._met = message, False
        self._publish()
        self._tell()

    def _rest(self, command: str = "") -> None:
        """Training rests here, because of that command: the recording is brought up to this step."""
        if command:
            self._record(command)
        if self._recorder is not None:
            self._recorder.rest(self._session)

    def _record(
        self,
        kind: str,
        data: dict[str, object] | None = None,
        config: TrainingConfig | None = None,
        step: int | None = None,
    ) -> None:
        """A command took effect at this step."""
        if self._recorder is not None:
            self._recorder.told(self._session.step_count if step is None else step, kind, data, config)

    def _tell(self) -> None:
        if self._notify is not None:
            self._notify()

    def _publish(self) -> None:
        self.mailbox.put(self._snapshot())

    def _snapshot(self) -> Snapshot:
        session = self._session
        network = session.network
        gradient = session.gradient() if self.mailbox.wanted_gradient else None
        return Snapshot(
            self._run,
            self._generation,
            session.step_count,
            network.spec,
            frozen_copy(network.parameters),
            gradient,
            session.mini_batch(),
            session.epoch_number,
        )
