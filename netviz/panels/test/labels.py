"""Digits whose label is questionable: the person votes first, and then sees what others said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.card import Card
from netviz.panels.kit.figures import percent
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.case_strip import CaseStrip
from netviz.panels.test.choice import Choice
from netviz.panels.test.digit_gallery import WhatNext
from netviz.panels.test.large_digit import LargeDigit
from netviz.panels.test.vote_bars import VoteBars
from netviz.rendering import units
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.input import Picture

CANT_TELL: Final = -1
_SETS: Final = {
    "votes": "Digits whose label was doubted, and that five people looked at.",
    "doubts": "Digits labelled 4 or 7 where the other one is among this network's two likeliest answers.",
}
GAP: Final = 12


@dataclass(frozen=True, eq=False)
class Reveal:
    """What is shown once the person has voted. `votes` is None where nobody was asked."""

    own: int  # or CANT_TELL
    label: int
    answer: int | None  # None while the network has not read it
    confidence: float
    votes: tuple[tuple[str, int], ...] | None
    verdict: str


@dataclass(frozen=True, eq=False)
class Case:
    """A digit to look at: pixels uint8 (n_inputs,), and where it stands in its row (see CaseStrip).
    `asked`: whether people said what they read.
    """

    pixels: NDArray[np.uint8]
    states: NDArray[np.integer[Any]]
    place: int
    reveal: Reveal | None
    asked: bool = True


class LabelsPage(QWidget):
    """At the left the digit and the question; at the right what others say, once one has voted."""

    voted = Signal(int)  # a digit, or CANT_TELL
    moved = Signal(int)  # to this place in the row
    set_chosen = Signal(str)  # "votes" or "doubts"
    watch_clicked = Signal()
    explain_clicked = Signal()

    def __init__(self, reads: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reads = reads
        self._case: Case | None = None
        left, right = Card(), Card()
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(left, 5)
        row.addWidget(right, 4)
        self._fill_left(left)
        self._fill_right(right)

    def fold(self, *, narrow: bool) -> None:
        """What is known of a digit stands below it where the window is narrow."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if narrow else right)

    # ---- what stands where

    def _fill_left(self, card: Card) -> None:
        self.sets = Choice("Which digits", self)
        self.sets.chosen.connect(self.set_chosen)
        sets = QHBoxLayout()
        sets.addWidget(self.sets)
        sets.addStretch(1)
        self._progress = QLabel(self)
        self._progress.setProperty("role", "muted")
        sets.addWidget(self._progress)
        self.strip = CaseStrip(self)
        self._digit = LargeDigit(self._reads, self)
        self._question = QLabel("What do you read?", self)
        self._question.setProperty("role", "big")
        self._question.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._buttons: dict[int, QPushButton] = {}
        votes = QHBoxLayout()
        votes.setSpacing(4)
        votes.addStretch(1)
        for digit in (*range(DIGITS.answer.n), CANT_TELL):
            button_text = "can't tell" if digit == CANT_TELL else DIGITS.answer.names[digit]
            choice = QPushButton(button_text, self)
            choice.setCheckable(True)
            choice.setProperty("role", "narrow" if digit == CANT_TELL else "digit")
            if digit != CANT_TELL:
                units.hold(choice, least_width=22)
                units.hold(choice, most_width=28)
                choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            key = "X" if digit == CANT_TELL else button_text
            choice.setToolTip(f"I read: {button_text}.  ({key})")
            choice.setShortcut(key)
            choice.clicked.connect(lambda _checked=False, digit=digit: self._vote(digit))
            self._buttons[digit] = choice
            votes.addWidget(choice, 0 if digit == CANT_TELL else 100)
        votes.addStretch(1)
        self._back = QPushButton("Back", self)
        self._next = QPushButton("Next", self)
        ways = QHBoxLayout()
        for button_, key, tip, by in (
            (self._back, "Left", "To the digit before.", -1),
            (self._next, "Right", "To the next digit.", 1),
        ):
            button_.setShortcut(key)
            button_.setToolTip(f"{tip}  ({'←' if by < 0 else '→'})")
            button_.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button_.clicked.connect(lambda _checked=False, by=by: self._move(by))
        ways.addWidget(self._back)
        ways.addStretch(1)
        ways.addWidget(self._next)
        card.column.addLayout(sets)
        card.add(self.strip)
        card.add(self._digit, 1)
        card.add(self._question)
        card.column.addLayout(votes)
        card.column.addSpacing(4)
        card.column.addLayout(ways)
        self.strip.clicked.connect(self.moved)

    def _fill_right(self, card: Card) -> None:
        waiting, told = QWidget(), QWidget()
        self._invitation = _wrapped("", "said")
        column = QVBoxLayout(waiting)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._invitation)
        column.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        self._said: dict[str, QLabel] = {}
        for k, (name, tip) in enumerate(
            (
                ("You read", "Your vote."),
                ("The label says", "The answer that comes with the digit: right, as the data set has it."),
                ("The network reads", "Its answer, and with what probability."),
            )
        ):
            heading, value = QLabel(name), QLabel("–")
            heading.setProperty("role", "muted")
            value.setProperty("role", "huge")
            heading.setToolTip(tip)
            self._said[name] = value
            grid.addWidget(heading, 0, k)
            grid.addWidget(value, 1, k)
        self._sure = QLabel()
        self._sure.setProperty("role", "muted")
        grid.addWidget(self._sure, 2, 2)
        for k in range(3):
            grid.setColumnStretch(k, 1)
        self._people = QLabel("Five people read")
        self._people.setProperty("role", "muted")
        self._people.setToolTip(
            "Each of five people was shown the digit and asked which of two it is, if either."
        )
        self.bars = VoteBars()
        self._verdict = _wrapped("", "said")
        self.next = WhatNext()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addSpacing(6)
        column.addWidget(self._people)
        column.addWidget(self.bars)
        column.addWidget(self._verdict)
        column.addStretch(1)
        column.addWidget(self.next)
        self._told = QStackedWidget()
        self._told.addWidget(waiting)
        self._told.addWidget(told)
        self._accuracy = _wrapped("", "muted")
        self._accuracy.setToolTip(
            "Left out are the digits for which fewer than three of five people chose the given label."
        )
        card.add(self._told, 1)
        card.add(self._accuracy)
        self.next.watch_clicked.connect(self.watch_clicked)
        self.next.explain_clicked.connect(self.explain_clicked)

    # ---- what is shown

    @property
    def case(self) -> Case | None:
        """What is shown."""
        return self._case

    def show_sets(self, names: dict[str, str], chosen: str) -> None:
        """The words on the sets of digits that there are, "votes" and "doubts", and which is looked at."""
        self.sets.offer({name: (words, _SETS[name]) for name, words in names.items()}, chosen)

    def show_case(self, case: Case | None, nothing: str = "") -> None:
        """Show this digit; None, where there is none, with a sentence that says why."""
        self._case = case
        revealed = case is not None and case.reveal is not None
        self._digit.show_pixels(None if case is None else case.pixels)
        for digit, button in self._buttons.items():
            button.setEnabled(case is not None and not revealed)
            button.setChecked(case is not None and case.reveal is not None and case.reveal.own == digit)
        self._question.setVisible(case is not None)
        self._back.setEnabled(case is not None and case.place > 0)
        self._next.setEnabled(case is not None and case.place < len(case.states) - 1)
        # What comes next is the vote, and after it the next digit.
        self._next.setText("Next" if revealed or case is None else "Skip")
        self._next.setShortcut("Right")  # which another text takes away
        self._next.setProperty("role", "primary" if revealed else "")
        self._next.style().unpolish(self._next)
        self._next.style().polish(self._next)
        self._told.setCurrentIndex(1 if revealed else 0)
        if case is None:
            self.strip.show_states(np.zeros(0, np.int8), 0)
            self._progress.setText("")
            self._invitation.setText(nothing)
            return
        self.strip.show_states(case.states, case.place)
        voted = int(np.count_nonzero(case.states))
        self._progress.setText(f"{voted} of {len(case.states)}")
        others = "what others said, " if case.asked else ""
        names = DIGITS.answer.names
        self._invitation.setText(
            "Some of the “right” answers are questionable. Say first what you read, with a click or a key "
            f"from {names[0]} to {names[-1]}. Then you see the label, {others}and what the network reads."
        )
        if case.reveal is not None:
            self._reveal(case.reveal)

    def show_accuracy(self, words: str) -> None:
        """What questionable labels do to the accuracy."""
        self._accuracy.setText(words)
        self._accuracy.setVisible(bool(words))

    def _reveal(self, reveal: Reveal) -> None:
        self._said["You read"].setText("?" if reveal.own == CANT_TELL else str(reveal.own))
        self._said["The label says"].setText(str(reveal.label))
        self._said["The network reads"].setText("–" if reveal.answer is None else str(reveal.answer))
        self._sure.setText("" if reveal.answer is None else f"with {percent(reveal.confidence)}")
        self._people.setVisible(reveal.votes is not None)
        self.bars.setVisible(reveal.votes is not None)
        if reveal.votes is not None:
            self.bars.show_votes(reveal.votes)
        self._verdict.setText(reveal.verdict)

    # ---- what the person does

    def _vote(self, digit: int) -> None:
        if self._case is not None and self._case.reveal is None:
            self.voted.emit(digit)

    def _move(self, by: int) -> None:
        if self._case is not None:
            self.moved.emit(self._case.place + by)


def _wrapped(text: str, role: str) -> QLabel:
    label = Wrapped(text)
    label.setProperty("role", role)
    return label
