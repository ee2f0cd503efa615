"""A training that diverges says so in a sentence: nothing of numpy's is on stderr, whatever the settings."""

import json
import subprocess
import sys

import pytest

from netviz.network.activations import ACTIVATIONS
from netviz.network.losses import LOSSES
from netviz.network.optimisers import OPTIMISERS
from netviz.training.recording.run_file import read_run

FAR = ("--lr", "1e6", "--layers", "64,64,64,64", "--steps", 60, "--batch", 20)
MORE = (
    ("--l1", "1", "--l2", "1"),
    ("--dropout", "0.5", "--label-smoothing", "0.1"),
    ("--clip", "1e-3"),
    ("--schedule", "one-cycle", "--validate-every", "1"),
    ("--augment", "noise=0.5"),
    ("--optimizer", "sgd", "--layers", ""),
)


def check(netviz, folder, path, *settings: str) -> None:
    """Warnings are errors in tests, those of numpy too: one would end this training."""
    told = netviz("train", "--data", folder, *FAR, *settings, "--save", path, "--json")
    diverged = json.loads(told.out)["diverged_at_step"] is not None
    assert told.status == (1 if diverged else 0)
    own = [line for line in told.err.splitlines() if line.startswith("netviz: ")]
    assert len(own) == (1 if diverged else 0)
    assert "Warning" not in told.err
    # And what was kept of it is whole, and as quiet.
    assert read_run(path).session_state().step == json.loads(told.out)["steps"] or diverged
    for command in (("test", path, "--json"), ("train", "--resume", path, "--steps", 3, "--json")):
        told = netviz(*command)
        assert told.status in (0, 1)
        assert "Warning" not in told.err


# Every activation with two optimisers and every optimiser with several activations, each with both losses.
PAIRS = sorted(
    {
        (activation, OPTIMISERS[(at + shift) % len(OPTIMISERS)], LOSSES[(at + shift) % len(LOSSES)])
        for at, activation in enumerate(ACTIVATIONS)
        for shift in (0, 3)
    }
)


@pytest.mark.parametrize(("activation", "optimiser", "loss"), PAIRS)
def test_no_optimiser_and_no_activation_warns(netviz, folder, tmp_path, activation, optimiser, loss):
    settings = ("--activation", activation, "--optimizer", optimiser, "--loss", loss)
    check(netviz, folder, tmp_path / "run.netviz", *settings)


@pytest.mark.parametrize("settings", MORE, ids=" ".join)
@pytest.mark.parametrize("activation", ["relu", "linear"])
def test_no_other_setting_does(netviz, folder, tmp_path, activation, settings):
    if "--layers" not in settings:
        settings = ("--activation", activation, *settings)
    check(netviz, folder, tmp_path / "run.netviz", *settings)


@pytest.mark.parametrize("recorded", [False, True])
def test_stderr_of_the_program_is_one_sentence(folder, tmp_path, recorded):
    command = ["train", "--data", folder, *FAR, "--activation", "linear"]
    if recorded:
        command += ["--save", tmp_path / "run.netviz"]
    told = subprocess.run(
        [sys.executable, "-W", "always", "-m", "netviz", *map(str, command)], capture_output=True, text=True
    )
    assert told.returncode == 1
    (sentence,) = told.stderr.strip().splitlines()
    assert sentence.startswith("netviz: the loss is no finite number since step ")


@pytest.mark.parametrize("name", ["run.netviz", "weights.safetensors"])
def test_a_last_step_that_left_infinities_is_a_divergence(netviz, folder, tmp_path, name):
    """The loss of the last step was still finite: it was that of the weights before."""
    far = ("--lr", "1e6", "--layers", "64,64,64,64", "--batch", 20, "--optimizer", "adam")
    told = netviz("train", "--data", folder, *far, "--steps", 3, "--save", tmp_path / name, "--json")
    assert told.status == 1
    result = json.loads(told.out)
    assert (result["diverged_at_step"], result["test_accuracy"]) == (3, None)
    assert result["train_loss"] is not None
    assert "not all numbers of the network and its optimiser are finite at step 3" in told.err
    assert "Saved the last good network, of step 0" in told.err
    assert read_run(tmp_path / name).session_state().step == 0
