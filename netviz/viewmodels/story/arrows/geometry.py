"""Where arrows lie and how long they are: one scale for all arrows of a stage, and a bar that says which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network import connections
from netviz.viewmodels.moment import Arrows, Lines, ScaleBar
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.words.numbers import nice_below, nice_text

# Logical pixels. UNIT is the length of an arrow for an activation of 1 and a wish of 1, if it fits.
UNIT: Final = 80.0
LONGEST: Final = 110.0
READABLE: Final = 20.0  # the longest arrow is enlarged to this, with the factor said
SHORTEST: Final = 1.0  # shorter ones are counted, not drawn
AWAY_FROM_SOURCE: Final = 6.0
AWAY_FROM_TARGET: Final = 22.0  # a ring and a wish stand before the neuron
SHARE_OF_EDGE: Final = 0.62
PIXEL_ARROW: Final = 0.95  # cells: an arrow stays on its pixel
HEAD_ROOM: Final = 6.5  # from a line: half a head, and air
PULSE: Final = 0.16  # of an edge: how long the bright piece is
SMALLEST_HALF_WIDTH: Final = 3.5  # of a neuron in a crowded column

PLACES_KEPT: Final = 128  # groups of edges; a stage draws the same few in every frame


class Scale(NamedTuple):
    """`length` pixels for a change of 1; `enlarged`: how many times longer than a stage of this kind has them
    where they can be seen without.
    """

    length: float
    enlarged: float = 1.0

    @property
    def longer(self) -> str:
        """`drawn ×20 longer in this stage, so that they can be seen`: the bar says how long what is."""
        return f"drawn ×{nice_text(self.enlarged)} longer in this stage, so that they can be seen"

    @property
    def one_longer(self) -> str:
        """The same of a single arrow."""
        return f"drawn ×{nice_text(self.enlarged)} longer in this stage, so that it can be seen"


@dataclass(frozen=True, eq=False)
class Edges:
    """Some edges as lines on the page, clear of the discs at both ends: `begin`, `end` float64 (n, 2),
    `room` (n,): the length between. `slender` 0.5 to 1: how wide arrows may be, the less the closer their
    sources stand. The arrays are read-only: places are kept from frame to frame.
    """

    ids: NDArray[np.int64]
    begin: NDArray[np.float64]
    end: NDArray[np.float64]
    room: NDArray[np.float64]
    from_pixels: bool
    slender: float

    def only(self, some: NDArray[np.integer[Any]]) -> Edges:
        """Those at the indices `some`."""
        return replace(
            self, ids=self.ids[some], begin=self.begin[some], end=self.end[some], room=self.room[some]
        )


@lru_cache(PLACES_KEPT)
def edges_into(layout: Layout, column: int, index: int) -> Edges:
    """All edges into a neuron, in the order of their sources; from the input they begin at the true pixel."""
    edges = edges_of(layout, connections.edges_into(layout.spec, column, index))
    return _kept(
        _within_pixels(layout, edges) if edges.from_pixels else _past_neighbours(layout, edges, column - 1)
    )


def _within_pixels(layout: Layout, edges: Edges) -> Edges:
    """From the image: the stretch of each edge that lies on its pixel, around the pixel's middle."""
    cell = 2 * float(layout.radius[0])
    way = edges.end - edges.begin
    unit = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
    return replace(edges, begin=edges.begin - unit * (cell * PIXEL_ARROW / 2))


def _past_neighbours(layout: Layout, edges: Edges, column: int) -> Edges:
    """Arrows on steep edges begin beyond the neurons that stand beside their source, so that no head lies on
    one.
    """
    where = layout.spec.neuron_slices[column]
    y = layout.xy[where, 1].astype(np.float64)
    need = float(layout.radius[where.start]) + HEAD_ROOM
    pitch = float(y[1] - y[0]) if len(y) > 1 else 0.0
    if pitch <= need:
        return edges  # in a crowded column nothing is free
    way = edges.end - edges.begin
    across, along = np.abs(way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]).T
    start = layout.xy[where].astype(np.float64)
    before = np.hypot(*(edges.begin - start).T)
    further = before.copy()
    for k in (1, 2, 3):
        beside = k * pitch * across
        past = k * pitch * along + np.sqrt(np.maximum(need**2 - beside**2, 0.0))
        further = np.where(beside < need, np.maximum(further, past), further)
    # Not where that would leave too little of the edge.
    more = np.minimum(further - before, 0.2 * edges.room)
    unit = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
    return replace(edges, begin=edges.begin + unit * more[:, None], room=edges.room - more)


