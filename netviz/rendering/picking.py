"""What lies under the pointer: arithmetic on the layout, at the same cost for any number of edges."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.camera import Camera
from netviz.rendering.edges.style import styles
from netviz.rendering.nodes.shape import BAR
from netviz.viewmodels.layout import image_side
from netviz.viewmodels.scene import Focus, Layout, Scene

# Screen pixels around a neuron and an edge that still count as it.
NODE_REACH: Final = 3.0
EDGE_REACH: Final = 3.5
# An edge fainter than this is not what anybody points at.
FAINTEST_PICKED: Final = 0.08


def pick(scene: Scene, camera: Camera, x: float, y: float) -> Focus | None:
    """The neuron at a point of the screen (logical pixels), else the strongest visible edge, else None."""
    page_x, page_y = camera.to_page(x, y)
    neuron = pick_neuron(scene.layout, camera.zoom, page_x, page_y)
    if neuron is not None:
        return neuron
    return _pick_edge(scene, camera.zoom, page_x, page_y)


def pick_neuron(layout: Layout, zoom: float, x: float, y: float) -> Focus | None:
    """The neuron or image cell at a point of the page."""
    spec = layout.spec
    first = 0
    if layout.image is not None:
        first = 1
        left, top, side = layout.image
        cells = image_side(spec.sizes[0])
        if cells is not None and left <= x < left + side and top <= y < top + side:
            column, row = int((x - left) / side * cells), int((y - top) / side * cells)
            return Focus(0, row * cells + column)
    reach = NODE_REACH / zoom
    for column in range(first, len(spec.sizes)):
        where = spec.neuron_slices[column]
        radius = float(layout.radius[where.start])
        if abs(x - layout.column_x[column]) > max(radius, BAR / zoom) + reach:
            continue
        heights = layout.xy[where, 1]
        index = int(np.abs(heights - y).argmin())
        if abs(float(heights[index]) - y) <= radius + reach:
            return Focus(column, index)
    return None


def _pick_edge(scene: Scene, zoom: float, x: float, y: float) -> Focus | None:
    # For each neuron of the left column the slope through the point says which of the right one an edge can
    # lead to. So n_in candidates are looked at, not n_in · n_out.
    layout, spec = scene.layout, scene.spec
    layer = int(np.searchsorted(layout.column_x, x)) - 1
    if not 0 <= layer < spec.n_layers:
        return None
    left, right = layout.column_x[layer], layout.column_x[layer + 1]
    share = (x - left) / (right - left)
    if not 0.02 < share < 0.98:
        return None
    begin = layout.port[spec.neuron_slices[layer], 1].astype(np.float64)
    end = layout.xy[spec.neuron_slices[layer + 1], 1].astype(np.float64)
    reach = EDGE_REACH / zoom
    if share >= 0.5:
        source, target = _through(begin, end, y, share, right - left, reach)
    else:
        target, source = _through(end, begin, y, 1 - share, right - left, reach)
    rise = end[target] - begin[source]
    height = begin[source] + share * rise
    distance = np.abs(height - y) / np.hypot(1.0, rise / (right - left)) * zoom
    near = distance <= EDGE_REACH
    source, target, distance = source[near], target[near], distance[near]
    if not source.size:
        return None
    n_out = spec.shapes[layer][1]
    weight = scene.weights[spec.weight_slices[layer].start + source * n_out + target]
    value = np.abs(weight * scene.gain[spec.neuron_slices[layer].start + source])
    strength = np.minimum(value / scene.reference[layer], 1.0) ** scene.power[layer]
    # The strongest is drawn last, so it is the one that is seen; a little nearness decides between equals.
    best = int(np.argmax(strength * (1.0 - 0.5 * distance / EDGE_REACH)))
    if strength[best] * styles(layout, scene.share)[layer].opaque < FAINTEST_PICKED:
        return None
    return Focus(layer + 1, int(target[best]), int(source[best]))


def _through(
    near: NDArray[np.float64],
    far: NDArray[np.float64],
    y: float,
    share: float,
    distance: float,
    reach: float,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of a neuron at the heights `near` and one at the heights `far` whose edge may pass height `y`.

    `share` is the part of the way from near to far at which it passes. From each near neuron the slope
    through the point says which few of the far ones to look at, so not all n · m edges are. Both lists ascend
    evenly.
    """
    pitch = float(far[-1] - far[0]) / (len(far) - 1) if len(far) > 1 else 1.0
    wanted = near + (y - near) / share
    slope = np.abs(wanted - near) / distance
    inside = (wanted > far[0] - 2 * reach - pitch) & (wanted < far[-1] + 2 * reach + pitch)
    steepest = float(slope[inside].max(initial=0.0))
    spread = min(int(np.ceil(reach * np.hypot(1.0, steepest) / share / pitch)) + 1, len(far))
    middle = np.rint((wanted - far[0]) / pitch).astype(np.intp)
    a = np.repeat(np.arange(len(near)), 2 * spread + 1)
    b = (middle[:, None] + np.arange(-spread, spread + 1)).ravel()
    there = (b >= 0) & (b < len(far))
    return a[there], b[there]
