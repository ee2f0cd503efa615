"""What the colours mean."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netviz.viewmodels.palette import Palette


class Legend(QWidget):
    """Swatches with words; the words follow the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_notes(self, notes: tuple[str, ...]) -> None:
        """Sentences about this very picture: how many edges are crisp, which view, what shade 1 stands for."""

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
