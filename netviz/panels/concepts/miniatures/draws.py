"""Weights as an initialiser of the program draws them, as bars."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.network.initialisers import INITIALISERS, initialiser_named
from netviz.network.layers.dense import Dense
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.panels.concepts.pencil import LEFT, Axes, Pencil
from netviz.panels.concepts.sketch import OWN, Knob, Sketch
from netviz.training.experiments.operations.whole import FEWEST_BITS, MOST_BITS, Prune, Quantise

_OUT: Final = 16
_COUNT: Final = 400
_SPEC: Final = NetworkSpec.dense((20, 20))
_END: Final = 1.6
_BINS: Final = 40


class DrawsSketch(Sketch):
    """`spread` turns the inputs of the layer and the initialiser, `seed` the seed; `prune` and
    `quantise` change weights that were drawn.
    """

    def made(self) -> tuple[Knob, ...]:
        if self.shows == "seed":
            return (Knob("seed", 0, 20, 0, 1),)
        if self.shows == "prune":
            return (Knob("share", 0, 1, 0.5, 0.05, share=True),)
        if self.shows == "quantise":
            return (Knob("bits", FEWEST_BITS, MOST_BITS, 3, 1),)
        return Knob("inputs", 2, 200, 12, 1), Knob("initialiser", 1, len(INITIALISERS), 1, 1)

    def source(self) -> str:
        if self.shows == "spread" and self.run.weights is not None and self.run.weights.size:
            spread = float(self.run.weights.std())
            return f"{OWN} The first layer on screen has σ = {spread:.3f}, at step {self.run.step:,}."
        return OWN

    def _drawn(self) -> np.ndarray:
        if self._operates:
            return self._changed_weights()
        seeded = self.shows == "seed"
        row = initialiser_named(INITIALISERS[0 if seeded else round(self.value(1)) - 1])
        seed, n = (round(self.value(0)), 8) if seeded else (0, round(self.value(0)))
        count = 40 if seeded else _COUNT
        return np.asarray(row.draw(Dense(n, _OUT), count, np.random.default_rng(seed)), np.float64)

    @property
    def _operates(self) -> bool:
        return self.shows in ("prune", "quantise")

    def _changed_weights(self) -> np.ndarray:
        """What the program's own operation makes of the weights of a small layer."""
        network = Network(_SPEC, np.float32)
        network.initialise(0)
        value = self.value(0)
        operation = Prune(None, value) if self.shows == "prune" else Quantise(None, round(value))
        operation.change(_SPEC, network.parameters)
        return np.asarray(network.parameters[: _SPEC.n_edges], np.float64)

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
        if self._operates:
            return
        name = initialiser_named(INITIALISERS[round(self.value(1)) - 1]).label
        pencil.words(QRectF(axes.box.left(), axes.box.top(), 120, 16), name, align=LEFT, strong=True)

    def sentence(self) -> str:
        weights = self._drawn()
        if self.shows == "seed":
            return f"Seed {self.value(0):.0f} draws these 40 weights, today and on any other day."
        if self.shows == "prune":
            gone = int(np.count_nonzero(weights == 0))
            return f"{gone} of {len(weights)} weights are 0 now: those that were nearest to it."
        if self.shows == "quantise":
            return f"{len(np.unique(weights))} different weights are left of {len(weights)}."
        spread = float(weights.std())
        drawn = f"{len(weights)} weights of a layer with {self.value(0):.0f} inputs and {_OUT} outputs"
        return f"{drawn}: σ = {spread:.3f}."
