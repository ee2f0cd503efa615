"""Where everything stands on the page. A pure function of the network's shape and the page's size."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec
from netviz.tasks.input import Picture, picture_of
from netviz.tasks.task import AnyTask
from netviz.viewmodels.scene import Layout

# Room above the columns as a share of the page; logical pixels for captions below them, and for label, bar
# and percentage beside the outputs.
TOP_SHARE: Final = 0.042
SMALLEST_TOP: Final = 20.0
BELOW: Final = 18.0
LEFT: Final = 24.0
FEW: Final = 10  # inputs
FEW_SHARE: Final = 0.24
FEW_NAMES: Final = 0.28  # of a narrow page, where names need more of it
# Inputs whose whole range can be seen: each neuron then shows what it gives all over it, and is larger.
SEEN_WHOLE: Final = 2
LARGEST_SEEN: Final = 26.0
# What is left of many inputs, where these have names.
NAMES: Final = 136.0
NAMES_SHARE: Final = 0.2
BESIDE_OUTPUTS: Final = 146.0
# A page as narrow as one of four networks side by side gives its width to the columns.
SMALL_PAGE: Final = 460.0
BESIDE_SMALL: Final = 92.0


def make_layout(spec: NetworkSpec, width: float, height: float, task: AnyTask | None = None) -> Layout:
    """Place the input's image at the left, a column for each layer, the outputs at the right. Without a
    `task` so many inputs as make a square are an image.

    `width` and `height` are logical pixels; pages too small to be read still give a layout without overlaps
    of columns.
    """
    width, height = max(float(width), 160.0), max(float(height), 120.0)
    top = max(TOP_SHARE * height, SMALLEST_TOP)
    span = max(height - 2 * top - BELOW, 40.0)
    middle = top + span / 2
    reads = task.input if task is not None and task.input.n == spec.sizes[0] else None
    picture = picture_of(spec.sizes[0]) if reads is None or isinstance(reads, Picture) else None
    small = width < SMALL_PAGE
    beside = BESIDE_OUTPUTS + (LARGEST_SEEN / 2 if spec.sizes[0] <= SEEN_WHOLE else 0.0)
    last = width - (min(BESIDE_SMALL, width * 0.34) if small else min(beside, width * 0.3))

    if picture is None:
        image = None
        # Few have names, and what a picture would show has its place beside them.
        if spec.sizes[0] < FEW:
            first = LEFT + max(30.0, FEW_SHARE * width, min(NAMES, FEW_NAMES * width))
        else:
            first = LEFT + (30.0 if reads is None else max(30.0, min(NAMES, NAMES_SHARE * width)))
    else:
        # Deep networks need the width for their columns more than the image does.
        share = (0.22 if small else 0.30) * min(1.0, 4.0 / len(spec.sizes) + 0.12)
        side = min(width * share, span * 0.72)
        cells = picture.rows
        side = max(cells * max(1.0, round(side / cells * 4) / 4), 1.0)  # cells of quarter pixels stay even
        left = min(LEFT, width * 0.03) + max(0.0, (width * share - side) / 2)
        image = (left, middle - side / 2, side)
        first = left + side

    column_x = np.linspace(first, last, len(spec.sizes))
    xy = np.empty((spec.n_neurons, 2), np.float32)
    radius = np.empty(spec.n_neurons, np.float32)
    for column, (where, n) in enumerate(zip(spec.neuron_slices, spec.sizes, strict=True)):
        if spec.sizes[0] <= SEEN_WHOLE:
            y, r = _roomy_column(n, span, middle)
        else:
            y, r = _column(n, span, middle, largest=min(max(0.0215 * height, 7.0), 20.0))
        xy[where, 0], xy[where, 1], radius[where] = column_x[column], y, r
    port = xy.copy()
    if image is not None and picture is not None:
        left, upper, side = image
        cells, n = picture.rows, picture.n
        cell = side / cells
        row, col = np.divmod(np.arange(n), cells)
        xy[:n] = np.stack([left + (col + 0.5) * cell, upper + (row + 0.5) * cell], axis=1)
        port[:n] = np.stack([np.full(n, left + side), upper + (row + (col + 0.5) / cells) * cell], axis=1)
        radius[:n] = cell / 2
    for array in (xy, port, radius):
        array.flags.writeable = False
    return Layout(
        spec=spec,
        width=width,
        height=height,
        image=image,
        column_x=tuple(map(float, column_x)),
        xy=xy,
        port=port,
        radius=radius,
        task=task,
    )


def _column(n: int, span: float, middle: float, largest: float) -> tuple[NDArray[np.float64], float]:
    """Heights of `n` neurons, and their radius:

    a third of the pitch, or nearly half of it where they are many; less again where they are so many that
    nothing would be left between them.
    """
    pitch = min(span / max(n - 1, 1), 0.0955 * span)
    crowded = np.clip((36.0 - pitch) / 28.0, 0.0, 1.0)
    packed = np.clip((8.0 - pitch) / 5.0, 0.0, 1.0)
    radius = float(min(pitch * (0.305 + 0.125 * crowded - 0.08 * packed), largest))
    return np.asarray(middle + (np.arange(n) - (n - 1) / 2) * pitch, np.float64), radius


def _roomy_column(n: int, span: float, middle: float) -> tuple[NDArray[np.float64], float]:
    """The same where each neuron holds a picture: as large as there is room for."""
    pitch = min(span / n, 0.15 * span, 2.5 * LARGEST_SEEN)
    radius = min(pitch * 0.42, LARGEST_SEEN) if pitch > 16 else _column(n, span, middle, LARGEST_SEEN)[1]
    return np.asarray(middle + (np.arange(n) - (n - 1) / 2) * pitch, np.float64), radius
