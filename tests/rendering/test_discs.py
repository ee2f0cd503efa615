"""Discs that are kept as pictures look like those that are drawn."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from netviz.rendering.camera import Camera
from netviz.rendering.painter import paint_nodes


def picture(scene, camera: Camera, scale: float, *, kept: bool) -> QImage:
    image = QImage(round(640 * scale), round(400 * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(0xFFFFFFFF)
    with QPainter(image) as painter:
        paint_nodes(painter, scene, camera, kept=kept)
    return image


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("camera", [Camera(), Camera(1.3, -20.25, 11.6)])
def test_kept_discs_are_those_that_would_be_drawn(make_scene, as_pixels, scale, camera) -> None:
    scene = make_scene()
    negative = scene.negative.copy()
    negative[790:794] = True
    scene = replace(scene, negative=negative)
    drawn, laid = (as_pixels(picture(scene, camera, scale, kept=kept)) for kept in (False, True))
    away = np.abs(drawn - laid)
    # A disc's place is true to an eighth of a pixel, which shows at its border only.
    assert (drawn != 255).any()
    assert away.max() < 60
    assert away.mean() < 0.2
