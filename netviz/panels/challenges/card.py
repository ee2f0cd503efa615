"""All challenges beside the network: rule, state and results of each, for one after the other in a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.kit.terms import TermLabel
from netviz.panels.kit.wrapped import Wrapped
from netviz.rendering.units import hold
from netviz.viewmodels.challenges.rules import Challenge
from netviz.viewmodels.challenges.table import LONGEST, Result, in_order

WIDTH: Final = 310
BEST: Final = 3
"""So many results of each are shown; the table that is saved has all."""
_ABOUT: Final = "The program measures, on the validation digits, of which no network learns."
_LONG_WORD: Final = 16
_BELOW: Final = 3  # the title, the rule and the state: there stands what one does
_TERMS: Final = ("validation", "weight", "bias", "mini-batch", "hidden layer")


class ChallengesCard(QFrame):
    """Values in, signals out; it knows no rule's working."""

    begun = Signal(int)  # which one, from 0
    given_up = Signal()
    answered = Signal()
    named = Signal(str)
    save_clicked = Signal()
    emptied = Signal()
    left = Signal()

    def __init__(self, challenges: Sequence[Challenge], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        hold(self, width=WIDTH)
        self.setAccessibleName("Challenges")
        self._challenges = challenges
        self._now: int | None = None
        self._inside = inside = QWidget(self)
        self._rows = rows = QVBoxLayout(inside)
        rows.setContentsMargins(14, 4, 14, 8)
        rows.setSpacing(16)
        about = _words(_ABOUT, inside)
        rows.addWidget(about)
        self.begin: list[QPushButton] = []
        self.states: list[Wrapped] = []
        self.bests: list[Wrapped] = []
        self._below: list[QVBoxLayout] = []
        for k, challenge in enumerate(challenges):
            rows.addWidget(self._row(k, challenge))
        rows.addStretch(1)
        self._make_doings()
        self._lay_out()
        self.show_none()
        self.show_results(())

    # ---- what is tried

    def show_none(self) -> None:
        """None is tried."""
        self._now = None
        for state in self.states:
            state.hide()
        self._doings.hide()
        self._tell_buttons()

    def show_begun(self, k: int, *, answers: bool) -> None:
        """This one is tried from now on; `answers`: something chosen is the answer."""
        self.show_none()
        self._now = k
        self._below[k].insertWidget(_BELOW, self._doings)
        self.states[k].setText("")
        self.states[k].show()
        self.answer.setVisible(answers)
        self.give_up.show()
        self._naming.hide()
        self._doings.show()
        self._tell_buttons()

    def show_state(self, words: str, *, may_answer: bool) -> None:
        """How far one is."""
        if self._now is not None and self.states[self._now].text() != words:
            self.states[self._now].setText(words)
        self.answer.setEnabled(may_answer)

    def show_done(self, words: str) -> None:
        """It is done: a name puts it into the table."""
        assert self._now is not None
        self.states[self._now].setText(f"{self.states[self._now].text()} {words}")
        self.answer.hide()
        self.give_up.hide()
        self._naming.show()
        self._now = None
        self._tell_buttons()

    def show_over(self) -> None:
        """It can't be done any more; why stands there."""
        self._doings.hide()
        self._now = None
        self._tell_buttons()

    # ---- the table

    def show_results(self, results: Sequence[Result]) -> None:
        """Who has done what, the best first."""
        for challenge, label in zip(self._challenges, self.bests, strict=True):
            best = in_order(result for result in results if result.challenge == challenge.id)[:BEST]
            label.setText("\n".join(f"{k}  {_short(row.name)}: {row.said}" for k, row in enumerate(best, 1)))
            label.setVisible(bool(best))
        self.save.setEnabled(bool(results))
        self.empty.setEnabled(bool(results))

    # ---- how it is made

    def _row(self, k: int, challenge: Challenge) -> QFrame:
        row = QFrame(self._inside)
        title, rule = Wrapped(challenge.title, row), _words(challenge.rule, row)
        state, best = Wrapped("", row), Wrapped("", row)
        title.setProperty("role", "section")
        best.setTextFormat(Qt.TextFormat.PlainText)
        button = QPushButton("Begin", row)
        button.setAccessibleName(f"Begin: {challenge.title}")
        button.clicked.connect(lambda: self.begun.emit(k))
        self.begin.append(button)
        self.states.append(state)
        self.bests.append(best)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(button)
        lines = QVBoxLayout(row)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(head)
        for label in (rule, state, best):
            lines.addWidget(label)
        self._below.append(lines)
        return row

    def _make_doings(self) -> None:
        """What one does with the one that is tried; it stands below that one."""
        self._doings = QWidget(self._inside)
        self.answer = QPushButton("This one is broken", self._doings)
        self.give_up = QPushButton("Give up", self._doings)
        self._naming = QWidget(self._doings)
        self.name = QLineEdit(self._naming)
        self.name.setPlaceholderText("Your name")
        self.name.setAccessibleName("Your name")
        self.name.setMaxLength(LONGEST)
        self.put = QPushButton("Into the table", self._naming)
        self.put.setEnabled(False)
        self.name.textChanged.connect(lambda text: self.put.setEnabled(bool(text.strip())))
        self.name.returnPressed.connect(self._name_it)
        self.put.clicked.connect(self._name_it)
        self.answer.clicked.connect(self.answered)
        self.give_up.clicked.connect(self.given_up)
        naming = QVBoxLayout(self._naming)
        naming.setContentsMargins(0, 0, 0, 0)
        naming.setSpacing(6)
        naming.addWidget(self.name)
        naming.addWidget(self.put, 0, Qt.AlignmentFlag.AlignLeft)
        below = QVBoxLayout(self._doings)
        below.setContentsMargins(0, 2, 0, 0)
        below.setSpacing(6)
        across = QHBoxLayout()
        for button in (self.answer, self.give_up):
            across.addWidget(button)
        across.addStretch(1)
        below.addLayout(across)
        below.addWidget(self._naming)

    def _lay_out(self) -> None:
        title, close = QLabel("Challenges", self), QPushButton("Close", self)
        title.setProperty("role", "title")
        close.setProperty("role", "quiet")
        close.clicked.connect(self.left)
        self.save, self.empty = QPushButton("Save the table…", self), QPushButton("Empty it", self)
        self.empty.setToolTip("Take all names out of the table; save it first if it is worth it.")
        self.save.clicked.connect(self.save_clicked)
        self.empty.clicked.connect(self.emptied)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(14, 10, 8, 0)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(close)
        foot.setContentsMargins(14, 4, 14, 12)
        for button in (self.save, self.empty):
            foot.addWidget(button)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(4)
        outer.addLayout(head)
        outer.addWidget(Scrolling(self._inside, parent=self), 1)
        outer.addLayout(foot)

    def _name_it(self) -> None:
        if self.name.text().strip():
            self.named.emit(self.name.text())
            self.name.clear()

    def _tell_buttons(self) -> None:
        for k, button in enumerate(self.begin):
            button.setEnabled(self._now != k)


def _short(name: str) -> str:
    """Without the end of a word that has no room in a line."""
    return " ".join(f"{word[:_LONG_WORD]}…" if len(word) > _LONG_WORD else word for word in name.split(" "))


def _words(words: str, parent: QWidget) -> TermLabel:
    label = TermLabel(words, _TERMS, parent)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    return label
