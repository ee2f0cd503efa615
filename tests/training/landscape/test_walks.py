"""The way of a run, read from its recording."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.landscape.plane import PlaneError
from netviz.training.landscape.walks import recorded_walk, with_steps
from netviz.training.recording.reader import Recording
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session

CONFIG = TrainingConfig(spec=NetworkSpec.dense((784, 3, 10)), batch_size=50)


def test_a_walk_goes_through_kept_steps_of_the_last_shape(tmp_path: Path, few_digits: Digits) -> None:
    path = tmp_path / "a.nvrun"
    session = Session(CONFIG, few_digits)
    writer = RecordingWriter(path, session.state())
    for _ in range(12):
        session.step()
        writer.add_state(session.state())
    other = Session(replace(CONFIG, spec=NetworkSpec.dense((784, 4, 10))), few_digits)
    state = replace(other.state(), step=12)
    writer.add_state(state, 1)
    other = Session.at(state, few_digits)
    for _ in range(9):
        other.step()
        writer.add_state(other.state(), 1)
    writer.close()
    with Recording(path) as recording:
        walk = recorded_walk(recording)
        assert walk.spec.sizes == (784, 4, 10)
        assert walk.steps[-1] == 21
        assert set(walk.steps) <= set(range(12, 22))
        assert walk.parameters.shape == (len(walk.steps), walk.spec.n_parameters)
        assert np.array_equal(walk.parameters[-1], other.state().parameters)
        few = recorded_walk(recording, most=4)
        assert len(few.steps) == 4
        assert few.steps[-1] == 21
        earlier = recorded_walk(recording, 3, 9)
        assert earlier.spec.sizes == (784, 3, 10)
        assert earlier.steps.tolist() == list(range(3, 10))
        three, places = with_steps(recording, earlier, (1, 7, 9))
        assert three.steps[list(places)].tolist() == [1, 7, 9]
        with pytest.raises(PlaneError, match="At step 20 the network was"):
            with_steps(recording, earlier, (3, 7, 20))
        other.step()
        ahead = recorded_walk(recording, newest=other.state().snapshot())
        assert ahead.steps[-1] == 22
        assert np.array_equal(ahead.parameters[-1], other.state().parameters)
        with pytest.raises(PlaneError, match="another stretch would be right"):
            recorded_walk(recording, 50, 60)
