"""The confusion matrix of the run's test examples, or one of its own."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import CENTRE, LEFT, RIGHT, Pencil
from netviz.panels.concepts.sketch import OF_RUN, OWN, Knob, Sketch
from netviz.training.figures import percent

_OWN: Final = np.array([[52, 3, 1], [4, 41, 9], [0, 6, 48]])
_NAMES: Final = ("cat", "dog", "fox")


class MatrixSketch(Sketch):
    """A mark that goes from cell to cell."""

    def made(self) -> tuple[Knob, ...]:
        run = self.run
        self._of_run = run.confusion is not None and len(run.classes) == len(run.confusion)
        self._table = _OWN if not self._of_run or run.confusion is None else run.confusion
        self._names = run.classes if self._of_run else _NAMES
        last = len(self._table) - 1
        # It begins at the mistake that is made most often.
        wrong = self._table * (1 - np.eye(last + 1, dtype=np.int64))
        label, answer = divmod(int(wrong.argmax()), last + 1)
        return Knob("", 0, last, label, 1, free=True), Knob("", 0, last, answer, 1, free=True)

    def source(self) -> str:
        return f"{OF_RUN} test examples, read at step {self.run.step:,}." if self._of_run else OWN

    @property
    def _side(self) -> float:
        return (self.box.height() - 30) / len(self._table)

    def _cell(self, label: int, answer: int) -> QRectF:
        side = self._side
        return QRectF(130 + side * answer, self.box.top() + 26 + side * label, side - 1, side - 1)

    def spot(self, k: int) -> QPointF:
        return self._cell(round(self.value(0)), round(self.value(1))).center()

    def pull(self, k: int, point: QPointF) -> None:
        first = self._cell(0, 0).topLeft()
        self.turn(0, (point.y() - first.y()) / self._side - 0.5)
        self.turn(1, (point.x() - first.x()) / self._side - 0.5)

    def draw(self, pencil: Pencil) -> None:
        palette, n = pencil.palette, len(self._table)
        most = np.maximum(self._table.sum(axis=1, keepdims=True), 1)
        shares = self._table / most
        pencil.words(QRectF(130, self.box.top() - 8, self._side * n, 16), "answer", align=CENTRE)
        pencil.words(QRectF(8, self.box.top() + 12, 60, 16), "label", align=LEFT)
        for i in range(n):
            if n <= 12:
                row, head = self._cell(i, 0), self._cell(0, i)
                pencil.words(QRectF(20, row.top(), 104, row.height()), self._names[i][:14], align=RIGHT)
                if max(map(len, self._names)) * 7 < self._side:
                    pencil.words(QRectF(head.left(), head.top() - 16, head.width(), 16), self._names[i])
            for j in range(n):
                colour = palette.accuracy if i == j else palette.output_wish
                pencil.bar(self._cell(i, j), colour, 0.08 + 0.92 * float(shares[i, j]) ** 0.5)
        middle = self.spot(0)
        pencil.line(
            [QPointF(130, middle.y()), middle, QPointF(middle.x(), self.box.top() + 24)], palette.muted, 1
        )

    def sentence(self) -> str:
        i, j = round(self.value(0)), round(self.value(1))
        count, all_of = int(self._table[i, j]), int(self._table[i].sum())
        share = percent(count / all_of) if all_of else "none"
        what = "read rightly" if i == j else f"taken for {self._names[j]}"
        return (
            f"Of {all_of:,} with the label {self._names[i]}, {count:,} are {what} ({share}). Drag the mark."
        )
