"""The map of digits with its settings, and the digits that were collected from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.card import Card
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.charts.scatter import DigitScatter
from netviz.panels.test.choice import Choice
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.test.read_examples import ReadExamples, none_read
from netviz.tasks.task import AnyTask

GAP: Final = 12
_MOST_NAMED: Final = 12  # classes of what was collected


class MapPage(QWidget):
    """At the left the map, at the right what it means, or the digits within the loop that one has drawn."""

    column_chosen = Signal(str)
    method_chosen = Signal(str)
    picked = Signal(int)  # index in the test set
    watch_clicked = Signal()
    explain_clicked = Signal()

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = none_read(task)
        self.columns = Choice("Layer", self)
        self.methods = Choice("Method", self)
        self.scatter = DigitScatter(self)
        self._where = QLabel(self)
        self._where.setProperty("role", "muted")
        left, right = Card(), Card()
        head = QHBoxLayout()
        head.addWidget(self.columns)
        head.addStretch(1)
        head.addWidget(self.methods)
        left.column.addLayout(head)
        left.add(self.scatter, 1)
        self._told = Wrapped(parent=self)
        self._note = Wrapped(parent=self)
        for label, role in ((self._told, "said"), (self._note, "muted")):
            label.setProperty("role", role)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._told)
        column.addWidget(self._note)
        column.addStretch(1)
        self.collected = DigitGallery(task, closable=True)
        self._beside = QStackedWidget()
        self._beside.addWidget(words)
        self._beside.addWidget(self.collected)
        right.add(self._beside, 1)
        self._page = page = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(left, 9)
        page.addWidget(right, 4)
        self.columns.chosen.connect(self.column_chosen)
        self.methods.chosen.connect(self.method_chosen)
        self.scatter.picked.connect(self.picked)
        self.scatter.collected.connect(self._collect)
        self.collected.picked.connect(self.picked)
        self.collected.closed.connect(self.scatter.let_go)
        self.collected.watch_clicked.connect(self.watch_clicked)
        self.collected.explain_clicked.connect(self.explain_clicked)

    def fold(self, *, narrow: bool) -> None:
        """What the map means stands below it where the window is narrow."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._page.setDirection(down if narrow else right)

    def offer(self, columns: Mapping[str, str], column: str, methods: Mapping[str, str], method: str) -> None:
        """The layers and the methods that there are, key and name, and those that are chosen."""
        self.columns.offer({key: (name, _COLUMN_TIP) for key, name in columns.items()}, column)
        self.methods.offer({key: (name, _METHOD_TIPS[key]) for key, name in methods.items()}, method)
        self.methods.setVisible(len(methods) > 1)

    def show_map(self, points: NDArray[np.floating[Any]], digits: ReadExamples, told: str, note: str) -> None:
        """Points (n, 2) for these n digits; `told` says what the map is, `note` how it was made."""
        same = len(digits) == len(self._digits)
        self._digits = digits
        self.scatter.show_map(points, digits)
        self._told.setText(told)
        self._note.setText(note)
        if same and self.scatter.collected_places.size:
            self._collect(self.scatter.collected_places, keep_place=True)

    def set_selected(self, index: int | None) -> None:
        """The digit with this index lies on the pad."""
        self.scatter.set_selected(index)
        self.collected.set_selected(index)

    def _collect(self, places: NDArray[np.intp], keep_place: bool = False) -> None:
        self._beside.setCurrentIndex(1 if len(places) else 0)
        if not len(places):
            return
        found = self._digits.rows(places)
        # The misread ones first: they are what one looks for.
        chosen = found.rows(np.lexsort((found.label, found.answer == found.label)))
        answer = self._digits.task.answer
        counts = np.bincount(chosen.label, minlength=answer.n)
        order = [int(d) for d in np.argsort(-counts, kind="stable") if counts[d]]
        of = ", ".join(f"{counts[d]} × {answer.name(d)}" for d in order[:_MOST_NAMED])
        of += f" and {len(order) - _MOST_NAMED:,} more classes" if len(order) > _MOST_NAMED else ""
        wrong = int(np.count_nonzero(chosen.label != chosen.answer))
        title = counted(len(chosen), "{n} example", "{n} examples")
        self.collected.show_digits(title, f"{of}. Misread: {wrong}.", chosen, keep_place=keep_place)


_COLUMN_TIP: Final = "Map the examples by this layer's activations: alike for the layer is close on the map."
_METHOD_TIPS: Final = {
    "pca": "Principal components: the flat view in which the activations differ most.",
    "tsne": "t-SNE: keeps neighbours together and lets go of larger distances, so groups show and gaps mean "
    "little.",
}
