"""Numbers and words beside arrows, where they cover nothing."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.viewmodels.moment import Label
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.arrows.told import Told
from netviz.viewmodels.story.arrows.wishes import Wishes
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.names import neuron_name, still
from netviz.viewmodels.story.words.numbers import signed

ROOMY: Final = 110.0  # from column to column, so that words fit between
LINE: Final = 16.0  # logical pixels, the height of a label
CHARACTER: Final = 7.0  # logical pixels, the usual width of a figure in a number on the canvas


def arrow_label(story: Story, column: int, part: Told, beside: tuple[Label, ...] = ()) -> tuple[Label, ...]:
    """The number of the largest arrow, or of the picked edge; on the image, with the pixel's name above
    it. `beside`: labels that it must not cover; the formula has the number where no place is left.
    """
    pick = story.picks[column]
    assert pick is not None
    source = story.loudest_source(column, pick)
    value = float(part.values[source])
    if part.edges.from_pixels and story.layout.image is not None:
        x, y, _ = story.layout.image
        name = neuron_name(story.spec, 0, source, story.task)
        for text in (f"{name}: {signed(value)}", signed(value)):
            above = Label(x, y - 11, text, "change", "left", 12.0, bold=True)
            free = not on_neurons(story.layout, x + width_of(text) / 2, y - 11, text)
            if free and not any(covers(above, other) for other in beside):
                return (above,)
        return ()
    layout = story.layout
    room = layout.column_x[column] - layout.column_x[column - 1]
    named = f"{neuron_name(story.spec, column - 1, source, story.task)}: {signed(value)}"
    texts = (text for text in (named, signed(value)) if room >= CHARACTER * len(text) + 40)
    (arrows,) = part.arrows()
    own = arrows.edge == part.edges.ids[source]
    if not own.any():
        return ()
    label = None
    for text in texts:
        x, y = free_place(story, column, text, arrows.line[own][0], arrows.line[~own])
        label = Label(x, y, text, "change", "centre", 12.0, bold=True)
        if not on_neurons(layout, x, y, text):
            break  # with the neuron's name; else without it
    # Columns that are close have no room for one; the formula has the number.
    return () if label is None else (label,)


def wish_labels(story: Story, column: int, wishes: Wishes) -> tuple[Label, ...]:
    """The spotlight's wish as a number, as the sentence has it, where columns leave room; and what hollow
    means, at the strongest wish that goes nowhere.
    """
    pick = story.picks[column]
    room = story.layout.column_x[column] - story.layout.column_x[column - 1]
    labels = [
        Label(w.x - 9, (w.y0 + w.y1) / 2, number, "text", "right", 12.0, bold=True)
        for w in wishes.arrows
        if w.index == pick and room >= width_of(number := signed(w.value)) + 40
    ]
    off = [w for w in wishes.arrows if w.hollow and w.index != pick]
    if off and room > ROOMY:
        w = max(off, key=lambda arrow: abs(arrow.value))
        text = f"{still(story.spec, column)}: passes\nnothing back"
        labels.append(Label(w.x - 9, (w.y0 + w.y1) / 2, text, "muted", "right", 12.0))
    return tuple(labels)


def free_place(
    story: Story, column: int, text: str, arrow: NDArray[np.float32], others: NDArray[np.float32]
) -> tuple[float, float]:
    """Where the middle of a number stands beside its arrow (x, y of tail and tip), before a column: near the
    end that points away from its source, on the side where it covers least of arrows, neurons and rings.
    """
    layout = story.layout
    half_wide, half_high = CHARACTER * len(text) / 2 + 2, 8.0
    ends = arrow.astype(np.float64).reshape(2, 2)
    far, near = ends[np.argmax(ends[:, 0])], ends[np.argmin(ends[:, 0])]
    # What must stay clear, as points with their weights: the arrow itself, the discs, other arrows.
    share = np.linspace(0, 1, 24)[:, None]
    points, weights = [near + (far - near) * share], [np.full(24, 4.0)]
    own = points[0]
    apart = [line[:2] + (line[2:] - line[:2]) * share[::2] for line in others.astype(np.float64)]
    points += apart
    weights += [np.full(12, 2.0)] * len(apart)
    columns = [layout.spec.neuron_slices[c] for c in (column - 1, column)]
    discs = np.vstack([layout.xy[where].astype(np.float64) for where in columns])
    around = max(float(layout.radius[where.start]) for where in columns) + 1
    pick = story.picks[column]
    if pick is not None:
        # Its ring and its own wish.
        at = layout.xy[layout.spec.neuron_slices[column].start + pick].astype(np.float64)
        points.append(at + np.array([(-26.0, dy) for dy in range(-24, 25, 6)]))
        weights.append(np.full(9, 3.0))
    every, weight = np.vstack(points), np.concatenate(weights)
    way = (far - near) / max(float(np.hypot(*(far - near))), 1e-6)
    best, least = (float(far[0]) + half_wide + 6, float(far[1])), np.inf
    for along in (1.0, 0.75, 0.5, 0.25):
        at = near + (far - near) * along
        for dx, dy in ((1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1), (-1, 0)):
            # Just so far away that the text's box leaves the arrow's line.
            beside = abs(way[1]) * half_wide + abs(way[0]) * half_high + 5
            place = at + np.array([dx, dy]) * (
                (half_wide + 7, half_high + 5)
                if along == 1.0 and dx >= 0
                else (beside / max(abs(way[1]), 0.3), beside / max(abs(way[0]), 0.3))
            )
            inside = (np.abs(every - place) < (half_wide + 1, half_high + 1)).all(axis=1)
            on_discs = (np.abs(discs - place) < (half_wide + around, half_high + around)).all(axis=1)
            box = (half_wide, half_high)
            # Nearer to another's arrow it would be read as that one's number.
            another = any(_gap(line, place, box) <= _gap(own, place, box) for line in apart)
            cost = (
                float(weight[inside].sum())
                + 12 * float(on_discs.sum())
                + 8 * another
                + 0.02 * float(np.hypot(*(place - far)))
            )
            if cost < least:
                best, least = (float(place[0]), float(place[1])), cost
    return best


def _gap(points: NDArray[np.float64], place: NDArray[np.float64], box: tuple[float, float]) -> float:
    """How far a box of these half sides around `place` is from the nearest of these points."""
    beyond = np.maximum(np.abs(points - place) - box, 0)
    return float(np.hypot(beyond[:, 0], beyond[:, 1]).min())


def covers(one: Label, other: Label) -> bool:
    """Whether two labels of one line lie on each other."""
    left, right = (_left(label) for label in (one, other))
    apart = right - left - width_of(one.text) if left < right else left - right - width_of(other.text)
    return apart < 4 and abs(one.y - other.y) < LINE


def _left(label: Label) -> float:
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[label.anchor]
    return label.x - share * width_of(label.text)


def width_of(text: str) -> float:
    """About how wide a text on the canvas is, in logical pixels, rather more than less."""
    return CHARACTER * len(text)


def on_neurons(layout: Layout, x: float, y: float, text: str) -> bool:
    """Whether a text with its middle there covers a neuron."""
    first = layout.spec.sizes[0]
    away = np.abs(layout.xy[first:] - (x, y))
    reach = layout.radius[first:, None] + (width_of(text) / 2 + 2, 8.0)
    return bool((away < reach).all(axis=1).any())
