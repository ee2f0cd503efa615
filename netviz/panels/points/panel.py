"""What one puts before a network that reads a few numbers: a field with a cross, and the numbers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.images import mix
from netviz.panels.points.field import PointField, Side
from netviz.panels.points.line import NOTHING_TOLD, Told, function_of, line_of
from netviz.panels.points.number import PlaceNumber
from netviz.panels.points.tools import PointTools
from netviz.rendering import units
from netviz.rendering.surfaces.pictures import field_picture
from netviz.rendering.themed import Themed
from netviz.tasks.answer import Classes, Numbers
from netviz.tasks.input import Measures
from netviz.tasks.task import AnyTask
from netviz.viewmodels.hues import hue
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.surface import Surfaces

_LARGEST: Final = 300  # units
_WIDER: Final = 1.0  # of what is usual, on either side: what may be typed
PLACE: Final = "Place a point"
WISH: Final = "Place a point"
WISH_TIP: Final = "Its x is what the network reads, its y what it should answer."


def sides_of(task: AnyTask) -> tuple[Side, Side]:
    """What lies across the field and up: both inputs, or the one and the number that is answered."""
    reads, answer = task.input, task.answer
    assert isinstance(reads, Measures)
    across = Side(reads.names[0], reads.low[0], reads.high[0])
    if reads.n == 1 and isinstance(answer, Numbers):
        return across, Side(answer.names[0], answer.low, answer.high)
    return across, Side(reads.names[1], reads.low[1], reads.high[1])


class PointPanel(Themed, QWidget):
    """Values in, signals out: `chosen` while the cross moves or a number was typed, `settled` at the end."""

    chosen = Signal(float, float)
    settled = Signal()
    placed = Signal(object)  # [(x, y, class), …], or [(x, y), …] where a number is answered

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._stored: NDArray[Any] = np.zeros((0, task.input.n))
        self._answers: NDArray[Any] = np.zeros(0)
        self._usual = WISH if isinstance(task.answer, Numbers) else PLACE
        self._title = QLabel(self._usual, self)
        self._title.setProperty("role", "title")
        if isinstance(task.answer, Numbers):
            self.setToolTip(WISH_TIP)
        across, up = sides_of(task)
        self.field = PointField(across, up, self)
        self._surfaces: Surfaces | None = None
        self._told = NOTHING_TOLD
        self.tools = PointTools(task, self)
        self._brush: int | None = None
        self.tools.brush_chosen.connect(self._choose)
        self.field.painted.connect(self._painted)
        self._behind = QLabel("", self)
        self._behind.setProperty("role", "muted")
        self.numbers = tuple(self._number(side) for side in (across, up))
        row = QHBoxLayout()
        row.setSpacing(6)
        for side, number in zip((across, up), self.numbers, strict=True):
            name = QLabel(side.name, self)
            name.setProperty("role", "muted")
            row.addWidget(name)
            row.addWidget(number, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self._title)
        column.addWidget(self.field, 1)
        column.addWidget(self._behind)
        column.addLayout(row)
        column.addWidget(self.tools)
        column.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.field.moved.connect(self._moved)
        self.field.settled.connect(self.settled)
        self.show_place(None)

    def show_reading(self, what: str) -> None:
        """While training runs, `Your point` or `This point`: it is only read, not learnt from."""
        title = what or self._usual
        if title != self._title.text():
            self._title.setText(title)

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Where the cross stands; no signal."""
        self.field.show_cross(place)
        for number, value in zip(self.numbers, place or (None, None), strict=True):
            number.show_number(value)

    def show_examples(self, stored: NDArray[Any], answers: NDArray[Any]) -> None:
        """Training points and what is right for each."""
        self._stored, self._answers = stored, answers
        self._paint()

    def show_surfaces(self, surfaces: Surfaces | None, told: Told = NOTHING_TOLD) -> None:
        """Behind the points: what the network answers there, or what the neuron that is told of gives."""
        if (surfaces, told) == (self._surfaces, self._told):
            return
        self._surfaces, self._told = surfaces, told
        self._paint_behind()

    def show_batch(self, stored: NDArray[Any] | None, answers: NDArray[Any] | None) -> None:
        """The examples of the step that is shown, ringed; None for none."""
        places = None if stored is None or answers is None else self._places(stored, answers)
        self.field.show_ringed(places)

    def _paint_behind(self) -> None:
        surfaces, told = self._surfaces, self._told
        words = ""
        if surfaces is None:
            self.field.show_curve(None)
            self.field.show_surface(None)
        elif surfaces.flat:
            self.field.show_surface(None)
            self.field.show_curve(*line_of(surfaces, told))
            if surfaces.kinks:
                words = f"Dots: {told.name or 'a neuron'} sums to 0"
        else:
            self.field.show_surface(field_picture(surfaces, self._palette, told.neuron))
            words = f"Behind: {told.name or 'the answer'}"
        self._behind.setText(words)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._paint()
        self._paint_behind()
        self._choose(self._brush)

    def sizeHint(self) -> QSize:
        side = max(min(units.wide(self), _LARGEST), 150)
        return units.size(190, side + 166)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _number(self, side: Side) -> PlaceNumber:
        number = PlaceNumber(side.name, self)
        room = _WIDER * (side.high - side.low)
        number.setRange(side.low - room, side.high + room)
        number.setSingleStep((side.high - side.low) / 50)
        number.setToolTip(f"The {side.name} of the point that the network reads.")
        number.typed.connect(self._typed)
        return number

    def _inks(self) -> tuple[str, ...]:
        answer = self._task.answer
        if isinstance(answer, Classes):
            return tuple(hue(answer, k, self._palette) for k in range(answer.n))
        return (self._palette.text,)

    def _choose(self, brush: int | None) -> None:
        self._brush = brush
        self.field.set_brush(brush, self._inks())

    def _painted(self, stroke: list[tuple[float, float]], brush: int) -> None:
        if isinstance(self._task.answer, Classes):
            self.placed.emit([(x, y, float(brush)) for x, y in stroke])
        else:
            self.placed.emit(function_of(stroke, self.field.across.high - self.field.across.low))

    def _moved(self, x: float, y: float) -> None:
        self.show_place((x, y))
        self.chosen.emit(x, y)

    def _typed(self) -> None:
        if any(number.empty for number in self.numbers):
            return  # half a point is none
        x, y = (number.value() for number in self.numbers)
        self.field.show_cross((x, y))
        self.chosen.emit(x, y)
        self.settled.emit()

    def _places(self, stored: NDArray[Any], answers: NDArray[Any]) -> NDArray[Any]:
        """Where they lie in the field, (n, 2)."""
        if self._task.input.n > 1:
            return stored
        return np.column_stack([stored[:, 0], answers.reshape(len(stored), -1)[:, 0]])

    def _paint(self) -> None:
        answer = self._task.answer
        if isinstance(answer, Classes):
            inks = tuple(hue(answer, int(label), self._palette) for label in self._answers.tolist())
        else:
            # Paler than what the network answers, which lies over them.
            inks = (mix(self._palette.low, self._palette.muted, 0.55).name(),) * len(self._answers)
        if len(self._answers):
            self.field.show_points(self._places(self._stored, self._answers), inks)
