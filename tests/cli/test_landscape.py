"""`netviz render --landscape`: pictures, a film, and arrays from which every point is computed again."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from netviz.cli.main import main
from netviz.network.forward import evaluate
from netviz.tasks.finding import load
from netviz.training.landscape.plane import Plane
from netviz.training.recording.run_file import read_run

pytestmark = pytest.mark.usefixtures("qapp")  # pictures are drawn in this process


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short run of a small network."""
    path = tmp_path_factory.mktemp("landscape") / "run.netviz"
    assert main(["train", "--task", "moons", "--layers", "6,5", "--epochs", "3", "--save", str(path)]) == 0
    return path


@pytest.mark.parametrize("which", ["run", "random", "steps:0,9,30", "weights:3,40"])
def test_every_number_of_the_arrays_can_be_computed_again(netviz, run: Path, tmp_path: Path, which) -> None:
    out = tmp_path / "l.npz"
    told = netviz(
        "render", run, "--landscape", "--out", out, "--directions", which, "--grid", 7, "--examples", 90
    )
    assert (told.status, told.err) == (0, "")
    model = read_run(run)
    training = load("moons").training
    with np.load(out) as found:
        assert set(found.files) == {
            "alphas", "betas", "loss", "examples", "directions", "origin", "path", "path_steps"
        }  # fmt: skip
        assert found["directions"].shape == (2, model.spec.n_parameters)
        assert found["loss"].shape == (7, 7)
        assert len(found["examples"]) == 90
        assert found["path"].shape == (len(found["path_steps"]), 2)
        assert found["path_steps"][-1] == model.step
        x, y = training.inputs(found["examples"]), training.answers[found["examples"]]
        for i, alpha in enumerate(found["alphas"]):
            for j, beta in enumerate(found["betas"]):
                there = found["origin"] + alpha * found["directions"][0] + beta * found["directions"][1]
                exact = evaluate(model.spec, there.astype(np.float64), x, y).loss
                assert found["loss"][i, j] == pytest.approx(exact, rel=1e-5, abs=1e-7)
        plane = Plane(model.spec, found["origin"], found["directions"], "run", ("", ""))
        points, distance = plane.project([model.parameters])
        np.testing.assert_allclose(points[0], found["path"][-1], atol=1e-3)
        if not which.startswith("steps"):
            assert distance[0] < 1e-2  # kept networks are rounded a little


def test_pictures_and_what_they_say(netviz, run: Path, tmp_path: Path) -> None:
    small = ("--landscape", "--grid", 9, "--examples", 50, "--size", "640x480")
    assert netviz("render", run, "--out", tmp_path / "l.png", "--dark", *small).status == 0
    with Image.open(tmp_path / "l.png") as picture:
        assert picture.size == (640, 480)
        assert picture.getpixel((2, 2)) == (0x15, 0x17, 0x1C)
    assert netviz("render", run, "--out", tmp_path / "l.svg", *small).status == 0
    root = ET.fromstring((tmp_path / "l.svg").read_bytes())
    assert root.get("viewBox") == "0 0 640 480"
    said = root.findtext("{http://www.w3.org/2000/svg}desc", "")
    n = read_run(run).spec.n_parameters
    for words in (
        f"{n} dimensions",
        "slice of two",
        "of the run’s movement",
        "50 training examples",
        "The ball is",
    ):
        assert words.lower() in said.lower()


def test_a_film_of_the_ball(netviz, run: Path, tmp_path: Path) -> None:
    out = tmp_path / "film.gif"
    told = netviz(
        "render", run, "--landscape", "--out", out, "--steps", "0:20", "--seconds", 1, "--grid", 5,
        "--examples", 50, "--size", "320x240",
    )  # fmt: skip
    assert told.status == 0, told.err
    with Image.open(out) as film:
        assert film.n_frames > 2
        assert film.size == (320, 240)


def test_weights_alone_have_random_directions_and_no_path(netviz, run: Path, tmp_path: Path) -> None:
    told = netviz("train", "--task", "moons", "--epochs", 1, "--save", tmp_path / "w.safetensors")
    assert told.status == 0, told.err
    out = tmp_path / "l.npz"
    told = netviz("render", tmp_path / "w.safetensors", "--landscape", "--out", out, "--grid", 3)
    assert told.status == 0, told.err
    with np.load(out) as found:
        assert found["path"].shape == (0, 2)
        assert found["alphas"].tolist() == [-1, 0, 1]
    for which in ("run", "steps:0,1,2"):
        told = netviz(
            "render", tmp_path / "w.safetensors", "--landscape", "--out", out, "--directions", which
        )
        assert told.status == 2
        assert "random would be right" in told.sentence()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--landscape", "--out", "l.txt"], "a landscape can't be written as .txt; .png, .svg or .npz"),
        (["--landscape", "--out", "l.png", "--grid", "2"], "3 to 501 would be right"),
        (["--landscape", "--out", "l.png", "--examples", "0"], "1 or more would be right"),
        (
            ["--landscape", "--out", "l.png", "--directions", "up"],
            "can't be read; run, random, steps:0,500,1000",
        ),
        (["--landscape", "--out", "l.png", "--directions", "steps:1,2"], "can't be read"),
        (["--landscape", "--out", "l.png", "--directions", "run:1"], "can't be read"),
        (
            ["--landscape", "--out", "l.png", "--directions", "steps:2,2,2"],
            "three different ones would be right",
        ),
        (["--landscape", "--out", "l.png", "--directions", "weights:1,9999"], "There is no weight 9,999"),
        (["--landscape", "--out", "l.png", "--steps", "999999:"], "another stretch would be right"),
        (["--landscape", "--out", "l.png", "--seconds", "3"], "which --steps asks for"),
        (["--landscape", "--out", "l.png", "--inputs", "0,0"], "measured on many examples"),
        (["--out", "l.png", "--grid", "9"], "--grid belongs to --landscape"),
    ],
)
def test_what_is_wrong_is_said(netviz, run: Path, tmp_path: Path, monkeypatch, arguments, sentence) -> None:
    monkeypatch.chdir(tmp_path)
    told = netviz("render", run, *arguments)
    assert told.status == 2
    assert sentence in told.sentence()
    assert not any(tmp_path.iterdir())
