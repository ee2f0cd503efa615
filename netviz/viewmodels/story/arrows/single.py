"""Only the connections to a single neuron in each layer: the simplification that makes the picture
legible.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network import connections
from netviz.network.forward import ForwardPass
from netviz.network.spec import NetworkSpec
from netviz.viewmodels.moment import Lines, Ring, StoryMoment, layer_tag, wish_role
from netviz.viewmodels.naming import place_of
from netviz.viewmodels.scene import Scene
from netviz.viewmodels.story.arrows.geometry import edge_lines, edges_into

DIM: Final = 0.05
SIMPLIFIED: Final = "A simplification: every other edge is there too, and works the same way."
FAINT: Final = 0.4  # the edges of other layers, where a stage tells of one
NOTE: Final = "Only the edges to one neuron in each layer are drawn."


def chain(
    spec: NetworkSpec, weights: NDArray[np.float32], forward: ForwardPass | None, output: int
) -> tuple[int, ...]:
    """A neuron for each column, entry 0 a pixel: from `output` backwards, the one that adds most to the next.

    `weights` float32 (n_edges,). By |a·w| where a digit is there, by |w| otherwise.
    """
    picks = [output]
    for layer in range(spec.n_layers - 1, -1, -1):
        into = np.abs(weights[connections.edges_into(spec, layer + 1, picks[0])])
        if forward is not None:
            into = into * np.abs(np.ravel(forward.a[layer]))
        picks.insert(0, int(into.argmax()))
    return tuple(picks)


def single_lines(scene: Scene, picks: tuple[int | None, ...]) -> tuple[Lines, ...]:
    """The edges into one neuron of each column, as strong as the scene's view has them (w, or a·w from the
    input).
    """
    lines: tuple[Lines, ...] = ()
    for column, pick in enumerate(picks):
        if column == 0 or pick is None:
            continue
        edges = edges_into(scene.layout, column, pick)
        gain = scene.gain[scene.spec.neuron_slices[column - 1]].astype(np.float64)
        values = scene.weights[edges.ids].astype(np.float64) * gain
        lines += edge_lines(scene.layout, edges.ids, values, float(np.abs(values).max(initial=0.0)))
    return lines


def single_rings(spec: NetworkSpec, picks: tuple[int | None, ...]) -> tuple[Ring, ...]:
    """A ring around each, in its layer's colour."""
    last = spec.n_layers
    return tuple(
        Ring(c, pick, wish_role(c, last), layer_tag(c, last) if c == last else place_of(c, pick))
        for c, pick in enumerate(picks)
        if c > 0 and pick is not None
    )


def single_moment(scene: Scene, picks: tuple[int | None, ...]) -> StoryMoment:
    """The view by itself: no arrows, the rest of the network nearly gone. `picks[c]` is column c's neuron,
    or None.
    """
    return StoryMoment(
        key=("single", scene.edge_key, picks),
        heading="One neuron in each layer",
        title="only the edges to it are shown",
        caption=SIMPLIFIED,
        notes=(SIMPLIFIED,),
        n_stages=0,
        dim=DIM,
        under=single_lines(scene, picks),
        rings=single_rings(scene.spec, picks),
        spotlight=tuple((c, p) for c, p in enumerate(picks) if p is not None and c > 0),
    )


def only_single(scene: Scene, moment: StoryMoment, picks: tuple[int | None, ...]) -> StoryMoment:
    """A story's moment with the edges into its spotlights, and the rest of the network nearly gone."""
    quiet = tuple(
        replace(lines, alpha=(lines.alpha * np.float32(FAINT)).astype(np.float32))
        for lines in single_lines(scene, picks)
    )
    return replace(
        moment,
        key=(*moment.key, "single"),
        dim=min(moment.dim, DIM),
        under=(*quiet, *moment.under),
        notes=(*moment.notes, NOTE),
    )
