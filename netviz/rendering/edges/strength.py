"""How strong each edge is in the picture: from weights to numbers between 0 and 1."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import ends
from netviz.rendering.edges.style import Style, style_of, styles
from netviz.viewmodels.scene import WEAKEST_POWER, Scene


class Look(NamedTuple):
    """How a set of edges is drawn, layer by layer: `reference` and `power` are float32 (L,) (see Scene)."""

    reference: NDArray[np.float32]
    power: NDArray[np.float32]
    styles: tuple[Style, ...]
    true_pixels: bool = False
    dashed: bool = False


def look_of_all(scene: Scene) -> Look:
    """Among all edges of their layer."""
    dashed = scene.palette.dashed("negative")
    return Look(scene.reference, scene.power, styles(scene.layout, scene.share), dashed=dashed)


def look_of_few(scene: Scene, ids: NDArray[np.uint32]) -> Look:
    """By themselves: what stands out has room, so the strongest of each layer is drawn at full strength.

    They begin at their true pixels.
    """
    at = ends(scene.spec, ids)
    value = np.abs(scene.weights[ids] * scene.gain[at.source])
    reference = np.zeros(scene.spec.n_layers, np.float32)
    np.maximum.at(reference, at.layer, value)
    reference[reference == 0] = 1.0
    counts = np.bincount(at.layer, minlength=scene.spec.n_layers)
    return Look(
        reference,
        np.full(scene.spec.n_layers, WEAKEST_POWER, np.float32),
        tuple(style_of(max(n, 1), scene.layout.height, WEAKEST_POWER) for n in counts.tolist()),
        true_pixels=True,
        dashed=scene.palette.dashed("negative"),
    )


def strengths(scene: Scene, ids: NDArray[np.uint32], look: Look) -> NDArray[np.float32]:
    """min(|w·gain| / reference, 1) ** power of the edges `ids`, with the sign of w·gain; float32."""
    at = ends(scene.spec, ids)
    value = scene.weights[ids] * scene.gain[at.source]
    share = np.minimum(np.abs(value) / look.reference[at.layer], np.float32(1))
    return np.asarray(np.copysign(share ** look.power[at.layer], value), np.float32)
