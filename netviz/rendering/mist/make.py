"""The edges that are not drawn as lines, all together as a soft picture: one image for each pair of columns.

A field's density says how much edge there is in a pixel. Where lines have room, it follows how opaque the
pixel would be with each of these edges drawn as a faint line: 1 − exp(−optical depth). So mist and lines are
one picture, and the more lines are drawn the less is left to the mist. Where edges crowd, such mist would
hide the page; there it shows which sign prevails (see `field.tone`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from netviz.network.connections import as_matrix, by_layer, n_edges_in, places_in
from netviz.rendering.edges.style import FAINTEST, Style, styles
from netviz.rendering.field.field import EdgeField, FieldPlan, edge_field, plan_field
from netviz.rendering.field.scratch import Scratch
from netviz.rendering.field.tone import tone_map
from netviz.rendering.gpu import rgba
from netviz.viewmodels.scene import Layout, Scene

# Mean width of the faint edges that mist stands for, in widths of the thinnest.
FAINT_WIDTH: Final = 1.15
# Field rows: as many as the page is high, within these.
FEWEST_ROWS: Final = 256
MOST_ROWS: Final = 640


class Mist(NamedTuple):
    """`pixels` uint8 (rows, columns, 4), premultiplied RGBA; `rect` is x, y, width, height on the page."""

    pixels: NDArray[np.uint8]
    rect: tuple[float, float, float, float]


def make_mist(
    scene: Scene, lines: NDArray[np.uint32], detail: float = 1.0, scratch: Scratch | None = None
) -> tuple[Mist, ...]:
    """The mist of every pair of columns with edges that are not among `lines`; any thread may call it.

    `detail`: rows of the field for each logical pixel of the page's height. `scratch`: memory that the caller
    keeps for the next time; for one thread at a time.
    """
    rows = int(np.clip(scene.layout.height * detail, FEWEST_ROWS, MOST_ROWS * max(detail, 1.0)))
    scratch = scratch or Scratch()
    return tuple(
        _layer(scene, layer, own, style, rows, scratch)
        for layer, (own, style) in enumerate(
            zip(by_layer(scene.spec, np.sort(lines)), styles(scene.layout, scene.share), strict=True)
        )
        if _anything_left(scene, layer, own, style)
    )


def _anything_left(scene: Scene, layer: int, lines: NDArray[np.uint32], style: Style) -> bool:
    n, n_in = n_edges_in(scene.spec, layer), scene.spec.sizes[layer]
    if len(lines) == n:
        return False
    # What is fainter than the faintest line is too little to be seen, unless there is very much of it.
    if n > 64 * n_in and scene.least is None:
        return True
    value = _values(scene, layer)
    least = (FAINTEST / style.opaque) ** (1 / scene.power[layer]) * scene.reference[layer]
    if scene.least is not None:
        least = max(least, scene.least[layer])
    return int(np.count_nonzero(np.abs(value) > least)) > len(lines)


def _values(scene: Scene, layer: int) -> NDArray[np.float32]:
    """w·gain of a layer, (n_in, n_out); the weights themselves where no gain applies."""
    spec = scene.spec
    weights = as_matrix(spec, scene.weights, layer)
    if scene.views[layer] == "contribution":
        return weights * scene.gain[spec.neuron_slices[layer], None]
    return weights


def _layer(
    scene: Scene, layer: int, lines: NDArray[np.uint32], style: Style, rows: int, scratch: Scratch
) -> Mist:
    layout, spec = scene.layout, scene.spec
    left, right = layout.column_x[layer], layout.column_x[layer + 1]
    columns = int(np.clip((right - left) * rows / layout.height, 16, 800))
    weights = as_matrix(spec, scene.weights, layer).copy()
    weights.flat[places_in(spec, layer, lines)] = 0
    contributes = scene.views[layer] == "contribution"
    if scene.least is not None:
        weights[np.abs(_values(scene, layer)) < scene.least[layer]] = 0
    field = edge_field(
        weights,
        _plan(layout, layer, rows, columns),
        ref=float(scene.reference[layer]),
        power=float(scene.power[layer]),
        gain=scene.gain[spec.neuron_slices[layer]] if contributes else None,
        scratch=scratch,
    )
    pixels = _surplus(field, scene) if style.crowded else _covered(field, scene, style, rows)
    return Mist(pixels, (left, 0.0, right - left, layout.height))


def _covered(field: EdgeField, scene: Scene, style: Style, rows: int) -> NDArray[np.uint8]:
    """As opaque as the lines would be together, in the mean of their colours."""
    depth = field.density * np.float32(
        style.opaque * FAINT_WIDTH * style.thinnest * rows / scene.layout.height
    )
    total = depth[0] + depth[1]
    opacity = -np.expm1(-total)
    share = 255 * opacity / np.maximum(total, 1e-9)
    positive, negative = rgba(scene.palette.positive), rgba(scene.palette.negative)
    pixels = np.empty((*total.shape, 4), np.float32)
    pixels[..., 3] = 255 * opacity
    for channel in range(3):
        pixels[..., channel] = (depth[0] * positive[channel] + depth[1] * negative[channel]) * share
    return np.rint(pixels).astype(np.uint8)


def _surplus(field: EdgeField, scene: Scene) -> NDArray[np.uint8]:
    """Paler than the lines would be, which would cover the page; where one sign prevails, in its colour."""
    positive, negative = QColor(scene.palette.positive), QColor(scene.palette.negative)
    return tone_map(
        field,
        (positive.red(), positive.green(), positive.blue()),
        (negative.red(), negative.green(), negative.blue()),
    )


@lru_cache(maxsize=64)
def _plan(layout: Layout, layer: int, rows: int, columns: int) -> FieldPlan:
    spec, scale = layout.spec, rows / layout.height
    distance = (layout.column_x[layer + 1] - layout.column_x[layer]) * scale
    return plan_field(
        layout.port[spec.neuron_slices[layer], 1] * scale,
        layout.xy[spec.neuron_slices[layer + 1], 1] * scale,
        rows=rows,
        columns=columns,
        slope_scale=1 / distance,
    )
