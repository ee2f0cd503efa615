"""What stands in the story's place until it can be told: a sentence, and the question which digit this is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netviz.language.grammar import a_digit
from netviz.rendering import units
from netviz.tasks.table import USUAL
from netviz.tasks.task import AnyTask
from netviz.training.judge import THIS_IS_NONE


class LabelQuestion(QWidget):
    """`label_chosen` gives the answer: only the person knows what was drawn, so no answer is suggested."""

    label_chosen = Signal(int)

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._title = QLabel(self)
        self._title.setProperty("role", "big")
        self._words = QLabel(self)
        self._words.setProperty("role", "said")
        for label in (self._title, self._words):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QWidget(self)
        self._buttons = QHBoxLayout(self._row)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(6)
        self._labels: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addStretch(1)
        column.addWidget(self._row)

    @property
    def asks(self) -> bool:
        """Whether an answer is waited for."""
        return not self._row.isHidden()

    def ask(self, labels: tuple[str, ...], *, doubted: bool = False) -> None:
        """Ask which of these it is; `doubted`: the ink is taken for no digit."""
        words = "Say what the network should read, and see how it learns it."
        which = "Which digit is this?" if self._task.id == USUAL else "Which class is this?"
        self.say(which, f"{THIS_IS_NONE}. {words}" if doubted else words)
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
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for k, label in enumerate(labels):
            button = QPushButton(label, self._row)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            units.hold(button, least_width=38)
            one = a_digit(label) if self._task.id == USUAL else label
            button.setToolTip(f"This is {one}: teach it.")
            button.setAccessibleName(f"This is {one}")
            if len(label) == 1 and label.isdigit():
                button.setShortcut(label)
            button.clicked.connect(lambda _checked=False, k=k: self.label_chosen.emit(k))
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
