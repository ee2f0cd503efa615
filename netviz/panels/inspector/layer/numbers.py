"""All numbers of one layer, and what a picture with fewer points than numbers shows of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.panels.inspector.page.tab import Shown
from netviz.panels.kit.images import ramp, weight_colours
from netviz.tasks.task import AnyTask
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.palette import Palette

_SHADES: Final = 255  # to either side of 0


@dataclass(frozen=True, eq=False)
class LayerNumbers:
    """Weight matrix `layer` (0 = from the input) with what goes in and what comes out.

    `weights` float32 (n_in, n_out); `inputs` (n_in,), `z` and `a` (n_out,) are None while nothing is read;
    `bias` (n_out,). `shades`: the activations of both columns that have full shade; None where that is not
    known.
    """

    task: AnyTask
    sizes: tuple[int, ...]
    layer: int
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    inputs: NDArray[np.float32] | None
    z: NDArray[np.float32] | None
    a: NDArray[np.float32] | None
    shades: tuple[float, float] | None
    step: int

    @property
    def output(self) -> bool:
        """Whether it leads to the answers."""
        return self.layer == len(self.sizes) - 2

    @property
    def shares(self) -> bool:
        """Whether its activations are probabilities that make 1 together."""
        return self.output and self.a is not None and bool(np.isclose(self.a.sum(), 1.0, atol=1e-3))

    def source(self, index: int) -> str:
        """The name of an input."""
        return name_of(self.sizes, self.layer, index, self.task)

    def target(self, index: int) -> str:
        """The name of a neuron."""
        return name_of(self.sizes, self.layer + 1, index, self.task)

    def cells(self, *, products: bool) -> NDArray[np.float32]:
        """A row for each neuron, a column for each input, (n_out, n_in): w, or a·w if something is read."""
        if products and self.inputs is not None:
            with np.errstate(invalid="ignore", over="ignore"):
                return np.asarray((self.weights * self.inputs[:, None]).T, np.float32)
        return self.weights.T


def numbers_of(shown: Shown, layer: int) -> LayerNumbers:
    """Those of this layer of what is shown."""
    snapshot, forward = shown.snapshot, shown.forward
    shades = shown.shades
    known = shades is not None and len(shades) == len(snapshot.spec.sizes)
    return LayerNumbers(
        shown.task,
        snapshot.spec.sizes,
        layer,
        snapshot.W(layer),
        snapshot.b(layer),
        None if forward is None else np.asarray(forward.a[layer], np.float32),
        None if forward is None else np.asarray(forward.z[layer], np.float32),
        None if forward is None else np.asarray(forward.a[layer + 1], np.float32),
        (shades[layer], shades[layer + 1]) if known and shades is not None else None,
        snapshot.step,
    )


def full_colour(cells: NDArray[np.float32]) -> float:
    """The magnitude that has full colour: of those that are not 0 the 99th percentile, so that one stray
    number does not bleach the others.
    """
    sizes = np.abs(cells[np.isfinite(cells) & (cells != 0)])
    return float(np.percentile(sizes, 99)) if sizes.size else 1.0


def strongest(cells: NDArray[np.float32], most: int, axis: int) -> NDArray[np.float32]:
    """At most so many along an axis: neighbours share a point, which has the number furthest from 0."""
    n = cells.shape[axis]
    if n <= most:
        return cells
    starts = np.arange(most) * n // most
    high = np.maximum.reduceat(cells, starts, axis)
    low = np.minimum.reduceat(cells, starts, axis)
    return np.where(high >= -low, high, low)


def signed_colours(cells: NDArray[np.float32], full: float, palette: Palette) -> NDArray[np.uint32]:
    """0xFFRRGGBB of each cell, blue above 0 and red below, in full at |cell| = full."""
    with np.errstate(invalid="ignore", over="ignore"):
        shades = np.nan_to_num(cells * np.float32(_SHADES / max(full, 1e-30)), nan=0.0)
    return np.asarray(
        _table(palette)[np.clip(np.rint(shades), -_SHADES, _SHADES).astype(np.int16) + _SHADES], np.uint32
    )


def shade_colours(values: NDArray[np.float32], full: float, palette: Palette) -> NDArray[np.uint32]:
    """0xFFRRGGBB of activations, as the discs of the graph have them."""
    with np.errstate(invalid="ignore", over="ignore"):
        shades = np.nan_to_num(np.abs(values) * np.float32(_SHADES / max(full, 1e-30)), nan=0.0)
    table = np.array(ramp(palette.low, palette.high), np.uint32)
    return np.asarray(table[np.clip(np.rint(shades), 0, _SHADES).astype(np.int16)], np.uint32)


@lru_cache(8)
def _table(palette: Palette) -> NDArray[np.uint32]:
    """The colours from −1 to 1."""
    return weight_colours(np.linspace(-1, 1, 2 * _SHADES + 1, dtype=np.float32), 1.0, palette)
