"""One plot of the training, its curves over the steps.

The only module that imports pyqtgraph, which takes its time: import it after the first painted frame.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from netviz.panels.kit.figures import compact
from netviz.panels.kit.images import mix
from netviz.panels.run.columns import Array, ticks
from netviz.rendering.fonts import Type, type_font
from netviz.rendering.units import pixels
from netviz.viewmodels.palette import Palette

_LABEL: Final = 74  # pixels to the right of the lines for their names
_HEADROOM: Final = 1.14  # the plot's height as a share of the highest tick's, so that its number fits
_MOST_DOTS: Final = 40


class Curve:
    """One plot: mini-batches pale, validation strong with dots, each named at its end."""

    def __init__(self, percentages: bool) -> None:
        self.widget: Any = pg.PlotWidget()
        self._percentages = percentages
        plot = self.widget.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        plot.setContentsMargins(0, 2, 0, 0)
        self.view: Any = plot.getViewBox()
        self.view.setDefaultPadding(0)
        self.view.disableAutoRange()
        self._axes = {side: plot.getAxis(side) for side in ("left", "bottom")}
        for axis in self._axes.values():
            axis.setStyle(tickLength=0, tickTextOffset=4, autoExpandTextSpace=False)
        # One item for all of them: pyqtgraph takes its time for each.
        self._rules = pg.PlotCurveItem(connect="pairs")
        self._every = pg.PlotCurveItem(antialias=True)
        self._smooth = pg.PlotCurveItem(antialias=True)
        self._validation = pg.PlotCurveItem(antialias=True)
        self._dots = pg.ScatterPlotItem(size=5, pxMode=True, antialias=True)
        self._alone = pg.ScatterPlotItem(size=5, pxMode=True, antialias=True)  # one point makes no line
        self._turns = pg.PlotCurveItem(connect="pairs")
        self._cursor = pg.InfiniteLine(angle=90)
        self._hover = pg.InfiniteLine(angle=90)
        self._reading = pg.TextItem("")
        self._above = "smoothed"
        self._names = {
            "smoothed": pg.TextItem("training", anchor=(0, 0.5)),
            "validation": pg.TextItem("validation", anchor=(0, 0.5)),
        }
        lines = (self._every, self._smooth, self._alone, self._validation, self._dots)
        for item in (
            self._rules,
            self._turns,
            self._cursor,
            self._hover,
            *lines,
            *self._names.values(),
            self._reading,
        ):
            self.view.addItem(item, ignoreBounds=True)
        for item in (self._cursor, self._hover, *self._names.values(), self._reading):
            item.setVisible(False)

    def dress(self, palette: Palette) -> None:
        """The theme's colours, and letters and room for them at the chosen text size."""
        font = type_font(Type.CAPTION)
        self._axes["left"].setWidth(pixels(44))
        self._axes["bottom"].setHeight(pixels(18))
        self.widget.setBackground(palette.panel)
        for axis in self._axes.values():
            axis.setPen(None)
            axis.setTextPen(palette.muted)
            axis.setTickFont(font)
        self._rules.setPen(pg.mkPen(mix(palette.line, palette.panel, 0.3), width=1))
        self._every.setPen(pg.mkPen(mix(palette.panel, palette.muted, 0.28), width=1))
        self._smooth.setPen(pg.mkPen(palette.training, width=1.6))
        self._validation.setPen(pg.mkPen(palette.validation, width=1.8))
        self._alone.setPen(None)
        self._alone.setBrush(pg.mkBrush(palette.training))
        self._dots.setPen(None)
        self._dots.setBrush(pg.mkBrush(palette.validation))
        self._turns.setPen(pg.mkPen(palette.muted, width=1, style=Qt.PenStyle.DotLine))
        self._cursor.setPen(pg.mkPen(mix(palette.panel, palette.muted, 0.7), width=1))
        self._hover.setPen(pg.mkPen(palette.accent, width=1))
        self._names["smoothed"].setColor(palette.training)
        self._names["validation"].setColor(palette.validation)
        self._reading.setColor(palette.text)
        self._reading.fill = pg.mkBrush(palette.panel)
        for name in (*self._names.values(), self._reading):
            name.setFont(font)

    def draw(
        self,
        start: float,
        end: float,
        top: float,
        every: tuple[Array, Array] | None,
        smooth: tuple[Array, Array],
        validation: tuple[Array, Array],
    ) -> None:
        """Steps from `start` to `end`, values from 0 to `top`."""
        across = max(self.view.width(), pixels(120))
        room = (end - start) * across / (across - pixels(_LABEL))
        self.view.setRange(xRange=(start, start + room), yRange=(0, top * _HEADROOM), padding=0)
        x_ticks = [
            t for t in ticks(start, end, max(int((across - pixels(_LABEL)) // pixels(68)), 1)) if t == int(t)
        ]
        self._axes["bottom"].setTicks([[(t, _steps(t)) for t in x_ticks]])
        y_ticks = ticks(0, top, 3)
        written = [(t, f"{t * 100:.0f}\u00a0%" if self._percentages else compact(t)) for t in y_ticks]
        self._axes["left"].setTicks([written])
        self._rules.setData(np.tile([start, start + room], len(y_ticks)), np.repeat(y_ticks, 2))
        if every is not None:
            self._every.setData(*every)
        # One antialiased path joins better; with many points it takes five times as long as single segments.
        for line, data in ((self._smooth, smooth), (self._validation, validation)):
            line.setSegmentedLineMode("on" if len(data[0]) > 150 else "off")
        self._smooth.setData(*smooth)
        self._alone.setData(*(smooth if len(smooth[0]) == 1 else ((), ())))
        self._validation.setData(*validation)
        self._dots.setData(*(validation if len(validation[0]) <= _MOST_DOTS else ((), ())))
        self._name_lines(end, room / across * 7, top, smooth, validation)
        # Else pyqtgraph notices the new range while it paints, and paints twice.
        self.view.scene().prepareForPaint()

    def _name_lines(
        self, end: float, gap: float, top: float, smooth: tuple[Array, Array], validation: tuple[Array, Array]
    ) -> None:
        ends = {
            name: float(values[-1])
            for name, (_, values) in (("smoothed", smooth), ("validation", validation))
            if len(values)
        }
        apart = pixels(14) * top * _HEADROOM / max(self.view.height(), 40.0)
        half = apart / 2
        places = {name: min(max(value, half), top * _HEADROOM - half) for name, value in ends.items()}
        close = len(places) == 2 and abs(places["smoothed"] - places["validation"]) < apart
        if len(places) == 2 and not close:
            self._above = max(places, key=lambda name: places[name])
        if close:
            # Lines that cross again and again must not make their names jump.
            above = self._above
            below = "validation" if above == "smoothed" else "smoothed"
            centre = min(max(sum(places.values()) / 2, 2 * half), top * _HEADROOM - 2 * half)
            places = {above: centre + half, below: centre - half}
        for name, item in self._names.items():
            item.setVisible(name in places)
            if name in places:
                item.setPos(end + gap, places[name])

    def erase(self) -> None:
        """Nothing to show yet."""
        nothing = np.empty(0)
        lines = (self._rules, self._turns, self._every, self._smooth)
        for line in (*lines, self._alone, self._validation, self._dots):
            line.setData(nothing, nothing)
        for name in self._names.values():
            name.setVisible(False)
        for axis in self._axes.values():
            axis.setTicks([[]])
        self._cursor.setVisible(False)
        self.set_hover(None)

    @property
    def step_width(self) -> float:
        """How many steps a pixel covers."""
        left, right = self.view.viewRange()[0]
        return float(right - left) / max(float(self.view.width()), 1.0)

    def show_changes(self, steps: tuple[int, ...]) -> None:
        """A dotted line at each step after which something was changed by hand."""
        (bottom, top) = self.view.viewRange()[1]
        at = np.repeat(np.array(steps, np.float64), 2)
        self._turns.setData(at, np.tile([bottom, top], len(steps)))

    def set_cursor(self, step: float | None) -> None:
        """The thin line at the step that the window shows."""
        self._cursor.setVisible(step is not None)
        if step is not None:
            self._cursor.setPos(step)

    def set_hover(self, step: float | None, reading: str = "") -> None:
        """The thin line under the pointer, and beside it what was measured there."""
        self._hover.setVisible(step is not None)
        self._reading.setVisible(step is not None)
        if step is not None:
            # Where the line is not: losses fall, accuracies rise.
            (left, right), (bottom, top) = self.view.viewRange()
            self._hover.setPos(step)
            self._reading.setText(reading)
            at_left = 0 if step < (left + right) / 2 else 1
            self._reading.setAnchor((at_left, 1 if self._percentages else 0))
            self._reading.setPos(step, bottom if self._percentages else top)


def _steps(number: float) -> str:
    """A step on the axis: `5,000`, `1.5 M`."""
    return f"{number:,.0f}" if number < 1_000_000 else f"{number / 1_000_000:g} M"
