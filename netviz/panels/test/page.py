"""The examination room as one page: its parts as a row of quiet tabs, and what was measured when."""

from __future__ import annotations

from typing import Final

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
from netviz.panels.kit.tabs import Tabs
from netviz.panels.test.digit_map import MapPage
from netviz.panels.test.health_page import HealthPage
from netviz.panels.test.labels import LabelsPage
from netviz.panels.test.mistakes import MistakesPage
from netviz.panels.test.numbers_page import NumbersPage
from netviz.panels.test.results import ResultsPage
from netviz.panels.test.robustness_page import RobustnessPage
from netviz.rendering import units
from netviz.tasks.digits.task import is_of_digits
from netviz.tasks.task import AnyTask, is_of_classes, is_of_pictures

GAP: Final = 12
_LEAST: Final = 640  # units of width: the tabs, and beside them when it was measured
PARTS: Final = {
    "results": (
        "Results",
        "How many it reads rightly, which it takes for which, and whether it knows how sure to be.",
    ),
    "mistakes": ("Mistakes", "All that it misreads, the ones that it was surest of first."),
    "labels": ("Questionable labels", "Examples whose label people doubt: say what you see, then compare."),
    "robustness": (
        "Robustness",
        "How its accuracy falls with noise, rotation, thickness, shift and occlusion.",
    ),
    "map": ("Map", "What a layer makes of the examples, as a map: like lies beside like."),
    "data": (
        "Data",
        "What may be wrong with the examples: duplicates, rare classes, doubtful labels, and more.",
    ),
}
"""Name and tip of each part, in the order of their tabs."""


Part = ResultsPage | NumbersPage | MistakesPage | LabelsPage | RobustnessPage | MapPage | HealthPage


class ExamPage(QWidget):
    """Stands in the place of the network."""

    part_opened = Signal(str)  # one of PARTS
    measure_clicked = Signal()
    cancel_clicked = Signal()

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stack = QStackedWidget(self)
        self._part = "results"
        self._parts: dict[str, Part] = {}
        self.mistakes: MistakesPage | None = None
        self.labels: LabelsPage | None = None
        self.robustness: RobustnessPage | None = None
        self.map: MapPage | None = None
        self.results = self._make_results(task)
        self.data = HealthPage(task, self._stack)
        self._parts["data"] = self.data
        self._message = _Message(self)
        self._stack.addWidget(self._message)
        for widget in self._parts.values():
            self._stack.addWidget(widget)
        self.tabs = Tabs("Parts of the examination", self)
        for name in self._parts:
            self.tabs.add(name, *PARTS[name])
        self.tabs.opened.connect(self.open_part)
        self._status = QLabel(self)
        self._status.setProperty("role", "muted")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        units.hold(self._bar, width=96)
        self._cancel = self._quiet("Cancel", "Stop measuring; what was measured before stays.")
        self._measure = self._quiet("Measure again", "Measure the network as it is now.")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.tabs)
        head.addStretch(1)
        for shown in (self._status, self._bar, self._cancel, self._measure):
            head.addWidget(shown)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addLayout(head)
        page.addWidget(self._stack, 1)
        self._cancel.clicked.connect(self.cancel_clicked)
        self._measure.clicked.connect(self.measure_clicked)
        self._sentence = ""
        units.hold(self, least_width=_LEAST)
        self.show_progress(None)
        self.show_status("", "", fresh=True)
        self.open_part("results")

    def _make_results(self, task: AnyTask) -> ResultsPage | NumbersPage:
        """The results, and what there is besides them for what this task reads and answers."""
        if not is_of_classes(task):
            numbers = NumbersPage(task, self._stack)
            self._parts["results"] = numbers
            return numbers
        results = ResultsPage(task, self._stack)
        self._parts["results"] = results
        self.mistakes = self._parts["mistakes"] = MistakesPage(task, self._stack)
        if is_of_pictures(task):
            if is_of_digits(task):
                self.labels = self._parts["labels"] = LabelsPage(task.input, self._stack)
            self.robustness = self._parts["robustness"] = RobustnessPage(task, self._stack)
        self.map = self._parts["map"] = MapPage(task, self._stack)
        return results

    @property
    def part(self) -> str:
        """The part that is open."""
        return self._part

    def hasHeightForWidth(self) -> bool:
        """Its plots give way before it scrolls; Qt would ask for the height that they prefer."""
        return False

    def fold(self, *, narrow: bool) -> None:
        """The window is too narrow for what stands beside each other, or no longer."""
        for part in (self.results, self.labels, self.robustness, self.map, self.data):
            if part is not None:
                part.fold(narrow=narrow)

    def open_part(self, name: str) -> None:
        """Go to one of PARTS."""
        self._part = name
        self.tabs.show_tab(name)
        self._show()
        self.part_opened.emit(name)

    @property
    def sentence(self) -> str:
        """What stands in the place of the parts; empty where these are seen."""
        return self._sentence

    def say(self, title: str, words: str = "") -> None:
        """A sentence in the place of the parts, or the parts where `title` is empty."""
        self._sentence = title
        self._message.say(title, words)
        self._show()

    def show_status(self, words: str, tip: str, *, fresh: bool) -> None:
        """What was measured, and on what; where it is not `fresh`, measuring again is offered."""
        self._status.setText(words)
        self._status.setToolTip(tip)
        self._measure.setVisible(not fresh and self._bar.isHidden())

    def show_progress(self, share: float | None) -> None:
        """How far measuring is, 0 to 1; None when nothing is measured."""
        self._bar.setVisible(share is not None)
        self._cancel.setVisible(share is not None)
        if share is not None:
            self._measure.hide()
            self._bar.setValue(round(100 * share))

    def _show(self) -> None:
        shown = self._message if self._sentence else self._parts[self._part]
        # A stack is as large as its largest page: only the one that is seen may ask for room.
        for page in (self._message, *self._parts.values()):
            asks = QSizePolicy.Policy.Preferred if page is shown else QSizePolicy.Policy.Ignored
            page.setSizePolicy(asks, asks)
        self._stack.setCurrentWidget(shown)

    def _quiet(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "quiet")
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


class _Message(Card):
    """Why there is nothing to see yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.nothing = Nothing(parent=self)
        self.add(self.nothing, 1)

    def say(self, title: str, words: str) -> None:
        """Show this."""
        self.nothing.say(title, words)
