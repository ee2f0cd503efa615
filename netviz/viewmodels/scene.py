"""A scene: everything that one picture of the network shows, frozen. Both painters draw it; nothing in it is a widget.

Coordinates are logical pixels of the page that the layout was made for, origin at the top left; the camera maps them to the screen.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec
from netviz.viewmodels.palette import Palette


@dataclass(frozen=True)
class Focus:
    """What the pointer, a click or the keyboard has chosen: a neuron, or an edge where `source` is set.

    `column` 0 is the input; `index` is the neuron in its column. For an edge, `column` and `index` are the neuron that it leads to
    and `source` is the neuron in the column before.
    """

    column: int
    index: int
    source: int | None = None


@dataclass(frozen=True, eq=False)
class Layout:
    """Where everything stands. Made from a spec and a page size only, so it stays the same while the network trains.

    `xy` float32 (n_neurons, 2): centres; for input pixels the centre of the cell. `port` float32 (n_neurons, 2): where a neuron's outgoing
    edges begin; for pixel (r, c) on the image's right border at height r + (c + ½)/28 cells, for all others the centre. `radius` float32
    (n_neurons,): of the disc, half a cell for pixels. `image` is x, y, side of the input image. `column_x` the x of each column (the image's
    right border for the input).
    """

    spec: NetworkSpec
    width: float
    height: float
    image: tuple[float, float, float]
    column_x: tuple[float, ...]
    xy: NDArray[np.float32]
    port: NDArray[np.float32]
    radius: NDArray[np.float32]

    @property
    def identity(self) -> tuple[Hashable, ...]:
        """Equal for two layouts that place the same network the same way."""
        return (self.spec.sizes, self.width, self.height)


@dataclass(frozen=True, eq=False)
class Scene:
    """One picture. Compare keys, never contents.

    `weights` float32 (n_edges,): the front of the snapshot's flat array as it is. `gain` float32 (n_neurons,): what each neuron's outgoing
    weights are multiplied with for the picture (1: the weight itself; its activation: the contribution a·w). `reference` float32 (L,): the |w·gain| of each
    layer that is drawn at full strength. `power`: strength = min(|w·gain| / reference, 1) ** power. `shade` float32 (n_neurons,): 0 to 1.
    `negative` bool (n_neurons,): activation below zero, drawn with a dashed rim. `probability` float32 (n_outputs,) or empty while nothing is drawn.
    `output_labels`: beside the outputs. `captions`: one line under each column. `answer`: the output that won, or None.
    """

    key: tuple[Hashable, ...]
    layout: Layout
    palette: Palette
    weights: NDArray[np.float32]
    gain: NDArray[np.float32]
    reference: NDArray[np.float32]
    power: float
    shade: NDArray[np.float32]
    negative: NDArray[np.bool_]
    probability: NDArray[np.float32]
    answer: int | None
    output_labels: tuple[str, ...]
    captions: tuple[str, ...]
    focus: Focus | None = None
