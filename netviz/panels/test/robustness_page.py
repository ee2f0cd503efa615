"""How far its reading reaches, as one page: a plot for each kind of distortion, and a digit large."""

from __future__ import annotations

from math import ceil

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.card import Card
from netviz.panels.kit.figures import MINUS, compact, percent
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.large_digit import LargeDigit
from netviz.panels.test.robustness import GAP, Measured, RobustnessPlot, Sample, kinds_of
from netviz.rendering import units
from netviz.tasks.task import PictureTask


class RobustnessPage(QWidget):
    """A plot for each kind; in the last place the digit at the amount that is pointed at, large."""

    def __init__(self, task: PictureTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots: dict[str, RobustnessPlot] = {}
        self._samples: dict[str, Sample] = {}
        self._name = ""
        self._count = 0
        self._names = task.answer.names
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._cards: list[Card] = []
        self._across = 0
        for kind in kinds_of(task.input):
            plot = RobustnessPlot(kind, task)
            plot.pointed.connect(lambda at, key=kind.key: self._pointed(key, at))
            self.plots[kind.key] = plot
            card = Card()
            card.add(plot, 1)
            self._cards.append(card)
        self._digit = LargeDigit(task.input, most=280)
        # All cards are equally high, whatever they hold.
        self._digit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._title = Wrapped()
        self._title.setProperty("role", "section")
        self._words = Wrapped()
        self._words.setProperty("role", "muted")
        units.hold(self._words, least_height=52)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        card = Card()
        card.column.setSpacing(6)
        inner = QVBoxLayout()
        inner.setSpacing(6)
        inner.addWidget(self._title)
        inner.addWidget(self._digit, 1)
        inner.addWidget(self._words)
        card.column.addLayout(inner)
        self._cards.append(card)
        self.fold(narrow=False)
        self._pointed("", -1)

    def fold(self, *, narrow: bool) -> None:
        """Fewer plots stand beside each other where the window is narrow."""
        across = 2 if narrow else 3
        if across == self._across:
            return
        self._across = across
        rows = ceil(len(self._cards) / across)
        for k, card in enumerate(self._cards):
            self._grid.addWidget(card, *divmod(k, across))
        for row in range(len(self._cards)):
            self._grid.setRowStretch(row, int(row < rows))
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < across))

    def show_curve(self, key: str, measured: Measured | None) -> None:
        """The curve of one kind."""
        self.plots[key].show_measured(measured)

    def show_samples(self, name: str, samples: dict[str, Sample], count: int) -> None:
        """One digit in all its distortions; `name` says which it is; the curves are of `count`."""
        self._samples, self._name, self._count = samples, name, count
        for key, plot in self.plots.items():
            plot.show_sample(samples.get(key))
        self._pointed("", -1)

    def _pointed(self, key: str, at: int) -> None:
        if not self._samples:
            self._title.setText("")
            self._words.setText("")
            return
        if at < 0:
            key, sample = next(iter(self._samples.items()))
            kind = self.plots[key].kind
            self._title.setText(self._name)
            undistorted = int(np.abs(np.array(kind.amounts)).argmin())
            self._digit.show_pixels(sample.images[undistorted])
            self._words.setText(
                f"A curve: how many of {self._count:,} test pictures, all changed so, it reads rightly; the "
                "band is the 95\u00a0% interval. Below: what it reads in this picture. Point at a curve to "
                "see it large."
            )
            return
        sample, kind = self._samples[key], self.plots[key].kind
        self._title.setText(f"{kind.name} {compact(kind.amounts[at]).replace('-', MINUS)}")
        self._digit.show_pixels(sample.images[at])
        answer, share = self._names[int(sample.answers[at])], percent(float(sample.confidence[at]))
        read = f"In this one it reads {answer} with {share}."
        measured = self.plots[key].measured
        if measured is not None:
            low, high = percent(float(measured.low[at])), percent(float(measured.high[at]))
            read += (
                f" Of all, it reads {percent(float(measured.accuracy[at]))} rightly "
                f"(95\u00a0% interval {low} to {high})."
            )
        self._words.setText(read)
