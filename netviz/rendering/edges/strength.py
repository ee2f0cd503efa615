"""What a weight looks like. The shader and the painter both take their numbers from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec
from netviz.viewmodels.scene import Focus, Layout, Scene

# Width of the weakest and the strongest edge (logical pixels) and the strongest one's opacity, where a layer
# has at most ROOMY edges for each pixel of the page's height.
THINNEST: Final = 0.6
WIDEST: Final = 2.6
OPAQUE: Final = 0.92
ROOMY: Final = 0.5
# Less opaque than this an edge leaves no trace in 8 bits: it is left to the field.
FAINTEST: Final = 1 / 512
# What is left of the rest while something is in focus.
DIMMED: Final = 0.13
# Dashes of negative edges in focus, logical pixels; gaps are half as long.
DASH: Final = 7.0


@dataclass(frozen=True)
class Style:
    """How a layer's edges are drawn: the width of its strongest edge in logical pixels, and its opacity."""

    widest: float
    opaque: float

    def width(self, strength: NDArray[np.float32]) -> NDArray[np.float32]:
        """Width in logical pixels. Thinner than a device pixel is drawn one pixel wide and fainter."""
        return THINNEST + (self.widest - THINNEST) * strength

    def opacity(self, strength: NDArray[np.float32]) -> NDArray[np.float32]:
        """0 to 1."""
        return self.opaque * strength


def styles(layout: Layout) -> tuple[Style, ...]:
    """The style of each layer:

    finer and more transparent where edges crowd, or they would cover each other.
    """
    result = []
    for n_in, n_out in layout.spec.shapes:
        room = min(1.0, (ROOMY * layout.height / (n_in * n_out)) ** 0.25)
        result.append(Style(THINNEST + (WIDEST - THINNEST) * room, OPAQUE * room**0.6))
    return tuple(result)


@dataclass(frozen=True, eq=False)
class Ends:
    """Where edges come from and lead to, as indices over all neurons; all arrays have the length of `ids`."""

    layer: NDArray[np.intp]
    source: NDArray[np.intp]
    target: NDArray[np.intp]


def ends(spec: NetworkSpec, ids: NDArray[np.uint32]) -> Ends:
    """Layer and neurons of the edges `ids`, by arithmetic."""
    starts = np.array([s.start for s in spec.weight_slices], np.int64)
    n_out = np.array([shape[1] for shape in spec.shapes], np.int64)
    first = np.array([s.start for s in spec.neuron_slices], np.int64)
    edge = ids.astype(np.int64)
    layer = np.searchsorted(starts, edge, side="right") - 1
    i, j = np.divmod(edge - starts[layer], n_out[layer])
    return Ends(layer, first[layer] + i, first[layer + 1] + j)


def strengths(scene: Scene, ids: NDArray[np.uint32]) -> NDArray[np.float32]:
    """min(|w·gain| / reference, 1) ** power of the edges `ids`, with the sign of w·gain; float32."""
    at = ends(scene.spec, ids)
    value = scene.weights[ids] * scene.gain[at.source]
    share = np.minimum(np.abs(value) / scene.reference[at.layer], np.float32(1))
    return np.asarray(np.copysign(share ** scene.power[at.layer], value), np.float32)


def strongest(scene: Scene, k: int) -> NDArray[np.uint32]:
    """The ids of about `k` edges, weakest first, so that the strongest is drawn last.

    Each layer has a share in proportion to the root of its size, at least 64: by strength alone the hundred
    thousand edges from the pixels would leave nothing to the hundred of the last layer.
    """
    spec = scene.spec
    sizes = np.array([s.stop - s.start for s in spec.weight_slices], np.float64)
    share = np.sqrt(sizes)
    counts = np.minimum(sizes, np.maximum(64, k * share / share.sum())).astype(np.int64)
    # What small layers leave over goes to the large ones.
    for _ in range(len(sizes)):
        left = k - int(counts.sum())
        room = counts < sizes
        if left <= 0 or not room.any():
            break
        counts[room] = np.minimum(sizes[room], counts[room] + left * share[room] / share[room].sum())
    style = styles(scene.layout)
    chosen, ranks = [], []
    for layer, (where, (n_in, n_out)) in enumerate(zip(spec.weight_slices, spec.shapes, strict=True)):
        value = np.abs(scene.weights[where])
        if scene.views[layer] == "contribution":
            value = (value.reshape(n_in, n_out) * np.abs(scene.gain[spec.neuron_slices[layer], None])).ravel()
        n = int(counts[layer])
        local = np.argpartition(value, value.size - n)[value.size - n :] if n < value.size else np.arange(n)
        rank = np.minimum(value[local] / scene.reference[layer], np.float32(1)) ** scene.power[layer]
        visible = style[layer].opacity(rank) >= FAINTEST
        chosen.append(local[visible] + where.start)
        ranks.append(rank[visible])
    ids = np.concatenate(chosen)
    return ids[np.argsort(np.concatenate(ranks), kind="stable")].astype(np.uint32)


def edges_of(spec: NetworkSpec, focus: Focus) -> NDArray[np.uint32]:
    """The ids of a neuron's own edges, incoming and outgoing; of the one edge where the focus is an edge."""
    found = []
    if focus.column > 0:
        start, (n_in, n_out) = spec.weight_slices[focus.column - 1].start, spec.shapes[focus.column - 1]
        sources = np.arange(n_in) if focus.source is None else np.array([focus.source])
        found.append(start + sources * n_out + focus.index)
    if focus.column < spec.n_layers and focus.source is None:
        start, n_out = spec.weight_slices[focus.column].start, spec.shapes[focus.column][1]
        found.append(start + focus.index * n_out + np.arange(n_out))
    return np.concatenate(found).astype(np.uint32)


def standing_out(scene: Scene) -> tuple[NDArray[np.uint32], float]:
    """The edges that are drawn in full over all others, weakest first, and the opacity of the others.

    Those of the focus; none, and 1, where nothing is chosen. A moment of a story dims all, and draws its own
    lines over them.
    """
    if scene.moment is not None:
        return np.empty(0, np.uint32), scene.moment.dim
    if scene.focus is None:
        return np.empty(0, np.uint32), 1.0
    own = edges_of(scene.spec, scene.focus)
    return own[np.argsort(np.abs(strengths(scene, own)), kind="stable")], DIMMED
