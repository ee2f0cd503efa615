"""Pad, its tools and what the network sees, composed to fit a narrow column."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netviz.panels.pad import Pad
from netviz.panels.pad_tools import PadTools
from netviz.panels.seen import Seen
from netviz.viewmodels.palette import Palette


class DrawPanel(QWidget):
    """Layout only: wire the signals of `pad` and `tools`, feed `seen`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pad = Pad(self)
        self.tools = PadTools(parent=self)
        self.seen = Seen(self)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme, with the three children."""
