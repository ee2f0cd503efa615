"""Loss on training and validation examples over a run: this one's, or one of its own."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import LEFT, Axes, Pencil
from netviz.panels.concepts.sketch import OF_RUN, OWN, Knob, Sketch
from netviz.training.figures import plain

_LEAST: Final = 4  # validations: fewer are no curve


def _own() -> tuple[np.ndarray, np.ndarray]:
    step = np.arange(0, 1001, 25.0)
    training = 0.06 + 2.2 * np.exp(-step / 140)
    validation = 0.25 + 2.0 * np.exp(-step / 130) + 0.00028 * np.maximum(step - 380, 0)
    return np.stack([step, training], axis=1), np.stack([step, validation], axis=1)


class CurvesSketch(Sketch):
    """A line that goes over the steps; `patience` stops where a while brought no better one."""

    def made(self) -> tuple[Knob, ...]:
        run = self.run
        there = run.losses is not None and run.validations is not None and len(run.validations) >= _LEAST
        self._of_run = there and self.shows != "patience"
        self._training, self._validation = _own()
        if self._of_run and run.losses is not None and run.validations is not None:
            self._training, self._validation = run.losses, run.validations[:, :2]
        last = float(self._validation[-1, 0])
        if self.shows == "patience":
            return (Knob("patience k", 1, 12, 4, 1),)
        return (Knob("", 0, last, last * 0.6, max(last / 200, 1), free=True),)

    def source(self) -> str:
        return f"{OF_RUN} up to step {self._validation[-1, 0]:,.0f}." if self._of_run else OWN

    def _axes(self) -> Axes:
        tops = [float(np.quantile(table[:, 1], 0.97)) for table in (self._training, self._validation)]
        return Axes(
            self.box.adjusted(4, 16, -4, -12), (0, float(self._validation[-1, 0])), (0, max(*tops, 1e-6))
        )

    def _step(self) -> float:
        """Which is marked."""
        return self._stops() if self.shows == "patience" else self.value(0)

    def _stops(self) -> float:
        best, waited = np.inf, 0
        for step, loss in self._validation:
            best, waited = (loss, 0) if loss < best else (best, waited + 1)
            if waited >= round(self.value(0)):
                return float(step)
        return float(self._validation[-1, 0])

    def _at(self, table: np.ndarray) -> float:
        return float(np.interp(self._step(), table[:, 0], table[:, 1]))

    def spot(self, k: int) -> QPointF:
        return self._axes().at(self.value(0), self._at(self._validation))

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, self._axes().across(point))

    def draw(self, pencil: Pencil) -> None:
        axes, palette = self._axes(), pencil.palette
        pencil.ground(axes, "step")
        pencil.curve(axes, self._training[:, 0], self._training[:, 1], palette.training, 1.6)
        pencil.curve(axes, self._validation[:, 0], self._validation[:, 1], palette.validation, 2.2)
        x = axes.at(self._step(), 0).x()
        pencil.line(
            [QPointF(x, axes.box.top()), QPointF(x, axes.box.bottom())], palette.accent, 1.4, dashed=True
        )
        head = QRectF(axes.box.left() + 24, self.box.top() - 6, 140, 16)
        for k, (name, colour) in enumerate(
            (("training loss", palette.training), ("validation loss", palette.validation))
        ):
            y = head.center().y()
            pencil.line(
                [QPointF(head.left() - 18 + 130 * k, y), QPointF(head.left() - 4 + 130 * k, y)], colour, 2.4
            )
            pencil.words(head.translated(2 + 130 * k, 0), name, align=LEFT)

    def sentence(self) -> str:
        training, validation = self._at(self._training), self._at(self._validation)
        step = f"{self._step():,.0f}"
        gap = plain(validation - training, 3)
        match self.shows:
            case "patience":
                return f"With a patience of {self.value(0):.0f} validations it stops at step {step}."
            case "snapshot":
                return f"Step {step}: the weights of that moment had a loss of {plain(validation, 3)}."
        return (
            f"At step {step}: {plain(validation, 3)} − {plain(training, 3)} = a gap of {gap}. Drag the point."
        )
