"""An activation function with a point that moves on it, and its slope there."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.network.activations import ACTIVATIONS, USUAL, Activation, activation_named
from netviz.panels.concepts.pencil import LEFT, Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import fixed

_ROWS: Final = tuple(map(activation_named, ACTIVATIONS))
_BENT: Final = next(row.name for row in _ROWS if row.low == 0 and row.bounded)  # the sigmoid
_SPAN: Final = 5.0


class CurveSketch(Sketch):
    """φ and φ′ of the program's own row. `show` is an activation, or a theme that the sigmoid tells."""

    def made(self) -> tuple[Knob, ...]:
        at = {"saturation": 4.0, "slope": 1.0}.get(self.shows, 1.5)
        return (Knob("", -_SPAN, _SPAN, at, 0.05, free=True),)

    @property
    def _row(self) -> Activation:
        themes = {"activation": USUAL}
        return activation_named(self.shows if self.shows in ACTIVATIONS else themes.get(self.shows, _BENT))

    def _axes(self) -> Axes:
        low, high = max(self._row.low, -1.5), min(self._row.high, 4.0)
        rim = 0.12 * (high - low)
        return Axes(self.box.adjusted(0, 8, 0, -6), (-_SPAN, _SPAN), (low - rim, high + rim))

    def _at(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a, slope = np.empty_like(z), np.empty_like(z)
        self._row.apply(z, a)
        self._row.derivative(z, a, slope)
        return a, slope

    def _point(self) -> tuple[float, float, float]:
        z = self.value(0)
        a, slope = self._at(np.array([z]))
        return z, float(a[0]), float(slope[0])

    def spot(self, k: int) -> QPointF:
        z, a, _ = self._point()
        return self._axes().at(z, a)

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, self._axes().across(point))

    def draw(self, pencil: Pencil) -> None:
        axes, palette = self._axes(), pencil.palette
        pencil.ground(axes, "sum z", "activation a")
        x = np.linspace(-_SPAN, _SPAN, 161)
        pencil.curve(axes, x, self._at(x)[0], palette.text, 2)
        z, a, slope = self._point()
        reach = 1.1
        ends = [axes.at(z + s * reach, a + s * reach * slope) for s in (-1, 1)]
        pencil.line(ends, palette.accuracy, 2)
        box = QRectF(axes.box.left(), axes.box.top() - 6, 140, 16)
        pencil.words(box, self._row.label, align=LEFT, strong=True)

    def sentence(self) -> str:
        z, a, slope = self._point()
        said = f"φ({fixed(z)}) = {fixed(a)}, with slope {fixed(slope)}."
        if self.shows == "saturation":
            flat = "here it is nearly flat: saturated" if abs(slope) < 0.05 else "here it can learn"
            return f"{said} So {flat}."
        return f"{said} Drag the point."
