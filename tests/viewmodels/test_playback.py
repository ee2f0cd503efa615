"""The newest is shown; changes count from the one before, and from the first."""

import numpy as np

from netviz.network.spec import NetworkSpec
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.playing.playback import Playback, past

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
    # Where it began, the recording says: not where it was opened.
    assert playback.first is None
    assert not playback.begun(shot(0), of=shot(70, generation=2))
    assert playback.begun(shot(0), of=opened)
    assert playback.first is not None
    assert (playback.first.step, playback.first.generation) == (0, 1)
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


def recorded(step: int, run: str = "file", spec: NetworkSpec = SPEC) -> Snapshot:
    return Snapshot(run, 5, step, spec, np.zeros(spec.n_parameters, np.float32))


def test_a_past_step_is_shown_while_training_goes_on() -> None:
    playback = Playback()
    playback.offer(shot(0))
    playback.offer(shot(50))
    there = past(recorded(20), playback.live)
    assert playback.travel(there)
    assert playback.travelling
    assert not playback.offer(shot(60))
    assert playback.shown is there
    assert playback.live is not None
    assert playback.live.step == 60
    assert playback.travel(None)
    assert playback.shown is playback.live
    assert not playback.travelling
    assert not playback.travel(None)


def test_changes_are_counted_only_from_an_earlier_step() -> None:
    playback = Playback()
    playback.offer(shot(50))
    early, late = past(recorded(10), playback.live), past(recorded(30), playback.live)
    playback.travel(early)
    assert playback.before is None
    playback.travel(late)
    assert playback.before is early
    playback.travel(None)
    assert playback.before is late


def test_another_network_ends_the_travel() -> None:
    playback = Playback()
    playback.offer(shot(50))
    playback.travel(past(recorded(10), playback.live))
    other = shot(0, generation=1)
    assert playback.offer(other)
    assert playback.shown is other
    assert not playback.travelling
    assert playback.before is None


def test_a_past_step_counts_as_one_of_the_same_network_but_is_no_copy_of_it() -> None:
    live = shot(50)
    kept, exact = past(recorded(50), live), past(recorded(50), live, exact=True)
    assert (kept.run, kept.generation) == (live.run, live.generation)
    assert kept.spec is live.spec
    assert len({live.identity, kept.identity, exact.identity}) == 3
    other = NetworkSpec.dense((4, 5, 2))
    before_surgery = past(recorded(3, spec=other), live)
    assert (before_surgery.run, before_surgery.generation) == ("file", 5)
    assert before_surgery.spec is other
