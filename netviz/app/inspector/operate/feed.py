"""What the tab Operate asks for, done; and what that did to the validation examples, read at once."""

from __future__ import annotations

import math
from time import perf_counter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.app.inspector.operate.by_hand import ByHand, DoneByHand
from netviz.app.inspector.operate.on_canvas import OnCanvas
from netviz.app.inspector.operate.telling import told
from netviz.app.program.parts import Parts
from netviz.app.run.relabelling import relabel
from netviz.panels.inspector.operate.outcome import (
    Case,
    Decided,
    Look,
    Outcome,
    Relabel,
    Undone,
    Wanted,
)
from netviz.panels.inspector.operate.tab import OperateTab
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data
from netviz.tasks.shuffled import ShuffledData
from netviz.training.experiments.operations.effect import Answers, Effect, Reading
from netviz.training.figures import percents
from netviz.training.jobs.thread import Progress
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.commands import Operated
from netviz.viewmodels.probe import example
from netviz.viewmodels.score import Score, score_of

KIND: Final = "operate"
EVERY: Final = 0.5  # seconds, while it trains
ABOUT: Final = "operate"


class _Done(NamedTuple):
    """An operation that was done: in words, at which step, which version of the network came out."""

    effect: Effect
    words: str
    ready_made: bool
    version: int
    step: int


