"""The plain axes of a plot: no frame, thin rules, numbers at the rim."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from PySide6.QtWidgets import QGraphicsItem

from netviz.panels.kit.figures import digits_width, sized
from netviz.panels.kit.images import mix
from netviz.panels.plots.chart import Chart
from netviz.panels.plots.items import Curve, bend, dress, pen_of
from netviz.panels.run.columns import Array, ticks
from netviz.rendering.fonts import Type
from netviz.viewmodels.palette import Palette

TITLE: Final = 20
RIM: Final = 3  # units around the frame, so that what stands on its border is whole
NAME_GAP: Final = 7
SMALL: Final = int(Type.CAPTION)
_ABOVE: Final = 8  # where there is no title
BELOW: Final = 18
_LEFT_LEAST: Final = 34
_BEYOND: Final = 60  # units that a number may reach beyond its axis


class Axes:
    """The numbers beside a frame, and the rules in it."""

    def __init__(self, parent: QGraphicsItem, box: Any) -> None:
        self._sides: dict[str, Any] = {
            side: pg.AxisItem(side, parent=parent, linkView=box) for side in ("left", "bottom")
        }
        for axis, offset in zip(self._sides.values(), (6, 4), strict=True):
            axis.setPen(None)
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=offset, autoExpandTextSpace=False)
            axis.setStyle(hideOverlappingLabels=_BEYOND)
        self.steps: list[QRectF] = []  # where numbers stand below
        self._rules: Any = Curve(connect="pairs")
        box.addItem(self._rules, ignoreBounds=True)
        self._placed = QRectF()  # the frame that they stand around
        self._seen = True
        self._dressed: tuple[QColor, QFont] | None = None
        self._written: dict[str, list[tuple[float, str]]] = {}

    def show(
        self, chart: Chart, palette: Palette, frame: QRectF, font: QFont, wide: float, scale: float
    ) -> None:
        """Numbers in this font, and rules, for a chart in this frame; the plot is so many units wide."""
        if chart.empty == self._seen:
            self._seen = not chart.empty
            for axis in self._sides.values():
                axis.setVisible(self._seen)
            self._placed = QRectF()  # pyqtgraph leaves no room to an axis that it hides
        self._dress(QColor(palette.muted), font)
        self._place(frame)
        found = y_ticks(chart, frame.height())
        heights = chart.scale.share(np.array([value for value, _ in found]))
        # The outermost numbers stand within the frame, as far as they are high.
        at = np.clip(heights, 3 / frame.height(), 1 - 4 / frame.height()).tolist()
        self._write("left", [(y, words) for y, (_, words) in zip(at, found, strict=True)])
        rules = crisp(heights if chart.heat is None else heights[:0], frame.height() * scale)
        bend(self._rules, np.tile([0.0, 1.0], len(rules)), np.repeat(rules, 2), pairs=True)
        dress(self._rules, pen_of(mix(palette.line, palette.panel, 0.3), scale))
        below = []
        self.steps = []
        for value, words in x_ticks(chart, frame.width()):
            half = digits_width(font, words) / 2 + 1
            middle = frame.left() + float(chart.across(value)) * frame.width()
            middle = min(max(middle, half), wide - half)
            self.steps.append(QRectF(middle - half, frame.bottom() + 3, 2 * half, 15))
            below.append(((middle - frame.left()) / frame.width(), words))
        self._write("bottom", below)

    # pyqtgraph lays an axis out and paints it anew at whatever it is told, so it is told only what is new.

    def _dress(self, ink: QColor, font: QFont) -> None:
        if (ink, font) != self._dressed:
            self._dressed = ink, font
            for axis in self._sides.values():
                axis.setTextPen(ink)
                axis.setTickFont(font)

    def _place(self, frame: QRectF) -> None:
        if frame != self._placed:
            self._placed = QRectF(frame)
            left, bottom = self._sides["left"], self._sides["bottom"]
            box = frame.adjusted(-RIM, -RIM, RIM, RIM)
            left.setWidth(frame.left() + _BEYOND)
            left.setGeometry(QRectF(-_BEYOND, box.top(), frame.left() + _BEYOND, box.height()))
            bottom.setHeight(BELOW)
            bottom.setGeometry(QRectF(box.left(), frame.bottom(), box.width(), BELOW))

    def _write(self, side: str, ticks: list[tuple[float, str]]) -> None:
        if ticks != self._written.get(side):
            self._written[side] = ticks
            self._sides[side].setTicks([ticks])


def crisp(share: Array, pixels: float) -> Array:
    """Shares of so many pixels, each moved to the middle of one."""
    moved: Array = (np.floor(share * pixels) + 0.5) / pixels
    return moved


def frame_of(box: QRectF, chart: Chart, font: QFont) -> QRectF:
    """The part of `box` in which values stand; numbers are left of it and below, names right of it."""
    top = TITLE if chart.title else _ABOVE
    below = RIM if chart.x_ticks == () else BELOW * (2 if chart.below else 1)
    height = max(box.height() - top - below, 10.0)
    if chart.sides is not None:
        left, right = chart.sides
    else:
        small = sized(font, SMALL)
        written = [text for _, text in y_ticks(chart, height)]
        left = max([_LEFT_LEAST, *(digits_width(small, text) + 8 for text in written)])
        names = [QFontMetricsF(small).horizontalAdvance(line.name) for line in chart.lines if line.name]
        right = max(names) + NAME_GAP + 4 if names else 12.0
    # In whole units, so that pictures and rules fall on pixels.
    left, right = round(left), round(right)
    return QRectF(box.x() + left, box.y() + top, max(box.width() - left - right, 10.0), height)


def y_ticks(chart: Chart, height: float) -> list[tuple[float, str]]:
    """What stands left of a frame so high."""
    if chart.y_ticks is not None:
        return [(value, chart.write(value)) for value in chart.y_ticks]
    return chart.scale.ticks(max(int(height // 44), 2), chart.write)


def x_ticks(chart: Chart, width: float) -> list[tuple[float, str]]:
    """What stands below a frame so wide."""
    if chart.x_ticks is not None:
        return list(chart.x_ticks)
    found = ticks(chart.start, chart.end, max(int(width // 76), 1))
    return [(t, written_step(t)) for t in found if t == int(t) and chart.start <= t <= chart.end]


def written_step(step: float) -> str:
    """A step on the axis: `5,000`, `1.5 M`."""
    return f"{step:,.0f}" if abs(step) < 1_000_000 else f"{step / 1_000_000:.6g} M"
