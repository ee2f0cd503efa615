"""Scores of two classes and a bound between yes and no: what accuracy, precision and recall make of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import LEFT, RIGHT, Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import percent

_CHANCE: Final = np.random.default_rng(2)
_NO: Final = np.clip(_CHANCE.normal(0.34, 0.15, 60), 0.01, 0.99)
_YES: Final = np.clip(_CHANCE.normal(0.68, 0.15, 20), 0.01, 0.99)


class ThresholdSketch(Sketch):
    """60 letters and 20 pieces of spam, with how sure a filter is that each is spam."""

    def made(self) -> tuple[Knob, ...]:
        return (Knob("", 0, 1, 0.5, 0.01, free=True),)

    def _counts(self) -> tuple[int, int, int, int]:
        """TP, FP, FN, TN."""
        bound = self.value(0)
        hit, false = int(np.count_nonzero(bound <= _YES)), int(np.count_nonzero(bound <= _NO))
        return hit, false, len(_YES) - hit, len(_NO) - false

    def _axes(self) -> Axes:
        return Axes(self.box.adjusted(8, 22, -8, -18), (0, 1), (0, 1))

    def spot(self, k: int) -> QPointF:
        return QPointF(self._axes().at(self.value(0), 0).x(), self._axes().box.center().y())

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, self._axes().across(point))

    def draw(self, pencil: Pencil) -> None:
        axes, palette, bound = self._axes(), pencil.palette, self.value(0)
        chance = np.random.default_rng(1)
        for scores, colour, low in ((_YES, palette.output_wish, 0.58), (_NO, palette.muted, 0.04)):
            for score in scores:
                wrong = (score >= bound) != (scores is _YES)
                place = axes.at(float(score), low + 0.34 * chance.random())
                pencil.dot(place, 4, palette.panel if wrong else colour, colour, 1.6)
        line = axes.at(bound, 0).x()
        pencil.line([QPointF(line, axes.box.top()), QPointF(line, axes.box.bottom())], palette.accent, 2)
        pencil.words(QRectF(axes.box.left(), 8, 160, 16), "← let through", align=LEFT)
        pencil.words(QRectF(axes.box.right() - 160, 8, 160, 16), "called spam →", align=RIGHT)
        foot = QRectF(axes.box.left(), axes.box.bottom() + 4, 330, 16)
        for k, (name, colour) in enumerate((("spam", palette.output_wish), ("letters", palette.muted))):
            pencil.dot(QPointF(foot.left() + 5 + 70 * k, foot.center().y()), 4, colour)
            pencil.words(foot.translated(14 + 70 * k, 0), name, align=LEFT)
        pencil.words(foot.translated(152, 0), "hollow: wrong", align=LEFT)

    def sentence(self) -> str:
        tp, fp, fn, tn = self._counts()
        match self.shows:
            case "precision":
                if not tp + fp:
                    return "Nothing is called spam, so there is no precision."
                return f"{tp} of {tp + fp} that it calls spam are spam: precision {percent(tp / (tp + fp))}."
            case "recall":
                return f"{tp} of {tp + fn} pieces of spam are found: recall {percent(tp / (tp + fn))}."
            case "classes":
                bound = percent(self.value(0), 0)
                return f"From {bound} on the answer is spam: {tp + fp} of 80. Drag the bound."
        right = percent((tp + tn) / 80)
        return (
            f"{tp + tn} of 80 are right: accuracy {right}. To let all through would have {percent(60 / 80)}."
        )
