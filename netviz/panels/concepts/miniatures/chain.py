"""A gradient on its way back through many layers: a product of factors."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.panels.concepts.pencil import RIGHT, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import plain, significant

_ROWS: Final = tuple(map(activation_named, ACTIVATIONS))
_BENT: Final = next(row.name for row in _ROWS if row.low == 0 and row.bounded)  # the sigmoid
_Z: Final = 0.5  # the sum in each neuron
_FLOOR: Final = 126.0
_TENS: Final = (-6.0, 3.0)  # powers of ten, from the floor to the top
_TALL: Final = 54.0
_MARKS: Final = ((-6, "10⁻⁶"), (-3, "10⁻³"), (0, "1"), (3, "10³"))


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

    def _height(self, size: float) -> float:
        """Of a bar: three layers keep the proportion, many have a scale of powers of ten."""
        if self.shows == "rule":
            return _TALL * min(size, 1.0)
        low, high = _TENS
        return float(np.clip((np.log10(max(size, 1e-12)) - low) / (high - low), 0, 1)) * _TALL

    def draw(self, pencil: Pencil) -> None:
        n, (_, factor), palette = self._layers, self._factor(), pencil.palette
        rule = self.shows == "rule"
        left, right = 62.0, 330.0
        pencil.words(QRectF(32, 6, 80, 16), "first layer")
        pencil.words(QRectF(120, 6, 168, 16), "bars: the gradient there")
        pencil.words(QRectF(306, 6, 48, 16), "loss")
        if not rule:
            for power, name in _MARKS:
                y = _FLOOR - self._height(10.0**power)
                pencil.line([QPointF(40, y), QPointF(346, y)], palette.line, 1, dashed=power > _TENS[0])
                pencil.words(QRectF(4, y - 8, 32, 16), name, align=RIGHT)
        for k in range(n):
            x = right - (right - left) * k / max(n - 1, 1)
            size = abs(factor) ** k
            if k < n - 1:
                pencil.edge(QPointF(x, 38), QPointF(x - (right - left) / (n - 1), 38), factor)
            pencil.neuron(QPointF(x, 38), 11, min(size, 1.0))
            height = max(self._height(size), 1.5)
            colour = palette.positive if factor >= 0 or k % 2 == 0 else palette.negative
            pencil.bar(QRectF(x - 6, _FLOOR - height, 12, height), colour)
            if rule:
                box = QRectF(x - 26, _FLOOR - height - 17, 52, 16)
                pencil.words(box, significant(factor**k) if k else "1")
        pencil.line([QPointF(40 if not rule else 14, _FLOOR), QPointF(346, _FLOOR)], palette.line, 1)

    def sentence(self) -> str:
        slope, factor = self._factor()
        n = self._layers
        left = significant(factor ** (n - 1))
        one = f"Each layer multiplies by w · φ′(z) = {plain(factor, 2)} (φ′ = {plain(slope, 2)})"
        return f"{one}; of a gradient of 1, {left} comes back to the first of {n} layers."
