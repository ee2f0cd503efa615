"""One plot on the screen: a picture that is kept, a crosshair over it, to be zoomed and dragged."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import digits_width, sized
from netviz.panels.kit.images import mix
from netviz.panels.plots.chart import Chart
from netviz.panels.plots.paint import (
    TITLE,
    frame_of,
    legible,
    paint_chart,
    place_of,
    step_at,
    steps_below,
    title_width,
)
from netviz.panels.run import run_changes
from netviz.rendering import units
from netviz.viewmodels.palette import Palette

# Of a reading beside its value, where the page is narrow.
_SHORT: Final = {"mini-batch": "batch", "training": "train", "validation": "valid."}
_CLICK: Final = 4  # pixels that a click may move
_NOTCH: Final = 1.25  # of the wheel
_STRIDE: Final = 0.1  # of what is visible, for a key


class Plot(QWidget):
    """Chart in, gestures out. Painting copies the kept picture; `draw` makes it anew."""

    stale = Signal()  # its picture should be drawn anew, as its size changed
    hovered = Signal(object)  # the step under the pointer, or None
    clicked = Signal(float)  # at this step
    zoomed = Signal(float, float)  # so many times as many steps, around this one
    dragged = Signal(float)  # so many steps later
    whole_run = Signal()

    def __init__(self, palette: Palette, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._chart: Chart | None = None
        self._picture = QPixmap()
        self._cursor: float | None = None
        self._seen: float | None = None
        self._hover: float | None = None
        self._pressed: QPointF | None = None
        self._moved_from: float | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        units.hold(self, least_width=160, least_height=90)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def chart(self) -> Chart | None:
        """What is drawn."""
        return self._chart

    @property
    def frame(self) -> QRectF:
        """Where values stand."""
        box = units.area(self)
        return box if self._chart is None else frame_of(box, self._chart, self.font())

    @property
    def pixels(self) -> int:
        """How many columns of pixels values have, about."""
        return max(round(self.frame.width() * units.ratio(self)), 50)

    def draw(self, chart: Chart, palette: Palette) -> None:
        """Draw this and keep the picture."""
        self._chart, self._palette = chart, palette
        ratio = units.ratio(self)
        picture = QPixmap(self.size() * self.devicePixelRatioF())
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(palette.panel))
        with QPainter(picture) as painter:
            paint_chart(painter, units.area(self), chart, palette, self.font(), ratio)
        self._picture = picture
        self.update()

    def set_cursor(self, step: float | None) -> None:
        """A thin line at the step that the network on screen is at."""
        if step != self._cursor:
            self._cursor = step
            self.update()

    def set_seen(self, step: float | None) -> None:
        """The step of the network on screen: where nothing is pointed at, what is written is of it."""
        if step != self._seen:
            self._seen = step
            self.update()

    def set_hover(self, step: float | None) -> None:
        """A line under the pointer, here or on another plot, and what was measured there."""
        if step != self._hover:
            self._hover = step
            self.update()

    def sizeHint(self) -> QSize:
        return units.size(480, 220)

    def event(self, event: QEvent) -> bool:
        # What a plot shows is said over its title, and not over its lines.
        if isinstance(event, QHelpEvent) and event.pos().y() > TITLE:
            return True
        return super().event(event)

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            chart, p = self._chart, self._palette
            if chart is None or self._picture.isNull():
                painter.fillRect(units.area(self), QColor(p.panel))
                return
            painter.drawPixmap(0, 0, self._picture)
            if chart.empty:
                return
            frame = self.frame
            if self._cursor is not None and chart.start <= self._cursor <= chart.end:
                self._paint_line(painter, frame, self._cursor, mix(p.panel, p.muted, 0.75))
            hover = self._hover
            if hover is not None and chart.start <= hover <= chart.end:
                self._paint_hover(painter, frame, chart, hover)
            self._paint_readings(painter, frame, chart)
            if hover is not None:
                self._paint_changes(painter, frame, chart, hover)
            if self.hasFocus():
                painter.setPen(QPen(QColor(p.accent), 1))
                painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_line(self, painter: QPainter, frame: QRectF, step: float, ink: QColor) -> float:
        assert self._chart is not None
        x = round(place_of(step, frame, self._chart)) + 0.5
        painter.setPen(QPen(ink, 1))
        painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        return x

    def _paint_hover(self, painter: QPainter, frame: QRectF, chart: Chart, hover: float) -> None:
        p = self._palette
        x = self._paint_line(painter, frame, hover, QColor(p.accent))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line, step, value in chart.at(hover):
            share = float(chart.scale.share(np.array(value)))
            if 0 <= share <= 1:
                place = QPointF(place_of(step, frame, chart), frame.bottom() - share * frame.height())
                painter.setPen(QPen(QColor(p.panel), 1.5))
                painter.setBrush(QColor(line.ink))
                painter.drawEllipse(place, 3.6, 3.6)
        font = sized(self.font(), 12)
        words = f"step {hover:,.0f}"
        half = digits_width(font, words) / 2 + 5
        middle = min(max(x, frame.left() + half), units.wide(self) - half)
        tag = QRectF(middle - half, frame.bottom() + 3, 2 * half, 15)
        # Half a number of the axis is worse than none.
        for number, _ in steps_below(units.area(self), frame, chart, self.font()):
            if number.intersects(tag.adjusted(-3, 0, 3, 0)):
                painter.fillRect(number, QColor(p.panel))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.accent))
        painter.drawRoundedRect(tag, 3, 3)
        painter.setPen(QColor(p.accent_text))
        painter.setFont(font)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_changes(self, painter: QPainter, frame: QRectF, chart: Chart, hover: float) -> None:
        """What was changed here."""
        reach = run_changes.NEAR * (chart.end - chart.start) / max(frame.width(), 1.0)
        changes = run_changes.near(chart.changes, hover, reach)
        if changes:
            x = place_of(hover, frame, chart)
            run_changes.paint_words(
                painter, frame, x, run_changes.words_of(changes), self.font(), self._palette
            )

    def _paint_readings(self, painter: QPainter, frame: QRectF, chart: Chart) -> None:
        """Beside the title what each line says at the pointer, or else at the step that is seen."""
        font = sized(self.font(), 12)
        painter.setFont(font)
        x = title_width(chart, self.font()) + 14
        for name, value, ink in self._fitting(font, units.wide(self) - x):
            words = f"{name} " if name else ""
            width = painter.fontMetrics().horizontalAdvance(words)
            room = digits_width(font, value) + 4
            if x + width + room > units.wide(self):
                break
            box = QRectF(x, 0, width + 2, TITLE - 4)
            painter.setPen(QColor(self._palette.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            painter.setPen(legible(ink, self._palette))
            painter.drawText(QRectF(x + width, 0, room, TITLE - 4), Qt.AlignmentFlag.AlignVCenter, value)
            x += width + room + 10

    def _fitting(self, font: QFont, room: float) -> list[tuple[str, str, str]]:
        """The readings with names so short that all of them fit, if they can: `hidden 2`, `h2`, none."""
        said, metrics = self.readings(), QFontMetricsF(font)
        short = [(n.replace("hidden ", "h").replace("output", "out"), value, ink) for n, value, ink in said]
        shortest = [(_SHORT.get(n, n), value, ink) for n, value, ink in short]
        bare = [("", value, ink) for _, value, ink in said]
        for names in (said, short, shortest):
            widths = (metrics.horizontalAdvance(f"{n} ") + digits_width(font, v) + 14 for n, v, _ in names)
            if sum(widths) - 10 <= room:
                return names
        return bare if len(said) > 2 else said

    def readings(self) -> list[tuple[str, str, str]]:
        """Of each line: its name, its value at the pointer or at the step that is seen, and its ink."""
        chart = self._chart
        if chart is None:
            return []
        rests = chart.end if self._seen is None else self._seen
        at = rests if self._hover is None else self._hover
        if chart.figures is not None:
            return [(name, chart.read(value), ink) for name, value, ink in chart.figures(at)]
        said = [(line.name, chart.read(value), line.ink) for line, _, value in chart.at(at)]
        spread = chart.spread_at(at)
        if spread is not None:
            ends = zip(("least", "most"), spread, strict=True)
            said += [(name, chart.read(value), self._palette.text) for name, value in ends]
        return said

    # -- the person -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stale.emit()

    def _step_at(self, x: float) -> float | None:
        chart = self._chart
        if chart is None or chart.empty:
            return None
        frame = self.frame
        return step_at(min(max(x, frame.left()), frame.right()), frame, chart)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = units.place(event.position())
            self._moved_from = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, chart = units.place(event.position()).x(), self._chart
        if self._pressed is not None and chart is not None and not chart.empty:
            if self._moved_from is None and abs(x - self._pressed.x()) > _CLICK:
                self._moved_from = self._pressed.x()
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            if self._moved_from is not None:
                span = chart.end - chart.start
                self.dragged.emit((self._moved_from - x) / self.frame.width() * span)
                self._moved_from = x
                return
        frame = self.frame
        inside = frame.left() - 6 <= x <= frame.right() + 6
        self.hovered.emit(self._step_at(x) if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        step = self._step_at(units.place(event.position()).x())
        if self._pressed is not None and self._moved_from is None and step is not None:
            self.clicked.emit(step)
        self._pressed = self._moved_from = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.whole_run.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        step, chart = self._step_at(units.place(event.position()).x()), self._chart
        if step is None or chart is None:
            event.ignore()
            return
        across, turned = event.angleDelta().x(), event.angleDelta().y()
        if abs(across) > abs(turned):
            self.dragged.emit(-across / 120 * _STRIDE * (chart.end - chart.start))
        elif turned:
            self.zoomed.emit(_NOTCH ** (-turned / 120), step)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chart = self._chart
        if chart is None or chart.empty:
            super().keyPressEvent(event)
            return
        span, middle = chart.end - chart.start, (chart.start + chart.end) / 2
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right as key:
                self.dragged.emit(span * (_STRIDE if key == Qt.Key.Key_Right else -_STRIDE))
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoomed.emit(1 / _NOTCH, middle)
            case Qt.Key.Key_Minus:
                self.zoomed.emit(_NOTCH, middle)
            case Qt.Key.Key_Home:
                self.whole_run.emit()
            case _:
                super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)
