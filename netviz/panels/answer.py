"""What the network reads, and what else it might have been."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from netviz.viewmodels.palette import Palette


class Answer(QWidget):
    """The answer as a huge digit with its percentage, and the runners-up in order with bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(92)

    def show_probabilities(
        self, probabilities: NDArray[np.floating] | None, label: int | None = None
    ) -> None:
        """Show float (10,) (any number of outputs up to 10); None while there is nothing to read.

        `label`: the digit's true label where it is known; the answer is then marked right or wrong.
        """

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