class OperateFeed:
    """One operation at a time: of those that come meanwhile the newest is done next.

    Of each run it is asked once whether that is changed, or a new one.
    """

    def __init__(self, parts: Parts, tab: Tab) -> None:
        assert isinstance(tab, OperateTab)
        self.tab = tab
        self._parts = parts
        self.by_hand = ByHand(parts)
        self._reading: Reading | None = None
        self._data: Data | None = None
        self._score = Score()
        self._missing = False
        self._shown: Shown | None = None
        self._waits: Wanted | None = None  # for the answer, or for the one before it
        self._under_way = False
        self._decided: object = None  # the run that may be changed
        self._done: _Done | None = None
        self._now: tuple[tuple[object, ...], Answers] | None = None  # of the network on screen
        self._asked: tuple[object, ...] = ()
        self._next = 0.0
        self._told: tuple[object, ...] = ()
        tab.wanted.connect(self._wanted)
        self.on_canvas = OnCanvas(parts.window.canvas, parts.presenter.explorer, tab)
        self.on_canvas.wanted.connect(lambda operation: self._do(Wanted(operation)))

    def provide(self, data: Data) -> None:
        """The examples are there."""
        self._data = data
        self.tab.show_labels(shuffled=isinstance(data, ShuffledData))
        if self._reading is None or self._reading.examples is not data.validation:
            self._reading = Reading(data.validation)
            self._score = score_of(data.validation)
            self._done = self._now = None
            self._asked = ()

    def miss(self, data: DataName | None) -> None:
        """The run's own examples are not there; None where they are."""
        self._missing, self._asked, self._told = data is not None, (), ()

    def leave(self) -> None:
        """Nobody looks."""
        self.on_canvas.follow(None)
        self._told = ()

    # ---- following

    def follow(self, shown: Shown) -> None:
        """A tick."""
        self._shown = shown
        self.on_canvas.follow(shown)
        if self._done is not None and self._done.version != self._parts.networks.version:
            self._done = None  # it was taken back, or another network has come
        snapshot = shown.snapshot
        key = (snapshot.identity, self._reading)
        due = not shown.training or perf_counter() >= self._next
        if self._can_read(snapshot) and key != self._asked and due:
            self._asked, self._next = key, perf_counter() + EVERY
            reading = self._reading
            assert reading is not None

            def work(_progress: Progress) -> Answers:
                return reading.read(snapshot.spec, snapshot.parameters)

            def done(answers: Answers) -> None:
                if reading is self._reading:
                    self._now = key, answers
                    self._tell()

            self._parts.bridge.submit(f"{KIND}: now", work, done)
        self._tell()

    def _can_read(self, snapshot: Snapshot) -> bool:
        reading = self._reading
        return reading is not None and not self._missing and reading.examples.task.fits(snapshot.spec)

    # ---- what the tab wants

    def _wanted(self, what: object) -> None:
        match what:
            case Wanted():
                self._do(what)
            case Decided("no"):
                self._waits = None
                self.tab.ask("")
            case Decided(where):
                self._decide(new=where == "new")
            case Relabel(shuffle):
                self._relabel(shuffle)
            case Undone():
                if isinstance(self._parts.networks.last_done, DoneByHand):
                    self._parts.networks.take_back()
            case Look(row):
                self._look(row)

    def _do(self, wanted: Wanted) -> None:
        self._waits = wanted
        run = self._parts.trainer.log.run
        if run is not self._decided and self._parts.trainer.status.step:
            config = self._parts.trainer.status.config
            self.tab.ask(f"{wanted.operation.words(config.spec, config.task)}:")
        elif self._parts.presenter.playback.travelling:
            self._waits = None
            self._parts.window.banner.say(
                "This is the network of a past step. To operate on it, branch off here, or go back to now.",
                about=ABOUT,
            )
        else:
            self._begin()

    def _decide(self, *, new: bool) -> None:
        self.tab.ask("")
        parts = self._parts
        if not new:
            self._decided = parts.trainer.log.run
            if self._waits is not None:
                self._do(self._waits)
            return
        trains = parts.trainer.status.phase == "training"

        def there() -> None:
            def standing(_: object) -> None:
                self._decided = parts.trainer.log.run
                self._begin()
                if trains:
                    parts.intents.train()

            parts.bridge.when_done(parts.trainer.request_state(), standing)

        parts.networks.branch(there)

    def _relabel(self, shuffle: bool) -> None:
        """A new network, which learns from shuffled labels, or from the right ones again."""
        if self._data is not None and not self._missing:
            config = self._parts.trainer.status.config.anew()
            relabel(self._parts.networks, config, self._data, shuffle=shuffle)

    def _begin(self) -> None:
        wanted = self._waits
        if wanted is None or self._under_way:
            return
        self._waits, self._under_way = None, True
        self.by_hand.operate(wanted.operation, lambda done: self._operated(wanted, done))

    def _operated(self, wanted: Wanted, done: Operated) -> None:
        self._under_way = False
        banner = self._parts.window.banner
        if done.refused:
            banner.say(done.refused, error=True, about=ABOUT)
        else:
            banner.withdraw(ABOUT)
            self._read_both(wanted, done)
        self._parts.clock.mark_dirty()
        self._begin()

    def _read_both(self, wanted: Wanted, done: Operated) -> None:
        reading, version = self._reading, self._parts.networks.version
        if reading is None or not self._can_read(done.after.snapshot()):
            return

        config = done.before.config
        words = wanted.operation.words(config.spec, config.task)

        def work(_progress: Progress) -> Effect:
            before = reading.read(done.before.config.spec, done.before.parameters)
            return Effect(before, reading.read(done.after.config.spec, done.after.parameters))

        def read(effect: Effect) -> None:
            if reading is self._reading:
                self._done = _Done(effect, words, bool(wanted.expected), version, done.after.step)
                self._tell()

        self._parts.bridge.submit(KIND, work, read)

    # ---- what is said

    def _tell(self) -> None:
        shown, reading = self._shown, self._reading
        if shown is None:
            return
        last = self._parts.networks.last_done
        key = (self._done, self._now, self._missing, reading, shown.snapshot.step, last)
        if key == self._told:
            return
        self._told = key
        self.tab.show_outcome(shown, self._outcome(shown))

    def _outcome(self, shown: Shown) -> Outcome:
        reading = self._reading
        if reading is None or self._missing:
            why = "are not there" if self._missing else "are still being read"
            return Outcome("", f"The validation {shown.task.examples} {why}, so nothing can be measured.")
        if self._done is not None:
            return self._changed(shown, self._done)
        if self._now is None:
            return Outcome("", "The network reads the validation examples.")
        score = self._score.write(self._score.of(self._now[1].loss, self._now[1].accuracy))
        n = len(reading.examples)
        return Outcome(
            self._named(score),
            f"Of {n:,} validation {shown.task.examples}. What a change below breaks is shown here.",
            measured=self._of_shuffled(shown, score),
        )

    def _of_shuffled(self, shown: Shown, score: str) -> str:
        """What shuffled labels have come to so far; empty where they are right."""
        step, log = shown.snapshot.step, self._parts.trainer.log
        if not isinstance(self._data, ShuffledData) or not step:
            return ""
        loss, accuracy = (log.smoothed(name, step) for name in ("loss", "accuracy"))
        learnt = "" if loss is None else self._score.write(self._score.of(loss, accuracy or 0.0))
        heart = f", {learnt} on what it learns from" if learnt else ""
        on = f"{self._score.name} {score} on validation{heart}"
        return f"Measured with shuffled labels, after {step:,} steps: {on}."

    def _changed(self, shown: Shown, done: _Done) -> Outcome:
        before, after, score = done.effect.before, done.effect.after, self._score
        was, now = (score.of(answers.loss, answers.accuracy) for answers in (before, after))
        arrow = " → ".join(percents(was, now) if score.share else (score.write(was), score.write(now)))
        words = f"{done.words}: {told(done.effect, shown.task, len(before.answers))}"
        if shown.snapshot.step > done.step and self._now is not None:
            since = score.of(self._now[1].loss, self._now[1].accuracy)
            if math.isfinite(since):
                words += f" Trained on since: {score.write(since)} now."
        return Outcome(
            self._named(arrow),
            words,
            self._cases(shown, done.effect.broke, after),
            self._cases(shown, done.effect.mended, after),
            done=isinstance(self._parts.networks.last_done, DoneByHand),
            measured=f"Measured: {done.words}, {score.name} {arrow}." if done.ready_made else "",
        )

    def _named(self, figure: str) -> str:
        """`Accuracy 97.1 %`."""
        name = self._score.name
        return f"{name[0].upper()}{name[1:]} {figure}"

    def _cases(self, shown: Shown, rows: NDArray[np.intp], after: Answers) -> tuple[Case, ...]:
        assert self._reading is not None
        examples, answer = self._reading.examples, shown.task.answer
        return tuple(
            Case(row, examples.stored[row], int(examples.answers[row]), answer.name(int(after.answers[row])))
            for row in rows.tolist()
        )

    def _look(self, row: int) -> None:
        if self._reading is None:
            return
        examples, task = self._reading.examples, self._parts.task
        right = examples.answers[row].ravel()[0].item()
        name = f"validation {task.example} {row + 1:,}"
        self._parts.paper.pick(example(examples.stored[row], "file", label=right, name=name, task=task))
