"""A network of a few neurons, with the program's own forward and backward pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from netviz.language.grammar import counted
from netviz.network.activations import USUAL
from netviz.network.connections import as_matrix
from netviz.network.dropout import Dropout
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.panels.concepts.pencil import LEFT, Pencil
from netviz.panels.concepts.sketch import OWN, Knob, Sketch
from netviz.training.experiments.backprop import BackpropTrace, trace
from netviz.training.figures import fixed

_SEED: Final = 3
_ALIKE: Final = "symmetry"
_TURNED: Final = {
    "hidden": Knob("hidden neurons", 1, 6, 4, 1),
    "edge": Knob("hidden neurons", 1, 6, 3, 1),
    "parameters": Knob("hidden neurons", 1, 6, 3, 1),
    "depth": Knob("hidden layers", 0, 4, 2, 1),
    "dropout": Knob("share p", 0, 0.9, 0.4, 0.1, share=True),
    _ALIKE: Knob("chance", 0, 1, 0, 0.1),
}


class LayersSketch(Sketch):
    """Two inputs that one drags, layers of a few neurons, two outputs. `show` says what is turned besides."""

    def made(self) -> tuple[Knob, ...]:
        x = (Knob("", 0, 1, 0.9, 0.02, free=True), Knob("", 0, 1, 0.4, 0.02, free=True))
        turned = _TURNED.get(self.shows)
        if turned is None:
            return x
        return (*x, replace(turned))

    def source(self) -> str:
        if self.shows == "parameters" and self.run.sizes:
            network = NetworkSpec(self.run.sizes, (USUAL,) * (len(self.run.sizes) - 2))
            n = f"{network.n_parameters:,}"
            return f"{OWN} The network on screen, {'-'.join(map(str, self.run.sizes))}, has {n} parameters."
        return OWN

    @property
    def _sizes(self) -> tuple[int, ...]:
        turned = round(self.value(2)) if self.shows in ("hidden", "edge", "parameters", "depth") else 0
        if self.shows == "depth":
            return (2, *(3,) * turned, 2)
        return (2, turned, 2) if turned else (2, 3, 3, 2)

    def _traced(self) -> BackpropTrace:
        spec = NetworkSpec.dense(self._sizes, USUAL)
        network = Network(spec, np.float64, _SEED)
        network.initialise(_SEED)
        if self.shows == _ALIKE:
            drawn = network.parameters.copy()
            network.parameters[:] = 0.5 + self.value(2) * (drawn - 0.5)
            network.parameters[spec.n_edges :] = 0
        x = np.array([self.value(0), self.value(1)])
        return trace(spec, network.parameters, x, 0)

    def _at(self, column: int, k: int) -> QPointF:
        sizes, box = self._sizes, self.box
        x = box.left() + 46 + (box.width() - 110) * column / (len(sizes) - 1)
        apart = min(40.0, (box.height() - 20) / max(sizes[column] - 1, 1))
        return QPointF(x, box.center().y() + (k - (sizes[column] - 1) / 2) * apart)

    def spot(self, k: int) -> QPointF:
        return QPointF(16, self._at(0, k).y() + 13 - 26 * self.value(k))

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(k, (self._at(0, k).y() + 13 - point.y()) / 26)

    def _left_out(self, told: BackpropTrace) -> tuple[np.ndarray, ...]:
        if self.shows != "dropout":
            return ()
        return tuple(
            mask[0] == 0 for mask in Dropout(told.spec, self.value(2), np.float64).masks(1, _SEED, 4)
        )

    def _gone(self, left_out: tuple[np.ndarray, ...], column: int, k: int) -> bool:
        return bool(left_out) and 0 < column <= len(left_out) and bool(left_out[column - 1][k])

    def draw(self, pencil: Pencil) -> None:
        told, sizes = self._traced(), self._sizes
        left_out = self._left_out(told)
        for column in range(len(sizes) - 1):
            weights = as_matrix(told.spec, told.parameters, column)
            for i in range(sizes[column]):
                for j in range(sizes[column + 1]):
                    if not (self._gone(left_out, column, i) or self._gone(left_out, column + 1, j)):
                        pencil.edge(self._at(column, i), self._at(column + 1, j), float(weights[i, j]))
        for column, size in enumerate(sizes):
            for k in range(size):
                gone = self._gone(left_out, column, k)
                pencil.neuron(self._at(column, k), 10, float(told.before.a[column][k]), gone=gone)
                if self.shows == "backward" and column:
                    self._draw_wish(pencil, self._at(column, k), float(told.wish_z[column][k]))
        for k in range(2):
            place = self._at(len(sizes) - 1, k)
            said = f"{told.before.a[-1][k]:.2f}"
            pencil.words(QRectF(place.x() + 16, place.y() - 9, 50, 18), said, align=LEFT, strong=True)
            pencil.line(
                [QPointF(16, self._at(0, k).y() - 13), QPointF(16, self._at(0, k).y() + 13)],
                pencil.palette.line,
                3,
            )

    def _draw_wish(self, pencil: Pencil, place: QPointF, wish: float) -> None:
        """Up: it should be larger."""
        height = float(np.clip(28 * wish, -20, 20))
        colour = pencil.palette.output_wish
        x = place.x() - 15
        pencil.line([QPointF(x, place.y()), QPointF(x, place.y() - height)], colour, 4)
        pencil.painter.setBrush(QColor(colour))
        if abs(height) > 1:
            pencil.dot(QPointF(x, place.y() - height), 3.4, colour)

    def sentence(self) -> str:
        told, sizes = self._traced(), self._sizes
        n, edges = told.spec.n_parameters, told.spec.n_edges
        match self.shows:
            case "backward":
                first, wish = told.before.a[-1][0], fixed(float(told.wish_z[-1][0]))
                return f"The first output should be 1 and is {first:.2f}: its wish is {wish} (violet bars)."
            case "hidden" | "edge":
                return f"{sizes[0]} · {sizes[1]} + {sizes[1]} · {sizes[2]} = {edges} edges."
            case "parameters":
                return f"{edges} weights and {n - edges} biases: {n} parameters."
            case "depth":
                layers = counted(len(sizes) - 1, "1 layer", "{n} layers")
                return f"{layers} of weights, {n} parameters: each input passes through all of them."
            case "dropout":
                left_out = self._left_out(told)
                gone, scale = int(sum(mask.sum() for mask in left_out)), 1 / (1 - self.value(2))
                return f"{gone} of 6 hidden neurons are left out; the others count {scale:.2f} times."
            case "symmetry":
                first = told.change[:edges].reshape(-1)[:3]
                alike = (
                    "the same change: they stay alike" if np.ptp(first) < 1e-12 else "changes of their own"
                )
                return f"Weights of the first hidden layer get {alike}. Add some chance."
        out = told.before.a[-1]
        x = f"{self.value(0):.2f} and {self.value(1):.2f}"
        return f"Inputs {x} give {out[0]:.2f} and {out[1]:.2f}. Drag an input."
