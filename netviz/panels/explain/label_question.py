"""What stands in the story's place until it can be told: a sentence, and the question which digit this is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netviz.language.grammar import a_digit
from netviz.rendering import units
from netviz.tasks.all_tasks import USUAL
from netviz.tasks.task import AnyTask
from netviz.training.judge import THIS_IS_NONE

_LEAST: Final = 38  # units: how wide a button is
_SPACING: Final = 6
_MARGIN: Final = 16


class LabelQuestion(QWidget):
    """`label_chosen` gives the answer: only the person knows what was drawn, so no answer is suggested."""

    label_chosen = Signal(int)

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self.setProperty("read", True)
        self._title = QLabel(self)
        self._title.setProperty("role", "big")
        self._words = QLabel(self)
        self._words.setProperty("role", "said")
        for label in (self._title, self._words):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QWidget(self)
        self._row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons = QGridLayout(self._row)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(_SPACING)
        self._labels: tuple[str, ...] = ()
        self._answers: list[QPushButton] = []
        self._in_a_row = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addStretch(1)
        column.addWidget(self._row)
        self._row.hide()

    @property
    def asks(self) -> bool:
        """Whether an answer is waited for."""
        return not self._row.isHidden()

    def ask(self, labels: tuple[str, ...], *, doubted: bool = False) -> None:
        """Ask which of these it is; `doubted`: the ink is taken for no digit."""
        words = "Say what the network should read, and see how it learns it."
        self.say("What is this?", f"{THIS_IS_NONE}. {words}" if doubted else words)
        if labels != self._labels:
            self._labels = labels
            self._fill(labels)
        self._row.show()

    def say(self, title: str, words: str = "") -> None:
        """A sentence without a question."""
        self._title.setText(title)
        self._words.setText(words)
        self._row.hide()

    def _fill(self, labels: tuple[str, ...]) -> None:
        for old in self._answers:
            self._buttons.removeWidget(old)
            old.deleteLater()
        self._answers, self._in_a_row = [], 0
        for k, label in enumerate(labels):
            button = QPushButton(label, self._row)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            units.hold(button, least_width=_LEAST)
            one = a_digit(label) if self._task.id == USUAL else label
            button.setToolTip(f"This is {one}: teach it.")
            button.setAccessibleName(f"This is {one}")
            if len(label) == 1 and label.isdigit():
                button.setShortcut(label)
            button.clicked.connect(lambda _checked=False, k=k: self.label_chosen.emit(k))
            self._answers.append(button)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """In a row; in two where that is wider than there is room: the network beside it keeps its place."""
        each = max((button.sizeHint().width() for button in self._answers), default=0)
        needed = len(self._answers) * (max(each, units.pixels(_LEAST)) + _SPACING)
        margins = self.contentsMargins()
        room = self.width() - 2 * _MARGIN - margins.left() - margins.right()
        in_a_row = max(-(-len(self._answers) // (1 if needed <= room else 2)), 1)
        if in_a_row != self._in_a_row:
            self._in_a_row = in_a_row
            for at, button in enumerate(self._answers):
                self._buttons.addWidget(button, at // in_a_row, at % in_a_row)
            for column in range(self._buttons.columnCount()):
                self._buttons.setColumnStretch(column, 0)
            self._buttons.setColumnStretch(in_a_row, 1)
