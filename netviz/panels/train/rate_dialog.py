"""The learning-rate range test: ever higher rates on a copy of the network, and a rate to take from it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from netviz.panels.kit.card import Card
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.train.rate_plot import RatePlot
from netviz.training.experiments.range_test import RangeTest
from netviz.training.figures import percent, said
from netviz.viewmodels.palette import Palette

_ABOUT: Final = (
    "A copy of {network} is trained for a few hundred steps, with a rate that grows all the time. The loss "
    "falls where the rate is good and explodes where it is too high."
)


class RateDialog(QDialog):
    """It asks for a test (`wanted`) and is shown what it found."""

    wanted = Signal()
    left = Signal()
    use_clicked = Signal(float)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find a learning rate")
        self.setProperty("concept", "range test")
        self.setModal(False)
        self._about = QLabel(_ABOUT.format(network="this network"), self)
        self._about.setWordWrap(True)
        self._about.setProperty("role", "muted")
        self.plot = RatePlot(palette, self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.note = Wrapped(parent=self)
        self.again = QPushButton("Test again", self)
        self.again.setToolTip("The same test on the network as it is now.")
        self.close_button = QPushButton("Close", self)
        self.close_button.setToolTip("Leave the rate as it is.")
        self.use = QPushButton(self)
        self.use.setProperty("role", "primary")
        self.use.setProperty("concept", "learning rate")
        self.use.setToolTip("Train with this rate from the next step on.")
        for button in (self.again, self.close_button, self.use):
            button.setAutoDefault(False)
        self.use.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.again, self.close_button, self.use):
            row.addWidget(button)
        card = Card(self)
        card.add(self.plot, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._about)
        column.addWidget(card, 1)
        column.addWidget(self.progress)
        column.addWidget(self.note)
        column.addLayout(row)
        self.plot.chosen.connect(lambda _rate: self._dress())
        self.again.clicked.connect(self.wanted)
        self.close_button.clicked.connect(self.close)
        self.use.clicked.connect(self._use)
        self._part = 1.0
        self.begin()

    def begin(self) -> None:
        """A test runs."""
        self.note.setText("")
        self.plot.show_words("Trying rates…")
        self.show_share(0.0)
        self.progress.show()
        self.again.setEnabled(False)
        self._dress()

    def show_share(self, share: float) -> None:
        """How far it is, 0 to 1."""
        self.progress.setValue(round(100 * share))

    def show_found(self, found: RangeTest) -> None:
        """The test is done."""
        self.progress.hide()
        self.again.setEnabled(True)
        if not len(found.rates):
            self.refuse("The loss was no finite number at any rate.")
            return
        self.plot.show_losses(found.rates, found.losses, found.smoothed, found.suggested)
        self.note.setText(f"{found_words(found)}{scheduled_words(self._part)}")
        if found.suggested is not None:
            self.use.setEnabled(True)
            self.use.setFocus()
        self._dress()

    def show_step(self, step: int, part: float = 1.0) -> None:
        """It is the network of this step that is tested, however far training goes on meanwhile; there the
        run's schedule takes so large a `part` of any rate.
        """
        self._part = part
        self._about.setText(_ABOUT.format(network=f"the network of step {step:,}"))

    def refuse(self, sentence: str) -> None:
        """There can be no test."""
        self.progress.hide()
        self.again.setEnabled(True)
        self.plot.show_words(sentence)
        self._dress()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.left.emit()

    def _use(self) -> None:
        if self.plot.rate is not None:
            self.use_clicked.emit(self.plot.rate)
            self.close()

    def _dress(self) -> None:
        rate = self.plot.rate
        self.use.setEnabled(rate is not None)
        self.use.setText("Use a rate" if rate is None else f"Use {said(rate)}")


def scheduled_words(part: float) -> str:
    """What the run's schedule makes of a rate that is used; nothing where it takes all of it."""
    if part == 1.0:
        return ""
    return f" It becomes the schedule’s highest rate, of which this step takes {percent(part, 0)}."


def found_words(found: RangeTest) -> str:
    """What is suggested, and why, where the picture alone doesn't say it."""
    if found.suggested is None:
        if not found.fell:
            return "No clear valley: the loss fell at no rate, so none is suggested."
        if not found.learnt:
            return (
                f"The loss fell to that of guessing, {found.guessing:.2f}, and not below: at no rate did "
                "the network learn anything, so none is suggested."
            )
        return (
            "No clear valley: the loss fell by no more than it differs from one mini-batch to the next, so "
            "no rate is suggested."
        )
    suggested = f"Suggested: {said(found.suggested)}. Click to choose another."
    if found.valley:
        return f"A tenth of the rate at which the loss is lowest. {suggested}"
    if found.rises_at is None:
        return suggested
    return (
        "No clear valley: this network has learnt already, and the loss falls by too little to tell it from "
        f"the differences between mini-batches. Only from a rate of {said(found.rises_at, 1)} on it never "
        f"comes below {said(found.risen, 2)}, farther up than mini-batches differ; a tenth of that rate is "
        f"taken. {suggested}"
    )
