"""The examination where the examples are points: what one page shows, and no tabs for what there is not."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.card import Card
from netviz.panels.kit.nothing import Nothing
from netviz.panels.test.numbers_page import NumbersPage
from netviz.panels.test.results import ResultsPage
from netviz.rendering import units
from netviz.tasks.answer import Classes, Numbers
from netviz.tasks.input import Input
from netviz.tasks.task import AnyTask, Task

_GAP: Final = 12
_LEAST: Final = 580  # units of width


class PointsPage(QWidget):
    """Stands in the place of the network, as the digits' `ExamPage`."""

    measure_clicked = Signal()

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stack = QStackedWidget(self)
        self.results: ResultsPage | NumbersPage
        if isinstance(task.answer, Numbers):
            self.results = NumbersPage(task, self._stack)
        else:
            self.results = ResultsPage(cast("Task[Input, Classes]", task), self._stack)
        self._message = Card(self._stack)
        self._nothing = Nothing(parent=self._message)
        self._message.add(self._nothing, 1)
        for page in (self._message, self.results):
            self._stack.addWidget(page)
        title = QLabel("Results", self)
        title.setProperty("role", "title")
        self._status = QLabel(self)
        self._status.setProperty("role", "muted")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        units.hold(self._bar, width=96)
        self._measure = QPushButton("Measure again", self)
        self._measure.setProperty("role", "quiet")
        self._measure.setToolTip("Measure the network as it is now.")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addStretch(1)
        for shown in (self._status, self._bar, self._measure):
            head.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self._measure.clicked.connect(self.measure_clicked)
        self.sentence = ""
        units.hold(self, least_width=_LEAST)
        self.show_progress(None)
        self.show_status("", "", fresh=True)
        self.say("")

    def hasHeightForWidth(self) -> bool:
        """Its plots give way before it scrolls."""
        return False

    def fold(self, *, narrow: bool) -> None:
        """The window is too narrow for what stands beside each other, or no longer."""
        self.results.fold(narrow=narrow)

    def say(self, title: str, words: str = "") -> None:
        """A sentence in the place of the results, or these where `title` is empty."""
        self.sentence = title
        self._nothing.say(title, words)
        shown = self._message if title else self.results
        for page in (self._message, self.results):
            asks = QSizePolicy.Policy.Preferred if page is shown else QSizePolicy.Policy.Ignored
            page.setSizePolicy(asks, asks)
        self._stack.setCurrentWidget(shown)

    def show_status(self, words: str, tip: str, *, fresh: bool) -> None:
        """What was measured, and on what; where it is not `fresh`, measuring again is offered."""
        self._status.setText(words)
        self._status.setToolTip(tip)
        self._measure.setVisible(not fresh)

    def show_progress(self, share: float | None) -> None:
        """How far measuring is, 0 to 1; None when nothing is measured."""
        self._bar.setVisible(share is not None)
        if share is not None:
            self._bar.setValue(round(100 * share))
