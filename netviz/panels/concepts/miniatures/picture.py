"""A picture as numbers: what lies before the network, or one of its own."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPen

from netviz.panels.concepts.pencil import LEFT, Pencil
from netviz.panels.concepts.sketch import OF_RUN, OWN, Knob, Sketch
from netviz.training.figures import signed

_OWN: Final = np.array(
    [[int(c) / 9 for c in row] for row in (
        "00000000", "00899960", "00000390", "00000840", "00003900", "00008400", "00039000", "00000000"
    )]
)  # fmt: skip


class PictureSketch(Sketch):
    """`pixel` asks for one number, `augment` shifts and turns, `noise` adds chance, `label` names it."""

    def made(self) -> tuple[Knob, ...]:
        self._of_run = self.run.picture is not None
        self._picture = _OWN if self.run.picture is None else self.run.picture
        match self.shows:
            case "augment":
                return Knob("turn (degrees)", -30, 30, 10, 1), Knob("shift (pixels)", -4, 4, 1, 1)
            case "noise":
                return (Knob("noise", 0, 1, 0.3, 0.02),)
            case "label":
                return (Knob("label", 0, max(len(self._names) - 1, 1), self._right, 1),)
        h, w = self._picture.shape
        return Knob("", 0, w - 1, w // 2, 1, free=True), Knob("", 0, h - 1, h // 2, 1, free=True)

    @property
    def _names(self) -> tuple[str, ...]:
        return self.run.classes if self._of_run and self.run.label is not None else tuple("0123456789")

    @property
    def _right(self) -> int:
        return self.run.label if self._of_run and self.run.label is not None else 7

    def source(self) -> str:
        return f"{OF_RUN} what lies before the network now." if self._of_run else OWN

    def _changed_picture(self) -> np.ndarray:
        picture = self._picture
        if self.shows == "noise":
            noise = np.random.default_rng(6).normal(0, 1, picture.shape)
            return np.asarray(np.clip(picture + self.value(0) * noise, 0, 1))
        if self.shows == "augment":
            h, w = picture.shape
            turn = np.deg2rad(self.value(0))
            rows, columns = np.mgrid[0:h, 0:w]
            y, x = rows - (h - 1) / 2, columns - (w - 1) / 2 - self.value(1)
            r = np.rint(np.cos(turn) * y - np.sin(turn) * x + (h - 1) / 2).astype(int)
            c = np.rint(np.sin(turn) * y + np.cos(turn) * x + (w - 1) / 2).astype(int)
            inside = (r >= 0) & (r < h) & (c >= 0) & (c < w)
            return np.where(inside, picture[r.clip(0, h - 1), c.clip(0, w - 1)], 0.0)
        return picture

    def _cell(self, row: float, column: float, left: float) -> QRectF:
        h, w = self._picture.shape
        side = min(self.box.height() / h, 160 / w)
        return QRectF(left + side * column, self.box.top() + side * row, side, side)

    def spot(self, k: int) -> QPointF:
        return self._cell(self.value(1), self.value(0), 20).center()

    def pull(self, k: int, point: QPointF) -> None:
        side = self._cell(0, 0, 20).width()
        self.turn(0, (point.x() - 20) / side - 0.5)
        self.turn(1, (point.y() - self.box.top()) / side - 0.5)

    def draw(self, pencil: Pencil) -> None:
        two = self.shows in ("augment", "noise")
        for picture, left in ((self._picture, 20.0), (self._changed_picture(), 196.0))[: 2 if two else 1]:
            for (row, column), ink in np.ndenumerate(picture):
                cell = self._cell(row, column, left)
                pencil.bar(cell, pencil.palette.low)
                if ink > 0.02:
                    pencil.bar(cell, pencil.palette.high, min(float(ink), 1.0))
            h, w = picture.shape
            pencil.painter.setPen(QPen(QColor(pencil.palette.line), 1.2))
            pencil.painter.setBrush(QColor(0, 0, 0, 0))
            whole = self._cell(0, 0, left).united(self._cell(h - 1, w - 1, left))
            pencil.painter.drawRect(whole)
        if self.shows == "label":
            asked = round(self.value(0))
            for k, name in enumerate(self._names[:10]):
                row = QRectF(228, self.box.top() + 1 + 14.2 * k, 120, 14)
                pencil.bar(QRectF(206, row.top() + 3, 16 if k == asked else 2, 8), pencil.palette.accuracy)
                pencil.words(row, f"{name[:12]}   {int(k == asked)}", align=LEFT, strong=k == asked)
        elif not two:
            self._draw_numbers(pencil)

    def _draw_numbers(self, pencil: Pencil) -> None:
        """Those around the pixel that is marked."""
        row, column = round(self.value(1)), round(self.value(0))
        h, w = self._picture.shape
        for r in range(-2, 3):
            for c in range(-2, 3):
                if 0 <= row + r < h and 0 <= column + c < w:
                    ink = self._picture[row + r, column + c]
                    box = QRectF(204 + 29 * (c + 2), self.box.top() + 24 + 24 * (r + 2), 29, 20)
                    pencil.words(box, f"{ink:.1f}" if 0 < ink < 1 else f"{ink:.0f}", strong=r == c == 0)

    def sentence(self) -> str:
        match self.shows:
            case "noise":
                return (
                    f"Left the picture, right with noise of {self.value(0):.2f}. You still read it; does it?"
                )
            case "augment":
                moved = f"{signed(self.value(0), 0)}° and shifted by {signed(self.value(1), 0)}"
                return f"Left the picture, right turned by {moved}: another example with the same label."
            case "label":
                name = self._names[round(self.value(0))]
                if round(self.value(0)) == self._right:
                    return f"Its label is {name}: as a target, 1 there and 0 elsewhere."
                return f"With the label {name} it would be mislabelled: it is learnt all the same."
        row, column = round(self.value(1)), round(self.value(0))
        ink = float(self._picture[row, column])
        return f"Row {row + 1}, column {column + 1}: the input is {ink:.2f}. Drag over the picture."
