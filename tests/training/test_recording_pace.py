"""How often a run is kept: often in its beginning, then by time, and more seldom where writing takes long."""

import numpy as np

from netviz.training.recording.pace import SNAPSHOT_EVERY, STATE_EVERY, Pace, next_early


def kept(pace: Pace, seconds: float) -> list[str]:
    """What is due in so many seconds, looked at every tenth of one."""
    due = (pace.due(1000 + tick / 10) for tick in range(round(seconds * 10)))
    return [what for what in due if what is not None]


def test_small_networks_are_kept_at_fixed_times() -> None:
    what = kept(Pace(), 60)
    assert what[0] == "state"
    assert what.count("state") == 60 / STATE_EVERY
    # A state is a snapshot too.
    assert len(what) <= 60 / SNAPSHOT_EVERY
    assert what.count("snapshot") >= what.count("state")


def test_recording_takes_only_its_share_of_the_time() -> None:
    pace = Pace()
    pace.snapshot_cost, pace.state_cost = 0.5, 2.0
    what = kept(pace, 600)
    assert 0.2 < what.count("state") * pace.state_cost / 600 <= 0.26
    assert what.count("snapshot") * pace.snapshot_cost / 600 <= 0.05


def test_the_first_steps_are_kept_close_together() -> None:
    steps = [0]
    while steps[-1] < 100_000:
        steps.append(next_early(steps[-1]))
    assert steps[:20] == list(range(20))
    assert (np.diff(steps[1:]) <= np.maximum(np.array(steps[1:-1]) / 16, 1)).all()
    assert len(steps) < 220
