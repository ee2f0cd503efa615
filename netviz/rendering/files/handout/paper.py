"""Sheets of paper, and the ink on them: black, grey and hues that also differ where no colour is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from PySide6.QtGui import QPageSize

from netviz.viewmodels.palette import LIGHT_COLOUR_BLIND, Palette

UNITS_PER_INCH: Final = 96.0
MARGIN: Final = 52.0  # units
FOOT: Final = 22.0


class Paper(NamedTuple):
    """A size of paper, its sides in units of 1/96 inch."""

    name: str
    size: QPageSize.PageSizeId
    width: float
    height: float

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Where the text of a page ends, above its foot."""
        return self.height - MARGIN - FOOT


A4: Final = Paper("a4", QPageSize.PageSizeId.A4, 210 / 25.4 * 96, 297 / 25.4 * 96)
LETTER: Final = Paper("letter", QPageSize.PageSizeId.Letter, 8.5 * 96, 11.0 * 96)
PAPERS: Final[Mapping[str, Paper]] = {paper.name: paper for paper in (A4, LETTER)}

# Negative weights are dashed, wishes have single, double and triple rings: as for eyes that see no hues. What
# is yellow on a screen is too pale for a copier.
INK: Final[Palette] = replace(
    LIGHT_COLOUR_BLIND,
    name="paper",
    page="#FFFFFF",
    line="#B9BDC7",
    text="#000000",
    muted="#4A505E",
    rim="#1E2430",
    first_wish="#B07A00",
)
