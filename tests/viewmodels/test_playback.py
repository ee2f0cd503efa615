"""The newest is shown; changes count from the one before, and from the first."""

import numpy as np

from netviz.network.spec import NetworkSpec
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.playback import Playback

SPEC = NetworkSpec.dense((4, 3, 2))
ZEROS = np.zeros(SPEC.n_parameters, np.float32)


def shot(step: int, generation: int = 0, gradient: np.ndarray | None = None) -> Snapshot:
    return Snapshot("run", generation, step, SPEC, ZEROS, gradient)


def test_the_newest_is_shown() -> None:
    playback = Playback()
    assert playback.shown is None
    assert not playback.offer(None)
    first, second = shot(0), shot(3)
    assert playback.offer(first)
    assert not playback.offer(shot(0))
    assert playback.offer(second)
    assert playback.shown is second
    assert playback.before is first
    assert playback.first is first


def test_another_network_has_nothing_before() -> None:
    playback = Playback()
    playback.offer(shot(0))
    playback.offer(shot(3))
    opened = shot(70, generation=1)
    playback.offer(opened)
    assert playback.before is None
    assert playback.first is opened
    playback.offer(shot(71, generation=1))
    assert playback.before is opened


def test_the_same_step_with_its_gradient_takes_its_place() -> None:
    playback = Playback()
    playback.offer(shot(2))
    before = shot(3)
    playback.offer(before)
    known = shot(3, gradient=ZEROS)
    assert playback.offer(known)
    assert playback.shown is known
    assert playback.before is not before
    assert playback.before.step == 2
    assert not playback.offer(shot(3, gradient=ZEROS))
    assert not playback.offer(shot(3))
