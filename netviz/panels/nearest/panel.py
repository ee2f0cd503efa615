"""Search by example: the examples that a layer takes for most like what lies before the network."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.nothing import Nothing
from netviz.panels.nearest.cards import Cards, Like
from netviz.tasks.task import AnyTask


class NearestPanel(QWidget):
    """Values in, signals out."""

    layer_chosen = Signal(int)
    picked = Signal(int)  # the row of an example

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers = QComboBox(self)
        self.layers.setAccessibleName("Layer")
        self.layers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.layers.setToolTip("By what this layer makes of an example it is compared with the others.")
        self._note = QLabel(self)
        self._note.setProperty("role", "muted")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._note.setToolTip(
            "Euclid’s distance: the square root of the sum of the squared differences of all activations in "
            "this layer, between each example and what lies before the network."
        )
        title = QLabel("Nearest in", self)
        title.setProperty("role", "section")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.layers)
        head.addWidget(self._note, 1)
        self._stack = QStackedWidget(self)
        self.cards = Cards(task.input, self._stack)
        self._nothing = Nothing(parent=self._stack)
        for page in (self.cards, self._nothing):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.layers.activated.connect(self.layer_chosen)
        self.cards.picked.connect(self.picked)

    def show_layers(self, names: Sequence[str], chosen: int) -> None:
        """These layers can be chosen."""
        if [self.layers.itemText(k) for k in range(self.layers.count())] != list(names):
            self.layers.clear()
            self.layers.addItems(list(names))
        self.layers.setCurrentIndex(chosen)

    def show_like(self, like: Sequence[Like], note: str) -> None:
        """These are the nearest; `note` says of how many, and by what distance."""
        self._note.setText(note)
        self.cards.show_like(like)
        self._stack.setCurrentWidget(self.cards)

    def say(self, title: str, words: str = "") -> None:
        """Why there is nothing to see."""
        self._note.setText("")
        self._nothing.say(title, words)
        self._stack.setCurrentWidget(self._nothing)

    @property
    def note(self) -> str:
        """What is said of those that are shown; empty where none are."""
        return self._note.text()
