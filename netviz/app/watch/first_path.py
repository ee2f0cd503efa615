"""The first steps: four gestures, each on a card, each known by what really happens; then a moment to try."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QTimer

from netviz.app.program.rooms import Rooms
from netviz.app.program.settings import Settings
from netviz.app.screen.paper import Paper
from netviz.app.screen.presenter import Presenter
from netviz.app.window.main_window import MainWindow
from netviz.panels.watch.path_card import PathCard
from netviz.tasks.all_tasks import USUAL
from netviz.tasks.task import AnyTask
from netviz.viewmodels.playing.clock import FrameClock

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from netviz.app.program.first_opened import FirstOpened
    from netviz.app.test.room import ExamRoom

DRAW, TRAIN, EXPLAIN, DOUBT, TRY, OVER = range(6)
WANTED: Final = 3  # the digit of the first steps
PATIENCE: Final = 1500  # steps after which training is believed although it does not read the drawing rightly
TRIES: Final = 5
RESTS_MS: Final = 1200  # after the last stroke a drawing counts as one


SURPRISE: Final = (
    "Nobody showed it your drawing: it learnt from others. Now open Explain a step, the third tab, and see "
    "why each weight moves."
)
PRESS_NEXT: Final = ("Press Next", "Each stage tells a part of one step: why does each weight move?")
SAY_WHICH: Final = (
    "Say which digit it is",
    "Draw one, and answer above the network. Then one step is told: why does each weight move?",
)
OVER_IT: Final = "What lies there makes way."
BIN_FIRST: Final = "The bin clears the pad first."
UNTRAINED: Final = "The network has learnt nothing yet: it only guesses."


class Gesture(NamedTuple):
    """What a card asks for."""

    title: str
    words: str
    way: bool = False


GESTURES: Final = (
    Gesture(
        "Draw a 3",
        "Draw it on the pad, as large as you like.",
    ),
    Gesture(
        "Press Train", "It learns from 55,000 digits that others wrote, a few at a time. The loss falls."
    ),
    Gesture(
        "Open Explain a step",
        "The third tab tells one step of learning slowly: why does each weight move?",
    ),
    Gesture(
        "4 or 7?",
        "Test > Questionable labels > 4 or 7? has digits that it could take for either. What do you see?",
        way=True,
    ),
    Gesture(
        "Draw five other 3s",
        "Narrow, crooked, with a loop: which of them does it read as a 3? The bin clears the pad.",
    ),
)

ANSWER: Final = ("4 or 7?", "Say what you see. Then it tells what the network answers, and how sure it is.")
"""On the card of DOUBT, once one is there."""


class FirstPath(QObject):
    """Follows real events. Which card comes next is remembered: none is shown twice."""

    def __init__(
        self,
        task: AnyTask,
        window: MainWindow,
        presenter: Presenter,
        paper: Paper,
        rooms: Rooms,
        clock: FrameClock,
        settings: Settings,
    ) -> None:
        super().__init__()
        self._task = task
        self._window = window
        self._presenter = presenter
        self._paper = paper
        self._rooms = rooms
        self._settings = settings
        self._single: QAction | None = None
        self._way: Callable[[], None] | None = None
        self._began = 0  # the step at which training was started on its card
        self._trains = False
        # Of the drawings of the last card: whether each was read as a 3.
        self._reads: list[bool] = settings.first_reads
        self._told: tuple[bool, bool, bool, str] | None = None  # what the card says, as `_now`
        self._counted = False
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rest.timeout.connect(self._drawing_rests)
        self.card: PathCard = window.path
        self.card.skip_clicked.connect(self._next)
        self.card.end_clicked.connect(self.end)
        self.card.shown_way.connect(self._take_there)
        paper.settled.connect(self._stroke_finished)
        paper.changed.connect(self._paper_changed)
        presenter.phase_changed.connect(self._phase_changed)
        rooms.opened.connect(self._opened)
        clock.tick.connect(self._look)

    @property
    def at(self) -> int:
        """The card that is shown, or OVER."""
        return self._settings.first_steps if self._window.path_shown else OVER

    def furnish(self, single: QAction, following: QAction) -> None:
        """The actions that draw only one neuron's connections in each layer, and that go on in the story."""
        self._single = single
        following.triggered.connect(self._went_on)

    def know(self, exam: FirstOpened[ExamRoom]) -> None:
        """The rooms Explain and Test are there."""
        self._window.story_bar.next_clicked.connect(self._went_on)
        exam.tell("first steps", self._hear)

        def go() -> None:
            self._rooms.open("test")
            room = exam()
            if room.labels is not None:
                room.page.open_part("labels")
                room.labels.show_doubts()

        self._way = go

    def _hear(self, exam: ExamRoom) -> None:
        """The room Test is there: whoever answers about labels needs no card for it."""
        if exam.page.labels is not None:
            exam.page.labels.voted.connect(lambda _what: self._done(DOUBT))

    def begin(self) -> None:
        """At a start: go on with the first card that was not shown yet."""
        if self._settings.first_steps < OVER and self._task.id == USUAL:
            self._window.show_path(True)
            if self._settings.first_steps <= TRAIN and self._single is not None:
                self._single.setChecked(True)
            self._show()

    def begin_anew(self) -> None:
        """From the Help menu: from the first card."""
        self._settings.first_steps = DRAW
        self._trains = False
        self._reads = self._settings.first_reads = []
        self._rooms.open("watch")
        self.begin()

    def end(self) -> None:
        """Enough."""
        self._settings.first_steps = OVER
        self._window.show_path(False)
        self._everything_again()

    # ---- what happens

    def _stroke_finished(self) -> None:
        self._done(DRAW)
        self._rest.start()

    def _paper_changed(self) -> None:
        if self._paper.sheet.empty:
            self._counted = False

    def _phase_changed(self, phase: str) -> None:
        if phase == "training" and self.at <= TRAIN:
            # Who trains without having drawn needs no card for it.
            self._settings.first_steps = TRAIN
            shown = self._presenter.snapshot
            self._began, self._trains = 0 if shown is None else shown.step, True
            self._everything_again()
            self._show("It learns", "Each step moves weights a little. Look at what it reads meanwhile.")
        elif self._trains and self.at == TRAIN and phase == "paused":
            self._show("It rests", "Press Train again, and it goes on to learn.")

    def _opened(self, room: str) -> None:
        if self.at in (EXPLAIN, DOUBT):
            self._show()  # whoever leaves what the button led to is led there again

    def _went_on(self) -> None:
        if self._rooms.now == "explain" and self._rooms.tells:
            self._done(EXPLAIN)

    def _look(self) -> None:
        if self._settings.first_steps >= OVER:
            return
        shown = self._presenter.snapshot
        if shown is not None and self._told not in (None, self._now()):
            self._show()  # what it said is no longer so
        if not self._trains or self.at != TRAIN or shown is None:
            return
        answer, share = self._answer()
        drawn = self._presenter.example.source == "pad"
        if drawn and answer == WANTED and share > 0.5 and shown.step > self._began:
            self._settings.first_steps = EXPLAIN
            self._show(f"It reads your {WANTED}!", SURPRISE, glad=True)
            self._told = self._now()
        elif shown.step >= self._began + PATIENCE or not drawn:
            self._done(TRAIN)

    def _drawing_rests(self) -> None:
        if self.at != TRY or self._presenter.example.source != "pad":
            return
        reads = self._answer()[0] == WANTED
        if self._counted:
            self._reads[-1] = reads  # another stroke of the same drawing
        else:
            self._reads.append(reads)
        self._counted = True
        self._settings.first_reads = self._reads
        n, right = len(self._reads), sum(self._reads)
        as_three = f"It read {right} of {n} as a {WANTED}."
        if n < TRIES:
            self._show(words=f"{as_three} {TRIES - n} to go; the bin clears the pad.", glad=reads)
        else:
            self._show("That is what it has learnt", f"{as_three} Now try what you like.", glad=right == n)

    def _answer(self) -> tuple[int | None, float]:
        forward = self._presenter.forward
        if forward is None:
            return None, 0.0
        answer = int(forward.a[-1].argmax())
        return answer, float(forward.a[-1][answer])

    # ---- from card to card

    def _done(self, gesture: int) -> None:
        """This was done: the cards before it are no longer needed either."""
        if self.at <= gesture:
            self._settings.first_steps = gesture
            self._next()

    def _next(self) -> None:
        self._settings.first_steps = min(self._settings.first_steps + 1, OVER)
        if self._settings.first_steps > TRAIN:
            self._everything_again()
        if self._settings.first_steps == OVER:
            self.end()
        else:
            self._show()

    def _everything_again(self) -> None:
        if self._single is not None:
            self._single.setChecked(False)

    def _take_there(self) -> None:
        if self._way is not None:
            self._way()
            self._show(*ANSWER, there=True)

    def _now(self) -> tuple[bool, bool, bool, str]:
        """Whether the drawing that lies there is read as the wanted digit, on its card; whether the network
        is one that has made no step, on a card that speaks of it; whether a step is told; and how to get
        clean paper, on the card that asks for a drawing.
        """
        shown, at = self._presenter.snapshot, self._settings.first_steps
        reads = self._presenter.example.source == "pad" and self._answer()[0] == WANTED
        untrained = at in (DRAW, TRY) and shown is not None and shown.step == 0
        tells = self._rooms.now == "explain" and self._rooms.tells
        sheet = self._paper.sheet
        clean = "" if at != DRAW or sheet.empty else BIN_FIRST if sheet.strokes else OVER_IT
        return at == EXPLAIN and reads, untrained, tells, clean

    def _show(self, title: str = "", words: str = "", *, glad: bool = False, there: bool = False) -> None:
        """`there`: where its button leads."""
        at = self._settings.first_steps
        gesture = GESTURES[at]
        _, untrained, tells, clean = self._now()
        self._told = (False, untrained, tells, clean) if at in (DRAW, TRY) else None
        if at == DRAW and not words:
            words = " ".join(filter(None, (gesture.words, clean, UNTRAINED if untrained else "")))
        elif at == TRY and untrained and not words:
            words = f"{UNTRAINED} Press Train first."
        elif at == TRY and self._reads and not words:
            n = len(self._reads)
            words = f"It read {sum(self._reads)} of {n} as a {WANTED}. {max(TRIES - n, 0)} to go."
        if at == EXPLAIN and self._rooms.now == "explain" and not title:
            title, words = PRESS_NEXT if tells else SAY_WHICH
            self._told = self._now()
        self.card.show_card(
            at, TRY, title or gesture.title, words or gesture.words, way=gesture.way and not there, glad=glad
        )
