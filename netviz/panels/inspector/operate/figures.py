"""The weights and the bias of what is kept, each in a field: typed, or turned with the wheel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from netviz.network.connections import edge_index, edges_into
from netviz.panels.kit.numbers.decimal import DecimalNumber
from netviz.training.experiments.operations.operation import LARGEST, Operation
from netviz.training.experiments.operations.single import SetBias, SetWeight
from netviz.training.figures import MINUS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.scene import Focus

MOST: Final = 6  # weights of a neuron
STEP: Final = 0.05  # of a notch of the wheel, or an arrow
_DECIMALS: Final = 4


class Figure(NamedTuple):
    """One number of the network: what it is called, its value, and what sets it to another."""

    name: str
    value: float
    set_to: Callable[[float], Operation]


def figures_of(snapshot: Snapshot, focus: Focus | None) -> tuple[Figure, ...]:
    """Of an edge its weight, and the bias of the neuron that it leads to; of a neuron its bias and its
    strongest incoming weights; of an input none.
    """
    if focus is None or focus.column == 0:
        return ()
    spec, task, column, index = snapshot.spec, snapshot.task, focus.column, focus.index
    bias = Figure(
        f"Bias of {name_of(spec.sizes, column, index, task)}",
        float(snapshot.b(column - 1)[index]),
        lambda value: SetBias(column, index, value),
    )
    if focus.source is not None:
        return (_weight(snapshot, edge_index(spec, column, focus.source, index), "Weight"), bias)
    into = edges_into(spec, column, index)
    strongest = np.argsort(-np.abs(snapshot.parameters[into]), kind="stable")[:MOST].tolist()
    names = [name_of(spec.sizes, column - 1, source, task) for source in strongest]
    return (
        bias,
        *(
            _weight(snapshot, int(into[k]), f"Weight of {name}")
            for k, name in zip(strongest, names, strict=True)
        ),
    )


def _weight(snapshot: Snapshot, edge: int, name: str) -> Figure:
    return Figure(name, float(snapshot.parameters[edge]), lambda value: SetWeight(edge, value))


class Turned(DecimalNumber):
    """A field that the wheel turns while it has the keys, or with Alt or Ctrl at any time."""

    def textFromValue(self, value: float) -> str:
        """With the sign that stands before all other numbers."""
        return super().textFromValue(value).replace("-", MINUS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        meant = event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
        if meant:
            turned = event.angleDelta().y() or event.angleDelta().x()
            self.setValue(self.value() + STEP * turned / 120)
            event.accept()
        else:
            super().wheelEvent(event)


class Figures(QWidget):
    """A line for each, made once and used again."""

    wanted = Signal(object)  # Operation

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Figure, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._labels: list[QLabel] = []
        self.fields: list[Turned] = []  # hidden, where fewer are needed

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show these; what somebody is typing stays."""
        same = [figure.name for figure in figures] == [figure.name for figure in self._shown]
        self._shown = figures
        while len(self.fields) < len(figures):
            self._make()
        for k, (label, field) in enumerate(zip(self._labels, self.fields, strict=True)):
            label.setVisible(k < len(figures))
            field.setVisible(k < len(figures))
            if k >= len(figures):
                continue
            figure = figures[k]
            if label.text() != figure.name:
                label.setText(figure.name)
                label.setToolTip(figure.name)
                field.setAccessibleName(figure.name)
            typing = same and field.hasFocus() and field.lineEdit().isModified()
            if not typing and field.value() != round(figure.value, _DECIMALS):
                field.blockSignals(True)
                field.setValue(figure.value)
                field.blockSignals(False)

    def _make(self) -> None:
        k = len(self.fields)
        label, field = QLabel(self), Turned("", self, decimals=_DECIMALS)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        field.setRange(-LARGEST, LARGEST)
        field.setSingleStep(STEP)
        field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        field.setToolTip(
            "Type a number, or turn the wheel: in a field with the keys, or with Alt held down in any."
        )
        field.valueChanged.connect(lambda value: self._changed(k, value))
        self._grid.addWidget(label, k, 0)
        self._grid.addWidget(field, k, 1)
        self._labels.append(label)
        self.fields.append(field)

    def _changed(self, k: int, value: float) -> None:
        if k < len(self._shown):
            self.wanted.emit(self._shown[k].set_to(round(value, _DECIMALS)))
