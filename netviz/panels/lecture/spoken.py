"""The story's sentence and its formula, as large as a picture on a wall needs them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.viewmodels.moment import StoryMoment

_BESIDE: Final = 60  # characters of formulas that stand in one line


class Spoken(QWidget):
    """Stands on the page itself, below the network; nothing in it can be pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 4)
        column.setSpacing(4)
        self._sentence, self._formula = QLabel(self), QLabel(self)
        for label, role in ((self._sentence, "big"), (self._formula, "spoken")):
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        self.show_nothing()

    def show_moment(self, moment: StoryMoment) -> None:
        """What the stage says, and its formula with the numbers."""
        self._sentence.setText(moment.caption)
        beside = sum(map(len, moment.formula)) <= _BESIDE
        self._formula.setText(("\u2003 \u2003" if beside else "\n").join(moment.formula))
        self.setAccessibleDescription(moment.text)

    def show_nothing(self) -> None:
        """There is no story."""
        for label in (self._sentence, self._formula):
            label.clear()
        self.setAccessibleDescription("")
