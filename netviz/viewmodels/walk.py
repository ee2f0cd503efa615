"""Walking through the network by keys: from neuron to neuron, from layer to layer."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from netviz.tasks.input import picture_of
from netviz.viewmodels.scene import Focus, Layout

Direction = Literal["up", "down", "left", "right", "first", "last", "page up", "page down"]

_PAGE: Final = 10


def neuron_of(focus: Focus | None) -> Focus | None:
    """The neuron that is walked from: the focus itself, or the one that an edge in focus leads to."""
    return None if focus is None else Focus(focus.column, focus.index)


def walk(layout: Layout, focus: Focus, direction: Direction) -> Focus:
    """The neuron in this direction; the same one where there is none.

    In the input's image each step is one pixel; from its right border and from all other columns "left" and
    "right" lead to the neuron of the next column that stands nearest.
    """
    here, n = Focus(focus.column, focus.index), layout.spec.sizes[focus.column]
    picture = picture_of(n) if focus.column == 0 and layout.image is not None else None
    row = 1 if picture is None else picture.columns
    match direction:
        case "up" | "down":
            index = here.index + (row if direction == "down" else -row)
            return Focus(here.column, index) if 0 <= index < n else here
        case "first" | "last":
            return Focus(here.column, 0 if direction == "first" else n - 1)
        case "page up" | "page down":
            rows = here.index // row + (_PAGE if direction == "page down" else -_PAGE)
            rows = min(max(rows, 0), n // row - 1)
            return Focus(here.column, rows * row + here.index % row)
        case "left" | "right":
            step = 1 if direction == "right" else -1
            if picture is not None and 0 <= here.index % row + step < row:
                return Focus(0, here.index + step)
            return to_column(layout, here, here.column + step)


def to_column(layout: Layout, focus: Focus, column: int) -> Focus:
    """The neuron of that column that stands nearest to the focus; the focus where there is no such column."""
    spec = layout.spec
    if not 0 <= column < len(spec.sizes):
        return Focus(focus.column, focus.index)
    here = layout.xy[spec.neuron_slices[focus.column].start + focus.index]
    others = layout.xy[spec.neuron_slices[column]]
    if column == 0 and layout.image is not None:
        away = np.hypot(others[:, 0] - here[0], others[:, 1] - here[1])
    else:
        away = np.abs(others[:, 1] - here[1])
    return Focus(column, int(away.argmin()))


def beginning(layout: Layout, answer: int | None) -> Focus:
    """Where walking begins: at the output that won, or else at the middle of the first hidden layer."""
    last = layout.spec.n_layers
    if answer is not None:
        return Focus(last, answer)
    return Focus(1, layout.spec.sizes[1] // 2)
