"""The list of lessons: what each is about, how long it takes, and how far one is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.lessons.lesson import Lesson
from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.kit.wrapped import Wrapped
from netviz.rendering import units
from netviz.viewmodels.playing.later import Later

OVER = -1


class Shelf(QDialog):
    """Values in, signals out. `places`: the step that was reached, from 0, by a lesson's name; OVER: all."""

    chosen = Signal(int, int)  # which lesson, from 0, and at which of its steps it begins

    def __init__(
        self, lessons: tuple[Lesson, ...], places: dict[str, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._later = Later(self)
        self.setWindowTitle("Lessons")
        self.setProperty("concept", "deep learning")
        inside = QWidget(self)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.setSpacing(14)
        about = Wrapped(
            "Each lesson shows one idea on a network that you can touch, and ends with something to do. It "
            "has a window of its own: your network, your drawing and your settings stay as they are.",
            inside,
        )
        rows.addWidget(about)
        self.buttons: list[QPushButton] = []
        over = [places.get(lesson.name, 0) == OVER for lesson in lessons]
        last = max((k for k, done in enumerate(over) if done), default=-1)
        left = [k for k, done in enumerate(over) if not done]
        self._next = next((k for k in left if k > last), left[0] if left else 0)
        for k, lesson in enumerate(lessons):
            rows.addWidget(self._row(k, lesson, places.get(lesson.name, 0), inside))
        rows.addStretch(1)
        close = QPushButton("Close", self)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 14)
        foot.addStretch(1)
        foot.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scrolling = Scrolling(inside, parent=self)
        outer.addWidget(self._scrolling, 1)
        outer.addLayout(foot)
        units.begin_at(self, units.size(680, 640))

    def showEvent(self, event: QShowEvent) -> None:
        """The one that comes next is in sight, and has the keys."""
        super().showEvent(event)
        if self.buttons:
            button = self.buttons[self._next]
            button.setFocus()
            self._later.do(lambda: self._scrolling.ensureWidgetVisible(button))

    def _row(self, k: int, lesson: Lesson, at: int, parent: QWidget) -> QFrame:
        row = QFrame(parent)
        title, aim, time = QLabel(f"{k + 1}  {lesson.title}", row), Wrapped(lesson.aim, row), QLabel(row)
        title.setProperty("role", "section")
        time.setProperty("role", "muted")
        for label in (title, aim):
            label.setTextFormat(Qt.TextFormat.PlainText)
        begun = 0 < at < len(lesson.steps)
        passed = "✓ done · " if at == OVER else f"{at} of {len(lesson.steps)} steps · " if begun else ""
        time.setText(f"{passed}{lesson.minutes} minutes")
        button = QPushButton("Go on" if begun else "Again" if at == OVER else "Begin", row)
        button.setAccessibleName(f"{button.text()}: {lesson.title}")
        if k == self._next:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda: self._choose(k, at if begun else 0))
        self.buttons.append(button)
        words = QVBoxLayout()
        words.setSpacing(3)
        for label in (title, aim, time):
            words.addWidget(label)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        across.addLayout(words, 1)
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _choose(self, k: int, at: int) -> None:
        self.accept()
        self.chosen.emit(k, at)
