"""Wishes as upright arrows beside their neurons: up is "more active", hollow is "passes nothing back"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.viewmodels.moment import ScaleBar, WishArrow, wish_role
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.arrows.geometry import SMALLEST_HALF_WIDTH, Scale, scale_bar, wish_scale
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.names import still

# Logical pixels.
USUAL: Final = 44.0  # an arrow for a wish of 1, if there is room
TALLEST: Final = 48.0
SMALLEST_ROOM: Final = 18.0
BESIDE: Final = 14.0
VISIBLE: Final = 0.6
SMALLEST: Final = 9.0  # shorter arrows are drawn this long, so that one sees which way they point
MOST: Final = 24


@dataclass(frozen=True, eq=False)
class Wishes:
    """The arrows of one column, how long they are, how many wishes had no room, and how many arrows are
    longer than their scale says.
    """

    arrows: tuple[WishArrow, ...]
    scale: Scale
    bar: ScaleBar | None
    drawn: int
    left_out: int
    lengthened: int


def wishes_in(story: Story, column: int, grown: float = 1.0) -> Wishes:
    """The wishes of a whole column."""
    trace = story.trace
    at_output = column == story.last
    passes = np.ones(story.spec.sizes[column], np.bool_) if at_output else trace.slope[column] != 0
    return wishes_of(
        story.layout,
        column,
        trace.wish_a[column],
        passes,
        story.picks[column],
        wish_role(column, story.last),
        grown=grown,
        what="away from its target" if at_output else "wish about an activation",
    )


def spot_wishes(story: Story, down_to: int) -> tuple[WishArrow, ...]:
    """The coloured arrows of the spotlights from the output back to a column."""
    return tuple(
        arrow
        for column in range(story.last, down_to - 1, -1)
        if story.picks[column] is not None
        for arrow in one_wish(wishes_in(story, column), story.picks[column])
    )


def wishes_of(
    layout: Layout,
    column: int,
    values: NDArray[np.float64],
    passes: NDArray[np.bool_],
    pick: int | None,
    role: str,
    *,
    grown: float,
    what: str,
) -> Wishes:
    """Arrows for the wishes `values` (n,) of a column; the one of `pick` in the colour of `role`, the others
    grey.

    `passes` bool (n,): False for neurons that are off. Where neurons stand closer than arrows are long, the
    strongest are drawn.
    """
    where = layout.spec.neuron_slices[column]
    xy = layout.xy[where].astype(np.float64)
    half = np.maximum(layout.radius[where], np.float32(SMALLEST_HALF_WIDTH))
    pitch = float(xy[1, 1] - xy[0, 1]) if len(xy) > 1 else TALLEST
    room = float(np.clip(0.92 * pitch, SMALLEST_ROOM, TALLEST))
    largest = float(np.abs(values).max(initial=0.0))
    scale = wish_scale(largest, room, min(USUAL, room))
    length = values * scale.length
    chosen = _with_room(xy[:, 1], np.abs(length), room, pick)
    arrows, lengthened = [], 0
    for k in chosen:
        spot = k == pick
        size = float(np.copysign(max(abs(length[k]), SMALLEST), length[k])) * grown if length[k] else 0.0
        lengthened += 0 < abs(length[k]) < SMALLEST
        y = float(xy[k, 1])
        arrows.append(
            WishArrow(
                column=column,
                index=k,
                value=float(values[k]),
                x=float(xy[k, 0] - half[k]) - BESIDE,
                y0=y + size / 2,
                y1=y - size / 2,
                width=5.0 if spot else 3.0,
                role=role if spot and passes[k] else "muted",
                hollow=not passes[k],
            )
        )
    bar = scale_bar(scale, largest, what, "muted") if largest > 0 else None
    worth = int((np.abs(length) >= VISIBLE).sum())
    return Wishes(tuple(arrows), scale, bar, len(arrows), max(worth - len(arrows), 0), lengthened)


def one_wish(wishes: Wishes, pick: int | None, alpha: float = 1.0) -> tuple[WishArrow, ...]:
    """Only the spotlight's arrow, for the stages that follow."""
    return tuple(
        WishArrow(**{**vars(arrow), "alpha": alpha}) for arrow in wishes.arrows if arrow.index == pick
    )


def fainter(arrows: tuple[WishArrow, ...], share: float) -> tuple[WishArrow, ...]:
    """The same arrows at a share of their opacity."""
    return tuple(replace(arrow, alpha=arrow.alpha * share) for arrow in arrows)


def wish_notes(story: Story, wishes: Wishes, column: int) -> tuple[str, ...]:
    """What is left out, enlarged, or off."""
    notes = []
    n = story.spec.sizes[column]
    if wishes.left_out:
        notes.append(f"{wishes.drawn} of {n} wishes: the strongest, where there is room.")
    if wishes.scale.enlarged > 1:
        notes.append(f"At neurons, arrows are {wishes.scale.longer}.")
    if wishes.lengthened:
        longer = "{n} small wish is drawn longer.", "{n} small wishes are drawn longer."
        notes.append(counted(wishes.lengthened, *longer))
    if column < story.last:
        off = int((story.trace.slope[column] == 0).sum())
        if off:
            notes.append(_about_off(story, wishes, column, off))
    return tuple(notes)


def _about_off(story: Story, wishes: Wishes, column: int, off: int) -> str:
    """How many neurons are off, and why not each of them has an arrow."""
    n = story.spec.sizes[column]
    said = counted(
        off,
        "{n} of {all} neurons is {still}: ",
        "{n} of {all} neurons are {still}: ",
        all=n,
        still=still(story.spec, column),
    )
    hollow = {arrow.index for arrow in wishes.arrows if arrow.hollow}
    without = [k for k in np.flatnonzero(story.trace.slope[column] == 0).tolist() if k not in hollow]
    if not without:
        return f"{said}hollow arrows pass nothing back."
    large = np.abs(story.trace.wish_a[column][without]) * wishes.scale.length >= VISIBLE
    why = "no room" if large.any() else "hardly a wish"
    if not hollow:
        return f"{said}no arrow, as they have {why}."
    passes = counted(
        len(hollow), "{n} hollow arrow passes nothing back", "{n} hollow arrows pass nothing back"
    )
    return f"{said}{passes}, {counted(len(without), '{n} has {why}', '{n} have {why}', why=why)}."


def _with_room(
    y: NDArray[np.float64], length: NDArray[np.float64], room: float, pick: int | None
) -> list[int]:
    """Indices of the arrows to draw, from the top: the pick and the longest, none on another."""
    order = [k for k in np.argsort(-length, kind="stable").tolist() if length[k] >= VISIBLE and k != pick]
    if pick is not None:
        order.insert(0, pick)
    taken: list[int] = []
    crowded = len(y) > 1 and float(y[1] - y[0]) < room
    for k in order:
        if len(taken) >= MOST and crowded:
            break
        if not crowded or all(abs(y[k] - y[t]) >= room for t in taken):
            taken.append(k)
    return sorted(taken)
