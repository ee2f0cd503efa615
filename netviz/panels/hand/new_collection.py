"""What a new collection is called, and of which signs it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from netviz.tasks.digits.task import DIGITS
from netviz.tasks.hand.collection import LONGEST_NAME, MOST_NAMES


class NewCollection(QWidget):
    """Two fields and what begins it; whoever hears of it says what is wrong."""

    wanted = Signal(str, str)  # the collection's name, and the signs as they were typed
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit("my digits", self)
        self.name.setAccessibleName("The collection’s name")
        self.name.setMaxLength(2 * LONGEST_NAME)
        self.signs = QLineEdit(" ".join(DIGITS.answer.names), self)
        self.signs.setAccessibleName("Its signs")
        self.signs.setMaxLength(MOST_NAMES * (LONGEST_NAME + 2))
        self.begin = QPushButton("Begin", self)
        self.begin.setProperty("role", "primary")
        self.cancel = QPushButton("Cancel", self)
        title = QLabel("A new collection", self)
        title.setProperty("role", "title")
        hint = QLabel(
            "Digits, or letters, or shapes that you name: with spaces between them, or with commas, as in "
            "circle, square, star.",
            self,
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(title, 0, 0, 1, 4)
        for row, (words, field) in enumerate((("Name", self.name), ("Signs", self.signs)), start=1):
            label = QLabel(words, self)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, 1, 3)
            field.returnPressed.connect(self._say)
        grid.addWidget(hint, 3, 1, 1, 3)
        grid.addWidget(self.cancel, 4, 2)
        grid.addWidget(self.begin, 4, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(5, 1)
        self.begin.clicked.connect(self._say)
        self.cancel.clicked.connect(self.left)

    def _say(self) -> None:
        self.wanted.emit(self.name.text(), self.signs.text())
