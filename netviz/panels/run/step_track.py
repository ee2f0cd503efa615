"""The whole run as one line to drag along: kept steps, marks, the accuracy, and where one is."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.panels.run import run_changes
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.changes import Change
from netviz.viewmodels.score import ACCURACY, Score

_HANDLE: Final = 6.0
_TRACK: Final = 4.0
_CLEAR: Final = 6.0  # between a mark and words
_FROM_BELOW: Final = 9.0  # of the track's middle
_TOP: Final = 4.0
_AIR: Final = 5.0  # above an accuracy of 1
_GAP: Final = 1.5  # between words and the track
_LABEL_PIXELS: Final = 12
_NEAR: Final = 5  # pixels within which the pointer means a mark
_NO_STEPS: Final[NDArray[np.int64]] = np.empty(0, np.int64)


class StepTrack(Themed, QSlider):
    """A slider over the steps of a run. Its signals come only when a person moves it."""

    scrubbed = Signal(int)  # step under the pointer, while it is dragged
    let_go = Signal()
    walked = Signal(int, bool)  # -1 or 1; True: by one exact step, False: to the next kept one
    end_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._kept = _NO_STEPS
        self._marks: tuple[int, ...] = ()
        self._changes: tuple[Change, ...] = ()
        self._score = ACCURACY
        self._accuracy_steps = _NO_STEPS
        self._accuracy = np.empty(0, np.float32)
        self._live = True
        self._share: float | None = None
        self.setRange(0, 0)
        units.hold(self, least_width=120)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Step of the run")

    # -- values in ------------------------------------------------------------------------------------------

    def show_range(self, first: int, last: int) -> None:
        """The run goes from `first` to `last`."""
        if (first, last) != (self.minimum(), self.maximum()):
            blocked = self.blockSignals(True)
            self.setRange(first, last)
            self.blockSignals(blocked)
            self.setAccessibleDescription(self.beginning)
            self.update()

    def show_step(self, step: int, *, live: bool) -> None:
        """The step on screen; `live` where that is the newest, whichever it is."""
        if (step, live) != (self.value(), self._live):
            self._live = live
            blocked = self.blockSignals(True)
            self.setValue(step)
            self.blockSignals(blocked)
            self.update()

    def show_kept(self, steps: NDArray[np.int64]) -> None:
        """The steps that the recording holds a snapshot of, ascending (n,)."""
        self._kept = steps
        self.update()

    def show_marks(self, steps: tuple[int, ...]) -> None:
        """The steps that somebody marked."""
        if steps != self._marks:
            self._marks = steps
            self.update()

    def show_changes(self, changes: tuple[Change, ...]) -> None:
        """Where the run was changed by hand."""
        if changes is not self._changes:
            self._changes = changes
            self.update()

    def show_score(self, score: Score) -> None:
        """What the thin line is."""
        self._score = score
        self.update()

    @property
    def _label(self) -> str:
        return f"validation {self._score.name}"

    def show_accuracy(self, steps: NDArray[np.int64], accuracy: NDArray[np.float32]) -> None:
        """Validation accuracy (n,), 0 to 1, at these steps (n,), ascending."""
        self._accuracy_steps, self._accuracy = steps, accuracy
        self.update()

    def show_progress(self, share: float | None) -> None:
        """How far the work on an exact step is, 0 to 1; None while there is none."""
        if share != self._share:
            self._share = share
            self.update()

    # -- the hand -------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return units.size(400, 32)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.maximum() > self.minimum():
            self.setSliderDown(True)
            self._drag_to(units.place(event.position()).x())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag_to(units.place(event.position()).x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self.let_go.emit()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self.walked.emit(
                1 if turned > 0 else -1, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            )
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        exact = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        page = max((self.maximum() - self.minimum()) // 20, 1)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self.walked.emit(-1, exact)
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self.walked.emit(1, exact)
            case Qt.Key.Key_PageUp:
                self._go(self.value() + page)
            case Qt.Key.Key_PageDown:
                self._go(self.value() - page)
            case Qt.Key.Key_Home:
                self._go(self.minimum())
            case Qt.Key.Key_End:
                self.end_wanted.emit()
            case _:
                event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words_at(event.pos().x()), self)
            return True
        return super().event(event)

    def _drag_to(self, x: float) -> None:
        step = self._step_at(x)
        near = [mark for mark in self._marks if abs(self._x_of(mark) - x) <= _NEAR]
        self._go(min(near, key=lambda mark: abs(mark - step)) if near else step)

    def _go(self, step: int) -> None:
        step = min(max(step, self.minimum()), self.maximum())
        self.show_step(step, live=False)
        self.scrubbed.emit(step)

    # -- the picture ----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = units.high(self) - _FROM_BELOW
            left, right = self._x_of(self.minimum()), units.wide(self) - _HANDLE - 1
            if self.maximum() == self.minimum():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(p.line))
                painter.drawRoundedRect(QRectF(left, middle - _TRACK / 2, right - left, _TRACK), 2, 2)
                return
            line = self._accuracy_line(middle)
            if line is not None:
                self._paint_accuracy(painter, *line)
                self._paint_label(painter, *line, middle)
            if self.beginning:
                self._paint_beginning(painter, left, middle)
            here = self._x_of(self.value())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.line))
            painter.drawRoundedRect(QRectF(left, middle - _TRACK / 2, right - left, _TRACK), 2, 2)
            painter.setBrush(QColor(p.accent))
            painter.drawRoundedRect(QRectF(left, middle - _TRACK / 2, here - left, _TRACK), 2, 2)
            self._paint_kept(painter, middle)
            for step in dict.fromkeys(change.step for change in self._changes):
                if self.minimum() <= step <= self.maximum():
                    run_changes.paint_mark(painter, self._x_of(step), _TOP, middle - _TRACK / 2, p)
            self._paint_marks(painter, middle)
            if self._share is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(mix(p.accent, p.text, 0.35))
                painter.drawRect(QRectF(left, middle + _TRACK / 2 + 3, (right - left) * self._share, 1.6))
            painter.setPen(QPen(QColor(p.text if self.hasFocus() else p.accent), 1.4))
            painter.setBrush(QColor(p.accent) if self.isSliderDown() else QColor(p.panel))
            painter.drawEllipse(QPointF(here, middle), _HANDLE, _HANDLE)
            if self._live and not self.isSliderDown():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(p.accent))
                painter.drawEllipse(QPointF(here, middle), 2.6, 2.6)

    def _accuracy_line(self, middle: float) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """Its points' x and y (n,), never many more than pixels; None where there is hardly a line."""
        n = len(self._accuracy)
        if n < 3:
            return None
        every = max(1, 2 * n // max(int(units.wide(self)), 1))
        steps, values = self._accuracy_steps[::every], self._accuracy[::every]
        bottom, height = middle - _HANDLE, middle - _HANDLE - _AIR
        return self._places(steps), bottom - height * values.astype(np.float64)

    def _paint_accuracy(self, painter: QPainter, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        points = [QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]
        painter.setPen(QPen(mix(self._palette.panel, self._palette.accuracy, 0.6), 1.2))
        painter.drawPolyline(QPolygonF(points))

    def _paint_label(
        self, painter: QPainter, x: NDArray[np.float64], y: NDArray[np.float64], middle: float
    ) -> None:
        """Which line it is, below its end, where it is high and long enough for that; on no mark."""
        font = sized(self.font(), _LABEL_PIXELS)
        metrics = QFontMetricsF(font)
        right = min(float(x[-1]), units.wide(self) - 2 * _HANDLE - 6)
        wide = metrics.horizontalAdvance(self._label)
        marked = [self._x_of(step) for step in (*self._marks, *(change.step for change in self._changes))]
        for at in sorted(marked, reverse=True):
            if right - wide - _CLEAR < at < right + _CLEAR:
                right = at - _CLEAR
        left = right - wide
        base = middle - _TRACK / 2 - metrics.descent() - _GAP
        over = np.concatenate((y[(x >= left) & (x <= right)], np.interp((left, right), x, y)))
        if left < x[0] or over.max() + 1 > base - metrics.capHeight():
            return
        painter.setFont(font)
        painter.setPen(QColor(self._palette.accuracy))
        painter.drawText(QPointF(left, base), self._label)

    @property
    def beginning(self) -> str:
        """Where what is recorded begins, if that is not the run's own first step."""
        return f"recorded from step {self.minimum():,}" if self.minimum() else ""

    def _paint_beginning(self, painter: QPainter, left: float, middle: float) -> None:
        """Above the beginning of the line, on the ground of the strip, so that no other line crosses it."""
        font = sized(self.font(), _LABEL_PIXELS)
        metrics = QFontMetricsF(font)
        base = middle - _TRACK / 2 - metrics.descent() - _GAP
        painter.setFont(font)
        wide = metrics.horizontalAdvance(self.beginning)
        ground = QRectF(left, base - metrics.ascent(), wide + 4, metrics.height())
        painter.fillRect(ground, QColor(self._palette.panel))
        painter.setPen(QColor(self._palette.muted))
        painter.drawText(QPointF(left, base), self.beginning)

    def _paint_kept(self, painter: QPainter, middle: float) -> None:
        """A tick for each pixel under which there is a snapshot: never more of them than pixels."""
        if not len(self._kept):
            return
        columns = np.rint(self._places(self._kept)).astype(np.int64)
        columns = columns[np.flatnonzero(np.diff(columns, prepend=columns[0] - 1))]  # ascending, so unique
        if len(columns) > units.wide(self) // 3:
            # So close that they would be a bar of their own.
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(mix(self._palette.panel, self._palette.muted, 0.55), 1))
        top, bottom = middle + 4, middle + 7
        painter.drawLines([QLineF(x, top, x, bottom) for x in columns.tolist()])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_marks(self, painter: QPainter, middle: float) -> None:
        ink = QColor(self._palette.text)
        for step in self._marks:
            x = self._x_of(step)
            painter.setPen(QPen(ink, 1.2))
            painter.drawLine(QLineF(x, _TOP, x, middle))
            painter.setBrush(ink)
            painter.drawPolygon(QPolygonF([QPointF(x, _TOP), QPointF(x + 7, _TOP + 3), QPointF(x, _TOP + 6)]))

    # -- places ---------------------------------------------------------------------------------------------

    def _places(self, steps: NDArray[np.int64]) -> NDArray[np.float64]:
        left, across = _HANDLE + 1, units.wide(self) - 2 * (_HANDLE + 1)
        n = max(self.maximum() - self.minimum(), 1)
        places: NDArray[np.float64] = left + (steps - self.minimum()) / n * across
        return places

    def _x_of(self, step: int) -> float:
        return float(self._places(np.array([step], np.int64))[0])

    def _step_at(self, x: float) -> int:
        left, across = _HANDLE + 1, units.wide(self) - 2 * (_HANDLE + 1)
        share = min(max((x - left) / max(across, 1.0), 0.0), 1.0)
        return self.minimum() + round(share * (self.maximum() - self.minimum()))

    def _words_at(self, x: float) -> str:
        if self.maximum() == self.minimum():
            if self.maximum():
                return f"This run is recorded from step {self.maximum():,} on, once it is trained."
            return "The run, from its first random weights to now, once training has begun."
        step = self._step_at(x)
        words = [f"Step {step:,}"]
        if self.beginning and x <= self._x_of(self.minimum()) + _NEAR:
            words.append(f"nothing before it is kept: this run is {self.beginning} on")
        at = int(np.searchsorted(self._accuracy_steps, step, side="right")) - 1
        if at >= 0:
            measured = int(self._accuracy_steps[at])
            when = "" if measured == step else f" (measured at step {measured:,})"
            words.append(f"{self._label} {self._score.write(float(self._accuracy[at]))}{when}, the thin line")
        near = [mark for mark in self._marks if abs(self._x_of(mark) - x) <= _NEAR]
        words += [f"flag on step {mark:,}" for mark in near]
        reach = run_changes.NEAR * (self.maximum() - self.minimum()) / max(units.wide(self), 1)
        changed = run_changes.words_of(run_changes.near(self._changes, step, reach))
        return "\n".join(filter(None, (" · ".join(words), changed)))
