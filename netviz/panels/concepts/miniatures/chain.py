"""A gradient on its way back through many layers: a product of factors."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.panels.concepts.pencil import Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import plain

_ROWS: Final = tuple(map(activation_named, ACTIVATIONS))
_BENT: Final = next(row.name for row in _ROWS if row.low == 0 and row.bounded)  # the sigmoid
_Z: Final = 0.5  # the sum in each neuron


class ChainSketch(Sketch):
    """A chain of neurons, one in each layer, with the program's own sigmoid; `rule` has three layers."""

    def made(self) -> tuple[Knob, ...]:
        if self.shows == "rule":
            return Knob("weight w", -3, 3, 1.5, 0.1), Knob("sum z", -4, 4, 0.5, 0.1)
        weight = 6.0 if self.shows == "explode" else 1.0
        return Knob("layers", 2, 10, 6, 1), Knob("weight w", 0, 8, weight, 0.1)

    def _factor(self) -> tuple[float, float]:
        """Slope of the activation, and what one layer multiplies by."""
        rule = self.shows == "rule"
        row, z = activation_named(_BENT), np.array([self.value(1) if rule else _Z])
        a, slope = np.empty(1), np.empty(1)
        row.apply(z, a)
        row.derivative(z, a, slope)
        return float(slope[0]), float(slope[0]) * self.value(0 if rule else 1)

    @property
    def _layers(self) -> int:
        return 3 if self.shows == "rule" else round(self.value(0))

    def draw(self, pencil: Pencil) -> None:
        n, (_, factor) = self._layers, self._factor()
        left, right = 30.0, 330.0
        pencil.words(QRectF(10, 8, 120, 16), "first layer")
        pencil.words(QRectF(230, 8, 120, 16), "loss")
        for k in range(n):
            x = right - (right - left) * k / max(n - 1, 1)
            size = abs(factor) ** k
            if k < n - 1:
                pencil.edge(QPointF(x, 42), QPointF(x - (right - left) / (n - 1), 42), factor)
            pencil.neuron(QPointF(x, 42), 11, min(size, 1.0))
            # On a scale of powers of ten, so that very small and very large ones are seen.
            height = 30.0 + 7.0 * np.clip(np.log10(max(size, 1e-12)), -4, 3.4)
            colour = pencil.palette.positive if factor >= 0 or k % 2 == 0 else pencil.palette.negative
            pencil.bar(QRectF(x - 6, 126 - max(height, 1.5), 12, max(height, 1.5)), colour)
        pencil.line([QPointF(14, 126), QPointF(346, 126)], pencil.palette.line, 1)

    def sentence(self) -> str:
        slope, factor = self._factor()
        n = self._layers
        left = plain(factor ** (n - 1), 4)
        one = f"Each layer multiplies by w · φ′(z) = {plain(factor, 2)} (φ′ = {plain(slope, 2)})"
        return f"{one}; of a gradient of 1, {left} comes back to the first of {n} layers."
