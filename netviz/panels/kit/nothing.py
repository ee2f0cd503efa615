"""The one way to show that there is nothing to see: what is so, and perhaps what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.terms import TermLabel

TERMS = ("overfitting", "validation", "training examples", "test", "accuracy")


class Nothing(QWidget):
    """A sentence, and below it perhaps another one; it stands where the thing itself would."""

    def __init__(self, title: str = "", words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._words = QLabel(self), TermLabel("", TERMS, self)
        self._title.setProperty("role", "section")
        self._words.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        column.addStretch(2)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(label)
        column.addStretch(3)
        self.say(title, words)

    def say(self, title: str, words: str = "") -> None:
        """What is so, and what can be done about it."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._words.set_words(words)
        self._words.setVisible(bool(words))

    def text(self) -> str:
        """What is so."""
        return self._title.text()

    def words(self) -> str:
        """What can be done about it; empty where that goes without saying."""
        return self._words.words
