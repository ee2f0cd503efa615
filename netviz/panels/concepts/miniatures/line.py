"""Points and a line through them: squared errors, residuals, and R²."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import fixed, plain

_CHANCE: Final = np.random.default_rng(12)
_X: Final = np.linspace(-0.9, 0.9, 9)
_Y: Final = 0.7 * _X + 0.1 + _CHANCE.normal(0, 0.2, len(_X))
_ENDS: Final = (-0.95, 0.95)


class LineSketch(Sketch):
    """Both ends of the line are dragged."""

    def made(self) -> tuple[Knob, ...]:
        ends = (0.2, 0.35) if self.shows in ("squared", "fit") else (-0.45, 0.7)
        return tuple(Knob("", -1.2, 1.2, value, 0.01, free=True) for value in ends)

    def _axes(self) -> Axes:
        return Axes(self.box, (-1.05, 1.05), (-1.25, 1.25))

    def spot(self, k: int) -> QPointF:
        return self._axes().at(_ENDS[k], self.value(k))

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(k, self._axes().up(point))

    def _answers(self) -> np.ndarray:
        return np.asarray(np.interp(_X, _ENDS, (self.value(0), self.value(1))))

    def draw(self, pencil: Pencil) -> None:
        axes, palette = self._axes(), pencil.palette
        pencil.line([self.spot(0), self.spot(1)], palette.text, 2)
        for x, y, answer in zip(_X, _Y, self._answers(), strict=True):
            point, on_line = axes.at(x, y), axes.at(x, answer)
            if self.shows == "squared":
                side = abs(point.y() - on_line.y())
                pencil.bar(
                    QRectF(point.x(), min(point.y(), on_line.y()), side, side), palette.output_wish, 0.25
                )
            if self.shows != "fit":
                pencil.line([point, on_line], palette.output_wish, 1.6)
            pencil.dot(point, 4, palette.accuracy)

    def sentence(self) -> str:
        error = self._answers() - _Y
        r2 = 1 - float((error**2).sum() / ((_Y - _Y.mean()) ** 2).sum())
        match self.shows:
            case "squared":
                loss = float(0.5 * np.mean(error**2))
                return f"Half the mean of the squares is the loss: {plain(loss, 4)}. Drag an end of the line."
            case "residual":
                worst = float(error[np.argmax(np.abs(error))])
                return f"The largest residual is {fixed(worst)}, their mean {fixed(float(error.mean()))}."
            case "fit":
                slope = (self.value(1) - self.value(0)) / (_ENDS[1] - _ENDS[0])
                middle = (self.value(0) + self.value(1)) / 2
                return f"ŷ = {fixed(slope)} · x {fixed(middle)}, with R² = {r2:.2f}."
        return f"The line explains R² = {r2:.2f} of the spread. Drag an end of it."
