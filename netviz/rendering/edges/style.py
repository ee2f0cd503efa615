"""How edges look: width and opacity. The shader and the painter both take their numbers from here."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.viewmodels.scene import Layout, edge_power, full_strength_share

# Width of the weakest and the strongest edge (logical pixels) and the strongest one's opacity, where a layer
# has at most ROOMY edges for each pixel of the page's height, on a page of USUAL_HEIGHT.
THINNEST: Final = 0.6
WIDEST: Final = 2.6
OPAQUE: Final = 0.92
ROOMY: Final = 0.5
USUAL_HEIGHT: Final = 700.0
# The share of their part of the page that a layer's lines should cover, on average. They fade for it, but not
# below the share FADED of full opacity; if that is not enough the layer is crowded, and fewer edges are drawn
# as lines. A layer that is but MILDly too much is not (13,000 edges on a page 640 pixels high).
COVERED: Final = 0.45
FADED: Final = 0.42
MILD: Final = 0.6
# Less opaque than this an edge leaves no trace in 8 bits: it is left to the field.
FAINTEST: Final = 1 / 512
# What is left of the rest while a neuron is in focus; an edge is told apart with less.
DIMMED: Final = 0.13
DIMMED_FOR_EDGE: Final = 0.4
# Dashes of negative edges where the palette has them, in logical pixels; gaps are half as long.
DASH: Final = 7.0


class Style(NamedTuple):
    """How a layer's edges are drawn: width (logical pixels) of the weakest and strongest, opacity of that.

    `lines`: the most edges drawn as lines, so that they can still be told apart. `crowded`: these are not
    all.
    """

    thinnest: float
    widest: float
    opaque: float
    lines: int
    crowded: bool

    def width(self, strength: NDArray[np.float32]) -> NDArray[np.float32]:
        """Width in logical pixels. Thinner than a device pixel is drawn one pixel wide and fainter."""
        return self.thinnest + (self.widest - self.thinnest) * strength

    def opacity(self, strength: NDArray[np.float32]) -> NDArray[np.float32]:
        """0 to 1."""
        return self.opaque * strength


@lru_cache(maxsize=32)
def styles(layout: Layout, share: float = 1.0) -> tuple[Style, ...]:
    """The style of each layer: finer, more transparent edges where they crowd and would cover each other.

    `share`: of each layer's edges only the strongest are in the picture, so that they have more room.
    """
    return tuple(
        style_of(n_in * n_out, layout.height, power, share)
        for (n_in, n_out), power in zip(layout.spec.shapes, edge_power(layout).tolist(), strict=True)
    )


@lru_cache(maxsize=256)
def style_of(n_edges: int, height: float, power: float, share: float = 1.0) -> Style:
    """The style of the strongest `share` of `n_edges` edges between two columns on a page of this height."""
    n_drawn = max(1, round(n_edges * share))
    per_pixel = n_drawn / height
    # A larger page has larger neurons, and lines to go with them.
    unit = min(max(height / USUAL_HEIGHT, 0.8), 1.6)
    thinnest = THINNEST * unit
    widest = thinnest + (WIDEST - THINNEST) * unit * min(1.0, (ROOMY / per_pixel) ** 0.25)
    # What edges cover on average at full opacity, the strongest first, if weights are normally distributed.
    # Millions of edges have a few thousand that count: finer steps among the strongest.
    ends = np.concatenate([[0.0], np.geomspace(min(1 / n_drawn, 0.5), 1, 512)])
    normal = NormalDist()
    z = np.array([normal.inv_cdf(1 - rank * share / 2) for rank in (ends[1:] + ends[:-1]) / 2])
    strength = np.minimum(z / normal.inv_cdf((1 + full_strength_share(n_edges)) / 2), 1.0) ** power
    each = strength * (thinnest + (widest - thinnest) * strength)
    covered = np.cumsum(each * np.diff(ends)) * per_pixel
    opaque = float(OPAQUE * min(1.0, max(FADED, COVERED / (OPAQUE * covered[-1]))))
    if COVERED / (opaque * float(covered[-1])) > MILD:
        return Style(thinnest, widest, opaque, lines=n_drawn, crowded=False)
    most = float(np.interp(COVERED / opaque, covered, ends[1:]))
    return Style(thinnest, widest, opaque, lines=max(64, round(most * n_drawn)), crowded=True)
