"""What a scene shows: gains, references, shades and keys, against independent sums."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.task import DIGITS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import DARK, LIGHT
from netviz.viewmodels.scene import (
    Focus,
    Scene,
    edge_power,
    edge_reference,
    edge_threshold,
    full_strength_share,
    resolve,
)

SPEC = NetworkSpec(sizes=(784, 16, 12, 10), activations=("relu", "tanh"))


def snapshot_of(spec: NetworkSpec, seed: int = 0, step: int = 0) -> Snapshot:
    parameters = np.random.default_rng(seed).standard_normal(spec.n_parameters).astype(np.float32) * 0.1
    parameters.flags.writeable = False
    return Snapshot("run", 0, step, spec, parameters)


SNAPSHOT = snapshot_of(SPEC)
LAYOUT = make_layout(SPEC, 900, 640)
DIGIT = forward_pass(SPEC, SNAPSHOT.parameters, np.random.default_rng(1).random(784, np.float32))


def test_nothing_drawn_is_an_empty_page() -> None:
    scene = resolve(SNAPSHOT, LAYOUT, LIGHT)
    assert not scene.shade.any()
    assert not scene.negative.any()
    assert scene.probability.size == 0
    assert scene.answer is None
    assert scene.activation is None
    assert scene.views == ("weight",) * 3
    assert (scene.gain == 1).all()
    assert scene.weights.base is SNAPSHOT.parameters


def test_a_digit_shades_its_neurons() -> None:
    scene = resolve(SNAPSHOT, LAYOUT, LIGHT, DIGIT, shade_reference=(1.0, 0.5, 1.0, 1.0))
    pixels, first, second, outputs = (scene.shade[s] for s in SPEC.neuron_slices)
    np.testing.assert_array_equal(pixels, DIGIT.a[0])
    np.testing.assert_allclose(first, np.clip(DIGIT.a[1] / 0.5, 0, 1), rtol=1e-6)
    np.testing.assert_allclose(second, np.abs(DIGIT.a[2]), rtol=1e-6)
    np.testing.assert_allclose(outputs, DIGIT.a[3], rtol=1e-6)
    assert scene.negative[SPEC.neuron_slices[2]].tolist() == (DIGIT.a[2] < 0).tolist()
    assert scene.negative[SPEC.neuron_slices[2]].any()
    assert scene.answer == int(DIGIT.a[3].argmax())
    np.testing.assert_array_equal(scene.probability, DIGIT.a[3])


@pytest.mark.parametrize(
    ("view", "resting", "expected"),
    [
        ("auto", True, ("contribution", "weight", "weight")),
        ("auto", False, ("weight", "weight", "weight")),
        ("weight", True, ("weight", "weight", "weight")),
        ("contribution", False, ("contribution",) * 3),
    ],
)
def test_which_edges_show_contributions(view, resting, expected) -> None:
    scene = resolve(SNAPSHOT, LAYOUT, LIGHT, DIGIT, view=view, resting=resting)
    assert scene.views == expected
    for layer, where in enumerate(SPEC.neuron_slices[:-1]):
        wanted = DIGIT.a[layer] if expected[layer] == "contribution" else np.ones(SPEC.sizes[layer])
        np.testing.assert_array_equal(scene.gain[where], wanted)


def test_the_reference_is_the_percentile_of_what_is_shown() -> None:
    scene = resolve(SNAPSHOT, LAYOUT, LIGHT, DIGIT, view="contribution")
    for layer, (where, shape) in enumerate(zip(SPEC.weight_slices, SPEC.shapes, strict=True)):
        shown = np.abs(SNAPSHOT.weights[where].reshape(shape) * DIGIT.a[layer][:, None])
        assert scene.reference[layer] == pytest.approx(
            np.quantile(shown, full_strength_share(shown.size), method="higher"), rel=0.02
        )
        assert (shown > scene.reference[layer]).sum() <= 0.005 * shown.size + 1


def test_few_edges_of_a_large_layer_are_at_full_strength() -> None:
    spec = NetworkSpec(sizes=(784, 300, 10), activations=("relu",))
    snapshot = snapshot_of(spec)
    exact = edge_reference(spec, snapshot.weights, exact=True)
    assert 32 <= (np.abs(snapshot.W(0)) > exact[0]).sum() <= 64
    sampled = edge_reference(spec, snapshot.weights, exact=False)
    np.testing.assert_allclose(sampled, exact, rtol=0.1)


def test_sampling_visits_every_column_of_the_matrix() -> None:
    spec = NetworkSpec(sizes=(1024, 512, 10), activations=("relu",))
    weights = np.zeros(spec.n_edges, np.float32)
    weights[: 1024 * 512].reshape(1024, 512)[:, 7] = 1.0  # one neuron in 512 has all the weight
    assert edge_reference(spec, weights, exact=False)[0] == 1.0


def test_no_weights_at_all_divide_by_nothing() -> None:
    spec = NetworkSpec(sizes=(784, 4, 2), activations=("relu",))
    scene = resolve(
        Snapshot("r", 0, 0, spec, np.zeros(spec.n_parameters, np.float32)), make_layout(spec, 800, 600), LIGHT
    )
    assert np.isfinite(1 / scene.reference).all()


def test_keys_tell_exactly_what_changed() -> None:
    def scene(**changes: object) -> Scene:
        arguments = {"snapshot": SNAPSHOT, "layout": LAYOUT, "palette": LIGHT, "forward": DIGIT} | changes
        return resolve(**arguments)  # type: ignore[arg-type]

    base = scene()
    assert scene().key == base.key
    assert hash(base.key) == hash(scene().key)
    assert scene(focus=Focus(1, 3)).key != base.key
    assert scene(focus=Focus(1, 3)).edge_key == base.edge_key
    other_digit = forward_pass(SPEC, SNAPSHOT.parameters, np.zeros(784, np.float32))
    assert scene(forward=other_digit).edge_key != base.edge_key  # contributions
    resting = {"resting": False}
    assert scene(forward=other_digit, **resting).key != scene(**resting).key
    assert scene(forward=other_digit, **resting).edge_key == scene(**resting).edge_key
    for changed in (
        scene(snapshot=replace(SNAPSHOT, step=1)),
        scene(layout=make_layout(SPEC, 901, 640)),
        scene(palette=DARK),
        scene(view="weight"),
        scene(reference=base.reference * 2),
    ):
        assert changed.edge_key != base.edge_key
        assert changed.key != base.key


def test_a_layout_of_another_network_is_refused() -> None:
    with pytest.raises(ValueError, match=r"The layout is for 784-16-12-10, the network is 784-16-16-10\."):
        resolve(snapshot_of(DIGITS.network), LAYOUT, LIGHT)


def test_power_grows_where_edges_crowd_and_stays_within_its_limits() -> None:
    powers = edge_power(
        make_layout(NetworkSpec(sizes=(784, 512, 16, 10), activations=("relu",) * 2), 900, 640)
    )
    assert powers[0] == 3.0
    assert powers[2] == pytest.approx(1.6)
    assert (np.diff(powers) <= 0).all()


def test_captions_name_the_columns() -> None:
    scene = resolve(SNAPSHOT, LAYOUT, LIGHT)
    assert scene.captions == ("784 pixels", "hidden 1 · 16", "hidden 2 · 12", "output · 10")
    assert scene.output_labels == tuple("0123456789")
    columns = NetworkSpec(sizes=(12, 5, 3), activations=("relu",))
    scene = resolve(snapshot_of(columns), make_layout(columns, 900, 640), LIGHT)
    assert scene.captions == ("input · 12", "hidden 1 · 5", "output · 3")


def test_changes_are_what_the_weights_have_gained() -> None:
    later = snapshot_of(SPEC, seed=5, step=40)
    scene = resolve(later, LAYOUT, LIGHT, DIGIT, view="change", since=SNAPSHOT)
    np.testing.assert_array_equal(scene.weights, later.weights - SNAPSHOT.weights)
    assert scene.views == ("change",) * 3
    assert scene.since == 0
    assert (scene.gain == 1).all()
    assert scene.reference[0] == pytest.approx(edge_reference(SPEC, scene.weights, exact=True)[0])


def test_nothing_has_changed_since_another_network() -> None:
    for other in (None, replace(SNAPSHOT, run="another"), replace(SNAPSHOT, generation=1)):
        scene = resolve(snapshot_of(SPEC, seed=5, step=40), LAYOUT, LIGHT, view="change", since=other)
        assert not scene.weights.any()


def test_changes_since_another_step_are_another_picture() -> None:
    later = snapshot_of(SPEC, seed=5, step=40)
    between = snapshot_of(SPEC, seed=6, step=20)
    keys = {resolve(later, LAYOUT, LIGHT, view="change", since=s).edge_key for s in (SNAPSHOT, between)}
    assert len(keys) == 2
    weights = {resolve(later, LAYOUT, LIGHT, view="weight", since=s).edge_key for s in (SNAPSHOT, between)}
    assert len(weights) == 1


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_the_threshold_leaves_its_share_of_every_layer(share: float) -> None:
    scene = resolve(SNAPSHOT, LAYOUT, LIGHT, share=share)
    for layer, where in enumerate(SPEC.weight_slices):
        left = np.count_nonzero(np.abs(SNAPSHOT.weights[where]) >= scene.least[layer])
        assert left == pytest.approx(share * (where.stop - where.start), abs=1.01)


def test_all_edges_have_no_threshold() -> None:
    assert resolve(SNAPSHOT, LAYOUT, LIGHT).least is None
    assert not edge_threshold(SPEC, SNAPSHOT.weights, None, 1.0, exact=True).any()


def test_a_sample_finds_nearly_the_same_threshold() -> None:
    spec = NetworkSpec(sizes=(784, 512, 10), activations=("relu",))
    weights = snapshot_of(spec).weights
    exact = edge_threshold(spec, weights, None, 0.05, exact=True)
    sampled = edge_threshold(spec, weights, None, 0.05, exact=False)
    np.testing.assert_allclose(sampled, exact, rtol=0.03)
