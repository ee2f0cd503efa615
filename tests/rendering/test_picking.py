"""Pointing: the neuron or the edge that is seen there, against a search through all of them."""

import numpy as np
import pytest

from netviz.rendering.camera import Camera
from netviz.rendering.picking import EDGE_REACH, pick, pick_neuron
from netviz.viewmodels.scene import Focus

CAMERAS = [Camera(), Camera(2.5, -300.0, -200.0)]


@pytest.mark.parametrize("camera", CAMERAS)
def test_every_neuron_can_be_pointed_at(make_scene, camera) -> None:
    scene = make_scene(size=(900, 640))
    for column, where in enumerate(scene.spec.neuron_slices):
        for index, (x, y) in enumerate(scene.layout.xy[where].tolist()):
            assert pick(scene, camera, *camera.to_screen(x, y)) == Focus(column, index)


def test_neurons_of_a_crowded_column_too(make_scene) -> None:
    scene = make_scene(sizes=(784, 512, 10), size=(900, 640))
    where = scene.spec.neuron_slices[1]
    for index in range(0, 512, 7):
        x, y = scene.layout.xy[where][index].tolist()
        assert pick_neuron(scene.layout, 1.0, x, y) == Focus(1, index)


def test_the_empty_page_is_nothing(make_scene) -> None:
    scene = make_scene(size=(900, 640))
    for x, y in ((3, 3), (895, 630), (scene.layout.column_x[-1] + 60, 8)):
        assert pick(scene, Camera(), x, y) is None


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("sizes", [(784, 16, 16, 10), (784, 128, 64, 10), (40, 30, 20, 10)])
def test_an_edge_is_the_best_of_all_that_pass(make_scene, sizes, camera) -> None:
    scene = make_scene(sizes=sizes, size=(900, 640), digit=False)
    spec, layout = scene.spec, scene.layout
    rng = np.random.default_rng(3)
    found = 0
    for _ in range(120):
        layer = int(rng.integers(spec.n_layers))
        share = rng.uniform(0.1, 0.9)
        x = layout.column_x[layer] + share * (layout.column_x[layer + 1] - layout.column_x[layer])
        y = rng.uniform(20, layout.height - 60)
        focus = pick(scene, camera, *camera.to_screen(x, y))
        begin = layout.port[spec.neuron_slices[layer]]
        end = layout.xy[spec.neuron_slices[layer + 1]]
        along = end[None] - begin[:, None]
        away = np.array([x, y]) - begin[:, None]
        distance = np.abs(along[..., 0] * away[..., 1] - along[..., 1] * away[..., 0])
        distance = distance / np.hypot(along[..., 0], along[..., 1]) * camera.zoom
        weights = np.abs(scene.weights[spec.weight_slices[layer]].reshape(spec.shapes[layer]))
        strength = np.minimum(weights / scene.reference[layer], 1) ** scene.power[layer]
        score = np.where(distance <= EDGE_REACH, strength * (1 - 0.5 * distance / EDGE_REACH), -1)
        if focus is None or focus.source is None:
            assert focus is not None or score.max() < 0.3
            continue
        found += 1
        assert focus.column == layer + 1
        assert score[focus.source, focus.index] >= score.max() - 1e-3
    assert found > 10
