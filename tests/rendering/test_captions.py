"""Each layer has its name, also on a page as narrow as one of four networks side by side."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from netviz.rendering.camera import Camera
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import _placed_captions, paint_outputs
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


def test_what_stands_under_a_column_of_inputs_does_not_reach_the_next_name(
    qapp: QApplication, make_scene: Callable[..., Scene]
) -> None:
    scene = make_scene((784, 16, 16, 10), size=(640, 400))
    layout = replace(scene.layout, image=None)  # as where they are a column like all others
    words = "this penguin and 15 others of its kind"
    scene = replace(scene, layout=layout, captions=(words, *scene.captions[1:]))
    placed = _placed_captions(scene, Camera(), picture_family())
    assert placed[0][0] == scene.captions[0]
    assert placed[0][1].right() < placed[1][1].left()
    assert placed[0][1].left() >= 2


@pytest.mark.parametrize("size", [(203, 180), (240, 200), (303, 262), (390, 300), (441, 430)])
@pytest.mark.parametrize("sizes", [(784, 10), (784, 16, 16, 10), (784, 16, 16, 16, 16, 10)])
def test_on_a_small_page_the_whole_percentage_stands_beside_its_output(
    qapp: QApplication,
    make_scene: Callable[..., Scene],
    as_pixels: Callable[[QImage], NDArray[np.int16]],
    sizes: tuple[int, ...],
    size: tuple[int, int],
) -> None:
    scene = make_scene(sizes, size=size)
    almost = np.full(10, 1e-6)
    almost[4] = 1 - almost.sum()
    scene = replace(scene, probability=almost, answer=4)  # ">99.9 %": the longest there is
    page = QImage(size[0] + 80, size[1], QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    with QPainter(page) as painter:
        paint_outputs(painter, scene, Camera(), picture_family())
    inked = np.flatnonzero((as_pixels(page) < 200).any(axis=(0, 2)))
    assert scene.layout.column_x[-1] < inked.max() <= size[0]
