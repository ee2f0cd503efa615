"""What a neuron looks like. The shader and the painter both take their numbers from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Logical pixels. A neuron too small for a disc becomes a bar of this half width, so that a column of hundreds
# reads like a barcode.
BAR: Final = 3.5
RIM: Final = 1.3
# The rim's share of a small neuron's half height. Where half the height is this
# small, there is no rim: that share of the rim's colour is mixed in.
RIM_SHARE: Final = 0.3
SMALLEST_WITH_RIM: Final = 1.6
# Dashes around a neuron whose activation is negative.
DASHES: Final = 10
DASH_SHARE: Final = 0.6


@dataclass(frozen=True)
class Shape:
    """A capsule (a disc where both halves are equal) and its rim, in logical pixels of the screen."""

    half_width: float
    half_height: float
    rim: float


def shape(radius: float, zoom: float = 1.0) -> Shape:
    """The shape of a neuron of this radius on the page."""
    half = radius * zoom
    rim = min(RIM * max(zoom, 1.0) ** 0.5, RIM_SHARE * half) if half > SMALLEST_WITH_RIM else 0.0
    return Shape(max(half, BAR), half, rim)
