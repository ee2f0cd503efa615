"""Mist is what the lines left out would look like together, and nothing else."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from netviz.rendering.camera import Camera
from netviz.rendering.edges.choice import strongest
from netviz.rendering.edges.strength import look_of_all
from netviz.rendering.mist.make import make_mist
from netviz.rendering.painter import paint_edges, paint_mist

NONE = np.empty(0, np.uint32)


def opacity_between(picture: QImage, left: float, right: float) -> np.ndarray:
    """Column means of the opacity, 0 to 1."""
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.width(), 4)
    return rows[:, round(left) + 3 : round(right) - 3, 3].mean(axis=0) / 255


def blank(scene) -> QImage:
    picture = QImage(
        int(scene.layout.width), int(scene.layout.height), QImage.Format.Format_RGBA8888_Premultiplied
    )
    picture.fill(Qt.GlobalColor.transparent)
    return picture


@pytest.mark.parametrize("hidden", [8, pytest.param(24, marks=pytest.mark.long)])
def test_mist_covers_as_much_as_the_lines_it_stands_for(qapp, make_scene, hidden) -> None:
    scene = make_scene(sizes=(784, hidden, 10), trained=False, size=(860, 640), digit=False)
    lines = strongest(scene, 400)
    rest = np.setdiff1d(strongest(scene, 10**9), lines).astype(np.uint32)
    as_lines, as_mist = blank(scene), blank(scene)
    with QPainter(as_lines) as painter:
        paint_edges(painter, scene, rest, look_of_all(scene), Camera())
    with QPainter(as_mist) as painter:
        paint_mist(painter, make_mist(scene, lines), Camera())
    x = scene.layout.column_x
    drawn, soft = (opacity_between(picture, x[0], x[1]) for picture in (as_lines, as_mist))
    assert soft.mean() == pytest.approx(drawn.mean(), rel=0.1)
    # Not only on the whole: in each part of the way too.
    for a, b in zip(np.array_split(drawn, 8), np.array_split(soft, 8), strict=True):
        assert b.mean() == pytest.approx(a.mean(), rel=0.2)


def test_mist_has_the_colours_of_its_edges(make_scene, snapshot) -> None:
    shot = snapshot((784, 24, 10))
    for sign, strong, weak in ((1.0, 2, 0), (-1.0, 0, 2)):
        weights = np.abs(shot.parameters) * np.float32(sign)
        scene = make_scene(digit=False, snapshot=type(shot)("r", 0, 0, shot.spec, weights))
        for mist in make_mist(scene, NONE):
            seen = mist.pixels[mist.pixels[..., 3] > 40].astype(int)
            assert (seen[:, strong] > seen[:, weak]).all()
            assert (mist.pixels[..., :3] <= mist.pixels[..., 3:] + 1).all()  # premultiplied


def test_nothing_is_left_when_all_are_lines(make_scene) -> None:
    scene = make_scene(digit=False, size=(860, 640))
    assert make_mist(scene, np.arange(scene.n_edges, dtype=np.uint32)) == ()
    assert make_mist(scene, strongest(scene, 10**9)) == ()
    assert len(make_mist(scene, NONE)) == 3


def test_pixels_without_ink_contribute_nothing(make_scene) -> None:
    scene = make_scene(view="contribution", digit=True, size=(860, 640))
    assert scene.views[0] == "contribution"
    (first, *_) = make_mist(scene, NONE)
    dark = scene.gain[:784].reshape(28, 28).max(axis=1) == 0
    _, top, side = scene.layout.image
    rows_per_pixel = first.pixels.shape[0] / scene.layout.height
    # The rows of the image without any ink send nothing out of its right border.
    above = slice(
        round((top + 2) * rows_per_pixel), round((top + side / 28 * (np.argmin(dark) - 1)) * rows_per_pixel)
    )
    assert first.pixels[above, 0, 3].max() <= 1
    assert first.pixels[:, 0, 3].max() > 20


def test_it_lies_exactly_between_its_columns(make_scene) -> None:
    scene = make_scene(digit=False)
    for layer, mist in enumerate(make_mist(scene, NONE)):
        x = scene.layout.column_x
        assert mist.rect == pytest.approx((x[layer], 0, x[layer + 1] - x[layer], scene.layout.height))


def test_below_the_threshold_there_is_neither_line_nor_mist(make_scene) -> None:
    scene = make_scene(sizes=(784, 128, 64, 10), digit=False, share=0.02)
    ids = strongest(scene, 10**9)
    for layer, where in enumerate(scene.spec.weight_slices):
        own = ids[(ids >= where.start) & (ids < where.stop)]
        assert np.abs(scene.weights[own]).min() >= scene.least[layer]
    # Only what the lines leave of the share is mist; without weaker edges there is nothing else.
    from dataclasses import replace

    weights = scene.weights.copy()
    for layer, where in enumerate(scene.spec.weight_slices):
        weights[where][np.abs(weights[where]) < scene.least[layer]] = 0
    alone = make_mist(replace(scene, weights=weights), NONE)
    for a, b in zip(make_mist(scene, NONE), alone, strict=True):
        np.testing.assert_array_equal(a.pixels, b.pixels)
    assert max(mist.pixels.max() for mist in make_mist(scene, NONE)) > 0
