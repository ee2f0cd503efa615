"""Leads through a lesson: shows each step's scene, looks at what is asked, and knows how far one is."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from netviz.app.lessons.figures import value_of
from netviz.app.lessons.hand import Hand
from netviz.app.lessons.scenery import DEEDS, Ready, begin, opening_of
from netviz.app.program.composition import Program
from netviz.app.program.opening import Opening
from netviz.app.program.seat import Seat
from netviz.lessons.conditions import LessonError, Reading, read_number
from netviz.lessons.directives import Shape
from netviz.lessons.lesson import Act, Ask, Do, Lesson, Number
from netviz.network.spec import SpecError
from netviz.panels.lesson.card import LessonCard
from netviz.training.config import ConfigError

LOOKS_MS: Final = 60
PATIENCE: Final = 60.0  # seconds that a line of a scene may take; more is told of
QUIET: Final = 2.0  # seconds after a scene, whose messages would lie over it: the card says it
DONE: Final = "Done."


COUNTED: Final = {
    "drawn": "{value:.0f} of {wanted:.0f}",
    "named": "{value:.0f} of {wanted:.0f}",
    "steps": "{value:,.0f} of {wanted:,.0f} steps",
    "epoch": "epoch {value:.0f}; {wanted:.0f} is the goal",
    "stage": "stage {value:.0f} of {wanted:.0f}",
    "accuracy": "{value:.1f}\u00a0%; {wanted:.0f}\u00a0% is the goal",
}
"""How far one is, by the figure that is looked at."""


class Guide(QObject):
    """The card is made anew for each program that takes the seat; what is answered is known here."""

    finished = Signal()
    link_clicked = Signal(str)
    listed = Signal()
    left = Signal()

    def __init__(self, seat: Seat, lesson: Lesson, at: int = 0) -> None:
        super().__init__()
        self._seat = seat
        self.lesson = lesson
        self.at = at
        self.done = [step.check is None for step in lesson.steps]
        self._waiting: list[Act] = []
        self._ready: Ready | None = None
        self._since = 0.0
        self._hand = Hand()
        self._timer = QTimer(self, interval=LOOKS_MS)
        self._timer.timeout.connect(self._look)
        self.card = self._furnish()
        seat.exchanged.connect(self._refurnish)

    @property
    def program(self) -> Program:
        """The one in the window now."""
        return self._seat.program

    @property
    def still(self) -> bool:
        """Whether the scene stands there, all of it."""
        return not self._waiting and self._ready is None

    def start(self) -> None:
        """Show the step, with all that the steps before it have put there."""
        at, self.at = self.at, len(self.lesson.steps)  # so that all of the scenery is put up
        self.go(at)
        self._timer.start()

    def lead(self, lesson: Lesson, at: int) -> None:
        """Through this one from now on; nothing stays open or chosen of the one before."""
        self.program.presenter.let_go()
        DEEDS["page"](self.program, "nothing")
        self.lesson = lesson
        self.done = [step.check is None for step in lesson.steps]
        self.at = len(lesson.steps)  # so that all of the scenery is put up
        self.go(at)

    def go(self, at: int) -> None:
        """To step `at`. Back: all of the scenery before it is put up again, so that it is what it was."""
        back = at < self.at or at == 0
        acts = [act for step in self.lesson.steps[: at + 1] for act in step.acts]
        self.at = at
        self._waiting = _without_way(acts) if back else list(self.lesson.steps[at].acts)
        self._ready = None
        self._since = time.monotonic()
        self._hand.begin()
        self._show()

    def close(self) -> None:
        """Lead no further."""
        self._timer.stop()
        self.card.hide()

    # ---- the card

    def _furnish(self) -> LessonCard:
        card = LessonCard(self.program.window)
        self.program.window.stand_beside(card)
        self._hand.watch(self.program)
        self.program.recordings.need_not_tell()
        card.back_clicked.connect(lambda: self.go(self.at - 1))
        card.next_clicked.connect(self._next)
        card.left.connect(self.left)
        card.listed.connect(self.listed)
        card.link_clicked.connect(self.link_clicked)
        card.asking.chosen.connect(self._choose)
        card.asking.given.connect(self._take_number)
        card.asking.asked.connect(self._ask)
        return card

    def _refurnish(self) -> None:
        self.card = self._furnish()
        self._show()

    def _show(self) -> None:
        self.card.show_step(self.lesson, self.at)
        self.card.show_done(self.lesson, self.at, done=self.done[self.at])

    def _next(self) -> None:
        if self.at == len(self.lesson.steps) - 1:
            self.finished.emit()
        else:
            self.go(self.at + 1)

    def _pass(self) -> None:
        self.done[self.at] = True
        self.card.show_done(self.lesson, self.at, done=True)

    # ---- checks

    def _choose(self, k: int) -> None:
        check = self.lesson.steps[self.at].check
        assert isinstance(check, Ask)
        answer = check.answers[k]
        self.card.asking.reply(answer.reply, right=answer.right)
        if answer.right:
            self._pass()

    def _take_number(self, text: str) -> None:
        check = self.lesson.steps[self.at].check
        assert isinstance(check, Number)
        asking = self.card.asking
        try:
            given = read_number(text.strip().replace("−", "-").replace(",", "."))
        except LessonError:
            asking.reply("That is no number. One like −0.64 would be right.", right=False)
            return
        right = check.value
        if isinstance(right, Reading):
            found = value_of(self.program, right, self._hand)
            if found is None:
                asking.reply("It is not on screen just now. Wait a moment, or go back a step.", right=None)
                return
            right = found
        if abs(given - right) <= check.within + 1e-9:
            asking.reply("Yes.", right=True)
            self._pass()
        else:
            asking.reply(check.help, right=False)

    def _ask(self) -> None:
        check = self.lesson.steps[self.at].check
        assert isinstance(check, Do)
        if self._holds(check):
            self._finish_doing()
        else:
            self.card.asking.reply(check.otherwise, right=False)

    def _holds(self, check: Do) -> bool:
        return all(one.holds(value_of(self.program, one.figure, self._hand)) for one in check.until)

    def _finish_doing(self) -> None:
        self.card.asking.show_progress("")  # it would stand still while training goes on
        self.card.asking.reply(DONE, right=True)
        self._pass()

    # ---- the scene

    def _look(self) -> None:
        """A little of the scene at a time; then, what somebody does."""
        program = self.program
        if program.digits is None or program.others is None or program.presenter.snapshot is None:
            return
        if self._ready is not None:
            late = time.monotonic() - self._since > PATIENCE
            if not self._ready():
                if not late:
                    return
                self.card.show_trouble("This step could not be shown in time. Go back, or leave the lesson.")
            self._ready = None
        while self._waiting and self._ready is None:
            self._do(self._waiting.pop(0))
            self._since = time.monotonic()
        if self.still and time.monotonic() - self._since < QUIET:
            program.window.banner.give_way()
        check = self.lesson.steps[self.at].check
        if isinstance(check, Do) and not self.done[self.at] and self.still:
            self.card.asking.show_progress(self._progress(check))
            if self._holds(check):
                self._finish_doing()

    def _progress(self, check: Do) -> str:
        """Of the first thing that can be counted, how much there is and how much is wanted."""
        for one in check.until:
            sentence = COUNTED.get(one.figure.name)
            value = value_of(self.program, one.figure, self._hand)
            if sentence and one.sign == ">=" and one.number > 1 and value is not None:
                return sentence.format(value=value, wanted=one.number)
        return ""

    def _do(self, act: Act) -> None:
        try:
            if act.word in ("task", "open"):
                self._ready = self._open(act)
            elif act.word == "network":
                self._ready = self._make(act.value)
            else:
                self._ready = DEEDS[act.word](self.program, act.value)
        except (ConfigError, SpecError) as error:
            self.card.show_trouble(f"Line {act.line} of the lesson: {error}")

    def _open(self, act: Act) -> Ready | None:
        program = self.program
        opening = opening_of(program, act.word, act.value)
        if opening is not None:
            return self._exchange(opening)
        if act.word == "task":
            return None
        before = program.trainer.identity
        program.documents.open_path(act.value, shipped=True)
        return lambda: program.trainer.identity != before and _shown(program)

    def _exchange(self, opening: Opening) -> Ready:
        before = self.program
        before.left_for.emit(opening)
        return lambda: self._stands_instead_of(before)

    def _stands_instead_of(self, before: Program) -> bool:
        return self._seat.program is not before and _shown(self._seat.program)

    def _make(self, shape: Shape) -> Ready:
        """With the settings that stand below it in the same scene: they are those of a new network."""
        settings = []
        while self._waiting and self._waiting[0].word == "set":
            settings.append(self._waiting.pop(0).value)
        return begin(self.program, shape, tuple(settings))


def _shown(program: Program) -> bool:
    shown = program.presenter.snapshot
    return shown is not None and shown.run == program.trainer.identity[0]


def _without_way(acts: list[Act]) -> list[Act]:
    """What stands at the end, without what came in between: the last problem, network, example, and so on."""
    start = max((k for k, act in enumerate(acts) if act.word in ("task", "open")), default=0)
    kept: dict[tuple[str, ...], Act] = {}
    for act in acts[start:]:
        if act.word == "network":
            kept = {key: one for key, one in kept.items() if key[0] != "set"}
        key = (act.word, act.value[0]) if act.word == "set" else (act.word,)
        kept.pop(key, None)
        kept[key] = act
    return list(kept.values())
