"""What a neuron looks like. The shader and the painter both take their numbers from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Logical pixels. A neuron too small for a disc becomes a bar of this half width, so that a column of hundreds
# reads like a barcode.
BAR: Final = 3.5
RIM: Final = 1.3
# The rim's share of a small neuron's half height.
RIM_SHARE: Final = 0.3
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
    return Shape(max(half, BAR), half, min(RIM, RIM_SHARE * half))
