"""The colour of each class, on the page that is shown."""

from __future__ import annotations

from netviz.tasks.answer import Classes
from netviz.viewmodels.palette import Palette


def hue(answer: Classes, index: int, palette: Palette) -> str:
    """The colour of the class with this number."""
    of = answer.hues[index]
    if palette.colour_blind:
        return of.dark_colour_blind if palette.dark else of.light_colour_blind
    return of.dark if palette.dark else of.light
