"""The digit as the network sees it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from netviz.viewmodels.palette import Palette


class Seen(QWidget):
    """28×28 cells, crisp at every size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(30, 30)

    def show_pixels(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show uint8 (784,), 255 = ink; None shows empty paper."""

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
