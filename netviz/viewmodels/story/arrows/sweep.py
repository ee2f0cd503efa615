"""A backward pulse over a change of all weights: one layer at a time from the output, heads on the
strongest edges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network import connections
from netviz.viewmodels.moment import Arrows, Lines, ScaleBar, wish_role
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.arrows.geometry import (
    SHORTEST,
    Scale,
    arrow_scale,
    arrows_on,
    edges_of,
    pulses,
    scale_bar,
    strongest,
)
from netviz.viewmodels.story.signs import flying

GLOWING: Final = 80  # edges of each layer
HEADS: Final = 12
HEADS_A_NEURON: Final = 2  # arrows that leave or reach one neuron: more of them tangle into a knot
AFTERGLOW: Final = 0.6  # of a layer's time: how long its arrows stay once the pulse is through


@dataclass(frozen=True, eq=False)
class Sweep:
    """The strongest changes of each layer, chosen once: indices into the flat array, weakest first, and their
    values. `heads`: which of them bear an arrow.

    `scales`: of each layer's arrows. `steps`: over how many training steps the change was collected.
    """

    layout: Layout
    ids: tuple[NDArray[np.int64], ...]
    values: tuple[NDArray[np.float64], ...]
    heads: tuple[NDArray[np.int64], ...]
    scales: tuple[Scale, ...]
    steps: int = 1


def choose(
    layout: Layout,
    change: NDArray[np.float32],
    steps: int = 1,
    *,
    glowing: int = GLOWING,
    a_neuron: int = HEADS_A_NEURON,
) -> Sweep:
    """The strongest of `change` float32 (n_edges,), layer by layer; `glowing` edges of each, and at most
    `a_neuron` arrows at a neuron.
    """
    ids, values, bearing, scales = [], [], [], []
    for layer in range(layout.spec.n_layers):
        part = connections.as_matrix(layout.spec, change, layer).ravel()
        some = strongest(part, glowing)
        ids.append(connections.edges_in(layout.spec, layer, some))
        values.append(part[some].astype(np.float64))
        bearing.append(_apart(connections.ends(layout.spec, ids[-1]), a_neuron))
        heads = edges_of(layout, ids[-1][bearing[-1]])
        scales.append(arrow_scale(layout, [(heads, values[-1][bearing[-1]])], 1.0))
    return Sweep(layout, tuple(ids), tuple(values), tuple(bearing), tuple(scales), steps)


def _apart(edges: connections.Ends, a_neuron: int) -> NDArray[np.int64]:
    """Which of a layer's edges, weakest first, bear an arrow: the strongest, but only `a_neuron` at each
    neuron, so that they can be told apart. Ascending indices.
    """
    taken: dict[int, int] = {}
    heads: list[int] = []
    both = list(zip(edges.source.tolist(), edges.target.tolist(), strict=True))
    for at in range(len(both) - 1, -1, -1):
        if all(taken.get(neuron, 0) < a_neuron for neuron in both[at]):
            heads.append(at)
            for neuron in both[at]:
                taken[neuron] = taken.get(neuron, 0) + 1
        if len(heads) == HEADS:
            break
    return np.array(heads[::-1], np.int64)


def swept(sweep: Sweep, at: float) -> tuple[tuple[Lines, ...], tuple[Arrows, ...], ScaleBar | None]:
    """Pulses and arrows when the sweep has come a share `at` (0 at the output … 1 at the input) of its
    way.
    """
    n_layers = sweep.layout.spec.n_layers
    lines: list[Lines] = []
    arrows: list[Arrows] = []
    bar: ScaleBar | None = None
    parts = zip(sweep.ids, sweep.values, sweep.heads, sweep.scales, strict=True)
    for layer, (ids, values, bearing, scale) in enumerate(parts):
        # The last layer comes first; each has its share of the time.
        inside = at * (n_layers + AFTERGLOW) - (n_layers - 1 - layer)
        if not len(ids) or not 0 < inside < 1 + AFTERGLOW:
            continue
        if inside < 1:
            brightness = np.abs(values) / np.abs(values).max()
            role = wish_role(layer + 1, n_layers)
            pulse = pulses(sweep.layout, ids, brightness, inside, backward=True, role=role)
            lines.append(replace(pulse, halo=True))
            bar = scale_bar(scale, float(np.abs(values).max()), "change of a weight")
        heads = edges_of(sweep.layout, ids[bearing])
        fade = min(1.0, (1 + AFTERGLOW - inside) / AFTERGLOW)
        arrows.append(arrows_on(heads, values[bearing], scale, grown=min(inside, 1.0), alpha=fade))
    return tuple(lines), tuple(arrows), bar


def signs_in(sweep: Sweep) -> frozenset[str]:
    """What a legend names while it lasts: the strokes of all layers, and the arrows behind them."""
    n_layers = sweep.layout.spec.n_layers
    roles = {wish_role(layer + 1, n_layers) for layer, ids in enumerate(sweep.ids) if len(ids)}
    parts = zip(sweep.values, sweep.heads, sweep.scales, strict=True)
    length = np.concatenate([values[bearing] * scale.length for values, bearing, scale in parts])
    grows, falls = bool((length >= SHORTEST).any()), bool((length <= -SHORTEST).any())
    return flying(roles, grows=grows, falls=falls)
