"""Shade references are percentiles of real activations; eased values arrive."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.network.forward import forward_pass
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.task import DIGITS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels import references
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import DARK, LIGHT
from netviz.viewmodels.references import SETTLING_TIME, Eased, EdgeScale, shade_references
from netviz.viewmodels.scene import Focus, edge_reference, resolve


def snapshot(spec: NetworkSpec) -> Snapshot:
    network = Network(spec)
    network.initialise(0)
    return Snapshot("run", 0, 0, spec, network.parameters.copy())


def inputs() -> np.ndarray:
    return DIGITS.input.scaled(np.random.default_rng(0).integers(0, 256, (500, 784), dtype=np.uint8))


def test_the_share_of_activations_above_the_reference_is_a_hundredth() -> None:
    spec = NetworkSpec(sizes=(784, 40, 30, 10), activations=("relu", "linear"))
    shown = snapshot(spec)
    reference = shade_references(shown, inputs())
    assert reference[0] == 1
    assert reference[3] == 1
    forward = forward_pass(spec, shown.parameters, inputs())
    for column in (1, 2):
        assert np.mean(np.abs(forward.a[column]) > reference[column]) == pytest.approx(0.01, abs=0.001)


def test_bounded_activations_need_no_reference() -> None:
    spec = replace(DIGITS.network, activations=("tanh", "sigmoid"))
    np.testing.assert_array_equal(shade_references(snapshot(spec), inputs()), np.ones(4))


def test_a_dead_layer_gives_one() -> None:
    spec = DIGITS.network
    dead = Snapshot("run", 0, 0, spec, np.zeros(spec.n_parameters, np.float32))
    np.testing.assert_array_equal(shade_references(dead, inputs()), np.ones(4))


@pytest.mark.parametrize("huge", [1e30, np.inf, np.nan])
def test_a_network_that_diverged_gives_one(huge: float) -> None:
    spec = DIGITS.network
    wild = Snapshot("run", 0, 0, spec, np.full(spec.n_parameters, huge, np.float32))
    assert np.isfinite(shade_references(wild, inputs())).all()


def test_what_lies_far_below_is_there_at_once() -> None:
    """After an exploded network's weights a sound one's would else be nothing for seconds."""
    eased = Eased()
    eased.aim(np.array([1.4e9, 2.0]))
    eased.aim(np.array([0.5, 2.0]))
    assert not eased.moving
    assert eased.now is not None
    assert eased.now[0] == pytest.approx(0.5)


def test_the_first_target_is_taken_at_once_and_the_next_one_followed() -> None:
    eased = Eased()
    assert eased.now is None
    eased.aim(np.array([1.0, 2.0]))
    assert eased.now is not None
    assert not eased.moving
    eased.aim(np.array([3.0, 2.0]))
    assert eased.moving
    values = []
    for _ in range(10):
        eased.advance(SETTLING_TIME / 10)
        values.append(float(eased.now[0]))
    assert values == sorted(values)
    assert values[-1] == pytest.approx(3, abs=0.11)
    for _ in range(20):
        eased.advance(0.1)
    assert not eased.moving
    np.testing.assert_array_equal(eased.now, [3.0, 2.0])


def test_in_one_stride_or_in_many_it_comes_to_the_same() -> None:
    once, often = Eased(), Eased()
    for eased in (once, often):
        eased.aim(np.array([0.0]))
        eased.aim(np.array([10.0]))
    once.advance(0.2)
    for _ in range(20):
        often.advance(0.01)
    assert once.now is not None
    assert often.now is not None
    np.testing.assert_allclose(once.now, often.now, rtol=1e-4)


def test_another_shape_or_a_jump_is_taken_at_once() -> None:
    eased = Eased()
    eased.aim(np.array([1.0]))
    eased.aim(np.array([5.0, 6.0]))
    assert not eased.moving
    eased.aim(np.array([7.0, 8.0]), jump=True)
    assert not eased.moving
    np.testing.assert_array_equal(eased.now, [7.0, 8.0])


def test_the_scale_is_worked_out_once_for_the_same_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pointing at a neuron, another theme, another size: nothing that costs more with more edges."""
    counted = []

    def counting(*arguments: object, **how: object) -> np.ndarray:
        counted.append(how)
        return edge_reference(*arguments, **how)

    monkeypatch.setattr(references, "edge_reference", counting)
    shown = snapshot(DIGITS.network)
    reference = np.ones(shown.spec.n_layers, np.float32)
    scale = EdgeScale()
    for size, palette, focus in ((900, LIGHT, None), (900, LIGHT, Focus(1, 2)), (700, DARK, Focus(2, 2))):
        scene = resolve(shown, make_layout(shown.spec, size, 600), palette, focus=focus, reference=reference)
        found, least = scale.of(scene, 1.0, exact=True)
        np.testing.assert_array_equal(found, edge_reference(shown.spec, shown.weights, exact=True))
        assert not least.any()
    assert counted == [{"exact": True}]
    scale.of(scene, 1.0, exact=False)
    assert len(counted) == 1  # what is exact stays
    scale.of(scene, 0.1, exact=False)
    assert len(counted) == 2
