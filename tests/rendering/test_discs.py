"""Discs that are kept as pictures look like those that are drawn."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from netviz.network.spec import NetworkSpec
from netviz.rendering.camera import Camera
from netviz.rendering.nodes.shape import BAR, DISC_FROM, shape
from netviz.rendering.painter import paint_nodes
from netviz.viewmodels.layout import make_layout


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


@pytest.mark.parametrize("height", [500, 700, 1000, 1400])
@pytest.mark.parametrize("n", [16, 32, 48, 64, 96, 128])
def test_neurons_of_a_long_column_stay_apart_and_white_ones_look_white(n: int, height: int) -> None:
    spec = NetworkSpec.dense((784, n, 10))
    layout = make_layout(spec, 1200, height)
    where = spec.neuron_slices[1]
    pitch = float(layout.xy[where.start + 1, 1] - layout.xy[where.start, 1])
    s = shape(float(layout.radius[where.start]))
    assert 2 * s.half_height <= 0.87 * pitch
    if s.half_height >= DISC_FROM:
        assert s.half_width == s.half_height, "a disc"
        # What is within the rim is most of it.
        assert ((s.half_height - s.rim) / s.half_height) ** 2 > 0.6
    else:
        assert s.half_height < s.half_width <= BAR
