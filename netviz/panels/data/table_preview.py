"""A look at a table that somebody brings, before it is taken: its columns, and what is answered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from netviz.language.grammar import counted
from netviz.panels.data.histogram import Histogram
from netviz.panels.kit.scrolling import Scrolling
from netviz.rendering import units
from netviz.tasks.tabular.choices import ANSWERS, CLASSES, NUMBER, Choices
from netviz.tasks.tabular.sight import ColumnSight, Sight, sentences

MOST: Final = 100  # columns that are shown
_ROWS: Final = 3  # of the table that are shown
_CELL: Final = 12  # characters of a word after which it may be broken
_LEAST_CELL: Final = 84
_NAME: Final = 40  # characters that are shown
_ROLES: Final = ("muted", "section")  # of other columns' names, and of the one that is answered
_HEADS: Final = ("Column", "What is read", "Gaps", "How values lie")
_VALUES: Final = 3  # the place of the histogram
_WORDS: Final = {CLASSES: "with classes", NUMBER: "with a number"}


class TablePreview(QDialog):
    """Values in (`show_sight`), signals out: `chosen` has other Choices, with which the table is to be read
    again; accepted, it is taken as it is shown.
    """

    chosen = Signal(object)

    def __init__(self, sight: Sight, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Learn from {sight.survey.path.name}")
        self.setProperty("concept", "training examples")
        self.sight = sight
        self._without: set[str] = set()
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.label, self.answer = QComboBox(self), QComboBox(self)
        self.label.setAccessibleName("The column that is answered")
        self.answer.setAccessibleName("What it is answered with")
        self.label.setProperty("concept", "label")
        self.answer.setProperty("concept", "classification")
        self.answer.setToolTip("Classes: one of its different values. A number: as near as can be.")
        for box in (self.label, self.answer):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for kind in ANSWERS:
            self.answer.addItem(_WORDS[kind], kind)
        for place, column in enumerate(sight.columns):
            if column.name:
                self.label.addItem(_short(column.name, _NAME), place)
        self._scroll = Scrolling(sideways=True, steady=True, parent=self)
        self._scroll.setProperty("concept", "input")
        self._trouble = self._make_troubles()
        self.refused = QLabel(self)
        self.refused.setWordWrap(True)
        self.refused.setProperty("role", "complaint")
        self.refused.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Reading the table")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = buttons.addButton("Learn from it", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        asked = QLabel("What is answered", self)
        asked.setBuddy(self.label)
        for widget in (asked, self.label, self.answer, self._bar):
            row.addWidget(widget)
        row.addStretch(1)
        column_of = QVBoxLayout(self)
        column_of.setSpacing(10)
        column_of.addWidget(self._words)
        column_of.addLayout(row)
        column_of.addWidget(self._scroll, 1)
        column_of.addWidget(self._trouble)
        column_of.addWidget(self.refused)
        column_of.addWidget(buttons)
        self.label.activated.connect(self._label_chosen)
        self.answer.activated.connect(self._answer_chosen)
        self.leave_out.toggled.connect(self._settle)
        self.show_sight(sight)
        units.begin_at(self, QSize(units.pixels(900), units.pixels(620)))

    def show_sight(self, sight: Sight) -> None:
        """What was found with the choices that were made."""
        self.sight = sight
        at = self._scroll.verticalScrollBar().value()
        self._words.setText("\n".join(sentences(sight)))
        self.label.setCurrentIndex(self.label.findData(sight.label))
        self.answer.setCurrentIndex(self.answer.findData(sight.choices.answer))
        model = self.answer.model()
        assert isinstance(model, QStandardItemModel)
        model.item(self.answer.findData(NUMBER)).setEnabled(sight.offers_number)
        self._scroll.take(self._columns(sight))
        self._scroll.verticalScrollBar().setValue(at)
        self.refused.setText(sight.refused)
        self._show_troubles(sight)
        self.show_progress(None)

    def show_progress(self, share: float | None) -> None:
        """How far reading it again is; None while nothing is read."""
        self._bar.setVisible(share is not None)
        if share is not None:
            self._bar.setValue(round(100 * share))
        self._settle()

    def say(self, words: str) -> None:
        """It could not be read again: why, a sentence."""
        self.refused.setText(words)
        self.sight = replace(self.sight, table=None)
        self.show_progress(None)

    # ---- inside

    def _settle(self) -> None:
        reads = not self._bar.isHidden()
        agreed = not self.sight.n_unreadable or self.leave_out.isChecked()
        self.take.setEnabled(self.sight.table is not None and agreed and not reads)
        self.take.setToolTip("" if agreed else "Some rows can't be read: leave them out, or cancel.")
        self.refused.setVisible(bool(self.refused.text()))

    def _label_chosen(self, index: int) -> None:
        name = self.sight.columns[self.label.itemData(index)].name
        self._choose(replace(self.sight.choices, label=name, answer=""))

    def _answer_chosen(self, index: int) -> None:
        self._choose(replace(self.sight.choices, answer=self.answer.itemData(index)))

    def _column_chosen(self, name: str, *, read: bool) -> None:
        (self._without.discard if read else self._without.add)(name)
        self._choose(self.sight.choices)

    def _choose(self, choices: Choices) -> None:
        """Ask for the table with these, and without the columns that are not to be read."""
        names: tuple[str, ...] = ()
        if self._without:
            # Which can be read does not hang on the label; that itself is none of them.
            able = (c.name for c in self.sight.columns if c.readable or c.name == self.sight.choices.label)
            names = tuple(name for name in able if name not in self._without and name != choices.label)
        self.chosen.emit(replace(choices, columns=names, skip=False))

    def _columns(self, sight: Sight) -> QWidget:
        """A line for each: the answer first."""
        inside = QWidget(self._scroll.viewport())
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        head = sight.survey.head[:_ROWS]
        where = sight.survey.dialect.place
        for at, words in enumerate((*_HEADS, *(f"{where} {line:,}" for line, _ in head))):
            label = QLabel(words, inside)
            label.setProperty("role", "muted")
            grid.addWidget(label, 0, at)
        others = [place for place in range(len(sight.columns)) if place != sight.label]
        for row, place in enumerate([sight.label, *others[: MOST - 1]], 1):
            self._line(grid, row, sight, sight.columns[place])
            for at, (_, cells) in enumerate(head, len(_HEADS)):
                grid.addWidget(_cell(cells[place], inside), row, at)
        end = min(len(sight.columns), MOST) + 1
        more = len(sight.columns) - MOST
        if more > 0:
            words = counted(more, "… and one more column.", "… and {n} more columns.")
            grid.addWidget(QLabel(words, inside), end, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(end + 1, 1)
        return inside

    def _line(self, grid: QGridLayout, row: int, sight: Sight, column: ColumnSight) -> None:
        inside = grid.parentWidget()
        name: QWidget
        if column.readable:
            box = QCheckBox(_short(column.name, _NAME), inside)
            box.setChecked(column.name not in self._without)
            box.setToolTip(f"Whether {column.name} is read.")
            box.toggled.connect(lambda read: self._column_chosen(column.name, read=read))
            name = box
        else:
            label = QLabel(_short(column.name or "without a name", _NAME), inside)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setToolTip(column.name)
            label.setProperty("role", _ROLES[row == 1])
            name = label
        words = QLabel(column.words, inside)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        units.hold(words, least_width=150)
        if not (column.is_read or row == 1):
            words.setProperty("role", "muted")
        gaps = QLabel(f"{column.gaps:,}" if column.gaps else "", inside)
        gaps.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(name, row, 0)
        grid.addWidget(words, row, 1)
        grid.addWidget(gaps, row, 2)
        if column.bins:
            answer = None if sight.table is None else sight.table.task.answer
            grid.addWidget(Histogram(column, answer, inside), row, _VALUES)

    def _make_troubles(self) -> QWidget:
        box = QWidget(self)
        self.leave_out = QCheckBox(box)
        self.troubles = QPlainTextEdit(box)
        self.troubles.setReadOnly(True)
        self.troubles.setAccessibleName("Rows that can't be read")
        units.hold(self.troubles, least_height=40, most_height=84)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.leave_out)
        column.addWidget(self.troubles)
        return box

    def _show_troubles(self, sight: Sight) -> None:
        table, n = sight.table, sight.n_unreadable
        self._trouble.setVisible(bool(n))
        if table is None or not n:
            return
        told = table.data.troubles
        words = counted(
            n,
            "One row can't be read. Leave it out.",
            "{n} rows can't be read. Leave them out.",
        )
        if self.leave_out.text() != words:
            self.leave_out.setChecked(False)
            self.leave_out.setText(words)
        more = f"\n… the first {len(told):,} of them" if len(told) < n else ""
        self.troubles.setPlainText("\n".join(told) + more)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _cell(words: str, parent: QWidget) -> QLabel:
    """In as many lines as it takes; also of one long word."""
    label = QLabel(re.sub(rf"(\S{{{_CELL}}})(?=\S)", "\\1\u200b", words), parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    units.hold(label, least_width=_LEAST_CELL)
    return label