def edges_of(
    layout: Layout, ids: NDArray[np.int64], away: tuple[float, float] = (AWAY_FROM_SOURCE, AWAY_FROM_TARGET)
) -> Edges:
    """The edges `ids`, `away` pixels from the discs at their source and target; they may belong to several
    layers.
    """
    return _edges_of(layout, ids.astype(np.int64, copy=False).tobytes(), away)


@lru_cache(PLACES_KEPT)
def _edges_of(layout: Layout, ids_as_bytes: bytes, away: tuple[float, float]) -> Edges:
    """By the ids themselves: who asks for the same edges on the same page gets the same places."""
    ids = np.frombuffer(ids_as_bytes, np.int64)
    spec = layout.spec
    at = connections.ends(spec, ids)
    source, target = at.source, at.target
    xy = layout.xy.astype(np.float64)
    way = xy[target] - xy[source]
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    unit = way / length[:, None]
    n_pixels = spec.sizes[0] if layout.image is not None else 0
    half = np.maximum(layout.radius, np.float32(SMALLEST_HALF_WIDTH)).astype(np.float64)
    # An arrow on a pixel begins in its middle: the picture fades behind it.
    before = np.where(source < n_pixels, 0.0, half[source] + away[0])
    after = half[target] + away[1]
    before = np.minimum(before, 0.3 * length)
    after = np.minimum(after, 0.3 * length)
    return _kept(
        Edges(
            ids=ids,
            begin=xy[source] + unit * before[:, None],
            end=xy[target] - unit * after[:, None],
            room=length - before - after,
            from_pixels=bool(len(ids)) and bool((source < n_pixels).all()),
            slender=float(np.clip(np.median(layout.radius[source]) / 9.0, 0.5, 1.0)) if len(ids) else 1.0,
        )
    )


def _kept(edges: Edges) -> Edges:
    """The same, read-only, as several frames share them."""
    for array in (edges.begin, edges.end, edges.room):
        array.flags.writeable = False
    return edges


def longest(layout: Layout, edges: Edges) -> NDArray[np.float64]:
    """How long an arrow on each edge may be, pixels."""
    if edges.from_pixels:
        return np.full(len(edges.ids), 2 * float(layout.radius[0]) * PIXEL_ARROW)
    return np.minimum(edges.room * SHARE_OF_EDGE, LONGEST)


def arrow_scale(layout: Layout, groups: Sequence[tuple[Edges, NDArray[np.float64]]], rate: float) -> Scale:
    """One scale for the changes of all groups: UNIT for a·wish = 1, shrunk until the largest fits, enlarged
    until it can be seen.
    """
    size = [(np.abs(values), longest(layout, edges)) for edges, values in groups if len(values)]
    largest = max((float(v.max()) for v, _ in size), default=0.0)
    if largest == 0.0:
        return Scale(UNIT / rate)
    fits = min(float((room[v > 0] / v[v > 0]).min()) for v, room in size if v.any())
    readable = min([READABLE, *(float(longest(layout, edges).max()) * 0.6 for edges, _ in groups)])
    return _fitted(UNIT / rate, fits, largest, readable)


def _fitted(usual: float, fits: float, largest: float, readable: float) -> Scale:
    """The usual scale, shrunk to what fits; or enlarged by a round factor while the largest is too short to
    be seen.
    """
    if fits <= usual:
        return Scale(fits)
    if usual * largest >= readable:
        return Scale(usual)
    factor = nice_below(min(fits / usual, 3 * readable / (usual * largest)))
    return Scale(usual * factor, factor) if factor > 1 else Scale(usual)


def wish_scale(largest: float, room: float, usual: float) -> Scale:
    """The scale of wishes whose longest arrow may be `room` pixels; `usual` pixels for a wish of 1."""
    return _fitted(usual, room / largest, largest, min(READABLE, room)) if largest > 0 else Scale(usual)


