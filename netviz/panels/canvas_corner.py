"""In the network's upper right corner: how much is shown, and the way back from a zoom."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from netviz.panels.buttons import SmallButton
from netviz.viewmodels.palette import Palette


class CanvasCorner(QWidget):
    """Values in, signals out. Buttons that have no room, or nothing to do, are not there."""

    fit_clicked = Signal()
    full_chosen = Signal(bool)
    single_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fit = SmallButton("Fit the network", "Show the whole network again.  (Ctrl+0)", text="Fit")
        self.single = SmallButton(
            "Only one neuron in each layer",
            "Draw only the connections to a single neuron in each layer; click another to see its.  (N)",
            text="One per layer",
            checkable=True,
            quiet=True,
        )
        self.simple = SmallButton(
            "Simple",
            "The network, the pad, the answer, one sentence and one curve.  (F)",
            text="Simple",
            checkable=True,
            quiet=True,
        )
        self.full = SmallButton(
            "Full",
            "Everything: numbers, formulas, all plots, the whole run, settings.  (F)",
            text="Full",
            checkable=True,
            quiet=True,
        )
        self._detail = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.fit, self.single, self.simple, self.full):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        for button in (self.simple, self.full):
            self._detail.addButton(button)
        self.fit.hide()
        self.fit.clicked.connect(self.fit_clicked)
        self.single.clicked.connect(self.single_chosen)
        self.simple.clicked.connect(lambda: self.full_chosen.emit(False))
        self.full.clicked.connect(lambda: self.full_chosen.emit(True))

    def show_zoom(self, zoom: float | None) -> None:
        """How large the network is shown; None: all of it, as it is laid out."""
        if zoom is not None:
            self.fit.setText(f"Fit · {zoom * 100:.0f} %")
            self.fit.updateGeometry()
        self.fit.setVisible(zoom is not None)

    def show_full(self, full: bool) -> None:
        """Which of the two is on."""
        (self.full if full else self.simple).setChecked(True)

    def show_single(self, single: bool) -> None:
        """Whether only one neuron's connections are drawn in each layer."""
        self.single.setChecked(single)

    def show_choices(self, shown: bool) -> None:
        """Whether this room has levels of detail."""
        for button in (self.simple, self.full):
            button.setVisible(shown)

    def stand(self, right: int, top: int, room: int) -> None:
        """With its upper right corner there, and so much room to the left of it, in pixels."""
        self.single.setVisible(not self.simple.isHidden())
        self.adjustSize()
        if self.width() > room:
            self.single.hide()
            self.adjustSize()
        self.move(right - self.width(), top)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        for button in (self.fit, self.single, self.simple, self.full):
            button.apply_palette(palette)
