"""Which edges are strong: against loops that look at each edge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.spec import NetworkSpec
from netviz.rendering.edges.choice import edges_of, standing_out, strongest
from netviz.rendering.edges.strength import ends, look_of_all, look_of_few, strengths
from netviz.rendering.edges.style import DIMMED, FAINTEST, style_of, styles
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.scene import Focus

SIZES = st.lists(st.integers(1, 12), min_size=2, max_size=5).map(tuple)


def every_edge(spec: NetworkSpec) -> list[tuple[int, int, int]]:
    """(layer, source, target) of each edge, in the order of the flat array."""
    return [
        (k, i, j) for k, (n_in, n_out) in enumerate(spec.shapes) for i in range(n_in) for j in range(n_out)
    ]


@given(SIZES)
def test_ends_of_edges_are_those_of_the_matrices(sizes: tuple[int, ...]) -> None:
    spec = NetworkSpec(sizes=sizes, activations=("relu",) * (len(sizes) - 2))
    at = ends(spec, np.arange(spec.n_edges, dtype=np.uint32))
    first = [s.start for s in spec.neuron_slices]
    expected = [(k, first[k] + i, first[k + 1] + j) for k, i, j in every_edge(spec)]
    assert list(zip(at.layer.tolist(), at.source.tolist(), at.target.tolist(), strict=True)) == expected


@given(SIZES, st.data())
def test_a_neuron_s_own_edges(sizes: tuple[int, ...], data: st.DataObject) -> None:
    spec = NetworkSpec(sizes=sizes, activations=("relu",) * (len(sizes) - 2))
    column = data.draw(st.integers(0, len(sizes) - 1))
    index = data.draw(st.integers(0, sizes[column] - 1))
    expected = [
        e
        for e, (k, i, j) in enumerate(every_edge(spec))
        if (k + 1 == column and j == index) or (k == column and i == index)
    ]
    assert sorted(edges_of(spec, Focus(column, index)).tolist()) == expected


def test_an_edge_in_focus_is_that_edge() -> None:
    spec = NetworkSpec(sizes=(5, 4, 3), activations=("relu",))
    (edge,) = edges_of(spec, Focus(2, 1, source=3)).tolist()
    assert every_edge(spec)[edge] == (1, 3, 1)


def test_strength_is_the_share_of_the_reference_to_the_power(make_scene) -> None:
    scene = make_scene(view="contribution")
    ids = np.random.default_rng(0).choice(scene.n_edges, 500, replace=False).astype(np.uint32)
    got = strengths(scene, ids, look_of_all(scene))
    edges = every_edge(scene.spec)
    for edge, strength in zip(ids.tolist(), got.tolist(), strict=True):
        layer, i, _ = edges[edge]
        value = float(scene.weights[edge]) * float(
            scene.activation[scene.spec.neuron_slices[layer].start + i]
        )
        wanted = min(abs(value) / float(scene.reference[layer]), 1.0) ** float(scene.power[layer])
        assert strength == pytest.approx(np.copysign(wanted, value), rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("digit", [True, False])
def test_the_strongest_of_each_layer_are_chosen_weakest_first(make_scene, digit) -> None:
    scene = make_scene(digit=digit)
    ids = strongest(scene, 1000)
    assert len(np.unique(ids)) == len(ids)
    assert 500 <= len(ids) <= 1010  # those too weak to be seen are left out
    strength = np.abs(strengths(scene, ids, look_of_all(scene)))
    assert (np.diff(strength) >= -1e-6).all()
    everything = np.abs(strengths(scene, np.arange(scene.n_edges, dtype=np.uint32), look_of_all(scene)))
    chosen = np.zeros(scene.n_edges, bool)
    chosen[ids] = True
    for layer, where in enumerate(scene.spec.weight_slices):
        assert chosen[where].any()
        left = everything[where][~chosen[where]]
        visible = left * styles(scene.layout)[layer].opaque >= FAINTEST
        if visible.any():
            assert left[visible].max() <= everything[where][chosen[where]].min() + 1e-6


def test_all_that_can_be_seen_are_chosen_when_asked_for(make_scene) -> None:
    scene = make_scene(digit=False, size=(860, 640))
    ids = strongest(scene, 10**9)
    strength = np.abs(strengths(scene, np.arange(scene.n_edges, dtype=np.uint32), look_of_all(scene)))
    opaque = np.concatenate(
        [
            np.full(n_in * n_out, s.opaque)
            for (n_in, n_out), s in zip(scene.spec.shapes, styles(scene.layout), strict=True)
        ]
    )
    assert sorted(ids.tolist()) == np.flatnonzero(strength * opaque >= FAINTEST).tolist()


def test_a_crowded_layer_has_fewer_lines_and_more_mist() -> None:
    def first(hidden: int):
        spec = NetworkSpec(sizes=(784, hidden, 10), activations=("relu",))
        return styles(make_layout(spec, 900, 640))[0]

    sparse, crowded, packed = first(4), first(128), first(1024)
    assert sparse.lines == 784 * 4
    assert not sparse.crowded
    assert crowded.lines < 784 * 128 / 10
    assert crowded.crowded
    assert packed.crowded
    assert sparse.widest > crowded.widest > packed.widest
    assert sparse.opaque > crowded.opaque


def test_crowded_layers_have_as_many_lines_whether_they_have_thousands_of_edges_or_millions() -> None:
    """What the page can hold, counted with the integral of what lines cover, not with a coarse grid of it."""
    lines = [style_of(n, 640, 3.0).lines for n in (200_000, 800_000, 3_400_000)]
    assert max(lines) < 1.3 * min(lines)


def test_fewer_edges_are_bolder() -> None:
    layout = make_layout(NetworkSpec(sizes=(784, 128, 10), activations=("relu",)), 900, 640)
    few, all_ = styles(layout, 0.01)[0], styles(layout)[0]
    assert few.widest > all_.widest
    assert few.opaque >= all_.opaque
    assert few.lines == 1004  # of 100,352
    assert styles(layout, 0.001)[0].opaque > all_.opaque
    assert all_ == styles(layout, 1.0)[0]


def test_nothing_in_focus_dims_nothing(make_scene) -> None:
    own, opacity = standing_out(make_scene())
    assert own.size == 0
    assert opacity == 1.0


def test_what_is_in_focus_is_drawn_by_its_own_measure(make_scene) -> None:
    scene = make_scene(sizes=(784, 128, 64, 10), focus=Focus(1, 5))
    own, opacity = standing_out(scene)
    assert opacity == DIMMED
    assert len(own) == 784 + 64
    look = look_of_few(scene, own)
    strength = np.abs(strengths(scene, own, look))
    assert (np.diff(strength) >= 0).all()
    layer = ends(scene.spec, own).layer
    for k in (0, 1):
        assert strength[layer == k].max() == pytest.approx(1.0)
        # In the order of the weights, without ties: nothing is cut off at full strength.
        value = np.abs(scene.weights[own] * scene.gain[ends(scene.spec, own).source])[layer == k]
        assert (np.diff(value) >= 0).all()
