"""What a penalty alone does to five weights, step by step."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import percent

_FIRST = np.array([-1.0, -0.35, 0.15, 0.5, 1.0])
_RATE, _MOST = 0.1, 60


class DecaySketch(Sketch):
    """L1 takes the same from each weight until it is 0, L2 the same share of each."""

    def made(self) -> tuple[Knob, ...]:
        return Knob("steps", 0, _MOST, 20, 1), Knob("penalty λ", 0, 0.5, 0.2, 0.01)

    def _weights(self, steps: int) -> np.ndarray:
        lost = _RATE * self.value(1)
        if self.shows == "L1":
            kept = np.sign(_FIRST) * np.maximum(np.abs(_FIRST) - lost * steps, 0)
            return np.asarray(kept)
        return np.asarray(_FIRST * (1 - lost) ** steps)

    def draw(self, pencil: Pencil) -> None:
        palette = pencil.palette
        axes = Axes(self.box.adjusted(4, 4, -4, 0), (0, _MOST), (-1.35, 1.35))
        pencil.ground(axes, "", "weight w")
        track = np.array([self._weights(step) for step in range(_MOST + 1)])
        for k, first in enumerate(_FIRST):
            colour = palette.positive if first > 0 else palette.negative
            pencil.curve(axes, np.arange(_MOST + 1.0), track[:, k], colour, 1.8)
            now = axes.at(self.value(0), float(track[round(self.value(0)), k]))
            pencil.dot(now, 3.5, colour)
        x = axes.at(self.value(0), 0).x()
        pencil.line(
            [QPointF(x, axes.box.top()), QPointF(x, axes.box.bottom())], palette.muted, 1, dashed=True
        )
        pencil.words(QRectF(axes.box.right() - 70, axes.box.top() - 4, 70, 16), self.shows, strong=True)

    def sentence(self) -> str:
        now = self._weights(round(self.value(0)))
        gone = int(np.count_nonzero(now == 0))
        size = float(np.abs(now).sum() / np.abs(_FIRST).sum())
        zero = f"{gone} of 5 weights are exactly 0" if gone else "no weight is exactly 0"
        return f"After {self.value(0):.0f} steps {percent(size, 0)} of all size is left; {zero}."
