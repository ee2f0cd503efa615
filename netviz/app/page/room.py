"""The page in the middle of the window: opened, answered by the network on screen, corrected, taught."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from netviz.app.page.live.reader import LiveReader
from netviz.app.page.reader import PageReader
from netviz.app.program.parts import Parts
from netviz.app.program.rooms import Rooms
from netviz.app.run.lessons import Lessons
from netviz.app.screen.paper import Paper
from netviz.app.window.banner import Offer
from netviz.language.grammar import counted
from netviz.panels.page.panel import PagePanel
from netviz.tasks.digits.page.cameras import Camera, cameras
from netviz.tasks.digits.page.frames import Source
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import DataError
from netviz.tasks.task import PictureTask
from netviz.training.experiments.backprop import STORY_RATE
from netviz.training.experiments.lesson import Lesson
from netviz.training.jobs.thread import Progress
from netviz.training.session import SessionState
from netviz.viewmodels.pages.page import Page, PageAnswers, answers_of
from netviz.viewmodels.pages.steady import nearest
from netviz.viewmodels.probe import example

PLACE: Final = "page"
"""What stands in the window then; the room stays Watch."""
ABOUT: Final = "open"
KEPT: Final = "handwriting"
Keep = Callable[[Sequence[tuple[int, NDArray[np.uint8]]], Callable[[int], None]], None]
"""Takes digits, each with its class and its pixels, and tells how many are kept then."""
LOOK_MS: Final = 250  # between answers of a network that trains
STEPS: Final = 40
"""How many steps each digit is taught that somebody named."""
_JOB: Final = "page"
_ANSWERS: Final = "answers of the page"
_CAMERAS: Final = "cameras"


class PageRoom(QObject):
    """Open, the network's answers follow its training; closed, the page waits."""

    def __init__(
        self, parts: Parts, rooms: Rooms, paper: Paper, lessons: Lessons, reader: PageReader
    ) -> None:
        super().__init__()
        self._parts = parts
        self._rooms = rooms
        self._paper = paper
        self._lessons = lessons
        self.reader = reader
        self.page: Page | None = None  # the one that was read last
        self.answers: PageAnswers | None = None  # to it, as they are shown
        self._read: tuple[str, int, int] | None = None  # the network whose answers are shown
        self.corrected: dict[int, int] = {}  # what somebody has named: the class of a mark, by its place
        self._kept: dict[int, int] = {}  # of these, what lies in a collection
        self._choice: int | None = None
        self.keep: Keep = lambda _digits, _done: None
        self.collect: Callable[[], None] = lambda: None
        self.panel = PagePanel(cast("PictureTask", parts.task), parts.window.places)
        parts.window.places.stand(self.panel, "middle", (PLACE,))
        self.panel.chosen.connect(self.choose)
        self.panel.corrected.connect(self.correct)
        self.panel.another_clicked.connect(self.ask)
        self.panel.teach_clicked.connect(self.teach)
        self.live = LiveReader(lambda: parts.presenter.snapshot, self.panel.view.room)
        self.live.seen.connect(self._moved)
        self.live.failed.connect(self._stopped)
        self.live.told.connect(lambda words: parts.window.banner.say(words, about=ABOUT))
        self.panel.live_wanted.connect(self._look_through)
        self.panel.no_camera_asked.connect(self._say)
        self.panel.frozen.connect(self._freeze)
        self.panel.mirrored.connect(self._mirror)
        self.panel.keep_clicked.connect(self.keep_named)
        self.panel.left.connect(self.close)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        rooms.opened.connect(lambda _room: self._rest())

    def ask(self) -> None:
        """Ask for a picture, and read all digits on it."""
        path = self._parts.dialogs.page_to_read(self._parts.settings.folder)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read this file as a page, however many digits it shows."""

        def work(progress: Progress) -> tuple[Page, Progress]:
            return self.reader.file(path, progress), progress

        def done(read: tuple[Page, Progress]) -> None:
            page, progress = read
            if not progress.cancelled:  # since it was read
                self.show(page)

        def failed(error: Exception) -> None:
            if not isinstance(error, DataError):
                raise error
            self._parts.window.banner.say(str(error), error=True, about=ABOUT)

        self._parts.bridge.submit(_JOB, work, done, failed)

    def show(self, page: Page) -> None:
        """This page was read."""
        self._end_live()
        self.page, self.answers, self._read, self._choice = page, None, None, None
        self.corrected, self._kept = {}, {}
        self._parts.window.banner.withdraw(ABOUT)
        self.panel.show_page(page)
        self.open()

    def open(self) -> None:
        """Go to the page that was read last, or to where one can be read."""
        self._rooms.open("watch")
        places = self._parts.window.places
        places.open(PLACE)
        self._parts.window.begin_at_top_left()
        self.panel.view.setFocus()
        self._timer.start()
        self._look()
        self._look_for_cameras()

    def close(self) -> None:
        """Back to the network."""
        self._rest()
        window = self._parts.window
        if window.places.room == PLACE:
            window.open_room(self._rooms.now)

    def choose(self, place: int) -> None:
        """Put this mark before the network."""
        page = self.page
        if page is None or place >= len(page.marks):
            return
        self._choice = place
        self.panel.choose(place)
        picked = example(page.inputs[place], "page", label=self.corrected.get(place), name=page.name)
        if not picked.empty:
            self._paper.pick(picked)

    def correct(self, place: int, label: int) -> None:
        """Somebody says what this mark is; said again, it is taken back."""
        if self.live.running:
            return
        if self.corrected.get(place) == label:
            del self.corrected[place]
        else:
            self.corrected[place] = label
        if place == self._choice:
            self.choose(place)
        self._show()

    def keep_named(self) -> None:
        """Put what somebody has named into a collection, from which a network can learn."""
        page = self.page
        new = {place: label for place, label in self.corrected.items() if self._kept.get(place) != label}
        if page is None or not new:
            return

        def kept(n: int) -> None:
            self._kept.update(new)
            self._show()
            self._parts.window.banner.say(
                counted(
                    n,
                    "{n} digit lies in your collection “from pages”, to learn from.",
                    "{n} digits lie in your collection “from pages”, to learn from.",
                ),
                offer=Offer("Open it", self.collect),
                about=KEPT,
            )

        self.keep([(label, page.inputs[place]) for place, label in new.items()], kept)

    def teach(self) -> None:
        """So many steps on each digit that somebody named, one after the other; Undo takes them back."""
        page = self.page
        if page is None or not self._intents_allow():
            return
        lessons = [Lesson(page.inputs[place], label, STORY_RATE) for place, label in self.corrected.items()]

        def next_one() -> None:
            if lessons:
                lesson = lessons.pop(0)
                self._lessons.teach("taught digits", lesson, STEPS, None, given)

        def given(before: SessionState, after: SessionState) -> None:
            if after.step > before.step:
                next_one()

        self._parts.intents.pause()
        next_one()

    def _intents_allow(self) -> bool:
        return self._parts.intents.may_train(self.teach)

    def _look(self) -> None:
        """A few times a second: whether another network is on screen than the one that was asked."""
        page, shown = self.page, self._parts.presenter.snapshot
        if (
            self.live.running
            or page is None
            or shown is None
            or shown.identity == self._read
            or not self.panel.isVisible()
        ):
            return
        self._read = shown.identity

        def done(answers: PageAnswers) -> None:
            if page is self.page:
                self.answers = answers
                self._show()

        self._parts.bridge.submit(_ANSWERS, lambda _progress: answers_of(shown, page.inputs), done)

    def _show(self) -> None:
        if self.answers is not None:
            self.panel.show_answers(self.answers, self.corrected, kept=self._kept == self.corrected)

    # ---- a camera

    def look_through(self, source: Source) -> None:
        """Read again and again what this camera, film or folder shows."""
        self.panel.freeze.setChecked(False)
        self._choice = None
        self._parts.window.banner.withdraw(ABOUT)
        self.live.start(source)
        self.panel.show_live(True)
        self.panel.show_beginning(source.name)

    def _look_through(self, chosen: Camera | str) -> None:
        source = chosen if isinstance(chosen, Camera) else self._stand_in(folder=chosen == "folder")
        if source is not None:
            self.look_through(source)

    def _look_for_cameras(self) -> None:
        def failed(error: Exception) -> None:
            if not isinstance(error, DataError):
                raise error
            self.panel.offer_cameras((), str(error))

        self._parts.bridge.submit(_CAMERAS, lambda _progress: cameras(), self.panel.offer_cameras, failed)

    def _stand_in(self, *, folder: bool) -> Path | None:
        return self._parts.dialogs.film_or_pictures(folder=folder)

    def _moved(self, page: Page, answers: PageAnswers) -> None:
        """The newest picture; the digit that was chosen is the one that lies where it lay."""
        chosen = None if self._choice is None or self.page is None else self.page.marks[self._choice]
        first = self.page is None
        self._choice = None if chosen is None else nearest(page, chosen)
        self.page, self.answers, self._read = page, answers, None
        self.corrected, self._kept = {}, {}
        self.panel.show_moving(page, answers, self._choice)
        if self._choice is not None:
            picked = example(page.inputs[self._choice], "page", name=page.name)
            if not picked.empty:
                self._paper.pick(picked, undoable=False)
        if first or not self.panel.isVisible():
            self.open()

    def _freeze(self, frozen: bool) -> None:
        if frozen:
            self.live.stop()
        else:
            self.live.go_on()
        self.panel.show_live(self.live.running)
        if frozen and self._choice is not None:
            self.choose(self._choice)

    def _mirror(self, mirrored: bool) -> None:
        self.live.mirrored = mirrored

    def _stopped(self, words: str) -> None:
        self.panel.show_live(False)
        self._say(words)

    def _say(self, words: str) -> None:
        self._parts.window.banner.say(words, error=True, about=ABOUT)

    def _rest(self) -> None:
        self._timer.stop()
        self._end_live()

    def _end_live(self) -> None:
        self.live.end()
        self.panel.freeze.blockSignals(True)
        self.panel.freeze.setChecked(False)
        self.panel.freeze.blockSignals(False)
        self.panel.show_live(False)


def reads_pages(task: object) -> bool:
    """Whether pages of digits are for this task."""
    return task == DIGITS
