"""A network that may say "I don't know": how many digits it then answers, and how many of these are right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QVBoxLayout, QWidget

from netviz.panels.kit.figures import percent, sized
from netviz.panels.kit.images import mix
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.charts.axes import Axes, whole_percent
from netviz.rendering import units
from netviz.training.measure.calibration import Coverage
from netviz.viewmodels.palette import LIGHT, Palette

STEPS: Final = 200  # of the slider, from 0 to 1
FEW: Final = 20  # answers, of which the share that is right says little
FIRST_THRESHOLD: Final = 0.9
_LEFT: Final = 44
_RIGHT: Final = 66
_KNOB: Final = 14  # of the slider, as the stylesheet has it


class CoverageCurve(QWidget):
    """Over the threshold: the share that is answered, and the share of these that is right."""

    pointed = Signal(float)  # a threshold, by a click or a drag

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._shown: Coverage | None = None
        self._threshold = FIRST_THRESHOLD
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def show_coverage(self, coverage: Coverage | None, count: int = 0) -> None:
        """Show what was measured on `count` digits; None while nothing is.

        Of a few answers no share is drawn: of one it is 0 or 100 %, and of none it is nothing.
        """
        if coverage is not None:
            few = coverage.coverage * count < FEW - 0.5
            coverage = replace(coverage, accuracy=np.where(few, np.nan, coverage.accuracy))
        self._shown = coverage
        self.update()

    def set_threshold(self, threshold: float) -> None:
        """Mark this one."""
        self._threshold = threshold
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(260, 130)

    def minimumSizeHint(self) -> QSize:
        return units.size(180, 80)

    def at(self, threshold: float) -> tuple[float, float]:
        """Coverage and accuracy at this threshold; nan where they are not known."""
        shown = self._shown
        if shown is None:
            return float("nan"), float("nan")
        k = min(int(np.searchsorted(shown.thresholds, threshold - 1e-9)), len(shown.thresholds) - 1)
        return float(shown.coverage[k]), float(shown.accuracy[k])

    def _axes(self) -> Axes:
        box = QRectF(_LEFT, 8, units.wide(self) - _LEFT - _RIGHT, units.high(self) - 28)
        return Axes(box, (0.0, 1.0), (0.0, 1.0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._point(units.place(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._point(units.place(event.position()))

    def _point(self, position: QPointF) -> None:
        self.pointed.emit(min(max(self._axes().x_of(position.x()), 0.0), 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        p, axes = self._palette, self._axes()
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ticks = (0, 0.5, 1) if axes.y[0] == 0 else (0.8, 0.9, 1)
            axes.draw(
                painter, p, self.font(), x_ticks=(0, 0.25, 0.5, 0.75, 1), y_ticks=ticks, text=whole_percent
            )
            x = axes.at_x(self._threshold)
            painter.fillRect(
                QRectF(axes.box.left(), axes.box.top(), x - axes.box.left(), axes.box.height()),
                mix(p.panel, p.line, 0.35),
            )
            painter.setPen(QPen(QColor(p.muted), 1))
            painter.drawLine(QPointF(x, axes.box.top()), QPointF(x, axes.box.bottom()))
            shown = self._shown
            if shown is None:
                return
            lines = (("answered", shown.coverage, p.muted), ("right", shown.accuracy, p.accuracy))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for _name, values, colour in lines:
                painter.setPen(QPen(QColor(colour), 1.8))
                painter.drawPolyline(axes.line(shown.thresholds, values))
            painter.setPen(Qt.PenStyle.NoPen)
            for value, (_name, _values, colour) in zip(self.at(self._threshold), lines, strict=True):
                if np.isfinite(value):
                    painter.setBrush(QColor(colour))
                    painter.drawEllipse(axes.at(self._threshold, value), 4, 4)
            self._name_lines(painter, axes, lines)
            ended = shown.thresholds[np.isfinite(shown.accuracy)]
            if len(ended) and ended[-1] < 1:
                self._say_why_it_ends(painter, axes, float(ended[-1]))

    def _say_why_it_ends(self, painter: QPainter, axes: Axes, threshold: float) -> None:
        """Beyond it nothing, or next to nothing, is answered: that is no share of 0 %."""
        left = axes.at_x(threshold) + 6
        place = QRectF(left, axes.box.top() + 2, axes.box.right() - left, axes.box.height() - 4)
        words = f"fewer than {FEW} answers: how many are right can't be said"
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(sized(self.font(), 12))
        if place.contains(painter.boundingRect(place, flags, words)):
            p, behind = self._palette, painter.boundingRect(place, flags, words)
            painter.fillRect(behind, mix(p.panel, p.line, 0.35))
            painter.setPen(QColor(p.muted))
            painter.drawText(place, flags, words)

    def _name_lines(
        self, painter: QPainter, axes: Axes, lines: tuple[tuple[str, NDArray[np.floating[Any]], str], ...]
    ) -> None:
        painter.setFont(sized(self.font(), 12))
        ends = sorted(
            (axes.at_y(float(values[np.isfinite(values)][-1])), name, colour)
            for name, values, colour in lines
            if np.isfinite(values).any()
        )
        # Neither over one another nor over the numbers below.
        below = axes.box.bottom() - 6 - 14 * (len(ends) - 1)
        above = -np.inf
        for y, name, colour in ends:
            y = above = max(min(y, below), above + 14)
            below += 14
            painter.setPen(QColor(colour))
            place = QRectF(axes.box.right() + 8, y - 8, _RIGHT - 8, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)


class Threshold(QWidget):
    """The curve, a slider that stands exactly under it, and a sentence that says what the setting gives."""

    changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self.curve = CoverageCurve(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setValue(round(FIRST_THRESHOLD * STEPS))
        self.slider.setAccessibleName("Threshold of confidence")
        self.slider.setToolTip("Answers with less confidence than this become “I don't know”.")
        self._words = Wrapped(parent=self)
        self._words.setProperty("role", "muted")
        self._under = QVBoxLayout()
        self._under.addWidget(self.slider)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.curve, 1)
        column.addLayout(self._under)
        column.addWidget(self._words)
        self.slider.valueChanged.connect(self._moved)
        self.curve.pointed.connect(lambda value: self.slider.setValue(round(value * STEPS)))
        self._tell()

    @property
    def threshold(self) -> float:
        """As it is set, 0 to 1."""
        return self.slider.value() / STEPS

    def show_coverage(self, coverage: Coverage | None, count: int = 0) -> None:
        """Show what was measured on `count` digits; None while nothing is."""
        self._count = count
        self.curve.show_coverage(coverage, count)
        self._tell()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self.curve.apply_palette(palette)

    def showEvent(self, event: QShowEvent) -> None:
        self.text_resized()
        super().showEvent(event)

    def text_resized(self) -> None:
        """Called when the text size has changed: the slider's knob stands under the same value as the line in
        the curve, so half a knob is beyond each end.
        """
        knob = units.pixels(_KNOB)
        self._under.setContentsMargins(
            units.pixels(_LEFT) - knob // 2, 0, units.pixels(_RIGHT) - knob // 2, 0
        )

    def _moved(self) -> None:
        self.curve.set_threshold(self.threshold)
        self._tell()
        self.changed.emit(self.threshold)

    def _tell(self) -> None:
        coverage, accuracy = self.curve.at(self.threshold)
        if not np.isfinite(coverage):
            self._words.setText("–")
        elif not np.isfinite(accuracy):
            answers = round(coverage * self._count)
            if answers:
                known = "One answer reaches" if answers == 1 else f"Only {answers} answers reach"
                words = f"{known} {percent(self.threshold)}: too few to say how many are right."
            else:
                words = f"No answer reaches {percent(self.threshold)}: it never knows."
            self._words.setText(words)
        else:
            self._words.setText(
                f"Below {percent(self.threshold)} it says “I don't know”: it answers {percent(coverage)} of "
                f"the digits, and {percent(accuracy)} of these rightly."
            )
