"""One plot on the screen, to be pointed at, zoomed and dragged; `figure.py` draws it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from netviz.panels.kit.figures import digits_width, sized
from netviz.panels.kit.term_spot import TermSpot
from netviz.panels.plots.axes import SMALL, TITLE
from netviz.panels.plots.figure import title_width
from netviz.panels.plots.view import ChartView
from netviz.panels.run import run_changes
from netviz.rendering import units
from netviz.rendering.fonts import text_scale
from netviz.training.changes import Change
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.words.glossary import places

# Of a reading beside its value, where the page is narrow.
_SHORT: Final = {"mini-batch": "batch", "training": "train", "validation": "valid."}
_TITLE_TERMS: Final = ("loss", "accuracy", "dead neuron", "gradient", "weight", "activation")
_CLICK: Final = 4  # pixels that a click may move
_NOTCH: Final = 1.25  # of the wheel
_STRIDE: Final = 0.1  # of what is visible, for a key


class Plot(ChartView):
    """Chart in, gestures out."""

    stale = Signal()  # its chart should be made anew, as its size changed
    hovered = Signal(object)  # the step under the pointer, or None
    clicked = Signal(float)  # at this step
    zoomed = Signal(float, float)  # so many times as many steps, around this one
    dragged = Signal(float)  # so many steps later
    whole_run = Signal()

    def __init__(
        self, palette: Palette, name: str, parent: QWidget | None = None, *, still: bool = False
    ) -> None:
        """`still`: one can point and click there, and neither zoom nor drag."""
        super().__init__(palette, parent)
        self._still = still
        self._cursor: float | None = None
        self._seen: float | None = None
        self._hover: float | None = None
        self._words = ""
        self._headed = ""
        self._term: TermSpot | None = None  # over the word of the title that the glossary has
        self._pressed: QPointF | None = None
        self._moved_from: float | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        units.hold(self, least_width=160, least_height=90)

    @property
    def pixels(self) -> int:
        """How many columns of pixels values have, about."""
        wide = units.wide(self) if self.chart is None else self.frame.width()
        return max(round(wide * units.ratio(self)), 50)

    def set_cursor(self, step: float | None) -> None:
        """A thin line at the step that the network on screen is at, where that is past; curves that run on
        are paler behind it.
        """
        if step != self._cursor:
            self._cursor = step
            self.point()

    def set_seen(self, step: float | None) -> None:
        """The step of the network on screen: where nothing is pointed at, what is written is of it."""
        if step != self._seen:
            self._seen = step
            self.point()

    def set_hover(self, step: float | None, words: str = "") -> None:
        """A line under the pointer, here or on another plot, what was measured there, and words beside it."""
        if (step, words) != (self._hover, self._words):
            self._hover, self._words = step, words
            self.point()

    def changes_near(self, step: float) -> tuple[Change, ...]:
        """Where somebody changed the run, so near that the pointer means it."""
        chart = self.chart
        if chart is None:
            return ()
        reach = run_changes.NEAR * (chart.end - chart.start) / max(self.frame.width(), 1.0)
        return run_changes.near(chart.changes, step, reach)

    def sizeHint(self) -> QSize:
        return units.size(480, 220)

    def event(self, event: QEvent) -> bool:
        # What a plot shows is said over its title, and not over its lines.
        if isinstance(event, QHelpEvent) and event.pos().y() > units.pixels(TITLE):
            return True
        return super().event(event)

    # -- what is pointed at ---------------------------------------------------------------------------------

    def point(self) -> None:
        chart, words, figure = self.chart, self._words, self.figure_if_seen()
        if chart is None or figure is None:
            return
        if self._hover is not None and not words:
            words = run_changes.words_of(self.changes_near(self._hover))
        room = units.wide(self) - title_width(chart, self.font()) - 14
        said = self._fitting(sized(self.font(), 12), room) if chart.title else []
        figure.point(self._cursor, self._hover, said, words, focused=self.hasFocus())
        headed = f"{chart.heading} {self.font().toString()} {text_scale()}"
        if headed != self._headed:
            self._headed = headed
            self._stand_term(chart.heading)

    def _stand_term(self, heading: str) -> None:
        """Over the first word of the title that is explained somewhere."""
        if self._term is not None:
            self._term.hide()
            self._term.deleteLater()
            self._term = None
        found = places(heading, _TITLE_TERMS)
        if found:
            begin, end, name = found[0]
            metrics = QFontMetricsF(sized(self.font(), SMALL, QFont.Weight.DemiBold))
            left, right = (metrics.horizontalAdvance(heading[:at]) for at in (begin, end))
            self._term = TermSpot(name, self)
            high, middle = metrics.height(), (TITLE - 4) / 2
            self._term.stand_on(QRectF(left, middle - high / 2, right - left, high))

    def _fitting(self, font: QFont, room: float) -> list[tuple[str, str, str]]:
        """The readings with names so short that all of them fit: `hidden 2`, `h2`; else the last ones. A
        number says nothing without its name.
        """
        said, metrics = self.readings(), QFontMetricsF(font)
        short = [(n.replace("hidden ", "h").replace("output", "out"), value, ink) for n, value, ink in said]
        shortest = [(_shortest(n), value, ink) for n, value, ink in short]
        for names in (said, short, *(shortest[k:] for k in range(len(said)))):
            widths = (metrics.horizontalAdvance(f"{n} ") + digits_width(font, v) + 14 for n, v, _ in names)
            if sum(widths) - 10 <= room:
                return names
        return shortest[-1:]

    def readings(self) -> list[tuple[str, str, str]]:
        """Of each line: its name, its value at the pointer or at the step that is seen, and its ink."""
        chart = self.chart
        if chart is None:
            return []
        rests = chart.end if self._seen is None else self._seen
        at = rests if self._hover is None else self._hover
        if chart.figures is not None:
            return [(name, chart.read(value), ink) for name, value, ink in chart.figures(at)]
        said = [(line.name, chart.read(value), line.ink) for line, _, value in chart.at(at)]
        spread = chart.spread_at(at)
        if spread is not None:
            # The last thousandth at either end has no room in the picture.
            off = (spread[0] < chart.scale.low, spread[1] > chart.scale.high)
            for name, value, outside in zip(("least", "most"), spread, off, strict=True):
                named = f"{name}, off the axis:" if outside else name
                said.append((named, chart.read(value), self._palette.text))
        return said

    # -- the person -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stale.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.point()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = units.place(event.position())
            self._moved_from = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, chart = units.place(event.position()).x(), self.chart
        if self._pressed is not None and chart is not None and not (chart.empty or self._still):
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
        self.hovered.emit(self.step_at(x) if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        step = self.step_at(units.place(event.position()).x())
        if self._pressed is not None and self._moved_from is None and step is not None:
            self.clicked.emit(step)
        self._pressed = self._moved_from = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.whole_run.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        step, chart = self.step_at(units.place(event.position()).x()), self.chart
        if step is None or chart is None or self._still:
            event.ignore()
            return
        across, turned = event.angleDelta().x(), event.angleDelta().y()
        if abs(across) > abs(turned):
            self.dragged.emit(-across / 120 * _STRIDE * (chart.end - chart.start))
        elif turned:
            self.zoomed.emit(_NOTCH ** (-turned / 120), step)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chart = self.chart
        if chart is None or chart.empty or self._still:
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


def _shortest(name: str) -> str:
    for long, short in _SHORT.items():
        name = name.replace(long, short)
    return name
