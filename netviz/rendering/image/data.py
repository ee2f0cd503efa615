"""What the image shader is given, as a numpy type; its fields are the shader's, name by name."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.camera import Camera
from netviz.rendering.gpu import FRAME, rgba
from netviz.rendering.image.cells import BORDER_WIDTH, GRID_OPACITY, GRID_WIDTH, SMALLEST_CELL, grid_colour
from netviz.tasks.input import picture_of
from netviz.viewmodels.scene import Scene

UNIFORMS: Final = np.dtype(
    [
        *FRAME,
        ("rect", np.float32, 4),
        ("lines", np.float32, 4),
        ("low", np.float32, 4),
        ("high", np.float32, 4),
        ("grid", np.float32, 4),
        ("border", np.float32, 4),
    ]
)


def image_uniforms(scene: Scene, camera: Camera, device_scale: float) -> NDArray[Any]:
    """All but the frame. The scene has an image."""
    values = np.zeros((), UNIFORMS)
    picture = picture_of(scene.spec.sizes[0])
    if scene.layout.image is None or picture is None:
        return values
    left, top, side = scene.layout.image
    x, y = camera.to_screen(left, top)
    size = side * camera.zoom
    grid = GRID_OPACITY if size / picture.rows >= SMALLEST_CELL else 0.0
    values["rect"] = x * device_scale, y * device_scale, size * device_scale, picture.rows
    values["lines"] = GRID_WIDTH * device_scale, BORDER_WIDTH * device_scale, grid, 0.0
    values["low"], values["high"] = rgba(scene.palette.low), rgba(scene.palette.high)
    values["grid"] = rgba(grid_colour(scene.palette))
    values["border"] = rgba(scene.palette.line)
    return values
