"""Which edges are drawn, and in what order."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, edges_in, edges_into, edges_out_of, n_edges_in
from netviz.network.spec import NetworkSpec
from netviz.rendering.edges.strength import look_of_few, strengths
from netviz.rendering.edges.style import DIMMED, DIMMED_FOR_EDGE, FAINTEST, styles
from netviz.viewmodels.scene import Focus, Scene

_SAMPLED_FROM: Final = 1_000_000
_SAMPLE: Final = 20_000


@np.errstate(over="ignore", invalid="ignore")
def strongest(scene: Scene, k: int) -> NDArray[np.uint32]:
    """The ids of about `k` edges, weakest first, so that the strongest is drawn last.

    Each layer has a share in proportion to the root of its size, at least 64: by strength alone the hundred
    thousand edges from the pixels would leave nothing to the hundred of the last layer.
    """
    spec = scene.spec
    style = styles(scene.layout, scene.share)
    sizes = np.array([min(n_edges_in(spec, k), own.lines) for k, own in enumerate(style)])
    share = np.sqrt(sizes)
    counts = np.minimum(sizes, np.maximum(64, k * share / share.sum()).astype(np.int64))
    # What small layers leave over goes to the large ones.
    for _ in range(len(sizes)):
        left = k - int(counts.sum())
        room = counts < sizes
        if left <= 0 or not room.any():
            break
        more = np.ceil(left * share[room] / share[room].sum()).astype(np.int64)
        counts[room] = np.minimum(sizes[room], counts[room] + more)
    chosen, ranks = [], []
    for layer in range(spec.n_layers):
        matrix = np.abs(as_matrix(spec, scene.weights, layer))
        if scene.views[layer] == "contribution":
            matrix = matrix * np.abs(scene.gain[spec.neuron_slices[layer], None])
        value, n = matrix.ravel(), int(counts[layer])
        local = largest(value, n)
        # Beyond full strength too the stronger edge lies on top.
        rank = (value[local] / scene.reference[layer]) ** scene.power[layer]
        visible = style[layer].opacity(rank) >= FAINTEST
        if scene.least is not None:
            visible &= value[local] >= scene.least[layer]
        chosen.append(edges_in(spec, layer, local[visible]))
        ranks.append(rank[visible])
    ids = np.concatenate(chosen)
    return ids[np.argsort(np.concatenate(ranks), kind="stable")].astype(np.uint32)


def largest(value: NDArray[np.float32], n: int) -> NDArray[np.intp]:
    """Where the `n` largest of `value` (m,) are, in no order.

    In millions of values a sample tells below which bound nobody needs to look.
    """
    if n >= value.size:
        return np.arange(value.size)
    if value.size > _SAMPLED_FROM:
        sample = value[:: value.size // _SAMPLE]
        bound = np.quantile(sample, max(1 - 4 * n / value.size - 16 / sample.size, 0))
        within = np.flatnonzero(value >= bound)
        if within.size >= n:
            return within[np.argpartition(value[within], within.size - n)[within.size - n :]]
    return np.argpartition(value, value.size - n)[value.size - n :]


def edges_of(spec: NetworkSpec, focus: Focus) -> NDArray[np.uint32]:
    """The ids of a neuron's own edges, incoming and outgoing; of the one edge where the focus is an edge."""
    found = []
    if focus.column > 0:
        into = edges_into(spec, focus.column, focus.index)
        found.append(into if focus.source is None else into[[focus.source]])
    if focus.column < spec.n_layers and focus.source is None:
        found.append(edges_out_of(spec, focus.column, focus.index))
    return np.concatenate(found).astype(np.uint32)


def standing_out(scene: Scene) -> tuple[NDArray[np.uint32], float]:
    """The edges that are drawn in full over all others, weakest first, and the opacity of the others.

    Those of the focus; none, and 1, where nothing is chosen. A moment of a story dims all, and draws its own
    lines over them.
    """
    if scene.moment is not None:
        return np.empty(0, np.uint32), scene.moment.dim
    if scene.focus is None:
        return np.empty(0, np.uint32), scene.dim
    own = edges_of(scene.spec, scene.focus)
    strength = np.abs(strengths(scene, own, look_of_few(scene, own)))
    return own[np.argsort(strength, kind="stable")], DIMMED if scene.focus.source is None else DIMMED_FOR_EDGE
