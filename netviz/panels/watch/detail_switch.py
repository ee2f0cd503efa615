"""Simple or Full, side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from netviz.panels.kit.buttons import SmallButton


class DetailSwitch(QWidget):
    """One of the two is on."""

    full_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.simple = SmallButton(
            "Simple",
            "The network, what it reads, the answer, one sentence and one curve.  (F)",
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
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.simple, self.full):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            group.addButton(button)
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.simple.clicked.connect(lambda: self.full_chosen.emit(False))
        self.full.clicked.connect(lambda: self.full_chosen.emit(True))

    def show_full(self, full: bool) -> None:
        """Which of the two is on."""
        (self.full if full else self.simple).setChecked(True)
