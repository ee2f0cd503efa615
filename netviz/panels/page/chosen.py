"""The digit of a page that was clicked: the answer to it, and what is right."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.language.grammar import a_digit
from netviz.panels.kit.wrapped import Wrapped
from netviz.tasks.task import PictureTask
from netviz.training.figures import percent
from netviz.training.judge import THIS_IS_NONE, Judgement
from netviz.viewmodels.pages.page import Page, PageAnswers

_A_ROW: Final = 5


class ChosenDigit(QWidget):
    """One of the page's marks; the row of classes says what it is."""

    right_chosen = Signal(int)  # class

    def __init__(self, task: PictureTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = task.answer.names
        self.title = Wrapped("Click a digit", self)
        self.title.setProperty("role", "section")
        self.words = Wrapped("It lies before the network then, and its answer can be corrected.", self)
        self.words.setProperty("role", "muted")
        self.question = QLabel("What it is:", self)
        self.question.setProperty("role", "muted")
        self.classes = [self._button(k, name) for k, name in enumerate(self._names)]
        grid = QGridLayout()
        grid.setSpacing(4)
        for k, button in enumerate(self.classes):
            grid.addWidget(button, k // _A_ROW, k % _A_ROW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.title, self.words, self.question):
            column.addWidget(widget)
        column.addLayout(grid)
        self.show_none()

    def show_none(self) -> None:
        """Nothing is chosen."""
        self.title.setText("Click a digit")
        self.words.setText("It lies before the network then, and its answer can be corrected.")
        for widget in (self.question, *self.classes):
            widget.hide()

    def show_mark(self, page: Page, place: int, answers: PageAnswers | None, right: int | None) -> None:
        """This mark, what is answered to it, and what it was corrected to."""
        mark = page.marks[place]
        if answers is None or np.isnan(answers.shares[place]):
            self.title.setText("The network gives no number for it")
        else:
            said, share = int(answers.classes[place]), float(answers.shares[place])
            doubtful = ", which is doubtful" if page.doubtful(place, answers) else ""
            self.title.setText(f"It reads {self._names[said]}, {percent(share)}{doubtful}")
        like = Judgement(mark.likeness).words
        known = f"How much like a digit: {percent(mark.likeness, 0)}."
        self.words.setText(known if mark.is_digit else f"{THIS_IS_NONE}: {like}.")
        for widget in (self.question, *self.classes):
            widget.show()
        for k, button in enumerate(self.classes):
            button.setChecked(k == right)

    def _button(self, k: int, name: str) -> QPushButton:
        button = QPushButton(name, self)
        button.setCheckable(True)
        button.setProperty("role", "digit")
        button.setToolTip(f"This is {a_digit(name)}: keep it as an example of your own. Again: it is not.")
        button.setAccessibleName(f"This is {a_digit(name)}")
        if len(name) == 1 and name.isdigit():
            button.setShortcut(name)
        button.clicked.connect(lambda: self.right_chosen.emit(k))
        return button
