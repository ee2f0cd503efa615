"""A widget that a chart fills. It is drawn anew when its size, the theme or the text size changes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.plots.chart import Chart
from netviz.panels.plots.figure import Figure
from netviz.rendering import units
from netviz.rendering.fonts import text_scale
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette


class ChartView(Themed, QWidget):
    """Who derives from it says in `made` what is shown, and makes gestures of its own."""

    def __init__(self, palette: Palette | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette or self._palette
        self._chart: Chart | None = None
        self._late = False  # it has not drawn its chart, as nobody saw it
        self._kept: Figure | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def figure(self) -> Figure:
        """What draws it, up to date. pyqtgraph takes some milliseconds to make it, so nobody does unseen."""
        if self._kept is None:
            self._kept = Figure(self)
            self._kept.view.setBackground(self._palette.panel)
            self._kept.view.show()
        figure, size = self._kept, QSizeF(self.room().size()) / text_scale()
        if self._chart is not None and (self._late or figure.size != size):
            self._late = False
            figure.view.setGeometry(self.room())
            scale, ratio = text_scale(), units.ratio(self)
            figure.show(self._chart, self._palette, size, self.font(), scale=scale, ratio=ratio)
            self.point()
        return figure

    def made(self) -> Chart | None:
        """What is to be shown now; what is drawn, unless somebody knows better."""
        return self.chart

    def renew(self) -> None:
        """Make the chart anew and draw it."""
        chart = self.made()
        if chart is not None:
            self.draw(chart, self._palette)

    def figure_if_seen(self) -> Figure | None:
        """What draws it, where there is one."""
        return None if self._kept is None else self.figure()

    def draw(self, chart: Chart, palette: Palette) -> None:
        """Show this, at once where one sees it."""
        self._chart, self._palette, self._late = chart, palette, True
        if self.isVisible():
            self.figure()

    def point(self) -> None:
        """What stands over the chart: a line under the pointer, say. Called when it is drawn."""

    def room(self) -> QRect:
        """Where the chart stands, in pixels."""
        return self.rect()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.renew()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self.renew()

    def words_at(self) -> list[QRect]:
        """Where title, readings, names and numbers stand, in pixels."""
        if self._kept is None or self._chart is None:
            return []
        scale, corner = text_scale(), self.room().topLeft()
        return [
            QRectF(box.topLeft() * scale, box.size() * scale).toAlignedRect().translated(corner)
            for box in self.figure().words_at
        ]

    @property
    def chart(self) -> Chart | None:
        """What is drawn."""
        return self._chart

    @property
    def frame(self) -> QRectF:
        """Where values stand, in units."""
        return self.figure().frame

    def place_of(self, step: float) -> float:
        """Where this step stands across, in units."""
        assert self.chart is not None
        return self.frame.x() + float(self.chart.across(step)) * self.frame.width()

    def step_at(self, x: float) -> float | None:
        """The step that stands there, in units; beyond them the first or the last one; None where none is."""
        if self.chart is None or self.chart.empty:
            return None
        return self.chart.step_at(min(max((x - self.frame.left()) / self.frame.width(), 0.0), 1.0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.renew()
        self.figure_if_seen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._late or self._chart is None:
            self.renew()
