"""A page that was read, with all that belongs to it: values in, signals out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.card import Card
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.page.chosen import ChosenDigit
from netviz.panels.page.steps import StepStrip, steps_of
from netviz.panels.page.view import PageView
from netviz.rendering import units
from netviz.tasks.digits.page.cameras import Camera
from netviz.tasks.task import PictureTask
from netviz.training.figures import percent
from netviz.viewmodels.pages.page import SURE, Page, PageAnswers, numbers_of

_SIDE: Final = 256
_STEPS_EVERY: Final = 1.0  # seconds, of a picture that moves
_WORDS_EVERY: Final = 0.2  # the same
_BEGIN: Final = "Read a photo of a page with digits, or look live through a camera."
_BEGINNING: Final = "{}: Live begins, in a process of its own. The first picture comes in a moment."
_NONE: Final = "No digits were found on it."
_MARKS: Final = (
    f"A question mark: less than {percent(SURE, 0)} sure, or hardly like a digit. "
    "Dashed: not taken for a digit. A click puts a digit before the network."
)


class PagePanel(QWidget):
    """It knows no network: `show_answers` says what one reads, and of which step it is."""

    chosen = Signal(int)  # place among the page's marks
    corrected = Signal(int, int)  # place, class
    another_clicked = Signal()
    live_wanted = Signal(object)  # Camera; "film" or "folder"
    no_camera_asked = Signal(str)  # why there is none, a sentence
    frozen = Signal(bool)
    mirrored = Signal(bool)
    teach_clicked = Signal()
    keep_clicked = Signal()
    left = Signal()

    def __init__(self, task: PictureTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = task.answer.names
        self._page: Page | None = None
        self._answers: PageAnswers | None = None
        self._corrected: Mapping[int, int] = {}
        self._choice: int | None = None
        self._live = self._beginning = False
        self._kind: tuple[bool, bool] | None = (
            None  # of what moves: whether there are marks, and none is chosen
        )
        self._stepped_at = self._told_at = 0.0
        self.said = Wrapped(_BEGIN, self)
        self.said.setProperty("role", "spoken")
        self.step = QLabel(self)
        self.step.setProperty("role", "value")
        self.view = PageView(self)
        self._side = Card(self, scrolls=True)
        units.hold(self._side, least_width=_SIDE)
        inside = self._side.inside
        self.numbers = Wrapped("", inside)
        self.numbers.setProperty("role", "big")
        self.numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.digit = ChosenDigit(task, inside)
        self.own = Wrapped("", inside)
        self.own.setProperty("role", "muted")
        self.teach = QPushButton("Teach them", inside)
        self.teach.setToolTip("Train on each of them alone, a few steps; Undo takes them back.")
        self.keep = QPushButton("Keep them", inside)
        self.keep.setToolTip("Put them into a collection of your handwriting, to learn from beside MNIST.")
        self.strip = StepStrip(self)
        self._lay_out()
        self._tell_own()
        self.strip.show_steps(())
        self.view.chosen.connect(self.chosen)
        self.digit.right_chosen.connect(self._right_chosen)
        self.teach.clicked.connect(self.teach_clicked)
        self.keep.clicked.connect(self.keep_clicked)

    def show_page(self, page: Page) -> None:
        """Another page; nothing is answered or corrected yet."""
        self._page, self._answers, self._choice, self._corrected = page, None, None, {}
        self.view.show_page(page, self._names)
        self.digit.show_none()
        self.step.setText("")
        self.strip.show_steps(steps_of(page, None))
        self._tell()

    def show_answers(self, answers: PageAnswers, corrected: Mapping[int, int], *, kept: bool) -> None:
        """What the network reads; what somebody has said is right, by place; whether all of that is kept."""
        self.keep.setEnabled(not kept)
        self._answers, self._corrected = answers, dict(corrected)
        self.view.show_answers(answers, corrected)
        self.step.setText(f"read at step {answers.step:,}")
        self._tell()

    def show_beginning(self, name: str) -> None:
        """Live begins with this source."""
        self._beginning = True
        self.said.setText(_BEGINNING.format(name))

    def show_live(self, live: bool) -> None:
        """Whether the picture moves: then nothing is named on it."""
        held, self._live = self._live and not live, live
        if held:
            self._tell_moving()
            self._show_steps()
        if self._beginning and not live:
            self._beginning = False
            self.said.setText(_BEGIN)
            self._tell()
        self._live_row.setVisible(live or self.freeze.isChecked())
        self.digit.setEnabled(not live)

    def show_moving(self, page: Page, answers: PageAnswers, choice: int | None) -> None:
        """The newest picture of a scene, with its answers."""
        self._page, self._answers, self._choice, self._corrected = page, answers, choice, {}
        self._beginning = False
        self.view.show_page(page, self._names)
        self.view.show_answers(answers, {})
        self.view.choose(choice)
        now, kind = perf_counter(), (bool(page.marks), choice is None)
        if kind != self._kind or now - self._stepped_at >= _STEPS_EVERY:
            self._show_steps()
        if kind != self._kind or now - self._told_at >= _WORDS_EVERY:
            self._tell_moving()
        self._kind = kind

    def _show_steps(self) -> None:
        if self._page is not None:
            self._stepped_at = perf_counter()
            self.strip.show_steps(steps_of(self._page, self._choice))

    def _tell_moving(self) -> None:
        """What is to be read beside a picture that moves, as often as anybody could read it."""
        self._told_at = perf_counter()
        if self._answers is not None:
            self.step.setText(f"read at step {self._answers.step:,}")
        if self._choice is None:
            self.digit.show_none()
        self._tell()

    def offer_cameras(self, cameras: Sequence[Camera] | None, why: str = "") -> None:
        """What can be looked through; a film or a folder of pictures can always. None: they are looked for;
        `why` there is none, a sentence, where that is known.
        """
        self._sources.clear()
        for camera in cameras or ():
            self._sources.addAction(f"Camera {camera.name}").triggered.connect(
                lambda _=False, camera=camera: self.live_wanted.emit(camera)
            )
        if why:
            self._sources.addAction("Why no camera is listed").triggered.connect(
                lambda: self.no_camera_asked.emit(why)
            )
        elif not cameras:
            words = "Cameras are looked for" if cameras is None else "No camera was found"
            self._sources.addAction(words).setEnabled(False)
        for what, words in (("film", "A film…"), ("folder", "A folder of pictures…")):
            self._sources.addAction(words).triggered.connect(
                lambda _=False, what=what: self.live_wanted.emit(what)
            )

    def choose(self, place: int) -> None:
        """This mark was chosen: its steps are shown."""
        self._choice = place
        self.view.choose(place)
        self._show_steps()
        self._tell()

    def fold(self, *, narrow: bool) -> None:
        """The card stands below the picture where the window is narrow."""
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        units.hold(self._side, least_height=_SIDE if narrow else 0)
        self.strip.fold(narrow=narrow)

    def event(self, event: QEvent) -> bool:
        # Escape leads back from here, before it lets go of a neuron that is not seen.
        keys = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if keys and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _right_chosen(self, label: int) -> None:
        if self._choice is not None:
            self.corrected.emit(self._choice, label)

    def _tell(self) -> None:
        page, answers = self._page, self._answers
        if page is None:
            return
        self.said.setText(_words(page, answers))
        known = answers is not None and not np.isnan(answers.shares).any()
        numbers = numbers_of(page, answers, self._names) if answers is not None and known else []
        self._numbers_title.setText("What it reads, line by line" if numbers else "Nothing is read yet")
        self.numbers.setText("\n".join("   ".join(line) for line in numbers))
        self.numbers.setVisible(bool(numbers))
        if self._choice is not None:
            self.digit.show_mark(page, self._choice, answers, self._corrected.get(self._choice))
        self._tell_own()

    def _tell_own(self) -> None:
        page, answers, corrected = self._page, self._answers, self._corrected
        for widget in (self._own_title, self.own, self.teach, self.keep):
            widget.setVisible(bool(corrected))
        if page is None or answers is None or not corrected:
            return
        right = sum(int(answers.classes[place]) == label for place, label in corrected.items())
        self.own.setText(
            counted(
                len(corrected),
                "You named one digit of this page; the network reads it {rightly}.",
                "You named {n} digits of this page; the network reads {right} of them rightly.",
                right=right,
                rightly="rightly" if right else "wrongly",
            )
        )

    def _lay_out(self) -> None:
        title = QLabel("Page", self)
        title.setProperty("role", "title")
        another = QPushButton("Read a page…", self)
        another.setToolTip("Read all digits on a photo, a scan or a screenshot.")
        another.clicked.connect(self.another_clicked)
        self.live = QPushButton("Live", self)
        self.live.setToolTip("Read again and again what a camera sees, or a film, or a folder of pictures.")
        self._sources = QMenu(self.live)
        self.live.setMenu(self._sources)
        self.offer_cameras(None)
        self.freeze = QPushButton("Freeze", self)
        self.freeze.setCheckable(True)
        self.freeze.setShortcut("Z")
        self.freeze.setToolTip("Hold the picture still, to click and name its digits; again: go on.  (Z)")
        self.freeze.toggled.connect(self.frozen)
        self.mirror = QPushButton("Mirror", self)
        self.mirror.setCheckable(True)
        self.mirror.setToolTip("Swap left and right, for a camera that shows a mirror's picture.")
        self.mirror.toggled.connect(self.mirrored)
        promise = QLabel("Nothing is recorded or sent anywhere.", self)
        promise.setProperty("role", "muted")
        self._live_row = QWidget(self)
        row = QHBoxLayout(self._live_row)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.freeze, self.mirror, promise):
            row.addWidget(widget)
        row.addStretch(1)
        self._live_row.hide()
        self.steps_shown = QPushButton("Steps", self)
        self.steps_shown.setCheckable(True)
        self.steps_shown.setChecked(True)
        self.steps_shown.setToolTip("Show or hide the steps from the picture to what the network reads.")
        self.steps_shown.toggled.connect(self.strip.setVisible)
        self.done = QPushButton("Done", self)
        self.done.setToolTip("Back to the network; the page waits under View > Page.")
        self.done.clicked.connect(self.left)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(title)
        head.addStretch(1)
        for widget in (self.step, self.live, another, self.steps_shown, self.done):
            head.addWidget(widget)
        inside = self._side.inside
        self._numbers_title = QLabel(inside)
        self._numbers_title.setProperty("role", "section")
        self._own_title = QLabel("Your own examples", inside)
        self._own_title.setProperty("role", "section")
        for part in (self._numbers_title, self.numbers, self.digit, self._own_title, self.own):
            self._side.add(part)
        buttons = QHBoxLayout()
        for button in (self.teach, self.keep):
            buttons.addWidget(button)
        self._side.column.addLayout(buttons)
        self._side.column.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._row.addWidget(self.view, 3)
        self._row.addWidget(self._side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._live_row)
        column.addWidget(self.said)
        column.addLayout(self._row, 1)
        column.addWidget(self.strip)


def _words(page: Page, answers: PageAnswers | None) -> str:
    """How many digits there are, and how sure their answers are."""
    if not page.n_digits:
        return f"{page.name}: {_NONE}"
    words = counted(page.n_digits, "{n} digit", "{n} digits")
    digits = [place for place, mark in enumerate(page.marks) if mark.is_digit]
    doubtful = 0 if answers is None else sum(page.doubtful(place, answers) for place in digits)
    if doubtful:
        words += counted(doubtful, ", {n} of them doubtful", ", {n} of them doubtful")
    others = len(page.marks) - page.n_digits
    if others:
        words += counted(others, ", and {n} mark that is no digit", ", and {n} marks that are no digits")
    return f"{page.name}: {words}. {_MARKS}"
