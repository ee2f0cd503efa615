"""The trained networks that come with the program."""

import json

import pytest

from netviz.cli.main import main
from netviz.data.resources import resource
from netviz.training.config import TrainingConfig
from netviz.training.model_file import load_model

EXAMPLES = sorted(resource("examples").iterdir())


def test_there_is_one():
    assert [path.name for path in EXAMPLES] == ["trained-784-16-16-10.netviz"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_it_is_what_the_usual_settings_give(path):
    model = load_model(path)
    assert model.session_state().config == TrainingConfig()
    assert model.validation is not None
    assert path.stat().st_size < 200_000


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_it_reads_digits_well(path, capsys):
    assert main(["test", str(path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["test_accuracy"] >= 0.945
    assert str(round(100 * result["test_accuracy"], 2)) in (resource("README.md")).read_text(encoding="utf-8")
