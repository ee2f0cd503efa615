"""What the last operation did to the answers: in a line and a sentence, and the examples themselves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.inspector.operate.cases import Cases
from netviz.panels.inspector.operate.outcome import Outcome
from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.terms import TermLabel
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.choice import Choice
from netviz.tasks.task import AnyTask

_TERMS: Final = ("validation", "accuracy", "loss", "weight", "bias")


class Headline(QWidget):
    """How good the network is, what the last operation did, and the way back."""

    undone = Signal()
    seen = Signal()  # show which examples

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome: Outcome | None = None
        self._score = QLabel("", self)
        self._score.setProperty("role", "title")
        self._score.setWordWrap(True)
        self.undo = SmallButton(
            "Undo the operation", "Take it back, as Edit > Undo does.", text="Undo", parent=self
        )
        self.see = SmallButton(
            "Show which",
            "Go down to the examples that broke, and those that were mended.",
            text="Show which",
            parent=self,
        )
        for button, does in ((self.see, self.seen), (self.undo, self.undone)):
            kept = button.sizePolicy()
            kept.setHorizontalPolicy(QSizePolicy.Policy.Fixed)
            kept.setRetainSizeWhenHidden(True)
            button.setSizePolicy(kept)
            button.clicked.connect(does)
            button.hide()
        self._words = TermLabel("", _TERMS, self)
        self._words.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._score, 1)
        head.addWidget(self.see)
        head.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._words)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.words

    def show_outcome(self, outcome: Outcome) -> None:
        """Show this."""
        self.outcome = outcome
        self._score.setText(outcome.score)
        self._words.set_words(outcome.words)
        self.undo.setVisible(outcome.done)
        self.see.setVisible(bool(outcome.broke or outcome.mended))


class Turned(QWidget):
    """The examples that broke, and those that were mended."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: AnyTask | None = None
        self._outcome: Outcome | None = None
        self._which = "broke"
        self.choice = Choice("Which examples", self)
        self.choice.chosen.connect(self._choose)
        self.cases = Cases(self)
        self.cases.picked.connect(self.picked)
        self._note = Wrapped("Click one: it is put before the network.", self)
        self._note.setProperty("role", "muted")
        which = QHBoxLayout()
        which.addWidget(self.choice)
        which.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(which)
        column.addWidget(self._note)
        column.addWidget(self.cases)
        self.hide()

    def show_outcome(self, task: AnyTask, outcome: Outcome) -> None:
        """Show these; nothing where none was turned."""
        self._task, self._outcome = task, outcome
        n, m = len(outcome.broke), len(outcome.mended)
        self.choice.offer(
            {
                "broke": (f"{n:,} broke", "They were answered rightly before, and are not any more."),
                "mended": (f"{m:,} mended", "They were answered wrongly before, and rightly now."),
            },
            self._which,
        )
        self.setVisible(bool(n or m))
        self._show()

    def _choose(self, which: str) -> None:
        self._which = which
        self._show()

    def _show(self) -> None:
        outcome, task = self._outcome, self._task
        if outcome is None or task is None:
            return
        some = outcome.broke if self._which == "broke" else outcome.mended
        self.cases.setVisible(bool(some))
        self._note.setVisible(bool(some))
        self.cases.show_cases(task, some)
