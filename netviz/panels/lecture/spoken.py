"""The story's sentence and its formula, as large as a picture on a wall needs them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.viewmodels.moment import StoryMoment

_BESIDE: Final = "\u2003 \u2003"  # between formulas in one line
_LINES: Final = 2  # of sentence and formulas each: so much room they always have, and the picture stays


class Spoken(QWidget):
    """Stands on the page itself, below the network; nothing in it can be pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 4)
        column.setSpacing(4)
        self._sentence, self._formula = QLabel(self), QLabel(self)
        self._formulas: tuple[str, ...] = ()
        middle = Qt.AlignmentFlag.AlignHCenter
        for label, role, side in (
            (self._sentence, "big", Qt.AlignmentFlag.AlignBottom),
            (self._formula, "formula", Qt.AlignmentFlag.AlignTop),
        ):
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setAlignment(middle | side)
            column.addWidget(label)
        self.show_nothing()

    def show_moment(self, moment: StoryMoment) -> None:
        """What the stage says, and its formula with the numbers."""
        self._sentence.setText(moment.caption)
        self._formulas = moment.formula
        self._write()
        self.setAccessibleDescription(moment.text)

    def show_nothing(self) -> None:
        """There is no story."""
        self._formulas = ()
        for label in (self._sentence, self._formula):
            label.clear()
        self.setAccessibleDescription("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.text_resized()

    def text_resized(self) -> None:
        """Room for what other stages say, whatever this one does."""
        for label in (self._sentence, self._formula):
            label.ensurePolished()
            label.setMinimumHeight(_LINES * label.fontMetrics().lineSpacing())
        self._write()

    def _write(self) -> None:
        """As many formulas beside each other as there is room for."""
        metrics, room = self._formula.fontMetrics(), self._formula.width()
        lines: list[str] = []
        for formula in self._formulas:
            longer = f"{lines[-1]}{_BESIDE}{formula}" if lines else ""
            if longer and metrics.horizontalAdvance(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(formula)
        words = "\n".join(lines)
        if words != self._formula.text():
            self._formula.setText(words)
