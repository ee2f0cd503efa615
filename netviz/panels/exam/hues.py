"""Ten colours for ten digits, as far apart as can be on a light page and on a dark one."""

from __future__ import annotations

from typing import Final

from netviz.viewmodels.palette import Palette

LIGHT_HUES: Final = (
    "#1F5FD0",
    "#E07B00",
    "#1B8A3E",
    "#CF222E",
    "#8A4FD3",
    "#7A4B32",
    "#E25AA8",
    "#5F6672",
    "#9C9300",
    "#0FA3B8",
)
DARK_HUES: Final = (
    "#5B9BFF",
    "#FF9F2E",
    "#45CF74",
    "#FF5C61",
    "#B88CFF",
    "#C68B66",
    "#FF8FD0",
    "#A5ADBB",
    "#D9CF3A",
    "#3ED6EA",
)


def hue(digit: int, palette: Palette) -> str:
    """The colour of this digit."""
    hues = DARK_HUES if palette.dark else LIGHT_HUES
    return hues[digit % len(hues)]
