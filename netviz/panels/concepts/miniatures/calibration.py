"""How sure, against how often right."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import LEFT, Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import percent

_CHANCE: Final = np.random.default_rng(9)
_LOGIT: Final = _CHANCE.normal(0.6, 1.6, 40_000)
_RIGHT: Final = _CHANCE.random(40_000) < 1 / (1 + np.exp(-_LOGIT))


class CalibrationSketch(Sketch):
    """40,000 answers yes or no; the knob makes them surer than they should be, or less."""

    def made(self) -> tuple[Knob, ...]:
        return (Knob("sureness", 0.3, 3, 2, 0.1),)

    def _bins(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Mean confidence, accuracy and number of each bin that has any."""
        p = 1 / (1 + np.exp(-_LOGIT * self.value(0)))
        sure, right = np.maximum(p, 1 - p), np.where(p >= 0.5, _RIGHT, ~_RIGHT)
        place = np.minimum(((sure - 0.5) * 16).astype(int), 7)
        count = np.bincount(place, minlength=8)
        there = count > 20
        means = [np.bincount(place, v, 8)[there] / count[there] for v in (sure, right.astype(float))]
        return means[0], means[1], count[there]

    def draw(self, pencil: Pencil) -> None:
        palette = pencil.palette
        axes = Axes(self.box.adjusted(60, 4, -60, -14), (0.5, 1), (0.5, 1))
        for sure, right, _ in zip(*self._bins(), strict=True):
            a, b = axes.at(sure - 0.025, 0.5), axes.at(sure + 0.025, right)
            pencil.bar(QRectF(a, b), palette.accuracy)
        pencil.line([axes.at(0.5, 0.5), axes.at(1, 1)], palette.muted, 1.4, dashed=True)
        pencil.line([QPointF(axes.box.left(), axes.box.bottom()), axes.box.bottomRight()], palette.line, 1)
        foot = QRectF(axes.box.left(), axes.box.bottom() + 1, axes.box.width(), 16)
        pencil.words(foot, "how sure: 50\u00a0% to 100\u00a0%")
        pencil.words(QRectF(axes.box.left() + 4, axes.box.top() - 4, 120, 16), "how often right", align=LEFT)

    def sentence(self) -> str:
        sure, right, count = self._bins()
        gap = float((np.abs(sure - right) * count).sum() / count.sum())
        mean = float((sure * count).sum() / count.sum()), float((right * count).sum() / count.sum())
        what = (
            "too sure"
            if mean[0] > mean[1] + 0.02
            else "not sure enough"
            if mean[0] < mean[1] - 0.02
            else "honest"
        )
        whole = f"{percent(mean[0])} sure on the whole, {percent(mean[1])} right: {what}."
        return f"{whole} The mean gap is {percent(gap)}."
