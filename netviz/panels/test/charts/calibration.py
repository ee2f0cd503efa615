"""Is it right as often as it says? The reliability diagram."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.figures import percent
from netviz.panels.kit.images import mix
from netviz.panels.plots.chart import Bars, Chart, Line
from netviz.panels.plots.scale import Scale, whole_percent
from netviz.panels.plots.view import ChartView
from netviz.rendering import units
from netviz.training.measure.calibration import Calibration

_FEW: Final = 30  # digits: with fewer, a bar's height is mostly chance, and it is paler
_FULL: Final = 0.62
_PALE: Final = 0.25
_AIR: Final = 0.004  # between two bars, as a share of all
_QUARTERS: Final = tuple((share, whole_percent(share)) for share in (0, 0.25, 0.5, 0.75, 1))


class ReliabilityDiagram(ChartView):
    """A bar for each range of confidence: how often its answers are right. The dashed line is where a network
    that knows how sure to be would be; what lies between is its over- or underconfidence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: Calibration | None = None
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Calibration")
        self.renew()

    def show_calibration(self, calibration: Calibration | None) -> None:
        """Show this; None while nothing is measured."""
        self._shown = calibration
        self.renew()

    def sizeHint(self) -> QSize:
        return units.size(260, 150)

    def minimumSizeHint(self) -> QSize:
        return units.size(180, 96)

    def made(self) -> Chart:
        p, shown = self._palette, self._shown
        diagonal = np.array([0.0, 1.0])
        lines = [Line("", p.muted, diagonal, diagonal, width=1.0, dashed=True)]
        bars = None
        legend: tuple[tuple[str, float, str], ...] = ()
        if shown is not None:
            there = np.flatnonzero(shown.counts)
            left, right = shown.edges[there] + _AIR, shown.edges[there + 1] - _AIR
            inks = tuple(self._ink(int(k), int(shown.counts[k])) for k in there)
            bars = Bars(left, right, shown.accuracy[there], inks)
            ends, sure = np.stack([left, right], axis=1).ravel(), np.repeat(shown.confidence[there], 2)
            # Where it thinks that it is.
            lines.append(Line("", p.text, ends, sure, width=2.0, pairs=True))
            legend = (
                (p.text, 2, "how sure it says it is"),
                (mix(p.panel, p.accuracy, _FULL).name(), 10, "how many are right"),
            )
            if (shown.counts[there] < _FEW).any():
                legend += ((mix(p.panel, p.accuracy, _PALE).name(), 10, f"of fewer than {_FEW} answers"),)
        return Chart(
            title="",
            start=0.0,
            end=1.0,
            scale=Scale(0.0, 1.0),
            lines=tuple(lines),
            bars=bars,
            legend=legend,
            write=whole_percent,
            x_ticks=_QUARTERS,
            y_ticks=(0, 0.5, 1),
            sides=(44, 24),
        )

    def _ink(self, k: int, count: int) -> str:
        strength = (_FULL if count >= _FEW else _PALE) + (0.2 if k == self._hovered else 0.0)
        return mix(self._palette.panel, self._palette.accuracy, strength).name()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._bin_at(units.place(event.position())))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, k: int | None) -> None:
        if k != self._hovered:
            self._hovered = k
            self.renew()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            k = self._bin_at(units.place(QPointF(event.pos())))
            if k is not None and self._shown is not None:
                QToolTip.showText(event.globalPos(), self._words(self._shown, k), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _bin_at(self, position: QPointF) -> int | None:
        at = self.step_at(position.x())
        if self._shown is None or at is None or not self.frame.contains(position):
            return None
        k = int(np.searchsorted(self._shown.edges, at, "right")) - 1
        return min(max(k, 0), len(self._shown.counts) - 1)

    @staticmethod
    def _words(shown: Calibration, k: int) -> str:
        low, high = whole_percent(shown.edges[k]), whole_percent(shown.edges[k + 1])
        count = int(shown.counts[k])
        if not count:
            return f"No answer was given with {low} to {high}."
        return counted(
            count,
            "{n} answer was given with {low} to {high}, on average {mean}: {right} of them are right.",
            "{n} answers were given with {low} to {high}, on average {mean}: {right} of them are right.",
            low=low,
            high=high,
            mean=percent(float(shown.confidence[k])),
            right=percent(float(shown.accuracy[k])),
        )
