"""The plots of a run on pages, with one pointer, one zoom and one row of controls for all of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.tabs import Tabs
from netviz.panels.plots.chart import Chart
from netviz.panels.plots.export import MARGIN, SHARPNESS, Table, page_picture
from netviz.panels.plots.figure import draw_chart
from netviz.panels.plots.history import MetricHistory
from netviz.panels.plots.pages import PAGES
from netviz.panels.plots.pages.page import Look, Page, PlotKind, Sources
from netviz.panels.plots.plot import Plot
from netviz.panels.plots.sheet import Sheet
from netviz.panels.plots.window import Window
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.changes import Change
from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.score import ACCURACY, Score

_GAP: Final = 18
_SOON: Final = 100  # steps


class Plots(Themed, QWidget):
    """It pulls from logs; nothing is pushed into it. Only what is visible is drawn, one plot at a time."""

    step_asked = Signal(int)  # the network of this step should be shown
    neuron_asked = Signal(int)  # of the first layer after the input
    neuron_pointed = Signal(object)  # its index, or None
    table_wanted = Signal()
    picture_wanted = Signal()
    appeared = Signal()  # and what is new should be pulled

    def __init__(
        self,
        palette: Palette,
        parent: QWidget | None = None,
        *,
        score: Score = ACCURACY,
        pictures: bool = True,
    ) -> None:
        """`score`: how good the network is; `pictures`: its inputs are one, and the weights from it."""
        super().__init__(parent)
        self._pictures = pictures
        self._palette = palette
        self._sources = Sources(MetricHistory(score))
        self._window = Window()
        self._changes: tuple[Change, ...] = ()
        self._pages = {page.key: page for page in PAGES}
        self._log_scale = {page.key: page.log for page in PAGES if page.log is not None}
        self._hover: float | None = None
        self._asked = 0.0
        self._drawing = QTimer(self, singleShot=True, interval=0)
        self._drawing.timeout.connect(self.draw_next)
        self._click = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._click.timeout.connect(self._ask)
        self._plots: dict[str, dict[Plot, PlotKind]] = {}
        for page in PAGES:
            plots = {Plot(palette, f"{kind.name} by step", self): kind for kind in page.plots}
            for plot, kind in plots.items():
                plot.setToolTip(kind.tip)
            self._plots[page.key] = plots
        self._sheet = Sheet(palette, self)
        self._due: list[Plot | Sheet] = []
        self._make_controls(palette)
        self._stack = QStackedWidget(self)
        for page in PAGES:
            self._stack.addWidget(self._made(page))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._controls)
        column.addWidget(self._stack, 1)
        units.hold(self, least_height=180)
        for plot in self._all:
            plot.hovered.connect(self._point)
            plot.clicked.connect(self._clicked)
            plot.zoomed.connect(self._zoom)
            plot.dragged.connect(self._drag)
            plot.whole_run.connect(self.show_all)
            plot.stale.connect(partial(self._mark, plot))
        self._sheet.stale.connect(partial(self._mark, self._sheet))
        self._sheet.neuron_clicked.connect(self.neuron_asked)
        self._sheet.neuron_pointed.connect(self.neuron_pointed)
        self._tabs.opened.connect(self.open)
        self.open(PAGES[0].key)

    def _make_controls(self, palette: Palette) -> None:
        self._tabs = Tabs("Plots", self)
        for page in PAGES:
            if page.plots or self._pictures:
                self._tabs.add(page.key, page.name, page.tip)
        self._layers = QComboBox(self)
        self._layers.setAccessibleName("Layer of the histograms")
        self._layers.setToolTip("The layer whose weights and activations are shown.")
        self._layers.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._layers.activated.connect(self._choose_layer)
        self._log_button = SmallButton(
            "Logarithmic scale",
            "Logarithmic scale: equal distances are equal ratios. For the accuracy it shows the error.",
            text="Log",
            checkable=True,
        )
        self._log_button.toggled.connect(self._set_log)
        self._all_button = SmallButton(
            "The whole run",
            "Show the whole run again, as a double click does. The wheel zooms, a drag scrolls.",
            text="Whole run",
        )
        self._all_button.clicked.connect(self.show_all)
        self._csv_button = SmallButton(
            "Export as a table",
            "Save the numbers of this page as a table: CSV, parted by commas, decimals with a point, UTF-8.",
            text="CSV…",
        )
        self._csv_button.clicked.connect(self.table_wanted)
        self._png_button = SmallButton(
            "Export as a picture", "Save this page as a picture (PNG).", text="PNG…"
        )
        self._png_button.clicked.connect(self.picture_wanted)
        self._buttons = (self._all_button, self._log_button, self._csv_button, self._png_button)
        # They ask for no width: where there is too little beside the tabs, they stand below them.
        self._beside = QWidget(self)
        self._beside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self._beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addStretch(1)
        row.addWidget(self._layers)
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self._controls = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._controls.setSpacing(6)
        self._controls.addWidget(self._tabs)
        self._controls.addWidget(self._beside, 1)

    def offer(self, offered: bool) -> None:
        """Whether there are buttons beside the tabs."""
        self._beside.setVisible(offered)

    def _fold(self) -> None:
        needed = self._tabs.sizeHint().width() + 6 + self._beside.sizeHint().width()
        right, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._controls.setDirection(right if needed <= self.width() else down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _made(self, page: Page) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for widget in self._widgets(page):
            row.addWidget(widget, 1)
        return made

    def _widgets(self, page: Page) -> list[Plot] | list[Sheet]:
        return list(self._plots[page.key]) or [self._sheet]

    @property
    def _all(self) -> list[Plot]:
        return [plot for plots in self._plots.values() for plot in plots]

    # -- values in ------------------------------------------------------------------------------------------

    def pull(self, log: MetricLog, until: int | None = None) -> bool:
        """Take what is new in the log of a run and draw it soon; False where nothing was new. `until`: the
        plots end at this step, though the log has more already.
        """
        fresh = self._sources.metrics.pull(log)
        if log.changes.all is not self._changes:
            self._changes, fresh = log.changes.all, True
        measured = self._sources.measures.pull(log.measures)
        first, last = self._reach()
        last = max(last if until is None else min(last, float(until)), first + 1)
        if not (fresh or measured or last != self._window.last):
            return False
        self._window.grow(first, last)
        if measured:
            self._name_layers()
        if self._here.plots:
            self._mark_page()
        return True

    def show_network(self, snapshot: Snapshot) -> None:
        """The network on screen: its step is marked, its first layer is on the sheet."""
        before, self._sources.snapshot = self._sources.snapshot, snapshot
        newest = snapshot.step >= self._window.last
        for plot in self._all:
            plot.set_cursor(None if newest else snapshot.step)
            plot.set_seen(snapshot.step)
        if before is None or before.identity != snapshot.identity:
            self._mark(self._sheet)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._mark_page()

    def sizeHint(self) -> QSize:
        return QSize(960, 260)

    # -- what can be done -----------------------------------------------------------------------------------

    @property
    def page_name(self) -> str:
        """What the open page is called in a file's name."""
        return self._here.key

    def open(self, key: str) -> None:
        """Go to a page."""
        self._here = self._pages[key]
        self._stack.setCurrentIndex(PAGES.index(self._here))
        self._tabs.show_tab(key)
        self._layers.setVisible(self._here.of_layer)
        self._log_button.setVisible(key in self._log_scale)
        self._log_button.blockSignals(True)
        self._log_button.setChecked(self._log_scale.get(key, False))
        self._log_button.blockSignals(False)
        self._fold()
        self._point(None)
        self._zoomed()

    def show_all(self) -> None:
        """The whole run."""
        self._click.stop()
        self._window.show_all()
        self._zoomed()

    def table(self) -> Table:
        """All numbers of the open page, whatever part of them is visible."""
        return self._here.table(self._sources)

    def picture(self) -> QImage:
        """The open page as it is on screen, at a text size of 100 %. Raises ExportError."""
        image = page_picture(self._stack.size(), self._palette)
        with QPainter(image) as painter:
            painter.translate(MARGIN, MARGIN)
            for widget in self._widgets(self._here):
                if isinstance(widget, Plot):
                    box, chart = QRectF(widget.geometry()), self._chart(widget)
                    draw_chart(painter, box, chart, self._palette, self.font(), SHARPNESS)
                else:
                    painter.drawImage(widget.pos(), self._sheet_image())
        return image

    # -- drawing --------------------------------------------------------------------------------------------

    @property
    def settled(self) -> bool:
        """Whether everything visible is drawn."""
        return not self._due

    def draw_all(self) -> None:
        """Draw all that wait for it, so that they show one step."""
        while self._due:
            self.draw_next()

    def draw_next(self) -> None:
        """Draw one of the plots that wait for it; the next one when what else happened was attended to."""
        while self._due:
            widget = self._due.pop(0)
            if widget.isVisible():
                if isinstance(widget, Plot):
                    widget.draw(self._chart(widget), self._palette)
                elif self._sources.snapshot is not None:
                    spec = self._sources.snapshot.spec
                    widget.draw(spec.sizes, self._sources.snapshot.W(0), self._palette)
                break
        if self._due:
            self._drawing.start()

    def _chart(self, plot: Plot) -> Chart:
        """Of a plot of the open page."""
        start, end = self._window.range
        log = self._log_scale.get(self._here.key, False)
        look = Look(start, end, plot.pixels, log, self._window.whole, self._palette, self._unmeasured)
        return replace(self._plots[self._here.key][plot].make(self._sources, look), changes=self._changes)

    @property
    def _unmeasured(self) -> bool:
        # The first measurement comes a moment after the first steps.
        return self._sources.measures.spec is None and len(self._sources.metrics) >= _SOON

    def _sheet_image(self) -> QImage:
        image = QImage(self._sheet.size() * SHARPNESS, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SHARPNESS)
        self._sheet.render(image)
        return image

    def _mark(self, widget: Plot | Sheet) -> None:
        if widget not in self._due and widget.isVisible():
            self._due.append(widget)
            self._drawing.start()

    def _mark_page(self) -> None:
        for widget in self._widgets(self._here):
            self._mark(widget)

    def _reach(self) -> tuple[float, float]:
        reaches = [r for r in (self._sources.metrics.reach, self._sources.measures.reach) if r is not None]
        if not reaches:
            return 0.0, 1.0
        first = min(r[0] for r in reaches)
        return (0.0 if first <= 1 else float(first)), float(max(r[1] for r in reaches))

    def _choose_layer(self, layer: int) -> None:
        self._sources.layer = layer
        self._mark_page()

    def _name_layers(self) -> None:
        names = list(self._sources.measures.layer_names)
        if names != [self._layers.itemText(k) for k in range(self._layers.count())]:
            self._layers.clear()
            self._layers.addItems(names)
            self._sources.layer = 0

    # -- the person -----------------------------------------------------------------------------------------

    def _point(self, step: float | None) -> None:
        self._hover = None if step is None else self._nearest(step)
        for plot in self._all:
            if plot.isVisible() or self._hover is None:
                plot.set_hover(self._hover)

    def _nearest(self, step: float) -> float:
        """The measured step that is nearest; on the curves every step was measured."""
        if self._here.single:
            return (
                float(np.clip(round(step), *self._sources.metrics.reach))
                if self._sources.metrics.reach
                else step
            )
        steps: NDArray[np.float64] = self._sources.measures.steps
        return float(steps[np.abs(steps - step).argmin()]) if len(steps) else step

    def _clicked(self, step: float) -> None:
        self._asked = self._nearest(step)
        if self._window.whole:
            self._ask()
        else:
            # It may be the first half of a double click, which means the whole run.
            self._click.start()

    def _ask(self) -> None:
        self.step_asked.emit(round(self._asked))

    def _zoom(self, factor: float, at: float) -> None:
        self._window.zoom(factor, at)
        self._zoomed()

    def _drag(self, steps: float) -> None:
        self._window.pan(steps)
        self._zoomed()

    def _zoomed(self) -> None:
        self._all_button.setVisible(bool(self._here.plots) and not self._window.whole)
        self._mark_page()

    def _set_log(self, on: bool) -> None:
        self._log_scale[self._here.key] = on
        self._mark_page()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.appeared.emit()
        self._mark_page()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._due.clear()
        self._point(None)
