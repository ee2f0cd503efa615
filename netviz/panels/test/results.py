"""The results of the examination on one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import fill
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netviz.language.grammar import counted
from netviz.panels.kit.card import Card
from netviz.panels.kit.figures import percent
from netviz.panels.kit.terms import TermLabel
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.cell_points import CellPoints, lie_in_a_plane
from netviz.panels.test.charts.calibration import ReliabilityDiagram
from netviz.panels.test.charts.confusion import Cell, ConfusionMatrix
from netviz.panels.test.charts.counts import totals_of
from netviz.panels.test.charts.coverage import Threshold
from netviz.panels.test.charts.figure import Figure
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.test.read_examples import ReadExamples
from netviz.rendering import units
from netviz.tasks.answer import Classes
from netviz.tasks.digits.task import is_of_digits
from netviz.tasks.input import Input, Picture
from netviz.tasks.task import Task
from netviz.training.judge import MEASURE, NONE, is_judged
from netviz.training.measure.calibration import Calibration, Coverage

GAP: Final = 12
_SHARES: Final = (9, 4, 6, 6)  # of the width, for each figure
_ROOM_FOR_NOTES: Final = 600  # units of height: more than the page needs with its notes
MOST_IN_MATRIX: Final = 16  # classes
_ROOM_FOR_NAMES: Final = 860  # units of width, for a name that is written out


@dataclass(frozen=True, eq=False)
class Results:
    """All that the page shows. `interval`: the 95 % confidence interval of the accuracy.

    `without` is the accuracy without the `n_questionable` digits whose label is questionable; None where
    these digits have no votes. `refused`: so many of the digits are none that the program knows; None of
    others than digits.
    """

    confusion: NDArray[np.integer[Any]]
    accuracy: float
    interval: tuple[float, float]
    without: float | None
    n_questionable: int
    calibration: Calibration
    coverage: Coverage
    refused: int | None
    hand: tuple[int, int] | None = None
    """How many of the person's own drawings, which nothing was learnt from, it reads rightly, and how many
    there are; None without any.
    """

    @property
    def count(self) -> int:
        """How many digits were read."""
        return int(self.confusion.sum())

    @property
    def wrong(self) -> int:
        """How many of them wrongly."""
        return self.count - int(self.confusion.trace())


class ResultsPage(QWidget):
    """Figures above, the confusion matrix below; beside it calibration and threshold, or a cell's digits."""

    cell_picked = Signal(int, int)  # label, answer: show me these digits
    picked = Signal(int)  # index in the test set
    watch_clicked = Signal()
    explain_clicked = Signal()

    def __init__(self, task: Task[Input, Classes], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._of_pictures = isinstance(task.input, Picture)
        self._names = task.answer.names
        self._cell: Cell | None = None
        self._in_matrix = np.arange(min(task.answer.n, MOST_IN_MATRIX))  # classes, by its rows
        figures, confusion = self._make_figures(), self._make_confusion(task.answer)
        plots = QWidget()
        column = QVBoxLayout(plots)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._make_calibration(), 1)
        column.addWidget(self._make_threshold(), 1)
        self.digits = DigitGallery(task, closable=True)
        gallery = Card()
        self.points = CellPoints(task) if lie_in_a_plane(task) else None
        gallery.add(self.digits if self.points is None else self.points, 1)
        self._beside = QStackedWidget()
        self._beside.addWidget(plots)
        self._beside.addWidget(gallery)
        self._lower = lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        lower.setSpacing(GAP)
        lower.addWidget(confusion, 5)
        lower.addWidget(self._beside, 4)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(figures)
        page.addLayout(lower, 1)
        self.fold(narrow=False)
        self.matrix.cell_picked.connect(self._picked_in_matrix)
        self.matrix.let_go.connect(self.close_cell)
        for shown in (self.digits, self.points):
            if shown is not None:
                shown.picked.connect(self.picked)
                shown.watch_clicked.connect(self.watch_clicked)
                shown.explain_clicked.connect(self.explain_clicked)
                shown.closed.connect(self.close_cell)

    def _make_figures(self) -> Card:
        example, examples = self._task.example, self._task.examples
        self.accuracy = Figure(
            f"Accuracy on test {examples}",
            f"The share of the test {examples}, none of which it learned from, that it reads rightly. With "
            f"other {examples} it would come out a little different: 95 of 100 such intervals hold the "
            "true share.",
            strong=True,
        )
        another = f"another {example}" if self._of_pictures else "another class"
        self.wrong = Figure("Read wrongly", f"How many of the test {examples} it reads as {another}.")
        self.without = Figure(
            "Without questionable labels",
            "The accuracy without those for which fewer than three of five people chose the given "
            "label: there, a “mistake” may be the label's.",
            short="Undisputed labels",
        )
        self.confused = Figure(
            "Most often confused", "The most frequent mistake. Click its number in the matrix to see them."
        )
        card = Card()
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(14)
        self._figures.setVerticalSpacing(6)
        card.column.addLayout(self._figures)
        self.hand = Wrapped(parent=card)
        self.hand.setProperty("role", "muted")
        self.hand.hide()
        card.add(self.hand)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return card

    @property
    def _shown_figures(self) -> tuple[Figure, ...]:
        """People were asked about digits alone."""
        if is_of_digits(self._task):
            return self.accuracy, self.wrong, self.without, self.confused
        return self.accuracy, self.wrong, self.confused

    def _make_confusion(self, classes: Classes) -> Card:
        self.matrix = ConfusionMatrix(self._some_classes())
        card = Card()
        card.column.setSpacing(4)
        words = "What is taken for what: click a number to see the examples. A shade is a share of its row."
        if classes.n > MOST_IN_MATRIX:
            words = (
                f"Of {classes.n:,} classes the {MOST_IN_MATRIX} with the most mistakes. Click a number. "
                "A shade is a share of its row."
            )
        card.add(_Title("Confusion matrix", words))
        card.add(self.matrix, 1)
        return card

    def _make_calibration(self) -> Card:
        self.diagram = ReliabilityDiagram()
        self._calibration_error = ""
        self._error = QLabel()
        self._error.setProperty("role", "value")
        self._error.setToolTip(
            "Expected calibration error: how far confidence and accuracy lie apart, on average over all "
            "answers."
        )
        card = Card()
        card.column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(
            _Title(
                "Calibration",
                "Is it right as often as it says?",
            ),
            1,
        )
        head.addWidget(self._error, 0, Qt.AlignmentFlag.AlignTop)
        card.column.addLayout(head)
        card.add(self.diagram, 1)
        return card

    def _make_threshold(self) -> Card:
        self.threshold = Threshold()
        card = Card()
        card.column.setSpacing(4)
        card.add(
            _Title(
                "“I don't know”", "Let it answer only where it is sure enough: fewer answers, fewer mistakes."
            )
        )
        card.add(self.threshold, 1)
        self.refused = Wrapped()
        self.refused.setProperty("role", "muted")
        self.refused.setToolTip(fill(MEASURE, 72))
        if is_judged(self._task):
            card.add(self.refused)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write_error()
        for title in self.findChildren(_Title):
            title.note.setVisible(units.high(self) >= _ROOM_FOR_NOTES)

    def fold(self, *, narrow: bool) -> None:
        """What stands beside the matrix stands below it where the window is narrow."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lower.setDirection(down if narrow else right)
        across = 2 if narrow else len(self._shown_figures)
        for k, figure in enumerate(self._shown_figures):
            self._figures.addWidget(figure, *divmod(k, across))
            self._figures.setColumnStretch(k, _SHARES[k] if k < across else 0)

    @property
    def cell(self) -> Cell | None:
        """The cell whose digits are shown."""
        return self._cell

    def show_results(self, results: Results | None) -> None:
        """Show these; None while nothing is measured."""
        if results is None:
            self.matrix.set_confusion(None)
            self.diagram.show_calibration(None)
            self.threshold.show_coverage(None)
            self.refused.setText("")
            self._calibration_error = ""
            self._write_error()
            for figure in (self.accuracy, self.wrong, self.without, self.confused):
                figure.show_value("–")
            return
        self._choose_classes(results.confusion)
        shown = results.confusion[np.ix_(self._in_matrix, self._in_matrix)]
        labelled, answered = totals_of(results.confusion)
        totals = labelled[self._in_matrix], answered[self._in_matrix]
        self.matrix.set_confusion(shown, self._some_classes(), totals)
        self._mark_cell()
        self.hand.setVisible(results.hand is not None)
        if results.hand is not None:
            right, n = results.hand
            self.hand.setText(
                f"Your hand: {percent(right / n)}, {right:,} of {n:,} drawings of yours, which it did not "
                "learn from."
            )
        low, high = results.interval
        self.accuracy.show_value(
            _two(results.accuracy), f"95\u00a0% confidence: {_two(low, unit=False)} to {_two(high)}"
        )
        self.wrong.show_value(f"{results.wrong:,}", f"of {results.count:,}")
        if results.without is None:
            self.without.show_value("–", "nobody voted on these")
        else:
            self.without.show_value(_two(results.without), f"{results.n_questionable} left out")
        mistakes = np.array(results.confusion)
        np.fill_diagonal(mistakes, 0)
        label, answer = divmod(int(mistakes.argmax()), len(mistakes))
        if mistakes[label, answer]:
            times = int(mistakes[label, answer])
            ties = int((mistakes == times).sum()) - 1
            self.confused.show_value(
                f"{self._names[label]} read as {self._names[answer]}",
                counted(times, "once", "{n} times")
                + (counted(ties, ", like one other", ", like {n} others") if ties else ""),
            )
        else:
            self.confused.show_value("–", "it makes no mistake")
        self.diagram.show_calibration(results.calibration)
        self._calibration_error = percent(results.calibration.error)
        self._write_error()
        self.threshold.show_coverage(results.coverage, results.count)
        if results.refused is None:
            return
        share = percent(results.refused / results.count)
        refused = f"{results.refused:,} of {results.count:,} ({share}) look {NONE}"
        self.refused.setText(
            f"{refused}: a second, small network judges the ink alone, the same for every network."
        )

    def _choose_classes(self, confusion: NDArray[np.integer[Any]]) -> None:
        """Of very many those with the most mistakes: others would be a matrix that nobody can read."""
        wrong = np.array(confusion)
        np.fill_diagonal(wrong, 0)
        order = np.argsort(-(wrong.sum(axis=0) + wrong.sum(axis=1)), kind="stable")
        self._in_matrix = np.sort(order[:MOST_IN_MATRIX])

    def _some_classes(self) -> Classes:
        classes, which = self._task.answer, self._in_matrix.tolist()
        names, hues = tuple(classes.names[k] for k in which), tuple(classes.hues[k] for k in which)
        return replace(classes, names=names, hues=hues)

    def _picked_in_matrix(self, label: int, answer: int) -> None:
        self.cell_picked.emit(int(self._in_matrix[label]), int(self._in_matrix[answer]))

    def _mark_cell(self) -> None:
        """In the matrix, where it shows the cell's classes."""
        cell, there = self._cell, self._in_matrix.tolist()
        shown = cell is not None and cell[0] in there and cell[1] in there
        self.matrix.set_selected((there.index(cell[0]), there.index(cell[1])) if cell and shown else None)

    def _write_error(self) -> None:
        named = "expected calibration error" if units.wide(self) >= _ROOM_FOR_NAMES else "ECE"
        self._error.setText(f"{named} {self._calibration_error}" if self._calibration_error else "")

    def show_cell(self, cell: Cell, digits: ReadExamples, *, keep_place: bool = False) -> None:
        """The digits of this cell, in the place of the plots."""
        self._cell = cell
        label, answer = (self._names[k] for k in cell)
        self._mark_cell()
        if cell[0] == cell[1]:
            title, note = f"{label} read rightly", "the least certain first"
        else:
            title, note = f"{label} read as {answer}", "the most certain mistake first"
        count = counted(len(digits), "{n} example", "{n} examples")
        self.digits.show_digits(
            title, f"{count}, {note}", digits, nothing="There is none any more.", keep_place=keep_place
        )
        self._beside.setCurrentIndex(1)

    def show_cell_points(
        self, cell: Cell, points: NDArray[Any], labels: NDArray[Any], index: NDArray[np.integer[Any]]
    ) -> None:
        """Where the points of this cell lie among all, in the place of the plots."""
        assert self.points is not None
        self._cell = cell
        self._mark_cell()
        label, answer = (self._names[k] for k in cell)
        title = f"{label} read rightly" if cell[0] == cell[1] else f"{label} read as {answer}"
        count = counted(len(index), "{n} point, ringed.", "{n} points, ringed.")
        click = " Click one: the network reads it." if len(index) else ""
        self.points.show_points(title, f"{count}{click}", points, labels, index)
        self._beside.setCurrentIndex(1)

    def close_cell(self) -> None:
        """The plots again."""
        self._cell = None
        self.matrix.set_selected(None)
        self._beside.setCurrentIndex(0)
        self.matrix.setFocus()

    def set_selected(self, index: int | None) -> None:
        """The digit with this index lies on the pad."""
        self.digits.set_selected(index)


class _Title(QWidget):
    """A card's name and what it shows; the latter gives way where a page is low."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        name, self.note = TermLabel(title, ("calibration",), self), Wrapped(words, self)
        name.setProperty("role", "section")
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.note.setProperty("role", "muted")
        column.addWidget(name)
        column.addWidget(self.note)


def _two(share: float, *, unit: bool = True) -> str:
    """A percentage with two decimals: ten thousand digits are counted one by one."""
    text = percent(share, 2)
    return text if unit else text.removesuffix("\u00a0%")
