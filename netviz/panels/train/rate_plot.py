"""The loss over the learning rate, on a logarithmic scale; a click chooses a rate."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from netviz.panels.kit.figures import compact
from netviz.panels.kit.images import mix
from netviz.panels.plots.chart import Chart, Line, Upright
from netviz.panels.plots.scale import Scale, fitted
from netviz.panels.plots.view import ChartView
from netviz.rendering import units
from netviz.training.experiments.range_test import HIGHEST, LOWEST
from netviz.training.figures import said
from netviz.viewmodels.palette import Palette

_HIGHEST_SHOWN: Final = 1.6  # times the first loss: what explodes leaves the picture
_KEY_STRIDE: Final = 0.02  # of the axis
_DECADES: Final = range(round(math.log10(LOWEST)), round(math.log10(HIGHEST)) + 1)

Array = NDArray[np.float64]


class RatePlot(ChartView):
    """Grey: each mini-batch; dark: smoothed; the accent's line stands at the chosen rate."""

    chosen = Signal(float)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, parent)
        self._rates: Array = np.empty(0)
        self._losses: Array = np.empty(0)
        self._smoothed: Array = np.empty(0)
        self._scale = Scale(0.0, 1.0)
        self._rate: float | None = None
        self._words = ""
        units.hold(self, least_width=320, least_height=170)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Loss over learning rate")
        self.setToolTip("Click to choose a rate, or use the arrow keys.")
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return units.size(560, 300)

    @property
    def rate(self) -> float | None:
        """What is chosen."""
        return self._rate

    def show_words(self, words: str) -> None:
        """Say this in the place of curves."""
        self._words = words
        self._rates = np.empty(0)
        self._rate = None
        self.renew()

    def show_losses(self, rates: Array, losses: Array, smoothed: Array, suggested: float | None) -> None:
        """Float64 (n,) each, in order of rates; `suggested` is chosen to begin with."""
        self._words = ""
        self._rates, self._losses, self._smoothed = rates, losses, smoothed
        # The first mini-batch alone may be an easy one, and the line would leave the picture at once.
        usual = smoothed[: max(len(smoothed) // 2, 1)]
        most = _HIGHEST_SHOWN * float(np.nanmedian(usual)) if len(smoothed) else 1.0
        self._scale = fitted([np.minimum(smoothed, most)], log=False, least=0.0)
        self._rate = suggested
        self.renew()

    def made(self) -> Chart:
        p = self._palette
        lines: tuple[Line, ...] = ()
        if len(self._rates):
            faint = mix(p.panel, p.muted, 0.45).name()
            lines = (
                Line("", faint, self._rates, self._losses, width=1.0),
                Line("", p.text, self._rates, self._smoothed),
            )
        chosen = () if self._rate is None else (Upright(self._rate, p.accent, said(self._rate), width=2.0),)
        return Chart(
            title="Loss" if lines else "",
            start=LOWEST,
            end=HIGHEST,
            scale=self._scale,
            lines=lines,
            note=self._words,
            uprights=chosen,
            log_across=True,
            x_ticks=tuple((10.0**n, compact(10.0**n)) for n in _DECADES),
            below="learning rate",
        )

    def point(self) -> None:
        self.figure().point(None, None, focused=self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.renew()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.renew()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self.step_at(units.place(event.position()).x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(self.step_at(units.place(event.position()).x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is None or not len(self._rates):
            super().keyPressEvent(event)
            return
        x = self.place_of(self._rate if self._rate is not None else LOWEST)
        self._choose(self.step_at(x + way * _KEY_STRIDE * self.frame.width()))

    def _choose(self, rate: float | None) -> None:
        if rate is not None:
            self._rate = float(f"{rate:.1e}")
            self.renew()
            self.chosen.emit(self._rate)
