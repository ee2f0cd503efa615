"""Points in a plane: a neuron's boundary between them, the nearest ones, and a map that flattens them."""

from __future__ import annotations

from math import cos, radians, sin
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import LEFT, Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import fixed

_CHANCE: Final = np.random.default_rng(4)
_A: Final = _CHANCE.normal((-0.75, 0.3), 0.38, (24, 2))
_B: Final = _CHANCE.normal((0.75, -0.3), 0.38, (24, 2))
_ALL: Final = np.concatenate([_A, _B])
_NEAREST: Final = 5
_DEPTHS: Final = np.concatenate([_CHANCE.normal(-0.9, 0.3, 24), _CHANCE.normal(0.9, 0.3, 24)])


class PlaneSketch(Sketch):
    """`boundary` turns a line, `neighbours` drags a point, `map` turns a cloud before it is drawn flat."""

    def made(self) -> tuple[Knob, ...]:
        if self.shows == "boundary":
            return Knob("direction", 0, 360, 20, 5), Knob("bias b", -1.5, 1.5, 0.2, 0.05)
        if self.shows == "map":
            return (Knob("seen from", 0, 90, 0, 3),)
        return Knob("", -2, 2, 0.1, 0.02, free=True), Knob("", -1.1, 1.1, 0.2, 0.02, free=True)

    def _axes(self) -> Axes:
        return Axes(self.box, (-2, 2), (-1.1, 1.1))

    def spot(self, k: int) -> QPointF:
        return self._axes().at(self.value(0), self.value(1))

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, self._axes().across(point))
        self.turn(1, self._axes().up(point))

    def _weights(self) -> tuple[np.ndarray, float]:
        turn = radians(self.value(0))
        return np.array([cos(turn), sin(turn)]), self.value(1)

    def _flat(self) -> np.ndarray:
        """The cloud of three dimensions, as it is seen from there: (48, 2)."""
        turn = radians(self.value(0))
        middle = _ALL - np.repeat([_A.mean(axis=0), _B.mean(axis=0)], 24, axis=0)
        across = np.sin(turn) * _DEPTHS + np.cos(turn) * middle[:, 0]
        return np.stack([across, middle[:, 1]], axis=1)

    def _nearest(self) -> np.ndarray:
        here = np.array([self.value(0), self.value(1)])
        return np.argsort(((_ALL - here) ** 2).sum(axis=1))[:_NEAREST]

    def draw(self, pencil: Pencil) -> None:
        axes, palette = self._axes(), pencil.palette
        points = self._flat() if self.shows == "map" else _ALL
        if self.shows == "boundary":
            self._draw_boundary(pencil, axes)
        if self.shows == "neighbours":
            here = self.spot(0)
            for k in self._nearest():
                pencil.line([here, axes.at(*points[k])], palette.accent, 1.4)
        for k, point in enumerate(points):
            pencil.dot(axes.at(*point), 4, palette.muted if k < 24 else palette.output_wish)
        if self.shows == "map":
            words = QRectF(self.box.left(), self.box.top() - 6, 200, 16)
            pencil.words(words, "three dimensions, drawn in two", align=LEFT)

    def _draw_boundary(self, pencil: Pencil, axes: Axes) -> None:
        w, b = self._weights()
        for c in range(44):
            for r in range(18):
                wide, high = axes.box.width() / 44, axes.box.height() / 18
                cell = QRectF(axes.box.left() + c * wide, axes.box.top() + r * high, wide, high)
                z = float(w @ np.array([axes.across(cell.center()), axes.up(cell.center())])) + b
                colour = pencil.palette.output_wish if z > 0 else pencil.palette.muted
                pencil.bar(cell, colour, min(abs(z), 1.0) * 0.3)

    def sentence(self) -> str:
        if self.shows == "boundary":
            w, b = self._weights()
            right = int(np.count_nonzero(_A @ w + b <= 0) + np.count_nonzero(_B @ w + b > 0))
            z = f"z = {fixed(w[0])} · x₁ {fixed(w[1])} · x₂ {fixed(b)}"
            return f"{z}: {right} of 48 points are on their side."
        if self.shows == "map":
            points = self._flat()
            apart = points[24:, 0].min() > points[:24, 0].max()
            seen = "two groups are seen" if apart else "the groups lie over each other"
            return f"Seen from {self.value(0):.0f}°, {seen}: a flat map hides what lies behind."
        kinds = int(np.count_nonzero(self._nearest() >= 24))
        return f"Of the {_NEAREST} nearest {kinds} are violet and {_NEAREST - kinds} grey. Drag the point."
