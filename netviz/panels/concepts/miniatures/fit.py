"""Points and a polynomial: too stiff, right, or bent through each of them."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import LEFT, Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import plain

_CHANCE: Final = np.random.default_rng(321)  # in which the course of both losses is a typical one
_X: Final = np.linspace(-0.95, 0.95, 11)
_NEW: Final = np.linspace(-0.9, 0.9, 30)
_MOST: Final = 10
_NOISE: Final = 0.5 * 0.2**2  # what the best answer would still have for a loss


def _truth(x: np.ndarray) -> np.ndarray:
    return np.asarray(0.9 * np.sin(2.6 * x))


_Y: Final = _truth(_X) + _CHANCE.normal(0, 0.2, len(_X))
_NEW_Y: Final = _truth(_NEW) + _CHANCE.normal(0, 0.2, len(_NEW))


class FitSketch(Sketch):
    """Least squares; `ridge` adds a penalty on the squares of its coefficients."""

    def made(self) -> tuple[Knob, ...]:
        degree = {"over": 9.0, "under": 1.0, "ridge": 9.0}.get(self.shows, 3.0)
        power = Knob("bends (degree)", 0, _MOST, degree, 1)
        return (power, Knob("penalty λ", 0, 0.2, 0.0, 0.002)) if self.shows == "ridge" else (power,)

    def _fitted(self, x: np.ndarray) -> np.ndarray:
        degree = round(self.value(0))
        table = np.polynomial.legendre.legvander(_X, degree)
        penalty = (self.value(1) if self.shows == "ridge" else 0.0) * len(_X) * np.eye(degree + 1)
        penalty[0, 0] = 0  # the mean is free, as a bias is
        weights = np.linalg.solve(table.T @ table + penalty + 1e-10 * np.eye(degree + 1), table.T @ _Y)
        return np.asarray(np.polynomial.legendre.legvander(x, degree) @ weights)

    def _losses(self) -> tuple[float, float]:
        return (
            float(0.5 * np.mean((self._fitted(_X) - _Y) ** 2)),
            float(0.5 * np.mean((self._fitted(_NEW) - _NEW_Y) ** 2)),
        )

    def draw(self, pencil: Pencil) -> None:
        palette = pencil.palette
        axes = Axes(self.box.adjusted(0, 18, 0, 0), (-1, 1), (-1.5, 1.5))
        x = np.linspace(-1, 1, 161)
        pencil.curve(axes, x, self._fitted(x), palette.text, 2)
        for a, b in zip(_NEW, _NEW_Y, strict=True):
            pencil.dot(axes.at(a, b), 3, palette.panel, palette.accuracy)
        for a, b in zip(_X, _Y, strict=True):
            pencil.dot(axes.at(a, b), 4.2, palette.muted)
        head = QRectF(self.box.left() + 14, self.box.top() - 4, 150, 16)
        pencil.dot(QPointF(head.left() - 6, head.center().y()), 4.2, palette.muted)
        pencil.words(head, "learnt from", align=LEFT)
        pencil.dot(QPointF(head.left() + 104, head.center().y()), 3, palette.panel, palette.accuracy)
        pencil.words(head.translated(112, 0), "never seen", align=LEFT)

    def sentence(self) -> str:
        training, new = self._losses()
        losses = f"Loss {plain(training, 3)} on its own points, {plain(new, 3)} on new ones"
        if training > 1.4 * _NOISE:
            return f"{losses}: it bends too little for either."
        if new > 1.45 * _NOISE:
            return f"{losses}: it has learnt them by heart."
        return f"{losses}: what it learnt holds for new ones."
