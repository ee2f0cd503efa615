"""A loss over two weights, a gradient that is clipped, and a rate that grows until it is too large."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from netviz.panels.concepts.pencil import LEFT, RIGHT, Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import fixed, plain, significant

_X: Final = np.array([[1.0, 0.2], [0.3, 1.0], [0.8, 0.9], [0.1, 0.4]])
_Y: Final = _X @ np.array([0.9, -0.6])
_END: Final = 2.5
_CELLS: Final = (42, 20)
_WANTED: Final = np.random.default_rng(7).normal(0, 0.15, 41)
_EXPLODED: Final = 3.0  # a loss: the top of the picture
_TOO_LARGE: Final = 2.0  # a rate: each step then goes further past 0 than it came from


def _loss(w: np.ndarray) -> tuple[float, np.ndarray]:
    """Half the mean squared error of one linear neuron on four examples, and its gradient."""
    error = _X @ w - _Y
    return float(0.5 * np.mean(error**2)), np.asarray(_X.T @ error / len(_Y))


class HillSketch(Sketch):
    """`landscape`: two weights of a neuron are dragged at once; `clip`: the tip of a gradient is."""

    def made(self) -> tuple[Knob, ...]:
        at = (-1.6, 1.4) if self.shows == "landscape" else (1.9, 1.2)
        two = tuple(Knob("", -_END, _END, value, 0.02, free=True) for value in at)
        return two if self.shows == "landscape" else (*two, Knob("bound c", 0.2, 2.4, 1.0, 0.1))

    def _axes(self) -> Axes:
        return Axes(self.box, (-_END, _END), (-_END, _END))

    def spot(self, k: int) -> QPointF:
        return self._axes().at(self.value(0), self.value(1))

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, self._axes().across(point))
        self.turn(1, self._axes().up(point))

    def draw(self, pencil: Pencil) -> None:
        if self.shows == "landscape":
            self._draw_land(pencil)
        else:
            self._draw_clipped(pencil)

    def _draw_land(self, pencil: Pencil) -> None:
        axes, palette = self._axes(), pencil.palette
        columns, rows = _CELLS
        wide, high = axes.box.width() / columns, axes.box.height() / rows
        for c in range(columns):
            for r in range(rows):
                cell = QRectF(axes.box.left() + c * wide, axes.box.top() + r * high, wide, high)
                w = np.array([axes.across(cell.center()), axes.up(cell.center())])
                # In bands, as lines of equal height on a map.
                height = round(min(_loss(w)[0] ** 0.5, 2.0) * 8) / 16
                pencil.bar(cell, palette.muted, 0.08 + 0.8 * height)
        w = np.array([self.value(0), self.value(1)])
        down = w - 0.9 * _loss(w)[1]
        pencil.line([axes.at(*w), axes.at(*down)], palette.change, 2.4)
        pencil.words(
            QRectF(axes.box.right() - 84, axes.box.bottom() - 18, 80, 16), "weight w₁ →", strong=True
        )
        pencil.words(
            QRectF(axes.box.left() + 5, axes.box.top() + 2, 90, 16), "weight w₂ ↑", align=LEFT, strong=True
        )

    def _draw_clipped(self, pencil: Pencil) -> None:
        palette = pencil.palette
        middle, unit = self.box.center(), self._unit
        bound = self.value(2) * unit
        pencil.painter.setPen(QPen(QColor(palette.muted), 1.2, Qt.PenStyle.DashLine))
        pencil.painter.setBrush(Qt.BrushStyle.NoBrush)
        pencil.painter.drawEllipse(middle, bound, bound)
        tip = self.spot(0) - middle
        length = float(np.hypot(tip.x(), tip.y()))
        kept = tip * min(1.0, bound / max(length, 1e-9))
        pencil.line([middle, middle + tip], palette.muted, 1.4, dashed=True)
        pencil.line([middle, middle + kept], palette.accuracy, 4)

    @property
    def _unit(self) -> float:
        return self.box.height() / (2 * _END)

    def sentence(self) -> str:
        if self.shows == "landscape":
            w = np.array([self.value(0), self.value(1)])
            height = plain(_loss(w)[0], 3)
            return f"At w₁ = {fixed(w[0])}, w₂ = {fixed(w[1])} the loss is {height}. The line leads downhill."
        tip = (self.spot(0) - self.box.center()) / self._unit
        length, bound = float(np.hypot(tip.x(), tip.y())), self.value(2)
        if length <= bound:
            return f"|g| = {length:.2f} is within the bound {bound:.1f}: the gradient stays as it is."
        return f"|g| = {length:.2f} is longer than {bound:.1f}: the gradient is shortened to {bound:.1f}."


class RangeSketch(Sketch):
    """A range test: the rate grows at each step, until the loss explodes. Each step sees another example,
    which wants another w near 0; their mean loss is shown, ½·w².
    """

    def made(self) -> tuple[Knob, ...]:
        return Knob("", 0, 40, 24, 1, free=True), Knob("growth q", 1.1, 1.5, 1.2, 0.02)

    def _track(self) -> tuple[np.ndarray, np.ndarray]:
        """Rates and losses."""
        rates = 0.004 * self.value(1) ** np.arange(41.0)
        w, losses = 2.0, []
        for rate, wanted in zip(rates, _WANTED, strict=True):
            w = float(np.clip(w - rate * (w - wanted), -30, 30))
            losses.append(0.5 * w * w)
        return rates, np.array(losses)

    def _axes(self) -> Axes:
        return Axes(self.box.adjusted(4, 6, -4, -12), (0, 40), (0, _EXPLODED))

    def spot(self, k: int) -> QPointF:
        at = round(self.value(0))
        return self._axes().at(at, float(self._track()[1][at]))

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, self._axes().across(point))

    def draw(self, pencil: Pencil) -> None:
        axes, palette = self._axes(), pencil.palette
        rates, losses = self._track()
        pencil.ground(axes, "step, with a larger rate each", "loss")
        if rates[-1] > _TOO_LARGE:
            x = axes.at(float(np.interp(np.log(_TOO_LARGE), np.log(rates), np.arange(41.0))), 0).x()
            marked = [QPointF(x, axes.box.top()), QPointF(x, axes.box.bottom())]
            pencil.line(marked, palette.muted, 1.2, dashed=True)
            pencil.words(QRectF(x - 74, axes.box.top() - 4, 70, 16), "rate 2", align=RIGHT)
        # Up to where it leaves the picture, at its top.
        outside = np.flatnonzero(losses > axes.y[1])
        seen = losses[: int(outside[0]) + 1] if outside.size else losses
        pencil.line([axes.at(step, float(loss)) for step, loss in enumerate(seen)], palette.text, 2)

    def sentence(self) -> str:
        rates, losses = self._track()
        at, best = round(self.value(0)), int(np.argmin(np.diff(losses[: int(np.argmin(losses)) + 1])))
        loss = f"is {plain(losses[at], 2)}" if losses[at] <= _EXPLODED else "has left the picture"
        here = f"At rate {significant(float(rates[at]), 2)} the loss {loss}"
        ends = (
            "explodes above 2"
            if losses[-1] > _EXPLODED
            else "never comes so far as 2, where it would explode"
        )
        return f"{here}; it falls fastest at about {rates[best + 1]:.2f}, and {ends}."
