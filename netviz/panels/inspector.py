"""One neuron or one edge with its numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netviz.panels.facts import Facts
from netviz.viewmodels.palette import Palette


class Inspector(QWidget):
    """What a neuron looks for and how its sum comes about; a friendly sentence while nothing is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def show_facts(self, facts: Facts | None) -> None:
        """Show these (see `facts.describe`); None shows how to choose something."""

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
