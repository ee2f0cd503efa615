"""Loss and accuracy while training.

The only module that imports pyqtgraph: import it after the first painted frame.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from netviz.panels.columns import Array, Columns, envelope, smoothed, ticks
from netviz.panels.figures import compact, digits_width, percent, plain, sized
from netviz.panels.images import mix
from netviz.training.metrics import MetricCursor, MetricLog, ValidationPoint
from netviz.viewmodels.palette import Palette

_HEADER: Final = 26
_LABEL: Final = 74  # pixels to the right of the lines for their names
_HEADROOM: Final = 1.14  # the plot's height as a share of the highest tick's, so that its number fits
_INVITATION: Final = "Press Train, and the loss will fall and the accuracy rise here."
_SHOWN_PEAKS: Final = 98  # percent
_MOST_DOTS: Final = 40
_MOST_VALIDATION: Final = 600


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
        self._axes["left"].setWidth(44)
        self._axes["bottom"].setHeight(18)
        # One item for all of them: pyqtgraph takes its time for each.
        self._rules = pg.PlotCurveItem(connect="pairs")
        self._every = pg.PlotCurveItem(antialias=True)
        self._smooth = pg.PlotCurveItem(antialias=True)
        self._validation = pg.PlotCurveItem(antialias=True)
        self._dots = pg.ScatterPlotItem(size=5, pxMode=True, antialias=True)
        self._cursor = pg.InfiniteLine(angle=90)
        self._hover = pg.InfiniteLine(angle=90)
        self._reading = pg.TextItem("")
        self._above = "smoothed"
        self._names = {
            "smoothed": pg.TextItem("smoothed", anchor=(0, 0.5)),
            "validation": pg.TextItem("validation", anchor=(0, 0.5)),
        }
        lines = (self._every, self._smooth, self._validation, self._dots)
        for item in (self._rules, self._cursor, self._hover, *lines, *self._names.values(), self._reading):
            self.view.addItem(item, ignoreBounds=True)
        for item in (self._cursor, self._hover, *self._names.values(), self._reading):
            item.setVisible(False)

    def dress(self, palette: Palette, font: QFont) -> None:
        """The theme's colours and the window's font."""
        strong = palette.accuracy if self._percentages else palette.loss
        self.widget.setBackground(palette.panel)
        for axis in self._axes.values():
            axis.setPen(None)
            axis.setTextPen(palette.muted)
            axis.setTickFont(sized(font, 11))
        self._rules.setPen(pg.mkPen(mix(palette.line, palette.panel, 0.3), width=1))
        self._every.setPen(pg.mkPen(mix(palette.panel, palette.muted, 0.28), width=1))
        self._smooth.setPen(pg.mkPen(mix(palette.panel, strong, 0.5), width=1.6))
        self._validation.setPen(pg.mkPen(strong, width=1.8))
        self._dots.setPen(None)
        self._dots.setBrush(pg.mkBrush(strong))
        self._cursor.setPen(pg.mkPen(mix(palette.panel, palette.muted, 0.7), width=1))
        self._hover.setPen(pg.mkPen(palette.accent, width=1))
        self._names["smoothed"].setColor(palette.muted)
        self._names["validation"].setColor(strong)
        self._reading.setColor(palette.text)
        self._reading.fill = pg.mkBrush(palette.panel)
        for name in (*self._names.values(), self._reading):
            name.setFont(sized(font, 11))

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
        across = max(self.view.width(), 120.0)
        room = (end - start) * across / (across - _LABEL)
        self.view.setRange(xRange=(start, start + room), yRange=(0, top * _HEADROOM), padding=0)
        x_ticks = [t for t in ticks(start, end, max(int((across - _LABEL) // 68), 1)) if t == int(t)]
        self._axes["bottom"].setTicks([[(t, _steps(t)) for t in x_ticks]])
        y_ticks = ticks(0, top, 3)
        written = [(t, f"{t * 100:.0f} %" if self._percentages else compact(t)) for t in y_ticks]
        self._axes["left"].setTicks([written])
        self._rules.setData(np.tile([start, start + room], len(y_ticks)), np.repeat(y_ticks, 2))
        if every is not None:
            self._every.setData(*every)
        # One antialiased path joins better; with many points it takes five times as long as single segments.
        for line, data in ((self._smooth, smooth), (self._validation, validation)):
            line.setSegmentedLineMode("on" if len(data[0]) > 150 else "off")
        self._smooth.setData(*smooth)
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
        apart = 14 * top * _HEADROOM / max(self.view.height(), 40.0)
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
        for line in (self._rules, self._every, self._smooth, self._validation, self._dots):
            line.setData(nothing, nothing)
        for name in self._names.values():
            name.setVisible(False)
        for axis in self._axes.values():
            axis.setTicks([[]])
        self._cursor.setVisible(False)
        self.set_hover(None)

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


class Header(QWidget):
    """The numbers above the plots: each painted at its own place, so that none moves when another changes."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette_ = palette
        self.loss: float | None = None
        self.loss_name = "Loss"
        self.validation: float | None = None
        self.right = ""
        self.setFixedHeight(_HEADER)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            "Loss: how wrong the network is, on every mini-batch it trains on (faint), smoothed, and on the "
            "validation digits; lower is better. Validation accuracy: the share of 5,000 digits it never "
            "trains on that it reads rightly."
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        loss = "–" if self.loss is None else plain(self.loss)
        self._pair(painter, 4, self.loss_name, loss)
        accuracy = "–" if self.validation is None else percent(self.validation)
        self._pair(painter, self.width() // 2 + 4, "Validation accuracy", accuracy)
        painter.setFont(sized(self.font(), 12))
        painter.setPen(QColor(self.palette_.muted))
        box = QRectF(0, 0, self.width() - 2, _HEADER - 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.right)

    def _pair(self, painter: QPainter, left: float, name: str, value: str) -> None:
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        small = sized(self.font(), 12)
        painter.setFont(small)
        painter.setPen(QColor(self.palette_.muted))
        painter.drawText(QRectF(left, 0, 200, _HEADER - 4), flags, name)
        painter.setFont(sized(self.font(), 15, QFont.Weight.DemiBold))
        painter.setPen(QColor(self.palette_.text))
        painter.drawText(QRectF(left + digits_width(small, name) + 8, -1, 120, _HEADER - 4), flags, value)


class Curves(QWidget):
    """Loss on the left, accuracy on the right, and a line of numbers above them.

    It pulls; nothing is pushed into it.
    """

    step_clicked = Signal(int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._columns = Columns()
        self._log: MetricLog | None = None
        self._at: MetricCursor | None = None
        self._validation_at: MetricCursor | None = None
        self._validation: list[ValidationPoint] = []
        self._past: int | None = None  # the step that the window shows, where it is not the newest
        self._late: Curve | None = None  # has not drawn what was pulled last
        self._step = 0
        self._speed: float | None = None
        self._header = Header(palette, self)
        self._loss, self._accuracy = Curve(percentages=False), Curve(percentages=True)
        self._invitation = QLabel(_INVITATION, self)
        self._invitation.setProperty("role", "muted")
        self._invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._invitation.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._header, 0, 0, 1, 2)
        for column, curve in enumerate((self._loss, self._accuracy)):
            grid.addWidget(curve.widget, 1, column)
            grid.setColumnStretch(column, 1)
            curve.widget.viewport().installEventFilter(self)
            curve.widget.viewport().setMouseTracking(True)
            curve.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            # Names are placed in pixels, and the plot learns its size after this widget does.
            curve.view.sigResized.connect(self._resized)
        self._loss.widget.setAccessibleName("Loss by step")
        self._accuracy.widget.setAccessibleName("Accuracy by step")
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.apply_palette(palette)
        self.clear()

    # -- values in ------------------------------------------------------------------------------------------

    def pull(self, log: MetricLog, *, one: bool = False) -> bool:
        """Take what is new in the log and redraw; False where nothing was new. Another log starts afresh.

        `one`: redraw one plot, the other at the next pull, so that no tick takes long.
        """
        if log is not self._log:
            self._log, self._at, self._validation_at = log, None, None
        at, points = log.since(self._at)
        validation_at, validation, replaces = log.validation_since(self._validation_at)
        same = at == self._at and validation_at == self._validation_at
        self._at, self._validation_at = at, validation_at
        if same and self._late is None:
            return False
        self._columns.add(points)
        self._validation = validation if replaces else self._validation + validation
        turn = self._late or self._loss
        self._redraw(only=turn if one else None)
        self._late = (self._accuracy if turn is self._loss else self._loss) if one else None
        return True

    def clear(self) -> None:
        """Show nothing, until a log is pulled again."""
        self._log = self._at = self._validation_at = None
        self._columns.clear()
        self._validation = []
        self._redraw()

    def set_cursor(self, step: int | None) -> None:
        """The step that the window shows, as a thin line; hidden for None and at the curves' end."""
        behind = step is not None and step < self._columns.last - self._columns.width
        past = step if behind else None
        if past != self._past:
            self._past = past
            self._tell()
            self._write()
        for curve in (self._loss, self._accuracy):
            if curve is not self._late:
                curve.set_cursor(step if behind else None)

    def show_numbers(self, step: int, samples_per_second: float | None) -> None:
        """Step and speed in the line of numbers; loss and accuracy come from the log."""
        self._step, self._speed = step, samples_per_second
        self._invite()
        self._write()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._header.palette_ = palette
        for curve in (self._loss, self._accuracy):
            curve.dress(palette, self.font())
        self._header.update()

    def sizeHint(self) -> QSize:
        return QSize(900, 140)

    # -- drawing --------------------------------------------------------------------------------------------

    def _redraw(self, only: Curve | None = None) -> None:
        loss, accuracy = self._columns.series("loss"), self._columns.series("accuracy")
        validation = [p for p in self._validation if np.isfinite(p.loss)]
        validation = validation[:: max(1, -(-len(validation) // _MOST_VALIDATION))]
        empty = not len(accuracy)
        self._invitation.setVisible(empty)
        last = self._validation[-1] if self._validation else None
        self._header.loss_name = "Validation loss" if empty and last is not None else "Loss"
        self._tell()
        if empty:
            self._loss.erase()
            self._accuracy.erase()
            self._write()
            return
        # A run that goes on from a file begins where the file left it.
        start = 0.0 if self._columns.origin <= 1 else float(self._columns.origin - 1)
        validation = [p for p in validation if p.step >= start]
        at = np.array([p.step for p in validation], np.float64)
        smooth_loss = smoothed(loss, self._columns.width)
        end = max(float(self._columns.last), float(at.max(initial=0)), start + 1)
        if only is not self._accuracy:
            validation_loss = np.array([p.loss for p in validation], np.float64)
            # Single mini-batches fit too, but for the few highest.
            peaks = float(np.percentile(loss.high, _SHOWN_PEAKS)) if len(loss) else 0.0
            highest = max(smooth_loss.max(initial=0), validation_loss.max(initial=0), peaks)
            top = float(highest) * 1.08 if highest > 0 else 1.0
            self._loss.draw(start, end, top, envelope(loss), (loss.step, smooth_loss), (at, validation_loss))
        if only is not self._loss:
            validation_accuracy = np.array([p.accuracy for p in validation], np.float64)
            smooth = (accuracy.step, smoothed(accuracy, self._columns.width))
            self._accuracy.draw(start, end, 1.0, None, smooth, (at, validation_accuracy))
        self._write()

    def _tell(self) -> None:
        """Loss and accuracy in the line of numbers: of the newest step, or of the one that is shown."""
        loss, past = self._columns.series("loss"), self._past
        measured = [p for p in self._validation if past is None or p.step <= past]
        self._header.validation = measured[-1].accuracy if measured else None
        smooth = smoothed(loss, self._columns.width)
        if len(smooth):
            at = -1 if past is None else int(np.abs(loss.step - past).argmin())
            self._header.loss = float(smooth[at])
        else:
            self._header.loss = measured[-1].loss if measured else None

    def _resized(self, _view: object) -> None:
        self._redraw()

    def _invite(self) -> None:
        words = _INVITATION
        if self._step:
            words = f"The file keeps the network, not its curves; they go on from step {self._step:,}."
        self._invitation.setText(words)

    def _write(self, hovered: str = "") -> None:
        speed = "" if not self._speed else f" · {_round_speed(self._speed):,} samples/s"
        self._header.right = hovered or f"step {self._step:,}{speed}"
        self._header.update()

    # -- events ---------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover_at(None)
        elif isinstance(event, QMouseEvent):
            for curve in (self._loss, self._accuracy):
                if watched is curve.widget.viewport():
                    scene = curve.widget.mapToScene(event.position().toPoint())
                    self._pointed_at(float(curve.view.mapSceneToView(scene).x()), event)
        return super().eventFilter(watched, event)

    def _pointed_at(self, step: float, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseMove:
            self._hover_at(step)
        left = event.button() == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseButtonPress and left and len(self._columns.series("loss")):
            self.step_clicked.emit(min(max(round(step), 0), int(self._columns.last)))

    def _hover_at(self, step: float | None) -> None:
        loss, accuracy = self._columns.series("loss"), self._columns.series("accuracy")
        within = step is not None and len(loss) > 0 and loss.step[0] - 1 <= step <= self._columns.last + 1
        if not within or step is None:
            for curve in (self._loss, self._accuracy):
                curve.set_hover(None)
            self._write()
            return
        i = int(np.abs(loss.step - step).argmin())
        share = percent(float(accuracy.mean[min(i, len(accuracy) - 1)]))
        self._loss.set_hover(step, plain(float(loss.mean[i])))
        self._accuracy.set_hover(step, share)
        words = f"step {loss.step[i]:,.0f} · loss {plain(float(loss.mean[i]))} · mini-batch accuracy {share}"
        before = [p for p in self._validation if p.step <= step]
        if before:
            words += f" · validation {percent(before[-1].accuracy)}"
        self._write(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._invitation.setGeometry(0, _HEADER, self.width(), self.height() - _HEADER)
        self._invitation.raise_()


def _steps(number: float) -> str:
    """A step on the axis: `5,000`, `1.5 M`."""
    return f"{number:,.0f}" if number < 1_000_000 else f"{number / 1_000_000:g} M"


def _round_speed(speed: float) -> int:
    """Three digits are as exact as the clock."""
    if speed < 1000:
        return round(speed)
    unit = 10 ** (int(np.log10(speed)) - 2)
    return int(round(speed / unit) * unit)
