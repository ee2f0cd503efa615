"""In a legend: the arrow along an edge that says how its weight changes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from netviz.rendering.arrows.shapes import shafts


def paint_change_arrow(
    painter: QPainter, x: float, middle: float, long: float, colour: str, ground: str, *, grows: bool
) -> None:
    """To the right with a filled head where the weight grows, to the left with an open one where it falls;
    `long` pixels from `x` on, at the height of `middle`, on a ground of that colour.
    """
    ends = (x, middle, x + long, middle) if grows else (x + long, middle, x, middle)
    shaft, head = (
        QPolygonF([QPointF(*point) for point in part[0].tolist()])
        for part in shafts(np.array([ends], np.float64), np.array([2.4]))
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(shaft)
    if not grows:
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(colour), 1.1))
    painter.drawPolygon(head)
