"""Artificial intelligence, machine learning, deep learning: one within the other, and what lies where."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPen

from netviz.panels.concepts.pencil import LEFT, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch

_RINGS: Final = (
    ("artificial intelligence", QRectF(10, 8, 340, 170)),
    ("machine learning", QRectF(110, 32, 230, 138)),
    ("deep learning", QRectF(214, 62, 118, 98)),
)
_IN: Final = (
    ("rules that somebody wrote, as of a chess program that searches through moves", "no learning"),
    ("a straight line, or a tree of questions, fitted to examples", "learnt, without layers"),
    ("a network of several layers, as all in netviz that have a hidden one", "learnt, layer by layer"),
)


class RingsSketch(Sketch):
    """A point that is dragged from ring to ring."""

    def made(self) -> tuple[Knob, ...]:
        at = {"AI": 60.0, "ML": 160.0}.get(self.shows, 270.0)
        return (Knob("", 30, 320, at, 1, free=True),)

    def spot(self, k: int) -> QPointF:
        return QPointF(self.value(0), 124)

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, point.x())

    def _ring(self) -> int:
        return max(k for k, (_, box) in enumerate(_RINGS) if k == 0 or box.contains(self.spot(0)))

    def draw(self, pencil: Pencil) -> None:
        palette, here = pencil.palette, self._ring()
        for k, (name, box) in enumerate(_RINGS):
            pencil.painter.setPen(
                QPen(QColor(palette.accuracy if k == here else palette.muted), 2.2 if k == here else 1.2)
            )
            pencil.painter.setBrush(QColor(palette.page if k % 2 else palette.panel))
            pencil.painter.drawRoundedRect(box, 22, 22)
            pencil.words(
                QRectF(box.left() + 14, box.top() + 6, box.width() - 20, 16),
                name,
                align=LEFT,
                strong=k == here,
            )

    def sentence(self) -> str:
        example, how = _IN[self._ring()]
        return f"In this ring, for example: {example} ({how})."
