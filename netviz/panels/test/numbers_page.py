"""The results where numbers are answered: R², how far answers are off, and where."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.card import Card
from netviz.panels.kit.figures import compact, plain
from netviz.panels.plots.chart import Chart, Line
from netviz.panels.plots.scale import Scale
from netviz.panels.plots.view import ChartView
from netviz.panels.run.columns import ticks
from netviz.panels.test.charts.figure import Figure
from netviz.rendering import units
from netviz.tasks.answer import Numbers
from netviz.tasks.input import Measures
from netviz.tasks.task import AnyTask
from netviz.training.figures import spaced
from netviz.training.measure.residuals import Residuals

GAP: Final = 12
_SHARES: Final = (6, 6, 6)
_ROOM: Final = 1.08


class DotPlot(ChartView):
    """Dots over a line that says where all of them would lie if every answer were right."""

    def __init__(self, across: str, up: str, *, diagonal: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._names = (across, up)
        self._diagonal = diagonal
        self.dots = np.zeros((0, 2))
        self.setAccessibleName(f"{up} over {across}")

    def show_dots(self, dots: np.ndarray) -> None:
        """These, (n, 2): what lies across, and up."""
        self.dots = dots[np.isfinite(dots).all(axis=1)].astype(np.float64)
        self.renew()

    def sizeHint(self) -> QSize:
        return units.size(300, 260)

    def minimumSizeHint(self) -> QSize:
        return units.size(200, 140)

    def _ends(self) -> tuple[float, float, float, float]:
        """From where to where it goes, across and up: with both kinds of the same numbers, alike."""
        if not len(self.dots):
            return 0.0, 1.0, -1.0, 1.0
        (left, low), (right, high) = self.dots.min(axis=0), self.dots.max(axis=0)
        if self._diagonal:
            left = low = min(left, low)
            right = high = max(right, high)
        else:
            high = max(abs(low), abs(high)) * _ROOM or 1.0
            low = -high
        return float(left), float(right) + (right == left), float(low), float(high) + (high == low)

    def made(self) -> Chart:
        p, (left, right, low, high) = self._palette, self._ends()
        across, up = self._names
        ends = np.array([left, right])
        right_ones = ends if self._diagonal else np.zeros(2)
        return Chart(
            title=f"{up[0].upper()}{up[1:]}",
            start=left,
            end=right,
            scale=Scale(low, high),
            lines=(
                Line("", p.muted, ends, right_ones, width=1.0, dashed=True),
                Line("", p.training, self.dots[:, 0], self.dots[:, 1], dotted=True, dot=3.0, width=0.0),
            ),
            x_ticks=tuple((t, compact(t)) for t in ticks(left, right, 5)),
            below=across,
        )


class NumbersPage(QWidget):
    """Figures above; below them predicted against true, and the residuals over what is read."""

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        reads, answer = task.input, task.answer
        assert isinstance(answer, Numbers)
        self._answer, self._examples, self._reads = answer, task.examples, reads
        y = answer.names[0]
        # Of several inputs none is the one along which residuals lie.
        x = reads.name(0) if self._of_one else f"answered {y}"
        self.r2 = Figure(
            f"R² on test {task.examples}",
            f"How much of the differences in {y} it explains, of test {task.examples} that it never learned "
            "from: "
            "1 is all of it, 0 as much as always answering the mean.",
            strong=True,
        )
        self.typical = Figure(
            "Typical error",
            "The root of the mean squared residual; most answers are off by less, a few by more.",
        )
        scaled = (
            f" It counts in deviations of {y}, {spaced(answer.unit, answer.unit)} each."
            if answer.is_scaled
            else ""
        )
        self.loss = Figure(
            f"Loss on test {task.examples}",
            f"Half the mean squared residual: what training makes small.{scaled}",
        )
        figures = Card()
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(14)
        for k, figure in enumerate((self.r2, self.typical, self.loss)):
            self._figures.addWidget(figure, 0, k)
            self._figures.setColumnStretch(k, _SHARES[k])
        figures.column.addLayout(self._figures)
        figures.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.predicted = DotPlot(f"true {y}", "answer", diagonal=True)
        self.residual = DotPlot(x, "residual", diagonal=False)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.setSpacing(GAP)
        for plot, title, words in (
            (self.predicted, "Predicted against true", "On the dashed line every answer would be right."),
            (
                self.residual,
                f"Residuals over {x}",
                "Answered minus right: no pattern should be left.",
            ),
        ):
            self._lower.addWidget(_card(title, words, plot), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(figures)
        column.addLayout(self._lower, 1)

    def fold(self, *, narrow: bool) -> None:
        """The second plot stands below the first where the window is narrow."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lower.setDirection(down if narrow else right)

    def show_residuals(self, found: Residuals, inputs: np.ndarray) -> None:
        """What was measured, and what was read, (n, n_inputs)."""
        answer, plain_unit = self._answer, not self._answer.is_scaled
        typical = found.typical * answer.unit
        self.r2.show_value(plain(found.r2), f"of {found.count:,} test {self._examples}")
        self.typical.show_value(plain(typical) if plain_unit else spaced(typical, typical), "")
        self.loss.show_value(plain(found.loss), "")
        right, given = answer.meant(found.right[:, 0]), answer.meant(found.answered[:, 0])
        self.predicted.show_dots(np.column_stack([right, given]))
        self.residual.show_dots(np.column_stack([inputs[:, 0] if self._of_one else given, given - right]))

    @property
    def _of_one(self) -> bool:
        """Whether one number is read."""
        return isinstance(self._reads, Measures) and self._reads.n == 1


def _card(title: str, words: str, plot: QWidget) -> Card:
    card = Card()
    card.column.setSpacing(4)
    for text, role in ((title, "section"), (words, "muted")):
        label = QLabel(text)
        label.setProperty("role", role)
        label.setWordWrap(True)
        card.add(label)
    card.add(plot, 1)
    return card
