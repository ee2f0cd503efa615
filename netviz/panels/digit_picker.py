"""Digits of the test set to pick from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from netviz.viewmodels.palette import Palette


class DigitPicker(QWidget):
    """A grid of test digits, as many rows as fit, and the buttons Next, Random and Next mistake."""

    picked = Signal(int)  # index in the test set
    next_page = Signal()
    random = Signal()
    next_mistake = Signal()
    capacity_changed = Signal(int)  # how many digits fit now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def capacity(self) -> int:
        """How many digits the grid has room for; `set_digits` shows the first so many."""
        return 20

    def set_digits(
        self, images: NDArray[np.uint8], labels: NDArray[np.integer], indices: NDArray[np.integer]
    ) -> None:
        """Offer these: uint8 (n, 784), labels (n,), indices in the test set (n,)."""

    def set_selected(self, index: int | None) -> None:
        """Mark the digit with this index in the test set as the one that is shown; no signal."""

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
