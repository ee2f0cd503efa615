"""Recordings on the command line: `train --save` and `--resume`, and a step of the past by `--step`."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from netviz.cli.training import resumed
from netviz.cli.training.options import add_arguments
from netviz.cli.training.resumed import NO_SETTINGS
from netviz.files.formats import HEAD, WEIGHTS, format_of
from netviz.tasks.digits.resources import resource
from netviz.training.recording.reader import Recording
from netviz.training.recording.recorder import Recorder
from netviz.training.recording.run_file import read_run
from netviz.training.recording.writer import RecordingWriter
from netviz.training.saved.model_file import load_model


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
        assert recording.info.data.sha256
    assert [file.name for file in tmp_path.iterdir()] == ["run.netviz"]


def test_weights_alone_by_their_suffix(train, tmp_path):
    path = tmp_path / "weights.safetensors"
    assert train("--steps", 5, "--save", path).status == 0
    assert format_of(path, path.read_bytes()[:HEAD]) is WEIGHTS
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


# Of each setting what the run has, and something else: also what a new run would have.
SETTINGS = {
    "--task": ("digits", "moons"),
    "--layers": ("12,9", "16,16"),
    "--activation": ("tanh,relu", "relu"),
    "--loss": ("sigmoid_squared_error", "softmax_cross_entropy"),
    "--init": ("xavier", "he"),
    "--optimizer": ("nesterov", "momentum"),
    "--lr": ("0.003", "0.02"),
    "--momentum": ("0.8", "0.9"),
    "--schedule": ("step", "cosine"),
    "--schedule-steps": ("7", "8"),
    "--drop": ("0.3", "0.5"),
    "--batch": ("20", "32"),
    "--examples": ("90", "80"),
    "--seed": ("4", "0"),
    "--l2": ("0.001", "0"),
    "--l1": ("0.002", "0.0"),
    "--dropout": ("0.25", "0"),
    "--label-smoothing": ("0.1", "0"),
    "--clip": ("2.5", "3"),
    "--augment": ("rotation=5,noise=0.1", "rotation=5"),
    "--validate-every": ("3", "4"),
}


@pytest.fixture(scope="module")
def unusual(folder, tmp_path_factory):
    """A run in which no setting is the usual one."""
    from netviz.cli.main import main

    path = tmp_path_factory.mktemp("unusual") / "run.netviz"
    options = [word for name, (own, _) in SETTINGS.items() for word in (name, own)]
    assert main(["train", "--data", str(folder), *options, "--steps", "2", "--save", str(path)]) == 0
    return path


def test_every_setting_of_train_is_looked_at():
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    dests = {action.dest for action in parser._actions if action.dest != "help"}
    assert dests == {name[2:].replace("-", "_") for name in SETTINGS} | NO_SETTINGS
    assert set(resumed._ROWS) == dests - NO_SETTINGS


@pytest.mark.parametrize("name", SETTINGS)
def test_a_run_that_goes_on_keeps_its_settings(resume, unusual, tmp_path, name):
    own, other = SETTINGS[name]
    told = resume("--resume", unusual, "--steps", 1, "--save", tmp_path / "on.netviz", name, other)
    assert told.status == 2
    assert f"netviz: {name}: " in told.sentence()
    assert "a run that goes on keeps its settings" in told.sentence()
    assert not (tmp_path / "on.netviz").exists()
    told = resume("--resume", unusual, "--steps", 1, "--save", tmp_path / "on.netviz", name, own)
    assert told.status == 0


@pytest.mark.parametrize(
    "length",
    [("--epochs", 1), ("--seconds", "0.01"), ("--accuracy", "0.01"), ("--patience", 1, "--steps", 2)],
)
def test_how_long_it_goes_on_is_no_setting(resume, unusual, tmp_path, length):
    assert resume("--resume", unusual, *length, "--save", tmp_path / "on.netviz").status == 0


def test_what_a_usual_run_has_may_be_said(train, resume, tmp_path):
    path = tmp_path / "run.netviz"
    assert train("--steps", 3, "--layers", "6", "--save", path).status == 0
    options = (
        "--layers",
        "784-6-10",
        "--activation",
        "relu",
        "--schedule",
        "one-cycle",
        "--augment",
        "shift=0",
    )
    assert resume("--resume", path, "--steps", 1, *options).status == 0
    assert (
        "--schedule: this run has one-cycle" in resume("--resume", path, "--schedule", "constant").sentence()
    )


def test_going_on_is_refused_in_a_sentence(train, resume, netviz, tmp_path):
    path, weights = tmp_path / "run.netviz", tmp_path / "weights.safetensors"
    train("--steps", 5, "--save", path)
    train("--steps", 5, "--save", weights)
    for file in (tmp_path / "none.netviz", weights, tmp_path):
        assert str(file) in resume("--resume", file).sentence()
    mnist = resource("digits", "train-images-idx3-ubyte.gz").parent
    assert "other examples" in netviz("train", "--resume", path, "--data", mnist, "--steps", 1).sentence()
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
