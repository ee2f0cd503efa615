"""What a neuron looks like. The shader and the painter both take their numbers from here."""

from __future__ import annotations

from typing import Final, NamedTuple

# Logical pixels. A neuron too small for a disc becomes a bar of this half width, so that a column of hundreds
# reads like a barcode; with a half height from DISC_FROM on it is a disc, and in between it grows into one.
BAR: Final = 3.5
DISC_FROM: Final = 2.2
RIM: Final = 1.3
# The rim's share of a small neuron's half height: more, and white neurons that are off would look grey.
RIM_SHARE: Final = 0.22
# Where half the height is this small there is no rim; that share of the rim's colour is mixed in.
SMALLEST_WITH_RIM: Final = 1.6
MIX_SHARE: Final = 0.24
# Dashes around a neuron whose activation is negative.
DASHES: Final = 10
DASH_SHARE: Final = 0.6


class Shape(NamedTuple):
    """A capsule (a disc where both halves are equal) and its rim, in logical pixels of the screen."""

    half_width: float
    half_height: float
    rim: float


def shape(radius: float, zoom: float = 1.0) -> Shape:
    """The shape of a neuron of this radius on the page."""
    half = radius * zoom
    rim = min(RIM * max(zoom, 1.0) ** 0.5, RIM_SHARE * half) if half > SMALLEST_WITH_RIM else 0.0
    return Shape(half_width(half), half, rim)


def half_width(half: float, scale: float = 1.0) -> float:
    """Of a neuron with this half height, at `scale` pixels per logical pixel."""
    grown = (half / scale - SMALLEST_WITH_RIM) / (DISC_FROM - SMALLEST_WITH_RIM)
    bar = BAR * scale
    return max(half, bar + (half - bar) * min(max(grown, 0.0), 1.0))
