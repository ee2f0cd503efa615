"""The runs that come with the program, on the command line."""

import json

import pytest

from netviz.cli.main import main
from netviz.tasks.digits.resources import resource
from netviz.training.config import TrainingConfig
from netviz.training.recording.run_file import read_run

TRAINED = resource("examples", "trained-784-16-16-10.netviz")
NAMES = ["dead-relu", "overfitting", "trained-784-16-16-10", "vanishing-gradients"]


def test_these_are_there():
    assert sorted(path.stem for path in resource("examples").glob("*.netviz")) == NAMES


def test_the_trained_one_has_the_usual_network():
    run = read_run(TRAINED)
    assert run.state is not None
    assert run.state.config.spec == TrainingConfig().spec
    assert run.validation is not None


@pytest.mark.parametrize("name", NAMES)
def test_each_is_read_by_the_command_line_at_any_kept_step(name, capsys):
    path = str(resource("examples", f"{name}.netviz"))
    assert main(["test", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["test_accuracy"] > 0.05
    assert main(["test", path, "--step", "0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["test_accuracy"] < 0.3


def test_the_trained_one_reads_digits_well(capsys):
    assert main(["test", str(TRAINED), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["test_accuracy"] >= 0.945
    assert str(round(100 * result["test_accuracy"], 2)) in (resource("README.md")).read_text(encoding="utf-8")
