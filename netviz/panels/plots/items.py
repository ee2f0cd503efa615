"""pyqtgraph's items as a drawing uses them: each is told only what is new, as it looks at all it is told."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen

from netviz.panels.run.columns import Array

SOLID: Final = Qt.PenStyle.SolidLine
_INKS: Final = 128  # pens and brushes that are kept
_ALL: Final = QRectF(-1, -1, 3, 3)  # all that a frame shows, and what a drawing clips to


class Curve(pg.PlotCurveItem):  # type: ignore[misc]
    """A curve that says where it lies without looking: it is asked again and again, at each change."""

    def boundingRect(self) -> QRectF:
        return _ALL


class Dots(pg.ScatterPlotItem):  # type: ignore[misc]
    """Dots that say where they lie without looking."""

    def boundingRect(self) -> QRectF:
        return _ALL


def pen_of(ink: QColor | str, width: float, style: Qt.PenStyle = SOLID) -> QPen:
    """So many pixels wide, whatever the range that is shown."""
    return _pen(QColor(ink).rgba(), width, style)


def brush_of(ink: QColor | str) -> QBrush:
    """The same object for the same ink: pyqtgraph keeps pictures of dots by their brush's identity."""
    return _brush(QColor(ink).rgba())


@lru_cache(_INKS)
def _pen(rgba: int, width: float, style: Qt.PenStyle) -> QPen:
    pen: QPen = pg.mkPen(QColor.fromRgba(rgba), width=width, style=style)
    return pen


@lru_cache(_INKS)
def _brush(rgba: int) -> QBrush:
    return QBrush(QColor.fromRgba(rgba))


def dress(curve: Any, pen: QPen | None) -> None:
    """Give a curve its pen."""
    if curve.opts["pen"] != pen:
        curve.setPen(pen)


def bend(curve: Any, x: Array, y: Array, *, pairs: bool) -> None:
    """Lead a curve through these points, or stroke from each one with an even place to the next."""
    connect = "pairs" if pairs else "all"
    if not (curve.opts["connect"] == connect and _same(curve.xData, x) and _same(curve.yData, y)):
        curve.setData(x, y, connect=connect)


def _same(a: Array | None, b: Array) -> bool:
    return a is not None and np.array_equal(a, b, equal_nan=True)
