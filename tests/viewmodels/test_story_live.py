"""Sweeps over live training: real changes, each shown once, at three paces."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import Scene, resolve
from netviz.viewmodels.story.arrows.live import LivePulse, pace_of, tempo
from netviz.viewmodels.story.arrows.single import chain, single_moment
from netviz.viewmodels.story.arrows.sweep import HEADS_A_NEURON, choose, swept

SPEC = NetworkSpec((784, 12, 8, 10))
LAYOUT = make_layout(SPEC, 860, 640)
CONFIG = TrainingConfig(spec=SPEC, optimiser="momentum", batch_size=64)


@cache
def walk(step: int) -> NDArray[np.float32]:
    """Weights that move by a random walk, the same for the same step."""
    before = walk(step - 1) if step else np.zeros(SPEC.n_parameters, np.float32)
    return before + np.random.default_rng(step).standard_normal(SPEC.n_parameters, np.float32) * np.float32(
        0.01
    )


def snapshot(step: int, generation: int = 0) -> Snapshot:
    return Snapshot("r", generation, step, SPEC, walk(step))


def scene_of(shot: Snapshot) -> Scene:
    return resolve(shot, LAYOUT, LIGHT)


def test_paces_follow_the_script() -> None:
    assert [pace_of(p) for p in (0.125, 0.5, 1, 20, 21, 1000, None)] == [
        "sweep", "sweep", "pulse", "pulse", "accumulated", "accumulated", "accumulated",
    ]  # fmt: skip
    assert tempo(0.125)[0] == 6.0
    assert tempo(0.5)[0] == pytest.approx(1.7)
    slow = [tempo(p)[0] for p in np.geomspace(0.125, 20, 300)]
    assert all(b <= a for a, b in pairwise(slow))
    assert max(a - b for a, b in pairwise(slow)) < 0.2


def test_every_change_is_shown_once_and_none_is_left_out() -> None:
    live = LivePulse()
    rng = np.random.default_rng(0)
    now, step, spans = 0.0, 0, []
    live.offer(snapshot(0))
    scene = scene_of(snapshot(0))
    for _ in range(400):
        now += 0.03
        if rng.random() < 0.3:
            step += int(rng.integers(1, 4))
            live.offer(snapshot(step))
        live.moment(now, None, scene, CONFIG)
        spans += [
            (f.first.step, f.last.step) for f in live._flights if (f.first.step, f.last.step) not in spans
        ]
    assert spans[0][0] == 0
    assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_arrows_are_the_real_changes() -> None:
    live = LivePulse()
    first, last = snapshot(3), snapshot(5)
    live.offer(first)
    live.offer(last)
    seen = 0
    for t in np.linspace(0, 0.89, 40):
        now = live.moment(float(t), None, scene_of(last), CONFIG)
        assert now is not None
        for arrows in now.arrows:
            np.testing.assert_array_equal(arrows.value, (last.weights - first.weights)[arrows.edge])
            seen += len(arrows.edge)
    assert seen > 0


def test_the_sweep_goes_from_the_output_to_the_input() -> None:
    sweep = choose(LAYOUT, snapshot(1).weights - snapshot(0).weights)
    layers = []
    for at in np.linspace(0.01, 0.99, 50):
        lines, _, _ = swept(sweep, float(at))
        for line in lines:
            x = float(line.line[:, [0, 2]].mean())
            layers.append(int(np.searchsorted(LAYOUT.column_x, x)))
    assert layers[0] == 3
    assert layers[-1] <= 1
    assert layers == sorted(layers, reverse=True)


def test_slow_steps_take_their_new_values_after_the_wish_came_by() -> None:
    live = LivePulse()
    first, last = snapshot(0), snapshot(1)
    live.offer(first)
    live.offer(last)
    scene = scene_of(last)
    begin = live.moment(0.0, 0.25, scene, CONFIG)
    middle, end = live.moment(1.0, 0.25, scene, CONFIG), live.moment(3.3, 0.25, scene, CONFIG)
    assert begin is not None
    assert middle is not None
    assert end is not None
    assert middle.weights is not None
    np.testing.assert_array_equal(middle.weights, first.weights)
    assert end.weights is None


def test_it_says_which_pace_and_how_many_steps() -> None:
    live = LivePulse()
    live.offer(snapshot(10))
    live.offer(snapshot(47))
    now = live.moment(0.0, None, scene_of(snapshot(47)), CONFIG)
    assert now is not None
    assert now.title == "fast · each sweep is 37 steps, now up to 47"
    assert "37 steps together" in now.caption
    assert now.detail == "Batches of 64 with momentum."
    assert now.notes[-1].endswith("All share the scale of the newest. Batches of 64 with momentum.")
    live.offer(snapshot(48))
    one = live.moment(7.0, 2.0, scene_of(snapshot(48)), CONFIG)
    assert one is not None
    assert one.title == "one pulse a step · step 48"


def test_another_network_begins_anew() -> None:
    live = LivePulse()
    live.offer(snapshot(3))
    live.offer(snapshot(4))
    live.offer(snapshot(0, generation=1))
    assert live.moment(0.0, None, scene_of(snapshot(0)), CONFIG) is None
    live.offer(snapshot(1, generation=1))
    now = live.moment(1.0, None, scene_of(snapshot(1)), CONFIG)
    assert now is not None
    assert "step" in now.title
    live.forget()
    assert live.moment(2.0, None, scene_of(snapshot(1)), CONFIG) is None


def test_only_the_connections_to_one_neuron_in_each_layer() -> None:
    shot = snapshot(2)
    picks = chain(SPEC, shot.weights, None, 3)
    assert picks[-1] == 3
    last = shot.weights[SPEC.weight_slices[2]].reshape(8, 10)[:, 3]
    assert picks[2] == int(np.abs(last).argmax())
    now = single_moment(scene_of(shot), picks)
    assert sum(len(lines.line) for lines in now.under) == 784 + 12 + 8
    assert [ring.tag for ring in now.rings] == [f"1·{picks[1] + 1}", f"2·{picks[2] + 1}", "out"]
    live = LivePulse()
    live.offer(snapshot(2))
    live.offer(snapshot(3))
    for t in np.linspace(0, 0.85, 30):
        pulse = live.moment(float(t), None, scene_of(shot), CONFIG, picks)
        assert pulse is not None
        for arrows in pulse.arrows:
            for edge in arrows.edge.tolist():
                layer = next(k for k, s in enumerate(SPEC.weight_slices) if edge < s.stop)
                assert (edge - SPEC.weight_slices[layer].start) % SPEC.sizes[layer + 1] == picks[layer + 1]


def test_the_last_sweep_can_be_seen_again_until_something_changes() -> None:
    live = LivePulse()
    assert not live.again()
    live.offer(snapshot(0))
    live.offer(snapshot(1))
    scene = scene_of(snapshot(1))
    assert live.moment(0.0, 0.5, scene, CONFIG) is not None
    assert live.moment(9.0, 0.5, scene, CONFIG) is None  # it is over
    assert live.again()
    once_more = live.moment(10.0, 0.5, scene, CONFIG)
    assert once_more is not None
    assert live.told_span == (0, 1)
    live.offer(snapshot(5))
    assert not live.again()


def test_arrows_at_one_neuron_are_so_few_that_they_can_be_told_apart() -> None:
    layout = scene_of(snapshot(1)).layout
    rng = np.random.default_rng(1)
    change = rng.normal(0, 1e-4, SPEC.n_edges).astype(np.float32)
    for where, (n_in, n_out) in zip(SPEC.weight_slices, SPEC.shapes, strict=True):
        # One neuron's edges change most, out of it and into it.
        part = change[where].reshape(n_in, n_out)
        part[n_in // 2] *= 100
        part[:, n_out // 2] *= 100
    sweep = choose(layout, change)
    for layer, (ids, bearing) in enumerate(zip(sweep.ids, sweep.heads, strict=True)):
        where, n_out = SPEC.weight_slices[layer], SPEC.shapes[layer][1]
        source, target = np.divmod(ids[bearing] - where.start, n_out)
        assert np.bincount(source).max() <= HEADS_A_NEURON
        assert np.bincount(target).max() <= HEADS_A_NEURON
        # The strongest change of all has its arrow.
        assert np.abs(change[where]).argmax() + where.start == ids[bearing[-1]]
