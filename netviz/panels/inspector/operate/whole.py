"""What is done to a layer of weights, or to all: noise, pruning, quantising, multiplying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from netviz.network.spec import NetworkSpec
from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.numbers.decimal import DecimalNumber
from netviz.panels.kit.numbers.whole import WholeNumber
from netviz.panels.kit.terms import TermLabel
from netviz.training.experiments.operations.operation import Operation, layer_words
from netviz.training.experiments.operations.whole import (
    FEWEST_BITS,
    MOST_BITS,
    AddNoise,
    Prune,
    Quantise,
    ScaleLayer,
)

Field = WholeNumber | DecimalNumber
_NOISE: Final = (
    "Each weight gets a normal random number: its spread is this share of the spread of its layer’s weights. "
    "Biases stay."
)
_PRUNE: Final = "In each layer this share of the weights becomes 0, those nearest to 0. Biases stay."
_QUANTISE: Final = (
    "Each weight becomes the nearest of 2ⁿ − 1 levels, evenly spread around 0 up to its layer’s largest. "
    "Biases stay."
)
_SCALE: Final = "Weights and biases, all by the same factor."


class WholeLayers(QWidget):
    """Which layer, and a line for each operation."""

    wanted = Signal(object)  # Operation

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec: NetworkSpec | None = None
        self._seed = 0
        self.layers = QComboBox(self)
        self.layers.setAccessibleName("Weights that are meant")
        self.layers.setToolTip("Which weights the operations below are done to.")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.prune = self._percent("Prune the weakest", 50, 100)
        self.bits = WholeNumber("Quantise to", self, unit="bits")
        self.bits.setRange(FEWEST_BITS, MOST_BITS)
        self.bits.setValue(4)
        self.noise = self._percent("Add noise of", 50, 1000)
        self.factor = DecimalNumber("Multiply by", self)
        self.factor.setRange(-100, 100)
        self.factor.setValue(0.5)
        self.factor.setSingleStep(0.1)
        self.buttons = [
            self._line("Prune the weakest", self.prune, "Prune", _PRUNE, self._pruned),
            self._line("Quantise to", self.bits, "Quantise", _QUANTISE, self._quantised),
            self._line("Add noise of", self.noise, "Add", _NOISE, self._noisy),
            self._line("Multiply by", self.factor, "Multiply", _SCALE, self._scaled),
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.layers)
        column.addLayout(self._grid)

    def show_spec(self, spec: NetworkSpec) -> None:
        """The layers of this network are offered."""
        if spec == self._spec:
            return
        now, self._spec = self.layers.currentIndex(), spec
        places = [None, *range(spec.n_layers)]
        words = [layer_words(spec, layer) for layer in places]
        self.layers.clear()
        self.layers.addItems([text[0].upper() + text[1:] for text in words])
        self.layers.setCurrentIndex(min(max(now, 0), len(words) - 1))

    def _percent(self, name: str, value: int, most: int) -> WholeNumber:
        field = WholeNumber(name, self, unit="%")
        field.setRange(0, most)
        field.setValue(value)
        return field

    def _line(
        self, words: str, field: Field, does: str, tip: str, make: Callable[[int | None], Operation]
    ) -> SmallButton:
        row = self._grid.rowCount()
        label = TermLabel(words, ("pruning", "quantising"), self)
        label.setToolTip(tip)
        label.setWordWrap(True)
        field.setToolTip(tip)
        field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button = SmallButton(does, tip, text=does, parent=self)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.wanted.emit(make(self._layer)))
        field.lineEdit().returnPressed.connect(button.click)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(button, row, 2)
        return button

    @property
    def _layer(self) -> int | None:
        place = self.layers.currentIndex()
        return None if place <= 0 else place - 1

    def _pruned(self, layer: int | None) -> Operation:
        return Prune(layer, self.prune.value() / 100)

    def _quantised(self, layer: int | None) -> Operation:
        return Quantise(layer, self.bits.value())

    def _noisy(self, layer: int | None) -> Operation:
        self._seed += 1  # other noise each time, the same ones in the same order
        return AddNoise(layer, self.noise.value() / 100, self._seed)

    def _scaled(self, layer: int | None) -> Operation:
        return ScaleLayer(layer, self.factor.value())
