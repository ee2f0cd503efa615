"""Each layer has its name, also on a page as narrow as one of four networks side by side."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from netviz.rendering.camera import Camera
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import _placed_captions
from netviz.viewmodels.scene import Scene


@pytest.mark.parametrize("sizes", [(784, 10), (784, 16, 10), (784, 16, 16, 10)])
@pytest.mark.parametrize("size", [(203, 180), (303, 262), (390, 300), (441, 430), (640, 400), (980, 400)])
def test_every_layer_is_named_and_no_name_lies_on_another(
    qapp: QApplication, make_scene: Callable[..., Scene], sizes: tuple[int, ...], size: tuple[int, int]
) -> None:
    scene = make_scene(sizes, size=size)
    placed = _placed_captions(scene, Camera(), picture_family())
    assert list(placed) == list(range(len(sizes)))
    page = QRectF(0, 0, *size)
    boxes: list[QRectF] = []
    for caption, box in placed.values():
        assert page.adjusted(0, 0, 0, 1).contains(box), caption
        assert not any(box.intersects(other) for other in boxes), caption
        boxes.append(box)
    assert "output" in placed[len(sizes) - 1][0]
    if len(sizes) > 3:
        assert "hidden 1" in placed[1][0]
        assert "hidden 2" in placed[2][0]
