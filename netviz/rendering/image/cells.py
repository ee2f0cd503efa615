"""What the input image looks like. The shader and the painter both take their numbers from here."""

from __future__ import annotations

from typing import Final

from netviz.viewmodels.palette import Palette

# Logical pixels, and how opaque the lines between cells are. Cells smaller than this have no lines.
GRID_WIDTH: Final = 1.0
GRID_OPACITY: Final = 0.5
SMALLEST_CELL: Final = 3.0
BORDER_WIDTH: Final = 1.0


def grid_colour(palette: Palette) -> str:
    """Between cells: a little darker than white paper, and darker than dark cells."""
    return palette.page if palette.dark else palette.line
