"""What lies under the pointer.

Edges are looked for among the lines that are drawn, or among those of the neuron in focus: the cost is that
of the lines on the screen, and the same for thirteen thousand edges and for five million.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import by_layer, edge_ends, edges_into, ends
from netviz.rendering.camera import Camera
from netviz.rendering.edges.choice import edges_of
from netviz.rendering.edges.strength import Look, look_of_few, strengths
from netviz.rendering.edges.style import styles
from netviz.rendering.nodes.shape import BAR
from netviz.tasks.input import picture_of
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.scene import Focus, Layout, Scene

# Screen pixels around a neuron and an edge that still count as it.
NODE_REACH: Final = 3.0
EDGE_REACH: Final = 3.5
# An edge fainter than this is not what anybody points at.
FAINTEST_PICKED: Final = 0.08


class Lines:
    """Edges that can be pointed at: where they begin and end, worked out once for many moves of the pointer.

    `ids` uint32: the edges drawn as lines; no other edge is ever looked at.
    """

    def __init__(self, layout: Layout, ids: NDArray[np.uint32]) -> None:
        self.layout = layout
        self.ids = ids
        self._layers = [_Bundle(layout, own) for own in by_layer(layout.spec, np.sort(ids))]

    def near(
        self, layer: int, zoom: float, x: float, y: float
    ) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """The edges of a layer that pass the point of the page within reach, and how far away, in pixels."""
        return self._layers[layer].near(zoom, x, y)


class _Bundle:
    """Edges of one layer."""

    def __init__(self, layout: Layout, ids: NDArray[np.uint32], *, true_pixels: bool = False) -> None:
        at = ends(layout.spec, ids)
        begin, end = (layout.xy if true_pixels else layout.port)[at.source], layout.xy[at.target]
        across = np.maximum(end[:, 0] - begin[:, 0], np.float32(1e-6))
        self.ids = ids
        self._from, self._to, self._height = begin[:, 0], end[:, 0], begin[:, 1]
        self._slope = (end[:, 1] - begin[:, 1]) / across
        self._steep = np.hypot(np.float32(1), self._slope)

    def near(self, zoom: float, x: float, y: float) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        reach = self._steep * np.float32(EDGE_REACH / zoom)
        away = np.abs(self._height + self._slope * (np.float32(x) - self._from) - np.float32(y))
        hit = np.flatnonzero((away <= reach) & (self._from < x) & (x < self._to))
        return self.ids[hit], away[hit] / self._steep[hit] * np.float32(zoom)


def pick(
    scene: Scene, camera: Camera, x: float, y: float, lines: Lines | None, kept: Focus | None = None
) -> Focus | None:
    """The neuron at a point of the screen (logical pixels), else the strongest line there, else None.

    While a neuron is `kept` in focus, only its own edges are looked for: the others are dimmed.
    """
    page_x, page_y = camera.to_page(x, y)
    neuron = pick_neuron(scene.layout, camera.zoom, page_x, page_y)
    if neuron is not None:
        return neuron
    if kept is not None and kept.source is None:
        return pick_own_edge(scene, kept, camera.zoom, page_x, page_y)
    if scene.moment is not None and not scene.moment.n_stages:
        return _pick_one_per_layer(scene, scene.moment, camera.zoom, page_x, page_y)
    if lines is None or lines.layout.identity != scene.layout.identity:
        return None
    layer = _layer_at(scene.layout, page_x)
    if layer is None:
        return None
    ids, distance = lines.near(layer, camera.zoom, page_x, page_y)
    if not ids.size:
        return None
    look = Look(scene.reference, scene.power, styles(scene.layout, scene.share))
    strength = np.abs(strengths(scene, ids, look))
    return _best(scene, ids, strength * np.float32(look.styles[layer].opaque), distance)


def _pick_one_per_layer(scene: Scene, moment: StoryMoment, zoom: float, x: float, y: float) -> Focus | None:
    """Where only the edges into one neuron of each layer are drawn, the others can't be pointed at."""
    layer = _layer_at(scene.layout, x, image=True)
    for ring in moment.rings:
        if layer is not None and ring.column == layer + 1:
            return _of_these(
                scene, edges_into(scene.spec, ring.column, ring.index).astype(np.uint32), zoom, x, y
            )
    return None


def pick_own_edge(scene: Scene, neuron: Focus, zoom: float, x: float, y: float) -> Focus | None:
    """The edge of this neuron at a point of the page."""
    layer = _layer_at(scene.layout, x, image=True)
    if layer is None or layer not in (neuron.column - 1, neuron.column):
        return None
    own = edges_of(scene.spec, neuron)
    look = look_of_few(scene, own)
    return _of_these(scene, own[ends(scene.spec, own).layer == layer], zoom, x, y, look)


def _of_these(
    scene: Scene, own: NDArray[np.uint32], zoom: float, x: float, y: float, look: Look | None = None
) -> Focus | None:
    """One of these edges of one layer, as they are drawn over all others."""
    ids, distance = _Bundle(scene.layout, own, true_pixels=True).near(zoom, x, y)
    if not ids.size:
        return None
    return _best(scene, ids, np.abs(strengths(scene, ids, look or look_of_few(scene, own))), distance)


def _best(
    scene: Scene, ids: NDArray[np.uint32], visible: NDArray[np.float32], distance: NDArray[np.float32]
) -> Focus | None:
    # The strongest is drawn last, so it is the one that is seen; a little nearness decides between equals.
    best = int(np.argmax(visible * (1.0 - 0.5 * distance / EDGE_REACH)))
    if visible[best] < FAINTEST_PICKED:
        return None
    spec = scene.spec
    column, source, index = edge_ends(spec, int(ids[best]))
    return Focus(column, index, source)


def _layer_at(layout: Layout, x: float, *, image: bool = False) -> int | None:
    """Between which columns a point lies; `image`: edges to true pixels lie over the image too."""
    layer = int(np.searchsorted(layout.column_x, x)) - 1
    if image and layer < 0 and layout.image is not None and x > layout.image[0]:
        layer = 0
    return layer if 0 <= layer < layout.spec.n_layers else None


def pick_neuron(layout: Layout, zoom: float, x: float, y: float) -> Focus | None:
    """The neuron or image cell at a point of the page."""
    spec = layout.spec
    first = 0
    if layout.image is not None:
        first = 1
        left, top, side = layout.image
        picture = picture_of(spec.sizes[0])
        if picture is not None and left <= x < left + side and top <= y < top + side:
            column, row = int((x - left) / side * picture.columns), int((y - top) / side * picture.rows)
            return Focus(0, row * picture.columns + column)
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
