"""The trainer: a thread that steps a session. Commands in, snapshots and metrics out."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from time import perf_counter
from typing import TYPE_CHECKING, Final

from netviz.network.spec import SpecError
from netviz.tasks.examples import Examples
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.experiments.lesson import check_lesson, give, stopped_words, to_table
from netviz.training.last_good import LastGood
from netviz.training.measure.measurer import Measurer
from netviz.training.measure.metrics import MetricLog
from netviz.training.session import Session, SessionState
from netviz.training.snapshot import Snapshot
from netviz.training.stopping import Stopper
from netviz.training.trainer.by_hand import changed
from netviz.training.trainer.commands import (
    Command,
    Configure,
    Operate,
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
    TakeBackOperation,
    Teach,
)
from netviz.training.trainer.faults import report_fault
from netviz.training.trainer.inbox import Inbox, Item, Provided
from netviz.training.trainer.kept_run import KeptRun
from netviz.training.trainer.mailbox import Mailbox
from netviz.training.trainer.pace import Pace, Speed
from netviz.training.trainer.publisher import Publisher
from netviz.training.trainer.standing import Standing, StandingAsked, answer
from netviz.training.trainer.status import Mood, Phase, TrainerStatus, diverged

if TYPE_CHECKING:
    from netviz.training.recording.recorder import Recorder
    from netviz.training.recording.tables.schema import Origin

EACH_STEP_UP_TO: Final = 5.0  # steps a second: who looks on at that pace must not miss one


class Trainer:
    """Trains in a thread of its own.

    `validate` gets a snapshot whenever validation is due, on the trainer's thread, and must return at once
    (Validator.offer does). `notify` is called on the trainer's thread after everything that must be seen
    (start, pause, single step, reset, restore, divergence, a refused command), not after every step.
    """

    def __init__(
        self,
        config: TrainingConfig,
        digits: Examples | None = None,
        *,
        validate: Callable[[Snapshot], None] | None = None,
        notify: Callable[[], None] | None = None,
        recorder: Recorder | None = None,
        measurer: Measurer | None = None,
    ) -> None:
        self._publisher = Publisher()
        self._validate = validate
        self._notify = notify
        self._kept = KeptRun(recorder)
        self._measurer = measurer
        self._session = Session(config, digits)
        self._log = MetricLog()
        self._log.changes.begun = config
        self._last_good = LastGood(self._session)
        self._mood = Mood("idle")
        self._pace = Pace()
        self._speed = Speed()
        self._stopper = Stopper()
        self._inbox = Inbox()
        self._kept.begin(self._session, self._log)
        self._publish()
        self._thread = threading.Thread(target=self._work, name="trainer", daemon=True)
        self._thread.start()

    # ---- from any thread

    def send(self, command: Command) -> None:
        """Do this before the next step."""
        self._inbox.put(command)

    def provide(self, digits: Examples) -> None:
        """The training examples are loaded; a Start that waits for them goes on."""
        self._inbox.put(Provided(digits))

    def request_state(self) -> Future[SessionState]:
        """The full state after the step that runs now, for saving. Cancelled if the trainer closes before."""
        return self._inbox.ask(Future())

    def request_standing(self) -> Future[Standing]:
        """The same with the log of that very run: what was sent before may have brought another one."""
        return self._inbox.ask(StandingAsked())

    @property
    def status(self) -> TrainerStatus:
        """What the trainer does at this moment."""
        session = self._session
        (phase, message, met), pace = self._mood, self._pace.steps_per_second
        digits = session.digits
        n = 0 if digits is None else len(digits)
        return TrainerStatus(
            phase,
            pace,
            session.config,
            session.step_count,
            session.epoch + (session.offset / n if n else 0.0),
            self._speed.at(pace, session.config.batch_size) if phase == "training" else 0.0,
            message,
            digits is not None,
            session.learning_rate,
            self._stopper.conditions,
            met,
            self._stopper.active,
            self._stopper.elapsed(session.seen, n),
            session.next_validation,
        )

    @property
    def mailbox(self) -> Mailbox:
        """Where the newest snapshot lies."""
        return self._publisher.mailbox

    @property
    def identity(self) -> tuple[str, int, int]:
        """That of a snapshot taken at this moment; it stays while training rests."""
        return self._publisher.identity(self._session)

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
        self._inbox.close()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # ---- on the trainer's thread

    @property
    def _phase(self) -> Phase:
        return self._mood.phase

    def _work(self) -> None:
        while not self._inbox.closing:
            try:
                self._drain()
                self._advance()
            except Exception as error:  # noqa: BLE001 - the network must outlive a fault, which is reported as any thread's is
                self._pause_with("Training was paused by an unexpected fault.")
                report_fault(error)
        self._kept.rest(self._session)
        self._mood = Mood("stopped", self._mood.message, self._mood.met)
        self._inbox.cancel_all()

    def _drain(self) -> None:
        while not self._inbox.empty:
            item = self._inbox.take()
            try:
                self._obey(item)
            except (ConfigError, SpecError) as error:
                self._pause_with(str(error))
            except MemoryError:
                self._pause_with(
                    "There is not enough memory for this; a smaller network or mini-batch would be right."
                )

    def _obey(self, item: Item) -> None:
        match item:
            case Start():
                self._start(item.until)
            case Pause():
                if self._phase == "training":
                    self._mood = Mood("paused", self._mood.message, self._mood.met)
                self._kept.rest(self._session, "pause")
                self._publish()
            case StepOnce():
                self._step_once()
            case SetPace():
                now = perf_counter()
                self._pace.set(item.steps_per_second, now)
                self._speed.begin(now)
                self._kept.note(self._session, "pace", {"steps_per_second": item.steps_per_second})
            case Configure():
                self._configure(item.config)
            case Reset():
                self._begin(Session(item.config.anew(), item.digits or self._session.digits), MetricLog())
            case Restore():
                self._restore(item)
            case Reshape() | Operate() | TakeBackOperation():
                self._change(item)
            case Teach():
                self._teach(item)
            case TakeBack():
                self._take_back(item)
            case StopWhen():
                self._stopper.set(item.conditions, self._session.seen, self._session.step_count)
                self._kept.note(self._session, "stop when", asdict(item.conditions))
            case Publish():
                self._publish()
            case Provided():
                self._session.provide(item.examples)
                self._stopper.begin(self._session.seen, self._session.step_count)
            case Future():
                if item.set_running_or_notify_cancel():
                    # Who saves a copy of the recording next finds this very step in it.
                    self._kept.rest(self._session)
                    answer(item, self._session.state(), self._log)
                return
        self._tell()

    def _start(self, until: int | None) -> None:
        if self._phase != "diverged":
            now = perf_counter()
            self._mood = Mood("training")
            self._stopper.go_on(until)
            self._pace.start(now)
            self._speed.begin(now)
            self._stopper.resume(now)
            self._kept.note(self._session, "start")
        self._publish()

    def _step_once(self) -> None:
        if self._session.digits is None:
            examples = self._session.config.task.examples
            words = f"The {examples} are still being loaded; a step can be made once they are there."
            self._mood = Mood(self._phase, words, self._mood.met)
        elif self._phase != "diverged":
            self._mood = Mood("paused")
            self._stopper.go_on()
            self._step()
            self._kept.rest(self._session, "step")
        self._publish()

    def _restore(self, command: Restore) -> None:
        session = Session.at(command.state, command.digits or self._session.digits)
        # What was trained since may have been kept for a redo, and its curves with it.
        log = MetricLog() if command.log is None else command.log.until(command.state.step)
        before = str(self._session.config.spec) if log is self._log else None
        log.changes.stands(command.state.step, before, str(session.config.spec))
        self._begin(session, log, command.origin)

    def _configure(self, config: TrainingConfig) -> None:
        session, before = self._session, self._session.config
        if config != before:
            self._last_good.before_change(session)
            session.configure(config)
            self._log.changes.settings(session.step_count, before, config)
            self._kept.note(self._session, "configure", config=config)

    def _teach(self, command: Teach) -> None:
        """Steps on one digit, all at once; what they did to the others is measured."""
        session, lesson = self._session, command.lesson
        begin = session.step_count
        if self._phase == "diverged" or command.of not in (None, self.identity):
            return
        check_lesson(lesson, session.config)
        self._last_good.before_change(session)
        made = give(session, lesson, command.steps, lambda: not self._inbox.closing)
        words = "" if made == command.steps else stopped_words(lesson, made)
        self._mood = Mood("paused" if made else self._phase, words)
        if made:
            self._kept.note(self._session, "teach", to_table(lesson, made), step=begin)
            self._log.changes.taught(begin, made, lesson.words)
            self._kept.rest(self._session)
            if self._validate is not None:
                self._validate(self._publisher.snapshot(self._session))
        self._publish()

    def _take_back(self, command: TakeBack) -> None:
        """As if it had not been taught: the same run, which ends at an earlier step now."""
        if command.of != self.identity:
            return
        session = Session.at(command.state, self._session.digits)
        self._log.rewind(session.step_count)
        self._kept.take_back(command.state)
        self._session = session
        self._last_good = LastGood(session)
        self._publisher.next_generation()
        self._mood = Mood("idle" if session.step_count == 0 else "paused")
        self._publish()

    def _change(self, command: Reshape | Operate | TakeBackOperation) -> None:
        """Other weights, or another shape, for what was learnt; training goes on, or rests, as it did."""
        diverged = self._phase == "diverged"
        state = changed(command, self._session, self._kept, self._log, diverged=diverged)
        if state is not None:
            self._replace(Session.at(state, self._session.digits), self._log)
            if self._validate is not None and not isinstance(command, Reshape):
                self._validate(self._publisher.snapshot(self._session))
        self._publish()

    def _begin(self, session: Session, log: MetricLog, origin: Origin | None = None) -> None:
        """Another network stands there now, and training rests."""
        self._replace(session, log, origin)
        self._mood = Mood("idle" if session.step_count == 0 else "paused")
        self._stopper.begin(session.seen, session.step_count)
        self._publish()

    def _replace(self, session: Session, log: MetricLog, origin: Origin | None = None) -> None:
        same_run = log is self._log and session.step_count == self._session.step_count
        if not same_run:
            self._kept.rest(self._session)
        self._kept.begin(session, log, origin, same_run=same_run)
        self._session = session
        self._log = log
        if log.changes.begun is None or session.step_count == 0:
            log.changes.begun = session.config
        self._last_good = LastGood(session)
        self._publisher.next_generation()

    def _advance(self) -> None:
        """Step until a command arrives, or wait for one where there is nothing to do."""
        if self._phase != "training" or self._session.digits is None:
            self._inbox.wait(None)
            return
        while self._inbox.empty and not self._inbox.closing:
            if self._pace.steps_per_second is not None:
                seconds = self._pace.wait(perf_counter())
                if seconds:
                    self._inbox.wait(seconds)
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
            self._mood = diverged(result.step, session.config.learning_rate)
            self._kept.rest(self._session)
            return False
        self._last_good.after_step(session, result)
        if measurer is not None and measures:
            measurer.after_step(session, lambda: self._publisher.snapshot(session), self._log.measures)
        self._kept.stepped(session, result.step)
        if session.validation_due and self._validate is not None:
            self._validate(self._publisher.snapshot(self._session))
        self._speed.stepped(session.config.batch_size, perf_counter())
        return True

    def _is_over(self) -> bool:
        """Whether a stop condition is met; then training rests."""
        stopper, session = self._stopper, self._session
        if stopper.idle or session.digits is None:
            return False
        n, now = len(session.digits), perf_counter()
        said = stopper.follow(session.seen, n, session.step_count, now, self._log)
        if not said:
            return False
        self._mood = Mood("paused", said, met=True)
        self._kept.rest(self._session, "pause")
        return True

    def _pause_with(self, message: str) -> None:
        if self._phase == "training":
            self._mood = Mood("paused", message)
            self._kept.rest(self._session, "pause")
        self._mood = Mood(self._phase, message)
        self._publish()
        self._tell()

    def _tell(self) -> None:
        if self._notify is not None:
            self._notify()

    def _publish(self) -> None:
        self._publisher.publish(self._session)
