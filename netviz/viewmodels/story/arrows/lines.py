"""Lines along edges: those that stand out while they are told about, and the pulses that run over them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, edges_in, edges_out_of
from netviz.viewmodels.moment import Lines, wish_role
from netviz.viewmodels.story.arrows.geometry import edge_lines, edges_into, pulses, strongest
from netviz.viewmodels.story.arrows.told import Told
from netviz.viewmodels.story.story import Story

PULSES: Final = 160


def edges_to(
    story: Story, column: int, weights: NDArray[np.float32], alpha: float = 1.0, most: int | None = None
) -> tuple[Lines, ...]:
    """The edges into a column's spotlight, with these weights (n_edges,); from the image only those with
    ink. `most`: only so many, those that are strongest before the step.
    """
    pick = story.picks[column]
    if pick is None or alpha <= 0:
        return ()
    edges = edges_into(story.layout, column, pick)
    largest = float(np.abs(story.weights_before[edges.ids]).max(initial=0.0))
    values = weights[edges.ids].astype(np.float64)
    if edges.from_pixels:
        values = np.where(story.trace.pixels > 0, values, 0.0)
    ids = edges.ids
    if most is not None and np.count_nonzero(values) > most:
        ink = story.trace.pixels > 0 if edges.from_pixels else np.ones(len(values), np.bool_)
        some = np.sort(strongest(np.where(ink, story.weights_before[ids], 0.0), most))
        ids, values = ids[some], values[some]
    return edge_lines(story.layout, ids, values, largest, alpha)


def edges_from(story: Story, column: int, alpha: float = 1.0) -> tuple[Lines, ...]:
    """The edges that bring a spotlight its wish: all that lead from it to the column after."""
    pick = story.picks[column]
    if pick is None or alpha <= 0:
        return ()
    ids = edges_out_of(story.spec, column, pick)
    values = story.weights_before[ids].astype(np.float64)
    return edge_lines(story.layout, ids, values, float(np.abs(values).max(initial=0.0)), alpha)


def forward_pulses(story: Story, layer: int, at: float) -> tuple[Lines, ...]:
    """The strongest contributions a·w on their way through a layer of weights."""
    if not 0 < at < 1:
        return ()
    weights = as_matrix(story.spec, story.weights_before, layer)
    sent = (np.asarray(story.trace.before.a[layer], np.float64)[:, None] * weights).ravel()
    some = strongest(sent, PULSES)
    size = np.sqrt(np.abs(sent[some]) / max(float(np.abs(sent).max(initial=0.0)), 1e-300))
    ids = edges_in(story.spec, layer, some)
    return tuple(
        pulses(story.layout, ids[mine], size[mine], at, backward=False, role=role)
        for role, mine in (("negative", sent[some] < 0), ("positive", sent[some] > 0))
    )


def wish_pulses(story: Story, column: int, at: float) -> tuple[Lines, ...]:
    """All wishes of the column after on their way back to a column, as bright as their share is large."""
    if not 0 < at < 1:
        return ()
    weights = as_matrix(story.spec, story.weights_before, column)
    sent = (weights * story.trace.wish_z[column + 1]).ravel()
    some = strongest(sent, PULSES)
    size = np.abs(sent[some]) / max(float(np.abs(sent).max(initial=0.0)), 1e-300)
    ids = edges_in(story.spec, column, some)
    return (pulses(story.layout, ids, size, at, backward=True, role=wish_role(column + 1, story.last)),)


def told_pulses(story: Story, column: int, part: Told, at: float) -> tuple[Lines, ...]:
    """The wish on its way back along the edges into a spotlight, as bright as it changes each."""
    largest = float(np.abs(part.values).max(initial=0.0))
    if not 0 < at < 1 or largest == 0:
        return ()
    some = strongest(part.values, PULSES)
    role = wish_role(column, story.last)
    size = np.abs(part.values[some]) / largest
    return (pulses(story.layout, part.edges.ids[some], size, at, backward=True, role=role),)
