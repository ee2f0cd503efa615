"""Activations arrive layer by layer, once, and end as the scene that is there."""

from itertools import pairwise

import numpy as np
import pytest

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.playing.flow import PULSES, SECONDS, SOURCES, Flow
from netviz.viewmodels.scene import Scene, resolve

SPEC = NetworkSpec.dense((784, 16, 12, 10))


def scene_of(seed: int = 0, spec: NetworkSpec = SPEC, *, digit: bool = True, **others: object) -> Scene:
    rng = np.random.default_rng(seed)
    parameters = rng.standard_normal(spec.n_parameters).astype(np.float32) * np.float32(0.1)
    x = rng.random(spec.sizes[0], np.float32)
    forward = forward_pass(spec, parameters, x) if digit else None
    snapshot = Snapshot("run", 0, seed, spec, parameters)
    return resolve(snapshot, make_layout(spec, 900, 640), LIGHT, forward, **others)  # type: ignore[arg-type]


def frames(scene: Scene, step: float = 0.02) -> list[Scene]:
    flow = Flow()
    flow.begin()
    seen = []
    while flow.advance(step):
        shown = flow.over(scene)
        if shown is scene:
            break
        seen.append(shown)
    assert not flow.moving
    assert flow.over(scene) is scene
    return seen


def test_it_lasts_as_long_as_it_should() -> None:
    assert len(frames(scene_of(), 0.02)) == pytest.approx(SECONDS / 0.02, abs=1.01)


def test_columns_light_up_one_after_the_other_and_only_more() -> None:
    scene = scene_of()
    sums = np.array([[f.shade[s].sum() for s in SPEC.neuron_slices] for f in frames(scene)])
    full = np.array([scene.shade[s].sum() for s in SPEC.neuron_slices])
    assert (sums[:, 0] == full[0]).all()  # the pixels are there at once
    assert (np.diff(sums, axis=0) >= -1e-6).all()
    half = [int(np.argmax(sums[:, column] > 0.5 * full[column])) for column in (1, 2, 3)]
    assert half == sorted(half)
    assert len(set(half)) == 3
    assert sums[0, 1:].sum() == 0


def test_the_answer_comes_last() -> None:
    seen = frames(scene_of())
    known = [f.answer is not None for f in seen]
    assert not known[0]
    assert known == sorted(known)
    assert not any(f.probability.any() for f, k in zip(seen, known, strict=True) if not k)


def test_pulses_are_the_strongest_contributions_and_have_their_signs() -> None:
    scene = scene_of()
    first = next(f for f in frames(scene) if f.pulses)
    a = scene.activation[SPEC.neuron_slices[0]]
    rows = np.argsort(np.abs(a))[-SOURCES:]
    value = (a[rows, None] * scene.weights[SPEC.weight_slices[0]].reshape(784, 16)[rows]).ravel()
    wanted = np.sort(np.abs(value))[-PULSES:]
    signs = value[np.argsort(np.abs(value))[-PULSES:]] > 0
    count = {lines.role: len(lines.line) for lines in first.pulses}
    assert count == {"positive": int(signs.sum()), "negative": int((~signs).sum())}
    alphas = np.concatenate([lines.alpha for lines in first.pulses])
    np.testing.assert_allclose(np.sort(alphas), np.sort(np.sqrt(wanted / wanted.max()) ** 1.3), rtol=1e-4)


def test_pulses_travel_towards_the_output() -> None:
    x = [max(lines.line[:, 2].mean() for lines in f.pulses) for f in frames(scene_of()) if f.pulses]
    assert all(b >= a - 200 for a, b in pairwise(x))
    assert x[-1] > x[0] + 300


def test_edges_are_not_drawn_anew() -> None:
    scene = scene_of()
    assert {f.edge_key for f in frames(scene)} == {scene.edge_key}
    assert len({f.key for f in frames(scene)}) == len(frames(scene))


def test_anything_else_ends_it() -> None:
    scene, other = scene_of(), scene_of(1)
    for end in ("network", "digit", "stop"):
        flow = Flow()
        flow.begin()
        flow.over(scene)
        flow.advance(0.1)
        if end == "network":
            assert flow.over(other) is other
        elif end == "digit":
            empty = scene_of(digit=False)
            assert flow.over(empty) is empty
        else:
            flow.stop()
        assert not flow.moving
        assert flow.over(scene) is scene


def test_a_network_of_millions_costs_no_more_than_its_most_active_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from netviz.viewmodels.playing import flow as module

    looked_at: list[int] = []
    choose = module.strongest

    def counting(values: np.ndarray, count: int) -> np.ndarray:
        looked_at.append(len(values))
        return choose(values, count)

    monkeypatch.setattr(module, "strongest", counting)
    scene = scene_of(spec=NetworkSpec.dense((784, 1024, 900, 10)), reference=np.ones(3, np.float32))
    flow = Flow()
    flow.begin()
    flow.over(scene)
    assert max(looked_at) <= SOURCES * 1024


def test_changes_of_weights_send_nothing() -> None:
    assert not any(f.pulses for f in frames(scene_of(view="change")))
