"""A neuron with two inputs, whose weights and bias one can turn."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.network.activations import USUAL, activation_named
from netviz.panels.concepts.pencil import LEFT, RIGHT, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import fixed

_NEURON = QPointF(208, 62)
_DEAD = "dead"


class NeuronSketch(Sketch):
    """z = Σ(w · x) + b, and a = φ(z) with the program's own ReLU. `show` says what is turned."""

    def made(self) -> tuple[Knob, ...]:
        x = (Knob("", 0, 1, 0.8, 0.01, free=True), Knob("", 0, 1, 0.3, 0.01, free=True))
        match self.shows:
            case "bias":
                return (*x, Knob("bias b", -2, 2, 0.4, 0.05))
            case "dead":
                return (*x, Knob("bias b", -4, 2, -2.4, 0.05))
            case _:
                return (*x, Knob("weight w₁", -2, 2, 1.2, 0.05), Knob("weight w₂", -2, 2, -0.7, 0.05))

    def spot(self, k: int) -> QPointF:
        return QPointF(30 + 60 * self.value(k), 30 + 64 * k)

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(k, (point.x() - 30) / 60)

    def _numbers(self) -> tuple[tuple[float, float], float, float, float]:
        """Weights, bias, sum, activation."""
        if self.shows in ("bias", _DEAD):
            w, b = (1.2, -0.7), self.value(2)
        else:
            w, b = (self.value(2), self.value(3)), 0.1
        z = w[0] * self.value(0) + w[1] * self.value(1) + b
        a = np.empty(1)
        activation_named(USUAL).apply(np.array([z]), a)
        return w, b, z, float(a[0])

    def draw(self, pencil: Pencil) -> None:
        w, b, z, a = self._numbers()
        for k in range(2):
            y = 30.0 + 64 * k
            pencil.line([QPointF(30, y), QPointF(90, y)], pencil.palette.line, 3)
            pencil.words(QRectF(22, y - 24, 90, 16), f"x{'₁₂'[k]} = {self.value(k):.2f}", align=LEFT)
            pencil.edge(QPointF(100, y), _NEURON, w[k])
            middle = QRectF(118, y - 20 if k == 0 else y + 1, 84, 16)
            pencil.words(middle, f"{fixed(w[k] * self.value(k))}", align=LEFT, strong=True)
        pencil.words(QRectF(168, 12, 80, 16), f"b = {fixed(b)}")
        pencil.edge(QPointF(230, 62), QPointF(276, 62), a)
        pencil.neuron(_NEURON, 22, a)
        pencil.words(QRectF(280, 36, 72, 18), f"z = {fixed(z)}", align=LEFT)
        pencil.words(QRectF(280, 54, 72, 18), f"a = {a:.2f}", align=LEFT, strong=True)
        pencil.words(QRectF(168, 92, 80, 16), "ReLU")
        if self.shows == _DEAD:
            largest = max(w[0], 0) + max(w[1], 0) + b
            pencil.words(QRectF(196, 112, 156, 16), f"largest z: {fixed(largest)}", align=RIGHT)

    def sentence(self) -> str:
        w, b, z, a = self._numbers()
        products = [fixed(w[k] * self.value(k)) for k in range(2)]
        total = f"z = {products[0]} {products[1]} {fixed(b)} = {fixed(z)}, so a = {a:.2f}."
        if self.shows == _DEAD:
            if max(w[0], 0) + max(w[1], 0) + b <= 0:
                return "For every input from 0 to 1 the sum stays below 0: this neuron is dead."
            return f"{total} Some inputs reach it: it is alive."
        if self.shows == "bias":
            return f"{total} The bias alone moves z up and down."
        return f"{total} Drag the inputs and the weights."