def arrows_on(
    edges: Edges,
    values: NDArray[np.float64],
    scale: Scale,
    *,
    grown: float = 1.0,
    alpha: float = 1.0,
    role: str = "change",
) -> Arrows:
    """The arrows of some changes, the longest last. They stand at the source's end of their edges, where
    edges are far apart.

    A positive one points to the output, a negative one, on the same stretch of its edge, to the input.
    `grown`: share of the length.
    """
    length = np.abs(values) * scale.length
    order = np.argsort(length, kind="stable")
    order = order[length[order] >= SHORTEST]
    value, length = values[order], length[order] * grown
    way = edges.end[order] - edges.begin[order]
    unit = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
    near = edges.begin[order]
    far = near + unit * length[:, None]
    filled = value > 0
    tail = np.where(filled[:, None], near, far)
    tip = np.where(filled[:, None], far, near)
    share = np.abs(value) / max(float(np.abs(values).max(initial=0.0)), 1e-300)
    thick = (0.8, 0.7) if edges.from_pixels else (1.7 * edges.slender, 1.7 * edges.slender)
    return Arrows(
        role=role,
        edge=edges.ids[order],
        value=value,
        line=np.hstack([tail, tip]).astype(np.float32),
        width=(thick[0] + thick[1] * share).astype(np.float32),
        filled=filled,
        alpha=np.full(len(order), alpha, np.float32),
    )


def scale_bar(scale: Scale, largest: float, what: str, role: str = "change") -> ScaleBar:
    """A bar of a round value, as long as the longest arrow at most (a short one may have a bar up to twice
    its length).
    """
    value = (
        nice_below(max(largest, 24.0 / scale.length)) if largest * scale.length < 24 else nice_below(largest)
    )
    return ScaleBar(length=value * scale.length, value=value, text=f"{nice_text(value)} {what}", role=role)


def edge_lines(
    layout: Layout, ids: NDArray[np.int64], weights: NDArray[np.float64], largest: float, alpha: float = 1.0
) -> tuple[Lines, ...]:
    """Edges that stand out, from disc to disc: the faintest can still be seen, unless they come from pixels
    by the hundred.

    `weights` (n,): what their colour and strength show; `largest`: the strongest. A weight of
    0 is left out.
    """
    some = np.flatnonzero(weights != 0)
    edges = edges_of(layout, ids[some], (0.5, 0.5))
    values = weights[some]
    share = np.minimum(np.abs(values) / max(largest, 1e-30), 1.3)
    if edges.from_pixels:
        share = share**1.6
        opacity, width = 0.03 + 0.5 * share, 0.6 + 1.0 * share
    else:
        # Many edges into one neuron are a wall if each of them is plain to see.
        faint = min(1.0, 24 / max(len(some), 1))
        opacity, width = (
            faint * 0.28 + (0.3 + 0.3 * faint) * share,
            0.8 + 0.1 * faint + (0.8 + 0.9 * faint) * share,
        )
    order = np.argsort(share, kind="stable")
    line = np.hstack([edges.begin, edges.end]).astype(np.float32)
    return tuple(
        Lines(
            role=role,
            line=line[mine],
            width=width[mine].astype(np.float32),
            alpha=(np.minimum(opacity[mine], 1.0) * alpha).astype(np.float32),
        )
        for role, mine in (("negative", order[values[order] < 0]), ("positive", order[values[order] > 0]))
        if len(mine)
    )


def pulses(
    layout: Layout,
    ids: NDArray[np.int64],
    brightness: NDArray[np.float64],
    at: float,
    *,
    backward: bool,
    role: str,
) -> Lines:
    """Short bright pieces that travel along edges, from the target where `backward`; `at` 0 to 1 is how
    far they are.
    """
    edges = edges_of(layout, ids, (1.0, 1.0))
    head, tail = min(at * (1 + PULSE), 1.0), max(at * (1 + PULSE) - PULSE, 0.0)
    if backward:
        head, tail = 1 - tail, 1 - head
    way = edges.end - edges.begin
    line = np.hstack([edges.begin + way * tail, edges.begin + way * head])
    order = np.argsort(brightness, kind="stable")
    # From the image edges lie close together: thinner pieces stay apart.
    thin, more = (0.7, 0.9) if edges.from_pixels else (1.0, 1.6)
    return Lines(
        role=role,
        line=line[order].astype(np.float32),
        width=(thin + more * brightness[order]).astype(np.float32),
        alpha=(brightness[order] ** 1.3).astype(np.float32),
    )


def strongest(values: NDArray[np.floating[Any]], count: int) -> NDArray[np.int64]:
    """Indices of the `count` largest |values| that are not 0, weakest first."""
    size = np.abs(values)
    some = (
        np.argpartition(size, len(size) - count)[len(size) - count :]
        if count < len(size)
        else np.arange(len(size))
    )
    some = some[size[some] > 0]
    return np.asarray(some[np.argsort(size[some], kind="stable")], np.int64)
