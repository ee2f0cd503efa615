"""What the node shader is given, as numpy types; their fields are the shader's, name by name."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.gpu import FRAME, rgba
from netviz.rendering.nodes.shape import (
    BAR,
    DASH_SHARE,
    DASHES,
    DISC_FROM,
    MIX_SHARE,
    RIM,
    RIM_SHARE,
    SMALLEST_WITH_RIM,
)
from netviz.viewmodels.scene import Layout, Scene

PLACE: Final = np.dtype([("place", np.float32, 3)])
LOOK: Final = np.dtype([("look", np.float32, 2)])
UNIFORMS: Final = np.dtype(
    [
        *FRAME,
        ("camera", np.float32, 4),
        ("form", np.float32, 4),
        ("dashes", np.float32, 4),
        ("low", np.float32, 4),
        ("high", np.float32, 4),
        ("rim", np.float32, 4),
    ]
)


def drawn(layout: Layout) -> slice:
    """The neurons that are discs or bars: all, or all but the image's pixels."""
    return slice(0 if layout.image is None else layout.spec.sizes[0], layout.spec.n_neurons)


def node_places(layout: Layout) -> NDArray[Any]:
    """PLACE for each neuron that is drawn."""
    where = drawn(layout)
    places = np.empty(where.stop - where.start, PLACE)
    places["place"][:, :2] = layout.xy[where]
    places["place"][:, 2] = layout.radius[where]
    return places


def node_looks(scene: Scene) -> NDArray[Any]:
    """LOOK for each neuron that is drawn."""
    where = drawn(scene.layout)
    looks = np.empty(where.stop - where.start, LOOK)
    looks["look"][:, 0] = scene.shade[where]
    looks["look"][:, 1] = scene.negative[where]
    return looks


def node_uniforms(scene: Scene, thickness: float, device_scale: float) -> NDArray[Any]:
    """All but the frame and the camera."""
    values = np.zeros((), UNIFORMS)
    values["form"] = BAR * device_scale, RIM * thickness * device_scale, RIM_SHARE, MIX_SHARE
    least = SMALLEST_WITH_RIM * thickness * device_scale
    values["dashes"] = DASHES, DASH_SHARE, least, DISC_FROM * thickness * device_scale
    values["low"], values["high"] = rgba(scene.palette.low), rgba(scene.palette.high)
    values["rim"] = rgba(scene.palette.rim)
    return values
