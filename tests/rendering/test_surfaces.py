"""Neurons that show what they give everywhere: golden images, colours read back, and both canvases alike."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.files.picture import render_picture
from netviz.rendering.files.vector import svg_picture
from netviz.rendering.surfaces.data import as_one, tiles
from netviz.rendering.surfaces.form import mark, shown
from netviz.rendering.surfaces.pictures import field_picture, surface_pictures
from netviz.tasks.finding import load
from netviz.training.config import new_config
from netviz.training.session import Session
from netviz.viewmodels.hues import hue
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import DARK, DARK_COLOUR_BLIND, LIGHT, Palette
from netviz.viewmodels.scene import Scene, resolve
from netviz.viewmodels.surface import surfaces_of


def a_scene(task: str, palette: Palette, *, point: tuple[float, ...] | None = None) -> Scene:
    """A small network for it after some steps."""
    data = load(task)
    config = new_config(len(data.training), data.task)
    spec = NetworkSpec.dense(data.task.sizes(5, 4), config.spec.activations[0], config.spec.loss)
    session = Session(replace(config, spec=spec), data.training)
    for _ in range(150):
        session.step()
    snapshot = session.state().snapshot()
    forward = None
    if point is not None:
        forward = forward_pass(spec, snapshot.parameters, np.array(point, np.float32))
    return resolve(
        snapshot, make_layout(spec, 640, 400), palette, forward, view="weight", surfaces=surfaces_of(snapshot)
    )


@pytest.mark.parametrize(
    ("task", "palette"),
    [("moons", LIGHT), ("circles", DARK), ("xor", LIGHT), ("spirals", DARK_COLOUR_BLIND), ("clouds", LIGHT),
     ("curve", DARK)],
)  # fmt: skip
def test_golden(
    qapp: object, matches_golden: Callable[[str, QImage], None], task: str, palette: Palette
) -> None:
    scene = a_scene(task, palette, point=(0.5, 0.25)[: load(task).task.input.n])
    matches_golden(f"surfaces-{task}", render_picture(scene, 640, 400))


def test_colours_say_the_sign_and_the_class(qapp: object) -> None:
    scene = a_scene("moons", LIGHT)
    surfaces = scene.surfaces
    assert surfaces is not None
    pictures = surface_pictures(surfaces, LIGHT).astype(int)
    red, blue = pictures[..., 0], pictures[..., 2]
    values = surfaces.values[:, ::-1]
    hidden = scene.spec.neuron_slices[2]
    strong = np.abs(values) > 0.3
    for where in (scene.spec.neuron_slices[0], hidden):
        above, below = values[where] > 0, values[where] < 0
        assert (blue[where] > red[where])[above & strong[where]].all()
        assert (red[where] > blue[where])[below & strong[where]].all()
    # What gives nothing anywhere is as pale as the ground.
    assert (pictures[..., :3][values == 0] >= 253).all()
    field = field_picture(surfaces, LIGHT).astype(int)
    assert surfaces.classes is not None
    for k in range(2):
        ink = QColor(hue(surfaces.classes, k, LIGHT))
        sure = surfaces.outputs[::-1, :, k] > 0.9
        assert sure.any()
        # Half way, about, from white to the hue.
        paler = 255 - field[..., :3][sure]
        share = paler / (255 - np.array([ink.red(), ink.green(), ink.blue()]))
        assert 0.4 < share.min() < share.max() < 0.6
    neuron = hidden.start
    np.testing.assert_array_equal(field_picture(surfaces, LIGHT, neuron), pictures[neuron])


def test_the_example_is_marked_where_it_lies(qapp: object) -> None:
    assert mark(a_scene("moons", LIGHT)) is None
    place = mark(a_scene("moons", LIGHT, point=(2.5, -1.0)))
    assert place == pytest.approx((1, 1))
    assert mark(a_scene("moons", LIGHT, point=(9.0, 0.0))) is None


def test_all_pictures_lie_in_one(qapp: object) -> None:
    pictures = np.arange(7 * 2 * 2 * 4, dtype=np.uint8).reshape(7, 2, 2, 4)
    whole = as_one(pictures)
    for k in range(7):
        row, column = divmod(k, tiles(7))
        part = whole[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        np.testing.assert_array_equal(part, pictures[k])


def test_a_file_of_shapes_holds_them(qapp: object) -> None:
    scene = a_scene("xor", LIGHT)
    assert shown(scene)
    assert svg_picture(scene, 640, 400).count(b"<image") >= scene.spec.n_neurons


@pytest.mark.gpu
def test_the_device_draws_what_the_painter_draws(
    qtbot: QtBot, how_different: Callable[[QImage, QImage], tuple[float, float]]
) -> None:
    scenes = [a_scene("clouds", DARK, point=(0.5, 0.25)), a_scene("curve", DARK, point=(0.5,))]
    images: list[list[QImage]] = []
    for painter in (False, True):
        canvas = GraphCanvas()
        qtbot.addWidget(canvas)
        canvas.resize(640, 400)
        if painter:
            canvas.use_painter()
        else:
            canvas.use_window()
        canvas.show()
        qtbot.waitUntil(canvas.isVisible)
        taken = []
        for scene in scenes:
            canvas.show_scene(scene)
            qtbot.waitUntil(lambda shown=scene, at=canvas: at.settled and at.scene is shown, timeout=20_000)
            taken.append(canvas.grab().toImage())
        images.append(taken)
        canvas.give_back()
    for one, other in zip(*images, strict=True):
        mean, _ = how_different(one, other)
        assert mean < 2.0
