"""The card of a lesson: one step's words, what is asked at its end, and the way on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netviz.lessons.lesson import Lesson
from netviz.lessons.reading import TERM_LINKS
from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.kit.terms import explain
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.lesson.asking import Asking
from netviz.panels.lesson.words import shown
from netviz.panels.watch.path_card import Dots
from netviz.rendering.units import hold
from netviz.viewmodels.words.glossary import SCHEME

WIDTH: Final = 310


class LessonCard(QFrame):
    """It knows no network: what is right is told to it."""

    back_clicked = Signal()
    next_clicked = Signal()
    left = Signal()
    listed = Signal()  # all lessons are wanted
    link_clicked = Signal(str)  # lesson:…

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        hold(self, width=WIDTH)
        self.setAccessibleName("Lesson")
        self._inside = inside = QWidget(self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._see_reply)
        self._name, self._title, self._words = (Wrapped(parent=inside) for _ in range(3))
        self._name.setProperty("role", "muted")
        self._title.setProperty("role", "title")
        self._words.setProperty("role", "spoken")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._words.linkActivated.connect(self._follow)
        self.asking = Asking(inside)
        self._scrolling = Scrolling(inside, parent=self)
        # Once it has been laid out with its reply.
        self.asking.replied.connect(self._soon.start)
        self._dots = Dots(self)
        self.back, self.next = QPushButton("Back", self), QPushButton("Next", self)
        self.leave, self.all = QPushButton("Leave", self), QPushButton("All lessons", self)
        for button in (self.leave, self.all):
            button.setProperty("role", "quiet")
        self._lay_out()
        self.back.clicked.connect(self.back_clicked)
        self.next.clicked.connect(self.next_clicked)
        self.leave.clicked.connect(self.left)
        self.all.clicked.connect(self.listed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(14, 4, 14, 8)
        column.setSpacing(10)
        for widget in (self._name, self._title, self._words, self.asking):
            column.addWidget(widget)
        column.addStretch(1)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 0)
        head.addWidget(self.all)
        head.addStretch(1)
        head.addWidget(self.leave)
        foot.setContentsMargins(14, 4, 14, 12)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self._dots)
        foot.addStretch(1)
        foot.addWidget(self.next)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(4)
        outer.addLayout(head)
        outer.addWidget(self._scrolling, 1)
        outer.addLayout(foot)

    def _follow(self, link: str) -> None:
        name = TERM_LINKS.get(link.removeprefix(SCHEME))
        if name is None:
            self.link_clicked.emit(link)
            return
        here = self._words.mapFromGlobal(QCursor.pos())
        explain(name, QRect(here, QSize(1, 1)), self._words)

    def _see_reply(self) -> None:
        self._scrolling.ensureWidgetVisible(self.asking.reply_place())

    def show_step(self, lesson: Lesson, at: int) -> None:
        """Step `at` (from 0): its words; nothing is answered yet."""
        step = lesson.steps[at]
        self._name.setText(lesson.title)
        self._title.setText(step.title)
        self._words.setText(shown(step.words, lesson.path.parent))
        self._dots.show_place(at, len(lesson.steps))
        self.back.setEnabled(at > 0)
        self.asking.ask(step.check)
        self.setAccessibleDescription(f"{at + 1} of {len(lesson.steps)}. {step.title}.")
        self.show_done(lesson, at, done=step.check is None)

    def show_done(self, lesson: Lesson, at: int, *, done: bool) -> None:
        """Whether what this step asks for is done; it can be skipped all the same."""
        last = at == len(lesson.steps) - 1
        self.next.setText(("Finish" if done else "Skip") if last else "Next" if done else "Skip")
        self.next.setProperty("role", "primary" if done else "quiet")
        self.next.style().unpolish(self.next)
        self.next.style().polish(self.next)

    @property
    def text(self) -> tuple[str, str]:
        """Title and words, as they stand there."""
        return self._title.text(), self._words.text()

    def show_trouble(self, sentence: str) -> None:
        """What can't be shown, and why; in the place of the reply."""
        self.asking.reply(sentence, right=False)
