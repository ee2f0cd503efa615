"""A descent in one dimension, by the program's own optimisers."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF

from netviz.network.optimisers import ADAPTIVE, OPTIMISERS, USUAL, make_optimiser, optimiser_named
from netviz.panels.concepts.pencil import Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import fixed, plain

_STEPS: Final = 12
_END: Final = 3.0
_PLAIN: Final = OPTIMISERS[0]
# What is turned, where it is not the rate alone: (optimiser, rate).
_WITH: Final = {"momentum": (USUAL, 0.1), "adaptive": (ADAPTIVE, 0.3), "optimiser": (_PLAIN, 0.2)}
_RATES: Final = {"diverge": 2.1, "minimum": 0.1, "step": 0.3}


def _bowl(w: float) -> tuple[float, float]:
    """½·w², and its slope."""
    return 0.5 * w * w, w


def _two_valleys(w: float) -> tuple[float, float]:
    """A quartic with a low and a lower valley."""
    return 0.12 * w**4 - 0.7 * w**2 + 0.25 * w + 1.6, 0.48 * w**3 - 1.4 * w + 0.25


class DescentSketch(Sketch):
    """A ball where one puts it, and the steps that it takes from there."""

    def made(self) -> tuple[Knob, ...]:
        start = Knob("", -_END, _END, -0.8 if self.shows == "diverge" else -2.4, 0.02, free=True)
        if self.shows == "gradient":
            return (start,)
        if self.shows == "optimiser":
            return start, Knob("optimiser", 1, len(OPTIMISERS), 2, 1)
        if self.shows == "momentum":
            return start, Knob("momentum μ", 0, 0.98, 0.8, 0.02)
        rate = _WITH.get(self.shows, ("", _RATES.get(self.shows, 0.5)))[1]
        return start, Knob("rate η", 0.02, 2.4, rate, 0.02)

    def _loss(self, w: float) -> tuple[float, float]:
        return _two_valleys(w) if self.shows == "minimum" else _bowl(w)

    def _optimiser(self) -> tuple[str, float, float]:
        """Which, its rate, and its momentum."""
        name, rate = _WITH.get(self.shows, (_PLAIN, 0.0))
        if self.shows == "optimiser":
            return OPTIMISERS[round(self.value(1)) - 1], rate, 0.8
        if self.shows == "momentum":
            return name, rate, self.value(1)
        return name, self.value(1), 0.8

    def _way(self) -> list[float]:
        name, rate, momentum = self._optimiser()
        w = np.array([self.value(0)])
        optimiser = make_optimiser(name, 1, np.float64, rate, momentum)
        way = [float(w[0])]
        for _ in range(1 if self.shows == "step" else _STEPS):
            slope = self._loss(float(w[0]))[1]
            optimiser.step(w, np.array([slope * optimiser.gradient_factor]))
            way.append(float(w[0]))
            if abs(way[-1]) > 50:
                break
        return way

    def _axes(self) -> Axes:
        return Axes(self.box.adjusted(4, 4, -4, -12), (-_END, _END), (0, 4.6))

    def spot(self, k: int) -> QPointF:
        return self._axes().at(self.value(0), self._loss(self.value(0))[0])

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, self._axes().across(point))

    def draw(self, pencil: Pencil) -> None:
        axes, palette = self._axes(), pencil.palette
        pencil.ground(axes, "weight w", "loss L")
        x = np.linspace(-_END, _END, 121)
        pencil.curve(axes, x, np.array([self._loss(w)[0] for w in x]), palette.muted, 1.6)
        if self.shows == "gradient":
            w = self.value(0)
            loss, slope = self._loss(w)
            ends = [axes.at(w + s * 0.7, loss + s * 0.7 * slope) for s in (-1, 1)]
            pencil.line(ends, palette.accuracy, 2.4)
            return
        places = [axes.at(w, self._loss(w)[0]) for w in self._way()]
        pencil.line(places, palette.accent, 1.2)
        for place in places[1:]:
            pencil.dot(place, 3.2, palette.accent)

    def sentence(self) -> str:
        w = self.value(0)
        loss, slope = self._loss(w)
        if self.shows == "gradient":
            way = "left" if slope > 0 else "right"
            if abs(slope) < 0.03:
                return f"At w = {fixed(w)} the slope is nearly 0: this is the minimum."
            return f"At w = {fixed(w)} the slope is {fixed(slope)}, so a step down goes to the {way}."
        way_down = self._way()
        end = self._loss(way_down[-1])[0]
        if self.shows == "step":
            moved = f"{fixed(w)} − {plain(self.value(1), 2)} · ({fixed(slope)}) = {fixed(way_down[1])}"
            return f"One step: w = {moved}."
        if self.shows == "minimum":
            deep = "the lower valley" if way_down[-1] < 0 else "the higher valley"
            return f"From w = {fixed(w)} it comes to {deep}, with loss {plain(end, 2)}. Drag the ball."
        if not end < max(loss, 1e-3) * 1.5:
            return f"From loss {plain(loss, 2)} to {plain(end, 2)}: the steps are too long, and it diverges."
        name = optimiser_named(self._optimiser()[0]).label
        told = f" by {name}" if self.shows in ("optimiser", "adaptive", "momentum") else ""
        return f"In {len(way_down) - 1} steps{told} the loss goes from {plain(loss, 2)} to {plain(end, 3)}."
