"""Tasks that are no digits, on the command line."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from netviz.network.activations import ACTIVATIONS
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.finding import load
from netviz.tasks.input import Picture
from netviz.tasks.plane.points import SHAPES
from netviz.training.recording.run_file import read_run

MADE = [name for name in TASKS if not isinstance(task_named(name).input, Picture)]
# The moons stand for all shapes in the plane.
ALIKE = [shape.task.id for shape in SHAPES if shape.task.id != "moons"]
KINDS = [name for name in MADE if name not in ALIKE]
INPUTS = {name: ",".join("0.3" for _ in range(task_named(name).input.n)) for name in MADE} | {
    "penguins": "39.1,18.7,,3750,Torgersen,male"
}
LEAST = {"spam": 0.935, "penguins": 0.95}
EVERY = [(name, loss, ACTIVATIONS[at % len(ACTIVATIONS)]) for name in KINDS
         for at, loss in enumerate(task_named(name).answer.losses)]  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> dict[str, Path]:
    """A trained network for each."""
    from netviz.cli.main import main

    found = {}
    for name in KINDS:
        found[name] = tmp_path_factory.mktemp(name) / "run.netviz"
        assert main(["train", "--task", name, "--save", str(found[name])]) == 0
    return found


def test_the_tasks_are_listed(netviz) -> None:
    lines = netviz("tasks").out.splitlines()
    assert [line.split()[0] for line in lines] == list(TASKS)
    table = json.loads(netviz("tasks", "--json").out)
    assert [row["task"] for row in table] == list(TASKS)
    for row, line in zip(table, lines, strict=True):
        assert row["about"] in line
        assert row["layers"] == str(task_named(row["task"]).network)


@pytest.mark.parametrize("name", MADE)
def test_what_training_prints_at_the_end(netviz, name: str) -> None:
    told = netviz("train", "--task", name, "--json")
    assert told.status == 0
    said = json.loads(told.out)
    assert said["task"] == name
    assert said["layers"] == str(task_named(name).network)
    if task_named(name).answer.kind == "classes":
        assert said["test_accuracy"] >= LEAST.get(name, 0.98)
        assert "r2" not in said
    else:
        assert said["r2"] >= 0.95
        assert 0 < said["test_loss"] < 0.02
        assert "accuracy" not in told.out + told.err
    assert "digit" not in told.out + told.err


@pytest.mark.parametrize(("name", "loss", "activation"), EVERY)
def test_a_run_goes_on_bit_for_bit_and_branches(
    netviz, tmp_path: Path, name: str, loss: str, activation: str
) -> None:
    kinds = ("--task", name, "--loss", loss, "--activation", activation, "--layers", "6,5",
             "--schedule", "constant")  # fmt: skip
    whole, parts, branch = (tmp_path / f"{what}.netviz" for what in ("whole", "parts", "branch"))
    assert netviz("train", *kinds, "--steps", 40, "--save", whole).status == 0
    assert netviz("train", *kinds, "--steps", 15, "--save", parts).status == 0
    assert netviz("train", "--resume", parts, "--steps", 5, "--save", branch).status == 0
    assert netviz("train", "--resume", parts, "--steps", 25).status == 0
    one, other, third = (read_run(path) for path in (whole, parts, branch))
    np.testing.assert_array_equal(one.parameters, other.parameters)
    assert {one.task, other.task, third.task} == {task_named(name)}
    assert (one.step, other.step, third.step) == (40, 40, 20)
    assert one.data == load(name).name
    weights = tmp_path / "weights.safetensors"
    assert netviz("train", *kinds, "--steps", 40, "--save", weights).status == 0
    np.testing.assert_array_equal(read_run(weights).parameters, one.parameters)
    assert read_run(weights).task is task_named(name)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", KINDS)
def test_a_run_is_tested_asked_and_drawn(netviz, runs, tmp_path: Path, name: str) -> None:
    task, run = task_named(name), runs[name]
    said = json.loads(netviz("test", run, "--json").out)
    assert (said["task"], said["count"]) == (name, len(load(name).test))
    told = netviz("test", run)
    assert told.status == 0
    assert "digit" not in told.out
    (found,) = json.loads(netviz("predict", run, "--inputs", INPUTS[name], "--json").out)["predictions"]
    plain = netviz("predict", run, "--inputs", INPUTS[name], "--inputs", INPUTS[name]).out.splitlines()
    assert len(plain) == 2
    if task.answer.kind == "classes":
        assert said["test_accuracy"] >= LEAST.get(name, 0.99)
        assert found["name"] in plain[0]
        assert sum(found["all"].values()) == pytest.approx(1, abs=1e-5)
    else:
        assert said["r2"] >= 0.95
        assert found["answers"]["y"] == pytest.approx(np.sin(2 * np.pi * 0.3), abs=0.15)
        assert "accuracy" not in told.out
    picture = tmp_path / "picture.png"
    assert netviz("render", run, "--out", picture, "--size", "320x200", "--inputs", INPUTS[name]).status == 0
    with Image.open(picture) as shown:
        assert len(shown.convert("L").getcolors(256) or ()) > 20


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("predict", "RUN", "picture.png"), "would be right"),
        (("predict", "RUN"), "There is nothing to read; "),
        (("predict", "RUN", "--inputs", "x"), "would be right"),
        (("predict", "RUN", "--inputs", "1,2,3,4,5"), "would be right"),
        (("predict", "RUN", "--inputs", "nan"), "would be right"),
        (("render", "RUN", "--out", "OUT/p.png", "--digit", "3"), "--inputs "),
        (("test", "RUN", "--data", "FOLDER"), "--data is for digits"),
        (("train", "--task", "NAME", "--data", "FOLDER"), "--data is for digits"),
        (("train", "--task", "NAME", "--augment"), "it changes pictures"),
        (("train", "--task", "NAME", "--layers", "784-16-10"), "would be right"),
        (("train", "--resume", "RUN", "--task", "digits"), "--task: this run has NAME"),
    ],
)
def test_what_means_nothing_to_it_is_refused(netviz, runs, tmp_path, folder, name, arguments, said) -> None:
    words = {
        "RUN": str(runs[name]),
        "OUT/p.png": str(tmp_path / "p.png"),
        "FOLDER": str(folder),
        "NAME": name,
    }
    told = netviz(*(words.get(argument, argument) for argument in arguments))
    assert told.status == 2
    assert said.replace("NAME", name) in told.sentence()


def test_numbers_have_no_accuracy_and_no_labels(netviz, runs, tmp_path: Path) -> None:
    for option in (("--accuracy", 0.9), ("--label-smoothing", 0.1), ("--loss", "softmax_cross_entropy")):
        told = netviz("train", "--task", "curve", *option)
        assert told.status == 2
        assert "A curve is answered with numbers" in told.sentence()
    assert "squared_error is for numbers" in netviz("train", "--loss", "squared_error").sentence()
    told = netviz("explain", runs["curve"], "--inputs", "0.3", "--out", tmp_path / "story.gif")
    assert told.status == 2
    assert "--seed, which chooses another one, would be right" in told.sentence()
    assert "chess" in netviz("train", "--task", "chess").err
    assert netviz("predict", "nothing.netviz", "--inputs", "0.3").status == 2


def test_training_ends_by_patience_where_numbers_get_no_better(netviz) -> None:
    told = netviz("train", "--task", "curve", "--patience", 3, "--json")
    ended = json.loads(told.out)["ended"]
    assert "nothing better than a loss of 0.0" in ended


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", KINDS)
def test_a_step_is_told_as_a_film(netviz, runs, tmp_path: Path, monkeypatch, name: str) -> None:
    """The film itself is drawn as any story's; here is what it tells."""
    told = []
    monkeypatch.setattr(
        "netviz.rendering.files.story_export.write_story",
        lambda _path, story, *_more, **_rest: told.append(story) or 1.0,
    )
    assert netviz("explain", runs[name], "--out", tmp_path / "story.gif", "--seed", 3).status == 0
    (story,) = told
    data = load(name)
    place = int(
        np.flatnonzero((data.training.stored == story.trace.pixels.astype(np.float32)).all(axis=1))[0]
    )
    assert story.task is task_named(name)
    assert story.trace.label == pytest.approx(float(data.training.answers[place].item()), abs=1e-6)
    assert story.batch is not None
    assert story.rehearsal is not None
    assert "digit" not in netviz("explain", runs[name], "--out", tmp_path / "story.gif").out
