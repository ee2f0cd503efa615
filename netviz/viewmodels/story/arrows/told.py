"""The told change: what a step does to the weights into one neuron, as arrows along its edges."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.tasks.input import Picture
from netviz.viewmodels.moment import Arrows, Lines, ScaleBar
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.arrows.geometry import (
    SHORTEST,
    Edges,
    Scale,
    arrow_scale,
    arrows_on,
    edges_into,
    edges_of,
    scale_bar,
)
from netviz.viewmodels.story.story import Story

# Logical pixels: an arrow further from its neuron's disc than this hangs from it by a thin line.
TETHERED: Final = 10.0
TETHER_WIDTH: Final = np.float32(1.0)
TETHER_OPACITY: Final = np.float32(0.45)
APART: Final = 8.0  # between the beginnings of two arrows: closer ones can't be told from each other


@dataclass(frozen=True, eq=False)
class Told:
    """The change of the weights into one neuron: their scale, what was left out, and as `some` (m,) the
    indices of those that bear an arrow.
    """

    edges: Edges
    values: NDArray[np.float64]
    some: NDArray[np.intp]
    scale: Scale
    bar: ScaleBar | None
    notes: tuple[str, ...]

    def arrows(self, grown: float = 1.0, alpha: float = 1.0) -> tuple[Arrows, ...]:
        """The arrows at a share of their length; none at 0."""
        if grown <= 0 or alpha <= 0:
            return ()
        edges, values = self.edges.only(self.some), self.values[self.some]
        return (arrows_on(edges, values, self.scale, grown=grown, alpha=alpha),)

    def tethers(self, layout: Layout) -> tuple[Lines, ...]:
        """A thin line from each neuron to its arrow, where that stands beyond the neuron's neighbours."""
        drawn = np.zeros(len(self.values), np.bool_)
        drawn[self.some] = np.abs(self.values[self.some]) * self.scale.length >= SHORTEST
        rims = edges_of(layout, self.edges.ids, (0.5, 0.5)).begin
        away = np.hypot(*(self.edges.begin - rims).T)
        some = np.flatnonzero(drawn & (away > TETHERED))
        if self.edges.from_pixels or not len(some):
            return ()
        line = np.hstack([rims[some], self.edges.begin[some]]).astype(np.float32)
        thin = np.ones(len(some), np.float32)
        return (Lines("muted", line, TETHER_WIDTH * thin, TETHER_OPACITY * thin),)


_KNOWN: Final[WeakKeyDictionary[Story, dict[int, Told | None]]] = WeakKeyDictionary()
"""What was told of a story's columns, for as long as there is the story."""


def told(story: Story, column: int) -> Told | None:
    """The told change of a column's spotlight; None where it has none. Frame after frame asks for it."""
    known = _KNOWN.setdefault(story, {})
    if column not in known:
        known[column] = _told(story, column)
    return known[column]


def _told(story: Story, column: int) -> Told | None:
    pick = story.picks[column]
    if pick is None:
        return None
    edges = edges_into(story.layout, column, pick)
    values = np.asarray(story.trace.changes_into(column, pick), np.float64)
    scale = arrow_scale(story.layout, [(edges, values)], story.trace.rate)
    largest = float(np.abs(values).max(initial=0.0))
    notes = []
    if edges.from_pixels:
        notes.append("On each pixel: how its weight changes.")
    length = np.abs(values) * scale.length
    some = _apart(edges, length)
    if largest > 0:
        notes += _not_drawn(story, column, length)
    close = int((length >= SHORTEST).sum()) - int((length[some] >= SHORTEST).sum())
    if close:
        more = "{n} more changes too", "{n} more change too"
        notes.append(f"{counted(close, *more)}: arrows where there is room.")
    if scale.enlarged > 1 and largest > 0:
        where = "On pixels" if edges.from_pixels else "Along edges"
        notes.append(f"{where}, arrows are {scale.longer}.")
    bar = scale_bar(scale, largest, "change of a weight") if largest > 0 else None
    return Told(edges, values, some, scale, bar, tuple(notes))


def _apart(edges: Edges, length: NDArray[np.float64]) -> NDArray[np.intp]:
    """Which arrows are drawn: on pixels all, which lie apart; else the longest, none close to another."""
    if edges.from_pixels:
        return np.arange(len(length))
    y = edges.begin[:, 1]
    taken: dict[int, float] = {}
    some = []
    for k in np.argsort(-length, kind="stable").tolist():
        place = floor(y[k] / APART)
        near = (taken.get(at) for at in (place - 1, place, place + 1))
        if all(other is None or abs(other - y[k]) >= APART for other in near):
            taken[place] = float(y[k])
            some.append(k)
    return np.array(sorted(some), np.intp)


def _not_drawn(story: Story, column: int, length: NDArray[np.float64]) -> list[str]:
    """Which weights have no arrow: those that do not change, and those that change too little to be seen."""
    silent = (story.trace.before.a[column - 1] == 0) & (length == 0)
    off, short = int(silent.sum()), int(((length < SHORTEST) & ~silent).sum())
    notes = []
    if off and column == 1:
        called, why = "inputs", "at 0"
        if isinstance(story.task.input, Picture):
            called, why = story.task.input.called, "no ink"
        notes.append(f"{off} of {len(length)} {called}: {why}, no change.")
    elif off:
        texts = "{n} of {all} neurons is off: no change.", "{n} of {all} neurons are off: no change."
        notes.append(counted(off, *texts, all=len(length)))
    if short:
        many = "{n} more arrows are shorter than 1 px." if off else "{n} arrows are shorter than 1 px."
        notes.append(counted(short, "{n} arrow is shorter than 1 px.", many))
    if column == 1:
        return [" ".join(notes)] if notes else []  # beside the magnifier there is room for two
    return notes
