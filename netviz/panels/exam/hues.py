"""Ten colours for ten digits, as far apart as can be on a light page and on a dark one.

For colour-blind eyes they differ in lightness, blue and yellow, where others tell red from green: found by
simulated annealing over the least distance in CIELAB of any two, as eyes with all cones, without the red ones
and without the green ones see them. It is 42 on the light page and 40 on the dark one.
"""

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
LIGHT_COLOUR_BLIND_HUES: Final = (
    "#2A30C4",
    "#60C600",
    "#000100",
    "#B1BBDA",
    "#235710",
    "#9088F5",
    "#000051",
    "#88CC89",
    "#4A4D76",
    "#0000FF",
)
DARK_COLOUR_BLIND_HUES: Final = (
    "#525AFD",
    "#F7FA26",
    "#215264",
    "#33F3E5",
    "#9C9804",
    "#0EC1FF",
    "#4F7844",
    "#0207FD",
    "#57FF9F",
    "#1A499C",
)


def hue(digit: int, palette: Palette) -> str:
    """The colour of this digit."""
    if palette.colour_blind:
        hues = DARK_COLOUR_BLIND_HUES if palette.dark else LIGHT_COLOUR_BLIND_HUES
    else:
        hues = DARK_HUES if palette.dark else LIGHT_HUES
    return hues[digit % len(hues)]
