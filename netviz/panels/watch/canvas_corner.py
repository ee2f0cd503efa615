"""In the network's upper right corner: the way back from a zoom, and the picture with one neuron a layer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from netviz.panels.kit.buttons import SmallButton


class CanvasCorner(QWidget):
    """Values in, signals out. A button that has no room, or nothing to do, is not there."""

    fit_clicked = Signal()
    single_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fit = SmallButton("Fit the network", "Show the whole network again.  (Ctrl+0)", text="Fit")
        self.single = SmallButton(
            "Only one neuron in each layer",
            "Draw only the edges to a single neuron in each layer; click another to see its.  (N)",
            text="One per layer",
            checkable=True,
            quiet=True,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.fit, self.single):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self.fit.hide()
        self.fit.clicked.connect(self.fit_clicked)
        self.single.clicked.connect(self.single_chosen)

    def show_zoom(self, zoom: float | None) -> None:
        """How large the network is shown; None: all of it, as it is laid out."""
        if zoom is not None:
            self.fit.setText(f"Fit · {zoom * 100:.0f}\u00a0%")
            self.fit.updateGeometry()
        self.fit.setVisible(zoom is not None)

    def show_single(self, single: bool) -> None:
        """Whether only one neuron's connections are drawn in each layer."""
        self.single.setChecked(single)

    def stand(self, right: int, top: int, *, single: bool) -> None:
        """With its upper right corner there, in pixels; `single`: with the button for one neuron a layer."""
        self.single.setVisible(single)
        self.adjustSize()
        self.move(right - self.width(), top)
