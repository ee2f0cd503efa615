"""Weights as an initialiser of the program draws them, as bars."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.network.initialisers import INITIALISERS, initialiser_named
from netviz.network.layers.dense import Dense
from netviz.panels.concepts.pencil import LEFT, Axes, Pencil
from netviz.panels.concepts.sketch import OWN, Knob, Sketch

_OUT: Final = 16
_COUNT: Final = 400
_END: Final = 1.6
_BINS: Final = 40


class DrawsSketch(Sketch):
    """`spread` turns the inputs of the layer and the initialiser, `seed` the seed."""

    def made(self) -> tuple[Knob, ...]:
        if self.shows == "seed":
            return (Knob("seed", 0, 20, 0, 1),)
        return Knob("inputs", 2, 200, 12, 1), Knob("initialiser", 1, len(INITIALISERS), 1, 1)

    def source(self) -> str:
        if self.shows == "spread" and self.run.weights is not None and self.run.weights.size:
            spread = float(self.run.weights.std())
            return f"{OWN} The first layer on screen has σ = {spread:.3f}, at step {self.run.step:,}."
        return OWN

    def _drawn(self) -> np.ndarray:
        seeded = self.shows == "seed"
        row = initialiser_named(INITIALISERS[0 if seeded else round(self.value(1)) - 1])
        seed, n = (round(self.value(0)), 8) if seeded else (0, round(self.value(0)))
        count = 40 if seeded else _COUNT
        return np.asarray(row.draw(Dense(n, _OUT), count, np.random.default_rng(seed)), np.float64)

    def draw(self, pencil: Pencil) -> None:
        weights, palette = self._drawn(), pencil.palette
        if self.shows == "seed":
            for k, weight in enumerate(weights):
                row, column = divmod(k, 8)
                colour = palette.positive if weight >= 0 else palette.negative
                cell = QRectF(self.box.left() + 48 + 30 * column, self.box.top() + 2 + 27 * row, 26, 23)
                pencil.bar(cell, colour, 0.1 + 0.9 * min(abs(weight), 1.0))
            return
        axes = Axes(self.box.adjusted(4, 4, -4, -12), (-_END, _END), (0, 1))
        heights, edges = np.histogram(np.clip(weights, -_END, _END), _BINS, (-_END, _END))
        most = max(int(heights.max()), 1)
        for k, height in enumerate(heights):
            left, right = axes.at(edges[k], 0), axes.at(edges[k + 1], height / most)
            colour = palette.positive if edges[k] >= 0 else palette.negative
            if height:
                pencil.bar(QRectF(left, QPointF(right.x() - 1, right.y())), colour)
        pencil.ground(axes, "weight w")
        name = initialiser_named(INITIALISERS[round(self.value(1)) - 1]).label
        pencil.words(QRectF(axes.box.left(), axes.box.top(), 120, 16), name, align=LEFT, strong=True)

    def sentence(self) -> str:
        weights = self._drawn()
        if self.shows == "seed":
            return f"Seed {self.value(0):.0f} draws these 40 weights, today and on any other day."
        spread = float(weights.std())
        drawn = f"{len(weights)} weights of a layer with {self.value(0):.0f} inputs and {_OUT} outputs"
        return f"{drawn}: σ = {spread:.3f}."
