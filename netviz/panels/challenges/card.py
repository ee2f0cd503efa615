"""All challenges in a window that stays beside: rule, state and result of each, and the table of a class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.kit.wrapped import Wrapped
from netviz.rendering import units
from netviz.viewmodels.challenges.rules import Challenge
from netviz.viewmodels.challenges.table import LONGEST, Result, in_order

_COLUMNS = ("Challenge", "Name", "Result", "Network")
_ABOUT = (
    "What is measured is measured by the program, on the validation digits, of which no network learns. "
    "Nothing leaves this computer."
)
_NOBODY = "Nobody stands in the table yet."
_LEAST_TABLE = 150


class ChallengesCard(QDialog):
    """Values in, signals out; it knows no rule's working."""

    begun = Signal(int)  # which one, from 0
    given_up = Signal()
    answered = Signal()
    named = Signal(str)
    save_clicked = Signal()
    emptied = Signal()

    def __init__(self, challenges: Sequence[Challenge], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Challenges")
        self.setModal(False)
        self._challenges = challenges
        self._now: int | None = None
        inside = QWidget(self)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(20, 14, 20, 14)
        rows.setSpacing(14)
        about = Wrapped(_ABOUT, inside)
        about.setProperty("role", "muted")
        rows.addWidget(about)
        self.begin: list[QPushButton] = []
        self.states: list[Wrapped] = []
        self._below: list[QVBoxLayout] = []
        for k, challenge in enumerate(challenges):
            rows.addWidget(self._row(k, challenge, inside))
        self._make_doings()
        for part in self._table(inside):
            rows.addWidget(part)
        rows.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scrolling(inside, parent=self), 1)
        outer.addLayout(self._foot())
        units.begin_at(self, units.size(460, 640))
        self.show_none()

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
        self._below[k].addWidget(self._doings)
        self._doings.show()
        self.states[k].setText("")
        self.states[k].show()
        self.answer.setVisible(answers)
        self.give_up.show()
        self._naming.hide()
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
        self.name.setFocus()
        self._now = None
        self._tell_buttons()

    def show_over(self) -> None:
        """It can't be done any more."""
        self._doings.hide()
        self._now = None
        self._tell_buttons()

    # ---- the table

    def show_results(self, results: Sequence[Result]) -> None:
        """Who has done what, the best first."""
        titles = {challenge.id: challenge.title for challenge in self._challenges}
        self.table.setRowCount(len(results))
        for k, result in enumerate(in_order(results)):
            cells = (titles[result.challenge], result.name, result.said, result.network)
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(k, column, item)
        there = bool(results)
        self.table.setVisible(there)
        self._nobody.setVisible(not there)
        self.save.setEnabled(there)
        self.empty.setEnabled(there)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.given_up.emit()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape closes it."""
        self.given_up.emit()
        super().reject()

    # ---- how it is made

    def _row(self, k: int, challenge: Challenge, parent: QWidget) -> QFrame:
        row = QFrame(parent)
        title, rule, state = QLabel(challenge.title, row), Wrapped(challenge.rule, row), Wrapped("", row)
        title.setProperty("role", "section")
        rule.setProperty("role", "muted")
        button = QPushButton("Begin", row)
        button.setAutoDefault(False)
        button.setAccessibleName(f"Begin: {challenge.title}")
        button.clicked.connect(lambda: self.begun.emit(k))
        self.begin.append(button)
        self.states.append(state)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(button)
        lines = QVBoxLayout(row)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addLayout(head)
        lines.addWidget(rule)
        lines.addWidget(state)
        self._below.append(lines)
        return row

    def _make_doings(self) -> None:
        """What one does with the one that is tried; it stands below that one."""
        self._doings = QWidget(self)
        self.answer = QPushButton("This is the broken one", self._doings)
        self.give_up = QPushButton("Give up", self._doings)
        self._naming = QWidget(self._doings)
        self.name = QLineEdit(self._naming)
        self.name.setPlaceholderText("Your name")
        self.name.setAccessibleName("Your name")
        self.name.setMaxLength(LONGEST)
        self.put = QPushButton("Into the table", self._naming)
        for button in (self.answer, self.give_up, self.put):
            button.setAutoDefault(False)
        self.put.setEnabled(False)
        self.name.textChanged.connect(lambda text: self.put.setEnabled(bool(text.strip())))
        self.name.returnPressed.connect(self._name_it)
        self.put.clicked.connect(self._name_it)
        self.answer.clicked.connect(self.answered)
        self.give_up.clicked.connect(self.given_up)
        naming = QHBoxLayout(self._naming)
        naming.setContentsMargins(0, 0, 0, 0)
        naming.addWidget(self.name, 1)
        naming.addWidget(self.put)
        across = QHBoxLayout(self._doings)
        across.setContentsMargins(0, 2, 0, 0)
        across.addWidget(self.answer)
        across.addWidget(self.give_up)
        across.addWidget(self._naming, 1)
        across.addStretch()

    def _table(self, parent: QWidget) -> tuple[QWidget, ...]:
        title = QLabel("The table", parent)
        title.setProperty("role", "section")
        self._nobody = Wrapped(_NOBODY, parent)
        self._nobody.setProperty("role", "muted")
        self.table = QTableWidget(0, len(_COLUMNS), parent)
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName("Who has done what")
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        units.hold(self.table, least_height=_LEAST_TABLE)
        return title, self._nobody, self.table

    def _foot(self) -> QHBoxLayout:
        self.save = QPushButton("Save the table…", self)
        self.empty = QPushButton("Empty it", self)
        self.empty.setToolTip("Take all names out of the table. Save it first if they are worth it.")
        close = QPushButton("Close", self)
        self.save.clicked.connect(self.save_clicked)
        self.empty.clicked.connect(self.emptied)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 12)
        for button in (self.save, self.empty):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        for button in (self.save, self.empty, close):
            button.setAutoDefault(False)
        return foot

    def _name_it(self) -> None:
        if self.name.text().strip():
            self.named.emit(self.name.text())
            self.name.clear()

    def _tell_buttons(self) -> None:
        for k, button in enumerate(self.begin):
            button.setEnabled(self._now != k)
