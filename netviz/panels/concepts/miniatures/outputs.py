"""A few outputs as bars: logits that one drags, and what softmax and the losses make of them."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.network.losses import LOSSES, loss_named
from netviz.network.losses.loss import targets
from netviz.panels.concepts.pencil import LEFT, Pencil
from netviz.panels.concepts.sketch import OF_RUN, OWN, Knob, Sketch
from netviz.training.figures import fixed, hundred, percent, plain

_MOST: Final = 10  # of a task with more classes, so many are shown: those with the largest sums
_NUMBERED: Final = 6  # more have no room for their numbers
_END: Final = 4.0
_LOSS: Final = loss_named(LOSSES[0])


class OutputsSketch(Sketch):
    """Drag the top of a bar: its logit. It begins with the network's outputs on screen."""

    def made(self) -> tuple[Knob, ...]:
        logits, self._names = np.array([2.0, 0.5, -1.0]), ("A", "B", "C")
        self._right, self._of_run = 0, False
        run = self.run
        there = run.logits is not None and len(run.classes) == len(run.logits) > 1
        if run.logits is not None and there and np.isfinite(run.logits).all():
            first = np.argsort(-run.logits)[:_MOST]
            right = int(run.logits.argmax()) if run.label is None else run.label
            first = np.sort(first if right in first else np.r_[first[:-1], right])
            # Only differences count: zero is moved to the middle.
            logits = run.logits[first] - (run.logits[first].max() + run.logits[first].min()) / 2
            self._names = tuple(run.classes[k] for k in first)
            self._right, self._of_run = int(np.flatnonzero(first == right)[0]), True
        self._end = max(_END, float(np.ceil(np.abs(logits).max())))
        bars = tuple(Knob("", -self._end, self._end, float(value), 0.05, free=True) for value in logits)
        return (*bars, Knob("smoothing ε", 0, 0.5, 0.1, 0.01)) if self.shows == "smoothing" else bars

    @property
    def _n(self) -> int:
        return len(self._names)

    def source(self) -> str:
        if not self._of_run:
            return OWN
        n = len(self.run.classes)
        fewer = f"; the {self._n} largest of {n} classes" if self._n < n else ""
        return f"{OF_RUN} what lies before the network, at step {self.run.step:,}{fewer}."

    def _numbers(self) -> tuple[np.ndarray, np.ndarray, float]:
        """Probabilities, targets, loss."""
        z = np.array([[self.value(k) for k in range(self._n)]])
        smoothing = self.value(self._n) if self.shows == "smoothing" else 0.0
        y = targets(self._n, np.float64, smoothing)[self._right]
        delta = np.empty_like(z)
        loss, _ = _LOSS.batch(1, self._n, np.float64, 1.0, smoothing)(z, np.array([self._right]), delta)
        return _LOSS.output(z)[0], y, loss

    def _x(self, k: int) -> float:
        return self.box.left() + (k + 0.5) * self.box.width() / self._n

    @property
    def _aside(self) -> float:
        """How far left of its bar a logit stands, so that its number has room."""
        return 16.0 if self._n <= _NUMBERED else 3.0

    def _half(self) -> tuple[float, float]:
        """Top and bottom of the logits' part of the picture."""
        return self.box.top() + 20, self.box.top() + 0.44 * self.box.height()

    def spot(self, k: int) -> QPointF:
        top, bottom = self._half()
        share = (self.value(k) + self._end) / (2 * self._end)
        return QPointF(self._x(k) - self._aside, bottom - share * (bottom - top))

    def pull(self, k: int, point: QPointF) -> None:
        top, bottom = self._half()
        self.turn(k, (bottom - point.y()) / (bottom - top) * 2 * self._end - self._end)

    def draw(self, pencil: Pencil) -> None:
        palette = pencil.palette
        p, y, _ = self._numbers()
        top, bottom = self._half()
        middle, floor = (top + bottom) / 2, self.box.bottom() - 16
        height = floor - bottom - 40
        shown = self.shows in ("target", "smoothing", "cross-entropy")
        shares = hundred(p.tolist())
        self._name_bars(pencil, bottom + 8, shown)
        pencil.line([QPointF(self.box.left(), middle), QPointF(self.box.right(), middle)], palette.line, 1)
        for k in range(self._n):
            x, knob = self._x(k), self.spot(k)
            pencil.line([QPointF(x - self._aside, middle), knob], palette.muted, 5)
            if self._n <= _NUMBERED:
                pencil.words(QRectF(x - 6, knob.y() - 8, 44, 16), fixed(self.value(k), 1))
            right = k == self._right
            own, asked = max(float(p[k]) * height, 1.0), max(float(y[k]) * height, 1.0)
            pencil.bar(QRectF(x - 12, floor - own, 12, own), palette.high if right else palette.muted)
            if shown:
                pencil.bar(QRectF(x + 2, floor - asked, 6, asked), palette.accuracy)
            pencil.words(
                QRectF(x - 34, floor - (max(own, asked) if shown else own) - 17, 68, 16),
                shares[k],
            )
            pencil.words(
                QRectF(x - 34, floor + 1, 68, 16),
                self._names[k][: max(int(self.box.width() / self._n / 7), 1)],
                strong=right,
            )

    def _name_bars(self, pencil: Pencil, y: float, shown: bool) -> None:
        """What stands above, and what below."""
        left = self.box.left()
        pencil.words(QRectF(left, 2, 200, 16), "logit z", align=LEFT)
        pencil.words(QRectF(left, y, 200, 16), "p = e^z, shared out", align=LEFT)
        if shown:
            pencil.bar(QRectF(left + 146, y + 3, 6, 10), pencil.palette.accuracy)
            pencil.words(QRectF(left + 158, y, 120, 16), "target y", align=LEFT)

    def sentence(self) -> str:
        p, y, loss = self._numbers()
        name, own = self._names[self._right], float(p[self._right])
        match self.shows:
            case "cross-entropy" | "target":
                return f"The right one is {name}, with p = {own:.3f}: the loss is −ln p = {plain(loss, 3)}."
            case "smoothing":
                rest = percent(float(y.min()))
                asked = f"{name} is to have {percent(float(y[self._right]))}, each other {rest}"
                return f"{asked}; the loss is {plain(loss, 3)}."
            case "logit":
                z = np.sort([self.value(k) for k in range(self._n)])
                return f"The largest logit leads by {z[-1] - z[-2]:.2f}. Drag one: all probabilities change."
            case "probability":
                best = self._names[int(p.argmax())]
                return f"The answer is {best}, with {percent(float(p.max()))}; all make up 100\u00a0%."
        return f"Above the logits, below e^z shared out: {name} gets {percent(own)}. Drag a logit."
