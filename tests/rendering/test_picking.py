"""Pointing: the neuron or the edge that is seen there, against a search through all of them."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.rendering.camera import Camera
from netviz.rendering.edges.choice import strongest
from netviz.rendering.pointing.picking import EDGE_REACH, Lines, pick, pick_neuron
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.story.arrows.single import single_moment

CAMERAS = [Camera(), Camera(2.5, -300.0, -200.0)]


@pytest.mark.parametrize("camera", CAMERAS)
def test_every_neuron_can_be_pointed_at(make_scene, camera) -> None:
    scene = make_scene(size=(900, 640))
    for column, where in enumerate(scene.spec.neuron_slices):
        for index, (x, y) in enumerate(scene.layout.xy[where].tolist()):
            assert pick(scene, camera, *camera.to_screen(x, y), None) == Focus(column, index)


def test_neurons_of_a_crowded_column_too(make_scene) -> None:
    scene = make_scene(sizes=(784, 512, 10), size=(900, 640))
    where = scene.spec.neuron_slices[1]
    for index in range(0, 512, 7):
        x, y = scene.layout.xy[where][index].tolist()
        assert pick_neuron(scene.layout, 1.0, x, y) == Focus(1, index)


def test_the_empty_page_is_nothing(make_scene) -> None:
    scene = make_scene(size=(900, 640))
    for x, y in ((3, 3), (895, 630), (scene.layout.column_x[-1] + 60, 8)):
        assert pick(scene, Camera(), x, y, None) is None


def distances(scene, layer: int, x: float, y: float, *, true_pixels: bool = False) -> np.ndarray:
    """How far every edge of a layer passes from a point of the page, (n_in, n_out)."""
    layout, spec = scene.layout, scene.spec
    begin = (layout.xy if true_pixels else layout.port)[spec.neuron_slices[layer]].astype(float)
    end = layout.xy[spec.neuron_slices[layer + 1]].astype(float)
    along = end[None] - begin[:, None]
    away = np.array([x, y]) - begin[:, None]
    return np.abs(along[..., 0] * away[..., 1] - along[..., 1] * away[..., 0]) / np.linalg.norm(along, axis=2)


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("sizes", [(784, 16, 16, 10), (784, 128, 64, 10), (40, 30, 20, 10)])
def test_an_edge_is_the_best_of_all_lines_that_pass(make_scene, sizes, camera) -> None:
    scene = make_scene(sizes=sizes, size=(900, 640), digit=False)
    spec, layout = scene.spec, scene.layout
    drawn = strongest(scene, 3000)
    lines = Lines(layout, drawn)
    is_drawn = np.zeros(spec.n_edges, bool)
    is_drawn[drawn] = True
    rng = np.random.default_rng(3)
    found = 0
    for _ in range(120):
        layer = int(rng.integers(spec.n_layers))
        share = rng.uniform(0.1, 0.9)
        x = layout.column_x[layer] + share * (layout.column_x[layer + 1] - layout.column_x[layer])
        y = rng.uniform(20, layout.height - 60)
        focus = pick(scene, camera, *camera.to_screen(x, y), lines)
        distance = distances(scene, layer, x, y) * camera.zoom
        own = spec.weight_slices[layer]
        weights = np.abs(scene.weights[own].reshape(spec.shapes[layer]))
        strength = np.minimum(weights / scene.reference[layer], 1) ** scene.power[layer]
        near = (distance <= EDGE_REACH) & is_drawn[own].reshape(spec.shapes[layer])
        score = np.where(near, strength * (1 - 0.5 * distance / EDGE_REACH), -1)
        if focus is None or focus.source is None:
            assert focus is not None or score.max() < 0.3
            continue
        found += 1
        assert focus.column == layer + 1
        assert is_drawn[own.start + focus.source * spec.shapes[layer][1] + focus.index]
        assert score[focus.source, focus.index] >= score.max() - 1e-3
    assert found > 10


def test_an_edge_that_is_not_drawn_is_not_there(make_scene) -> None:
    scene = make_scene(size=(900, 640), digit=False)
    x = (scene.layout.column_x[1] + scene.layout.column_x[2]) / 2
    alone = Lines(scene.layout, strongest(scene, 10**9)[-1:])
    everything = Lines(scene.layout, strongest(scene, 10**9))
    hits = [
        (pick(scene, Camera(), x, y, alone), pick(scene, Camera(), x, y, everything)) for y in range(40, 600)
    ]
    assert sum(a is not None for a, _ in hits) < 60 < sum(b is not None for _, b in hits)
    assert pick(scene, Camera(), x, 300, None) is None


@pytest.mark.parametrize("kept", [Focus(1, 5), Focus(2, 3), Focus(3, 9), Focus(0, 28 * 14 + 12)])
def test_of_a_kept_neuron_only_its_own_edges_are_found(make_scene, kept) -> None:
    scene = make_scene(size=(900, 640), focus=kept, digit=False)
    layout = scene.layout
    lines = Lines(layout, strongest(scene, 10**9))
    rng = np.random.default_rng(4)
    found = 0
    for _ in range(1000):
        x, y = rng.uniform(layout.column_x[0], layout.column_x[-1]), rng.uniform(20, layout.height - 60)
        focus = pick(scene, Camera(), x, y, lines, kept)
        if focus is None or focus.source is None:
            continue
        found += 1
        assert (kept.column, kept.index) in {(focus.column, focus.index), (focus.column - 1, focus.source)}
        distance = distances(scene, focus.column - 1, x, y, true_pixels=True)[focus.source, focus.index]
        assert distance <= EDGE_REACH + 1e-3
    assert found > 5


class Counted(np.ndarray):
    """Weights that count how many of them are read."""

    read = 0

    def __getitem__(self, key):
        result = super().__getitem__(key)
        Counted.read += np.size(result)
        return np.asarray(result)


def test_pointing_reads_as_many_weights_at_five_million_edges_as_at_thirteen_thousand(make_scene) -> None:
    """An operation count: the weights that a move of the pointer touches, and the lines that it looks at."""
    from dataclasses import replace

    touched = {}
    for sizes in ((784, 16, 16, 10), (784, 2048, 1600, 10)):
        scene = make_scene(sizes=sizes, size=(900, 640), digit=False, reference=np.ones(3, np.float32))
        rng = np.random.default_rng(5)
        drawn = np.concatenate(
            [rng.integers(w.start, w.stop, 400, dtype=np.uint32) for w in scene.spec.weight_slices]
        )
        weights = np.ones(scene.n_edges, np.float32).view(Counted)
        scene = replace(scene, weights=weights)
        lines = Lines(scene.layout, np.unique(drawn))
        layout, most, hits = scene.layout, 0, 0
        for _ in range(60):
            Counted.read = 0
            x = rng.uniform(layout.column_x[0] + 20, layout.column_x[-1] - 20)
            hits += pick(scene, Camera(), x, rng.uniform(40, 560), lines) is not None
            most = max(most, Counted.read)
        assert hits > 20
        touched[sizes] = most
    small, large = touched.values()
    assert large <= 400
    assert small <= 400


def test_a_kept_neuron_reads_no_more_than_its_own_weights(make_scene) -> None:
    from dataclasses import replace

    scene = make_scene(sizes=(784, 512, 256, 10), size=(900, 640), digit=False)
    scene = replace(scene, weights=np.array(scene.weights).view(Counted))
    Counted.read = 0
    pick(scene, Camera(), (scene.layout.column_x[0] + scene.layout.column_x[1]) / 2, 300, None, Focus(1, 70))
    assert 0 < Counted.read <= 3 * (784 + 256)


def test_with_one_neuron_per_layer_only_its_edges_are_found(make_scene) -> None:
    """All others are as good as invisible then; nothing is told of a line that is not drawn."""
    scene = make_scene(sizes=(784, 16, 16, 10), size=(900, 640), digit=False)
    layout, picks = scene.layout, (None, 5, 3, 9)
    single = replace(scene, moment=single_moment(scene, picks))
    lines = Lines(layout, strongest(scene, 3000))
    rng = np.random.default_rng(3)
    found = []
    for _ in range(400):
        x = rng.uniform(layout.column_x[0], layout.column_x[-1])
        y = rng.uniform(20, 620)
        one = pick(single, Camera(), x, y, lines)
        if one is not None and one.source is not None:
            assert picks[one.column] == one.index
            found.append(one.column)
    assert set(found) == {1, 2, 3}
