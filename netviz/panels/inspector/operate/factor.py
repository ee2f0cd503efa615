"""A factor of one's own for a single neuron or edge."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.numbers.decimal import DecimalNumber
from netviz.training.experiments.operations.operation import LARGEST


class Factor(QWidget):
    """Typed or turned; nothing is done before its button, or Return in the field."""

    wanted = Signal(float)

    def __init__(self, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = SmallButton("Multiply what is kept", tip, text="Multiply by", parent=self)
        self.field = DecimalNumber("The factor", self, decimals=4)
        self.field.setRange(-LARGEST, LARGEST)
        self.field.setValue(0.5)
        self.field.setSingleStep(0.1)
        self.field.setToolTip(tip)
        self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(lambda: self.wanted.emit(self.field.value()))
        self.field.lineEdit().returnPressed.connect(self.button.click)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button, 1)
        row.addWidget(self.field)
