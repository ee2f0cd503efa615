"""Every term of a neuron's sum, and what becomes of it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from netviz.panels.inspector.facts import NeuronFacts, describe
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.panels.inspector.working import Working, neuron_lines


class SumTab(Tab):
    """The sum, line by line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._working = Working(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._working)
        column.addStretch(1)

    def show_inside(self, shown: Shown) -> None:
        neuron = shown.neuron
        if neuron is not None and neuron.column:
            facts = describe(neuron, shown.snapshot, shown.forward, shown.shades)
            if isinstance(facts, NeuronFacts):
                self._working.show_lines(neuron_lines(facts))
