"""Loss and accuracy while training. The only module that imports pyqtgraph; import it after the first painted frame."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netviz.training.metrics import MetricLog
from netviz.viewmodels.palette import Palette


class Curves(QWidget):
    """Loss on the left, accuracy on the right, and a line of numbers above them."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(130)

    def pull(self, log: MetricLog) -> bool:
        """Take what is new in the log and redraw; False when nothing was new. Another log object starts afresh."""
        return False

    def clear(self) -> None:
        """Forget everything (a new run)."""

    def set_cursor(self, step: int | None) -> None:
        """The step that the window shows, as a thin line; None hides it."""

    def show_numbers(self, step: int, samples_per_second: float | None) -> None:
        """Step and speed in the line of numbers; loss and accuracy come from the log."""

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
