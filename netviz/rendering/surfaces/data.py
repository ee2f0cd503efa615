"""What the surface shader is given, as numpy types; their fields are the shader's, name by name."""

from __future__ import annotations

from math import ceil, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.gpu import FRAME, rgba
from netviz.rendering.surfaces.form import CORNER, HALO, MARK, MARK_SHARE, RIM, SMALLEST, marks
from netviz.viewmodels.scene import Scene

LOOK: Final = np.dtype([("look", np.float32, 4)])
UNIFORMS: Final = np.dtype(
    [
        *FRAME,
        ("camera", np.float32, 4),
        ("form", np.float32, 4),
        ("atlas", np.float32, 4),
        ("mark", np.float32, 4),
        ("rim", np.float32, 4),
        ("halo", np.float32, 4),
        ("ink", np.float32, 4),
    ]
)
_OUTSIDE: Final = (-9.0, -9.0)


def tiles(n_neurons: int) -> int:
    """How many pictures lie beside each other in the one that holds all."""
    return ceil(sqrt(n_neurons))


def as_one(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pictures (n, side, side, 4) as one, row by row, uint8 (rows, columns, 4)."""
    n, side = pictures.shape[:2]
    across = tiles(n)
    down = -(-n // across)
    whole = np.zeros((down * across, side, side, 4), np.uint8)
    whole[:n] = pictures
    whole = whole.reshape(down, across, side, side, 4).swapaxes(1, 2)
    return np.ascontiguousarray(whole.reshape(down * side, across * side, 4))


def surface_looks(scene: Scene) -> NDArray[Any]:
    """LOOK for each neuron: which tile, and where the example's mark lies in it."""
    n = scene.spec.n_neurons
    looks = np.empty(n, LOOK)
    looks["look"][:, 1], looks["look"][:, 0] = np.divmod(np.arange(n), tiles(n))
    looks["look"][:, 2:] = [place or _OUTSIDE for place in marks(scene)]
    return looks


def surface_uniforms(scene: Scene, side: int, size: tuple[int, int], zoom: float, device_scale: float) -> Any:
    """All but the frame and the camera. `size`: pixels of the picture that holds all, `side` of one."""
    values = np.zeros((), UNIFORMS)
    rim = RIM * max(zoom, 1.0) ** 0.5 * device_scale
    values["form"] = CORNER, rim, side, SMALLEST * device_scale
    values["atlas"] = size[0], size[1], 1 / size[0], 1 / size[1]
    values["mark"] = MARK * device_scale, HALO * device_scale, MARK_SHARE, 0.0
    values["rim"], values["halo"] = rgba(scene.palette.rim), rgba(scene.palette.low)
    values["ink"] = rgba(scene.palette.text)
    return values
