"""What stands within the axes of a plot: bars, histograms, single measurements, lines, dots and marks."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from netviz.panels.plots.axes import crisp
from netviz.panels.plots.chart import Band, Chart, Line
from netviz.panels.plots.fold import columns_covered
from netviz.panels.plots.heat import heat_colours, heat_levels
from netviz.panels.plots.items import SOLID, Curve, Dots, bend, brush_of, dress, pen_of
from netviz.panels.run.columns import Array, envelope
from netviz.viewmodels.palette import Palette

_MOST_DOTS: Final = 60
_MANY: Final = 150  # points: to join more of them by a thick pen takes Qt a tenth of a second
_HAIR: Final = 0.7  # pixels between the hair lines that make a line of many points, in a tenth of that time
_TRIANGLE: Final = 7  # units: of a mark's side
_NOTHING: Final = np.empty(0)

Dot = tuple[float, float, QColor, float, str]


class Drawing:
    """pyqtgraph takes its time for each item, so there is one for all of a kind, and one for each line."""

    def __init__(self, box: Any) -> None:
        self._box = box
        self._bars = self._add(pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[], pen=None))
        self._heat = self._add(pg.ImageItem(axisOrder="row-major"))
        self._band = self._add(Curve(antialias=True))
        self._lines: list[Any] = []
        self._uprights: list[Any] = []
        self._marks = self._add(Curve(connect="pairs"), 2)
        self._dots = self._add(Dots(pxMode=True, antialias=True, pen=None), 3)
        self._dotted: tuple[list[Dot], float] = [], 1.0  # and for which scale

    def _add(self, item: Any, z: float = 0) -> Any:
        item.setZValue(z)
        self._box.addItem(item, ignoreBounds=True)
        return item

    def _some(self, pool: list[Any], n: int, z: float) -> list[Any]:
        """So many curves of a pool; the others are hidden."""
        while len(pool) < n:
            pool.append(self._add(Curve(antialias=z == 1), z))
        for k, item in enumerate(pool):
            item.setVisible(k < n)
        return pool[:n]

    def show(self, chart: Chart, palette: Palette, frame: QRectF, scale: float, ratio: float) -> None:
        """Draw a chart in this frame; `scale` pixels make a unit, and `ratio` pixels of the device."""
        if chart.empty:
            return
        self._show_bars(chart)
        self._show_heat(chart, palette, round(frame.width() * ratio))
        self._show_band(chart, frame, scale, ratio)
        dots: list[Dot] = []
        curves = []
        for line in chart.lines:
            x, y = _within(chart, line.step, line.value)
            sound = np.isfinite(y)
            x, y = x[sound], y[sound]
            dots += dots_of(line, x, y, frame.width())
            if not line.width:
                continue
            hairs = max(round(line.width * ratio), 1) if len(x) > _MANY else 1
            curves += [(line, x, y, (k - (hairs - 1) / 2) * _HAIR, hairs) for k in range(hairs)]
        for item, (line, x, y, away, hairs) in zip(
            self._some(self._lines, len(curves), 1), curves, strict=True
        ):
            width = 1.0 if hairs > 1 else line.width * scale
            style = Qt.PenStyle.DashLine if line.dashed else SOLID
            dress(item, pen_of(line.ink, width, style))
            item.setPos(0, away / ratio / frame.height())
            bend(item, x, y, pairs=line.pairs)
        self._show_dots(dots + self._show_marks(chart, palette, frame, scale), scale)

    def _show_dots(self, dots: list[Dot], scale: float) -> None:
        if (dots, scale) == self._dotted:
            return
        self._dotted = dots, scale
        x, y, inks, sizes, symbols = zip(*dots, strict=True) if dots else ((), (), (), (), ())
        self._dots.setData(
            x=np.array(x),
            y=np.array(y),
            brush=[brush_of(ink) for ink in inks],
            size=np.array(sizes) * scale,
            symbol=list(symbols),
        )
        self._dots.setVisible(bool(dots))

    def _show_heat(self, chart: Chart, palette: Palette, width: int) -> None:
        heat = chart.heat
        self._heat.setVisible(heat is not None)
        if heat is not None:
            levels = heat_levels(chart, heat, width)
            self._heat.setImage(levels, autoLevels=False, levels=(0, 255), lut=heat_colours(heat, palette))
            self._heat.setRect(QRectF(0, 0, 1, 1))

    def _show_band(self, chart: Chart, frame: QRectF, scale: float, ratio: float) -> None:
        band = chart.band
        self._band.setVisible(band is not None)
        if band is None:
            return
        many = not band.filled and 2 * len(band.step) >= frame.width()
        if many:
            x, y = strokes(chart, band, round(frame.width() * ratio), round(frame.height() * ratio))
        else:
            x, y = outline(chart, band)
        self._band.opts["antialias"] = not many
        dress(self._band, None if band.filled else pen_of(band.ink, 1.0 if many else scale))
        brush, level = (brush_of(band.ink), "enclosed") if band.filled else (None, None)
        if (self._band.opts["brush"], self._band.opts["fillLevel"]) != (brush, level):
            self._band.setBrush(brush)
            self._band.setFillLevel(level)
        parted = not many and band.gaps is not None
        if parted:
            x, y = np.repeat(x, 2)[1:-1], np.repeat(y, 2)[1:-1]
        if band.gaps is not None:
            x, y = _parted(x, y, chart.across(band.gaps))
        bend(self._band, x, y, pairs=many or parted)

    def _show_bars(self, chart: Chart) -> None:
        self._bars.setVisible(chart.bars is not None)
        if chart.bars is not None:
            bars = chart.bars
            sides = {"x0": chart.across(bars.left), "x1": chart.across(bars.right)}
            heights = {"y0": np.zeros(len(bars.left)), "y1": chart.scale.share(bars.height)}
            inks = [QColor(ink) for ink in bars.inks]
            self._bars.setOpts(**sides, **heights, brushes=inks, pen=None)

    def _show_marks(self, chart: Chart, palette: Palette, frame: QRectF, scale: float) -> list[Dot]:
        """A dotted line from a triangle where somebody changed the run, and what stands upright."""
        steps = [s for s in dict.fromkeys(c.step for c in chart.changes) if chart.start <= s <= chart.end]
        at = crisp(chart.across(np.array(steps, np.float64)), frame.width() * scale)
        dress(self._marks, pen_of(palette.muted, scale, Qt.PenStyle.DotLine))
        bend(self._marks, np.repeat(at, 2), np.tile([0.0, 1.0], len(at)), pairs=True)
        for item, upright in zip(
            self._some(self._uprights, len(chart.uprights), 2), chart.uprights, strict=True
        ):
            style = Qt.PenStyle.DashLine if upright.dashed else SOLID
            dress(item, pen_of(upright.ink, upright.width * scale, style))
            x = crisp(chart.across(np.array([upright.at, upright.at])), frame.width() * scale)
            bend(item, x, np.array([0.0, 1.0]), pairs=False)
        top = 1 - _TRIANGLE / 2 / frame.height()
        return [(x, top, QColor(palette.muted), _TRIANGLE, "t") for x in at.tolist()]


def dots_of(line: Line, x: Array, y: Array, width: float) -> list[Dot]:
    """Each measurement of a dotted line, and one that is alone, at the shares where they stand."""
    across = (x >= -1 / width) & (x <= 1 + 1 / width)
    few = across.sum() <= _MOST_DOTS or not line.width
    if not (line.dotted and few) and across.sum() != 1:
        return []
    ink = QColor(line.ink)
    return [
        (a, b, ink, 2 * line.dot, "o") for a, b in zip(x[across].tolist(), y[across].tolist(), strict=True)
    ]


def outline(chart: Chart, band: Band) -> tuple[Array, Array]:
    """A band of few columns as a line around it, or through its single measurements."""
    x, top = _within(chart, band.step, band.high)
    _, bottom = _within(chart, band.step, band.low)
    if band.filled:
        return np.concatenate([x, x[::-1]]), np.concatenate([top, bottom[::-1]])
    return envelope(x, np.nan_to_num(bottom, nan=-1.0), np.nan_to_num(top, nan=-1.0))


def strokes(chart: Chart, band: Band, width: int, height: int) -> tuple[Array, Array]:
    """A band of many columns as an upright stroke in each of so many pixels, so that no peak is lost."""
    x, top = _within(chart, band.step, band.high)
    _, bottom = _within(chart, band.step, band.low)
    upper, lower = (np.nan_to_num(y, nan=-1.0) * height for y in (top, bottom))
    column, highest, lowest = columns_covered(x * width, upper, lower, width)
    reach = np.stack([np.floor(lowest) + 0.5, np.floor(highest) + 0.5], axis=1) / height
    return np.repeat((column + 0.5) / width, 2), reach.ravel()


def _parted(x: Array, y: Array, gaps: Array) -> tuple[Array, Array]:
    """Strokes from each even point to the next, without those whose middle lies in one of the gaps (n, 2)."""
    middle = (x[::2] + x[1::2]) / 2
    at = np.searchsorted(gaps[:, 0], middle) - 1
    kept = np.repeat((at < 0) | (middle >= gaps[np.maximum(at, 0), 1]), 2)
    return x[kept], y[kept]


def _within(chart: Chart, step: Array, value: Array) -> tuple[Array, Array]:
    """Where these values stand; what is far outside comes near, so that it can be drawn."""
    return chart.across(step), np.clip(chart.scale.share(value), -1, 2)
