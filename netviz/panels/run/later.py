"""How curves show that the step on screen is one that is past: what came after it is paler."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor

from netviz.viewmodels.palette import Palette

_HIDES: Final = 0.68  # of the ink


def veil(palette: Palette) -> QColor:
    """To be laid over what came later, on the ground of a panel."""
    colour = QColor(palette.panel)
    colour.setAlphaF(_HIDES)
    return colour
