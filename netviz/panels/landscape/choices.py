"""Which two directions, how finely, on how many examples: what is chosen beside the landscape."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from netviz.panels.kit.fields import ChoiceBox
from netviz.panels.kit.numbers.whole import WholeNumber
from netviz.panels.landscape.shown import Asked
from netviz.training.landscape.directions import RANDOM, RUN, STEPS, WEIGHTS
from netviz.training.landscape.landscape import EXAMPLES, GRID

DIRECTIONS: Final = {
    RUN: ("Along the run", "The two directions that hold most of this run’s movement."),
    RANDOM: ("Random", "Two random directions from where the network is, of the length of its weights."),
    STEPS: ("Three steps", "The plane through the networks of three steps of this run."),
    WEIGHTS: ("Two weights", "Two weights change, all others stay as they are."),
}
POINTS: Final = (21, GRID, 81)
COUNTS: Final = (500, EXAMPLES, 10_000)
_EDITORS: Final = 3
_TIP: Final = Qt.ItemDataRole.ToolTipRole
_TIPS: Final = {
    "Step": "The kept network nearest to this step is one of the three.",
    "Weight": "Counted from the first neuron’s first weight on, as the file has them.",
}


class Choices(QWidget):
    """`changed` when a person chose something else."""

    changed = Signal(object)  # Asked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = Asked()
        self.kind = self._box("Directions", "Which two of all directions through the weights are shown.")
        for words, tip in DIRECTIONS.values():
            self.kind.addItem(words)
            self.kind.setItemData(self.kind.count() - 1, tip, _TIP)
        self.points = self._box("Points", "On how many points the loss is measured.")
        self.points.addItems([f"{n} × {n}" for n in POINTS])
        self.examples = self._box("Examples", "Over how many training examples the loss is a mean.")
        self.examples.addItems([f"{n:,}" for n in COUNTS])
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows = (("Directions", self.kind), ("Points", self.points), ("Examples", self.examples))
        for row, (name, box) in enumerate(rows):
            label = QLabel(name, self)
            label.setProperty("role", "muted")
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        self.numbers = [WholeNumber("", self) for _ in range(_EDITORS)]
        self.labels = [QLabel(self) for _ in range(_EDITORS)]
        for row, (label, number) in enumerate(zip(self.labels, self.numbers, strict=True), len(rows)):
            label.setProperty("role", "muted")
            label.setBuddy(number)
            grid.addWidget(label, row, 0)
            grid.addWidget(number, row, 1)
            number.valueChanged.connect(lambda _value: self._choose())
        self.about = QLabel(self)
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addWidget(self.about)
        for box in (self.kind, self.points, self.examples):
            box.activated.connect(lambda _k: self._choose())
        self.show_asked(self._asked, newest=0, n_weights=2)

    @property
    def asked(self) -> Asked:
        """What is chosen."""
        return self._asked

    def show_asked(self, asked: Asked, *, newest: int, n_weights: int) -> None:
        """Show what is chosen, without a signal; steps go up to `newest`, and there are so many weights."""
        self._asked = asked
        self.kind.setCurrentIndex(list(DIRECTIONS).index(asked.kind))
        self.points.setCurrentIndex(POINTS.index(asked.n))
        self.examples.setCurrentIndex(COUNTS.index(asked.examples))
        values: tuple[int, ...] = ()
        least, most, word = 0, 0, "Step"
        if asked.kind == STEPS and asked.steps is not None:
            values, least, most, word = asked.steps, 0, newest, "Step"
        elif asked.kind == WEIGHTS and asked.weights is not None:
            values, least, most, word = tuple(k + 1 for k in asked.weights), 1, n_weights, "Weight"
        for k, (label, number) in enumerate(zip(self.labels, self.numbers, strict=True)):
            there = k < len(values)
            label.setVisible(there)
            number.setVisible(there)
            if not there:
                continue
            label.setText(f"{word} {k + 1}")
            number.setAccessibleName(f"{word} {k + 1}")
            number.setToolTip(_TIPS[word])
            number.blockSignals(True)
            number.setRange(least, max(most, *values))
            if number.value() != values[k] and not number.hasFocus():
                number.setValue(values[k])
            number.blockSignals(False)

    def lay_beside(self, others: tuple[Path, ...]) -> None:
        """A person chose these other runs."""
        self._asked = replace(self._asked, others=others)
        self.changed.emit(self._asked)

    def say(self, words: str) -> None:
        """What the chosen numbers stand for."""
        self.about.setText(words)
        self.about.setVisible(bool(words))

    def _box(self, name: str, tip: str) -> ChoiceBox:
        box = ChoiceBox(self)
        box.setAccessibleName(name)
        box.setToolTip(tip)
        return box

    def _choose(self) -> None:
        kind = list(DIRECTIONS)[self.kind.currentIndex()]
        asked = self._asked
        steps, weights = asked.steps, asked.weights
        values = [number.value() for number in self.numbers]
        if kind == asked.kind == STEPS and steps is not None:
            steps = (values[0], values[1], values[2])
        if kind == asked.kind == WEIGHTS and weights is not None:
            weights = (values[0] - 1, values[1] - 1)
        wanted = Asked(
            kind,
            steps,
            weights,
            asked.others,
            POINTS[self.points.currentIndex()],
            COUNTS[self.examples.currentIndex()],
        )
        if wanted != asked:
            self._asked = wanted
            self.changed.emit(wanted)
