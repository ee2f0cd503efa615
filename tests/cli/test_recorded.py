"""Recordings on the command line: `train --save` and `--resume`, and a step of the past by `--step`."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from netviz.data.resources import resource
from netviz.training.model_file import is_model, load_model
from netviz.training.recording.reader import Recording
from netviz.training.recording.recorder import Recorder
from netviz.training.recording.run_file import read_run
from netviz.training.recording.writer import RecordingWriter


@pytest.fixture
def train(netviz, folder):
    return lambda *arguments: netviz("train", "--data", folder, "--batch", 20, *arguments)


@pytest.fixture
def resume(netviz, folder):
    return lambda *arguments: netviz("train", "--data", folder, *arguments)


def test_what_is_saved_is_the_whole_run(train, tmp_path):
    path = tmp_path / "run.netviz"
    told = train("--epochs", 3, "--save", path)
    assert told.status == 0
    assert f"Saved as {path}" in told.out
    with Recording(path) as recording:
        assert recording.info.finished
        assert recording.steps[0] == 0
        assert recording.last_step == len(recording.metrics()) == 33
        assert [point.step for point in recording.metrics().validation_since(None)[1]] == [11, 22, 33]
        assert recording.info.data_sha256
    assert [file.name for file in tmp_path.iterdir()] == ["run.netviz"]


def test_weights_alone_by_their_suffix(train, tmp_path):
    path = tmp_path / "weights.safetensors"
    assert train("--steps", 5, "--save", path).status == 0
    assert is_model(path.read_bytes()[:16])
    assert load_model(path).session_state().step == 5


def test_what_was_there_stays_whole_until_the_end(train, tmp_path, monkeypatch):
    path = tmp_path / "run.netviz"
    assert train("--steps", 3, "--save", path).status == 0
    older = path.read_bytes()
    seen = []
    take = Recorder.take

    def look(self: Recorder, *arguments: object) -> None:
        seen.append(path.read_bytes())
        take(self, *arguments)

    monkeypatch.setattr(Recorder, "take", look)
    assert train("--steps", 30, "--save", path).status == 0
    assert set(seen) == {older}
    assert read_run(path).step == 30
    assert [file.name for file in tmp_path.iterdir()] == ["run.netviz"]


def test_a_run_goes_on_bit_for_bit(train, resume, tmp_path):
    whole, part, other = (tmp_path / name for name in ("whole.netviz", "part.netviz", "other.netviz"))
    # A schedule would be as long as each training.
    settings = ("--optimizer", "adam", "--seed", 5, "--schedule", "constant")
    assert train("--steps", 50, *settings, "--save", whole).status == 0
    assert train("--steps", 17, *settings, "--save", part).status == 0
    told = resume("--resume", part, "--steps", 10, "--json")
    assert told.status == 0
    assert json.loads(told.out)["steps"] == 27
    assert resume("--resume", part, "--steps", 23, "--save", other).status == 0
    a, b = read_run(whole), read_run(other)
    assert read_run(part).step == 27
    assert a.step == b.step == 50
    np.testing.assert_array_equal(a.parameters, b.parameters)
    np.testing.assert_array_equal(a.state.optimiser_state, b.state.optimiser_state)
    with Recording(part) as first, Recording(other) as second:
        assert second.parent is not None
        assert (second.parent.run, second.parent.step) == (first.info.run, 27)
        assert len(second.metrics()) == 50
        assert second.steps[0] == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--lr", "0.5"), "--lr"),
        (("--layers", "30"), "--layers"),
        (("--optimizer", "adam"), "--optimizer"),
    ],
)
def test_a_run_that_goes_on_keeps_its_settings(train, resume, tmp_path, arguments, named):
    path = tmp_path / "run.netviz"
    train("--steps", 5, "--save", path)
    told = resume("--resume", path, *arguments)
    assert told.status == 2
    assert named in told.sentence()


def test_going_on_is_refused_in_a_sentence(train, resume, netviz, tmp_path):
    path, weights = tmp_path / "run.netviz", tmp_path / "weights.safetensors"
    train("--steps", 5, "--save", path)
    train("--steps", 5, "--save", weights)
    for file in (tmp_path / "none.netviz", weights, tmp_path):
        assert str(file) in resume("--resume", file).sentence()
    mnist = resource("digits", "train-images-idx3-ubyte.gz").parent
    assert "other digits" in netviz("train", "--resume", path, "--data", mnist, "--steps", 1).sentence()
    assert netviz("train", "--resume", path, "--steps", 1).status == 0  # with its own
    writer = RecordingWriter(path)
    assert "is being written" in resume("--resume", path, "--steps", 1).sentence()
    assert "is being written" in train("--steps", 1, "--save", path).sentence()
    writer.close()


def test_what_can_not_be_recorded_any_more_is_said(train, tmp_path, monkeypatch):
    path = tmp_path / "run.netviz"
    rest = Recorder.rest

    def gone(self: Recorder, *arguments: object) -> None:
        self.flush().result(20)
        path.unlink()
        (tmp_path / "run.netviz").mkdir()
        rest(self, *arguments)

    monkeypatch.setattr(Recorder, "rest", gone)
    told = train("--steps", 30, "--save", path)
    assert told.status == 2
    assert str(path) in told.err


def test_a_step_of_the_past_is_tested_read_and_drawn(train, netviz, folder, tmp_path):
    path = tmp_path / "run.netviz"
    train("--epochs", 5, "--save", path)
    late = json.loads(netviz("test", path, "--data", folder, "--json").out)
    early = json.loads(netviz("test", path, "--data", folder, "--json", "--step", 1).out)
    assert (early["step"], late["step"]) == (1, 55)
    assert early["test_accuracy"] != late["test_accuracy"]
    told = netviz("test", path, "--data", folder, "--step", 4000)
    assert "Step 4,000 is not kept in the recording; this is step 55." in told.out
    assert "55 steps" in told.out
    for step in (0, 55):
        picture = tmp_path / f"{step}.png"
        assert netviz("render", path, "--step", step, "--out", picture, "--size", "300x200").status == 0
    assert (tmp_path / "0.png").read_bytes() != (tmp_path / "55.png").read_bytes()
    assert netviz("predict", path, tmp_path / "0.png", "--step", 2).status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_killed_it_leaves_a_file_that_goes_on(resume, folder, tmp_path):
    path = tmp_path / "run.netviz"
    command = [sys.executable, "-m", "netviz", "train", "--data", folder, "--batch", "20"]
    with subprocess.Popen(
        [*command, "--seconds", "60", "--save", path], stdout=subprocess.DEVNULL
    ) as process:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if path.exists():
                with Recording(path) as recording:
                    if len(recording.state_steps) > 2:
                        break
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    with Recording(path) as recording:
        assert not recording.info.finished
        last = recording.state_steps[-1]
    assert resume("--resume", path, "--steps", 5).status == 0
    assert read_run(path).step == last + 5
