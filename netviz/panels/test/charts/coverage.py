"""A network that may say "I don't know": how many digits it then answers, and how many of these are right."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QShowEvent
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.figures import percent
from netviz.panels.kit.images import mix
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.plots.chart import Bars, Chart, Line, Upright
from netviz.panels.plots.scale import Scale, whole_percent
from netviz.panels.plots.view import ChartView
from netviz.rendering import units
from netviz.training.measure.calibration import Coverage

STEPS: Final = 200  # of the slider, from 0 to 1
FEW: Final = 20  # answers, of which the share that is right says little
FIRST_THRESHOLD: Final = 0.9
_LEFT: Final = 44
_RIGHT: Final = 66
_QUARTERS: Final = tuple((share, whole_percent(share)) for share in (0, 0.25, 0.5, 0.75, 1))
_KNOB: Final = 14  # of the slider, as the stylesheet has it


class CoverageCurve(ChartView):
    """Over the threshold: the share that is answered, and the share of these that is right."""

    pointed = Signal(float)  # a threshold, by a click or a drag

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: Coverage | None = None
        self._threshold = FIRST_THRESHOLD
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def show_coverage(self, coverage: Coverage | None, count: int = 0) -> None:
        """Show what was measured on `count` digits; None while nothing is.

        Of a few answers no share is drawn: of one it is 0 or 100 %, and of none it is nothing.
        """
        if coverage is not None:
            few = coverage.coverage * count < FEW - 0.5
            coverage = replace(coverage, accuracy=np.where(few, np.nan, coverage.accuracy))
        self._shown = coverage
        self.renew()

    def set_threshold(self, threshold: float) -> None:
        """Mark this one."""
        self._threshold = threshold
        self.renew()

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

    def made(self) -> Chart:
        p, shown, at = self._palette, self._shown, np.array([self._threshold])
        lines: tuple[Line, ...] = ()
        if shown is not None:
            answered, right = self.at(self._threshold)
            lines = (
                Line("answered", p.muted, shown.thresholds, shown.coverage),
                Line("right", p.accuracy, shown.thresholds, shown.accuracy),
                Line("", p.muted, at, np.array([answered]), dot=4),
                Line("", p.accuracy, at, np.array([right]), dot=4),
            )
        return Chart(
            title="",
            start=0.0,
            end=1.0,
            scale=Scale(0.0, 1.0),
            lines=lines,
            bars=Bars(np.zeros(1), at, np.ones(1), (mix(p.panel, p.line, 0.35).name(),)),
            uprights=(Upright(self._threshold, p.muted),),
            write=whole_percent,
            x_ticks=_QUARTERS,
            y_ticks=(0, 0.5, 1),
            sides=(_LEFT, _RIGHT),
            # Beyond it nothing, or next to nothing, is answered: that is no share of 0 %.
            after=f"fewer than {FEW} answers: how many are right can't be said",
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._point(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._point(event)

    def _point(self, event: QMouseEvent) -> None:
        threshold = self.step_at(units.place(event.position()).x())
        if threshold is not None:
            self.pointed.emit(threshold)


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
        self.curve.renew()
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
                words = counted(
                    answers,
                    "One answer reaches {share}: too few to say how many are right.",
                    "Only {n} answers reach {share}: too few to say how many are right.",
                    share=percent(self.threshold),
                )
            else:
                words = f"No answer reaches {percent(self.threshold)}: it never knows."
            self._words.setText(words)
        else:
            words = (
                f"Below {percent(self.threshold)} it says “I don't know”: it answers {percent(coverage)} of "
                f"the examples, and {percent(accuracy)} of these rightly."
            )
            self._words.setText(words)
