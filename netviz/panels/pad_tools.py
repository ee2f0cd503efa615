"""Clear, undo and erase beside the pad."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from netviz.viewmodels.palette import Palette


class PadTools(QWidget):
    """Three small buttons in a row or a column."""

    erase_toggled = Signal(bool)
    undo_clicked = Signal()
    clear_clicked = Signal()

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Vertical, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)

    def set_erasing(self, erasing: bool) -> None:
        """Show whether the eraser is on, without emitting."""

    def set_enabled_tools(self, *, undo: bool, clear: bool) -> None:
        """Which of the buttons can do something now."""

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
