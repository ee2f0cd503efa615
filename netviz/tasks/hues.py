"""A colour for each of any number of classes: ten chosen ones, then as many more at equal steps of hue."""

from __future__ import annotations

import colorsys
from functools import lru_cache
from typing import Final, NamedTuple

_CONTRAST: Final = 3.0  # what the Web Content Accessibility Guidelines 2.2 ask of things that are no letters
_PAGES: Final = ("#FBFAF7", "#1C1F26")  # of the light and of the dark ones those that carry them worst
_LEVELS: Final = 3  # of lightness, by which every eye tells neighbours in hue apart
_FALL: Final = 0.8
_FINE: Final = 0.01


class Hue(NamedTuple):
    """A colour, `#RRGGBB`, on a light page and on a dark one, and both for colour-blind eyes."""

    light: str
    dark: str
    light_colour_blind: str
    dark_colour_blind: str


# As far apart as can be on a light page and on a dark one, with contrast on it. For colour-blind eyes they
# differ in lightness, blue and yellow, where others tell red from green: found by simulated annealing over
# the least distance in CIELAB of any two, as eyes with all cones, without the red ones and without the green
# ones see them; for eyes without the blue ones, which few are, six tenths of that do. It is 36 on the light
# page and 35 on the dark one.
_TEN: Final = (
    Hue("#1F5FD0", "#5B9BFF", "#4072FF", "#3295FF"),
    Hue("#D97600", "#FF9F2E", "#4901FF", "#D49E00"),
    Hue("#1B8A3E", "#45CF74", "#284C00", "#8FFF93"),
    Hue("#CF222E", "#FF5C61", "#050036", "#A94292"),
    Hue("#8A4FD3", "#B88CFF", "#9883D4", "#CFC4FF"),
    Hue("#7A4B32", "#C68B66", "#210200", "#A2907F"),
    Hue("#E25AA8", "#FF8FD0", "#B18873", "#88641B"),
    Hue("#5F6672", "#A5ADBB", "#634E69", "#D4FFEB"),
    Hue("#9C9300", "#D9CF3A", "#59A200", "#FFFF09"),
    Hue("#0E9EB2", "#3ED6EA", "#000093", "#4551FE"),
)


@lru_cache(maxsize=16)
def hues(n: int) -> tuple[Hue, ...]:
    """One for each of n classes, no two alike, and all with contrast on every page."""
    more = max(n - len(_TEN), 0)
    return _TEN[:n] + tuple(_made((k + 0.5) / more, k % _LEVELS) for k in range(more))


def _made(turn: float, level: int) -> Hue:
    """The colour at this share of the circle of hues; `level` 0 has just the contrast that it needs, the
    next ones more.
    """
    away = _FALL**level
    light = _hexadecimal(turn, _legible(turn, _PAGES[0]) * away)
    dark = _hexadecimal(turn, 1 - (1 - _legible(turn, _PAGES[1])) * away)
    return Hue(light, dark, light, dark)


def _legible(turn: float, page: str) -> float:
    """The lightness, 0 to 1, nearest to the middle that has contrast on this page."""
    away = -_FINE if _luminance(page) > 0.5 else _FINE
    lightness = 0.5
    while _contrast(_hexadecimal(turn, lightness), page) < _CONTRAST:
        lightness += away
    return lightness


def _hexadecimal(turn: float, lightness: float) -> str:
    return "#" + "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(turn, lightness, 0.75))


def _contrast(colour: str, other: str) -> float:
    low, high = sorted((_luminance(colour), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
