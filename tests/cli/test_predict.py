"""`netviz predict`: reads pictures, and goes on after one that can't be read."""

import json

import numpy as np
import pytest
import safetensors.numpy
from PIL import Image, ImageDraw

from netviz.network.forward import predict
from netviz.training.judge import LEAST
from netviz.training.recording.run_file import read_run


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    from netviz.cli.main import main

    path = tmp_path_factory.mktemp("network") / "network.netviz"
    assert main(["train", "--epochs", "1", "--save", str(path)]) == 0
    return path


@pytest.fixture
def pictures(digits, tmp_path):
    """Test digits 0 to 4 (7, 2, 1, 0, 4) as dark ink on white."""
    paths = []
    for i in range(5):
        paths.append(tmp_path / f"picture {i}.png")
        Image.fromarray(255 - digits.test.images[i].reshape(28, 28)).save(paths[-1])
    return paths


def test_digits_are_read(netviz, network, pictures, digits):
    told = netviz("predict", network, *pictures, "--json")
    assert (told.status, told.err, told.out.count("\n")) == (0, "", 1)
    result = json.loads(told.out)
    assert [reading["image"] for reading in result["predictions"]] == list(map(str, pictures))
    model = read_run(network)
    answers, outputs = predict(model.spec, model.parameters, digits.test.inputs(slice(5)))
    for reading, answer, output in zip(result["predictions"], answers, outputs, strict=True):
        assert reading["digit"] == answer
        assert reading["probability"] == pytest.approx(output.max(), rel=1e-4)
        ranking = [reading, *reading["runners_up"]]
        assert sorted(row["digit"] for row in ranking) == list(range(10))
        probabilities = [row["probability"] for row in ranking]
        assert probabilities == sorted(probabilities, reverse=True)
        assert sum(probabilities) == pytest.approx(1, abs=1e-5)


def test_a_line_for_each(netviz, network, pictures):
    told = netviz("predict", network, *pictures)
    assert (told.status, told.err) == (0, "")
    lines = told.out.splitlines()
    assert len(lines) == 5
    for line, picture, digit in zip(lines, pictures, "72104", strict=True):
        assert line.startswith(f"{picture}  {digit}  ")
    assert len({line.index("%") for line in lines}) == 1  # aligned


def test_one_that_can_not_be_read_does_not_stop_the_others(netviz, network, pictures, tmp_path):
    (tmp_path / "text.png").write_text("a picture of a five")
    told = netviz("predict", network, pictures[0], tmp_path / "text.png", tmp_path / "none", pictures[1])
    assert told.status == 2
    assert len(told.out.splitlines()) == 2
    sentences = told.err.splitlines()
    assert len(sentences) == 2
    assert "text.png" in sentences[0]
    assert "none" in sentences[1]
    told = netviz("predict", network, pictures[0], tmp_path / "none", "--json")
    assert told.status == 2
    read, failed = json.loads(told.out)["predictions"]
    assert read["digit"] == 7
    assert "none" in failed["error"]


def test_outputs_that_are_no_probabilities_are_called_what_they_are(netviz, folder, pictures, tmp_path):
    path = tmp_path / "sigmoid"
    arguments = ("--loss", "sigmoid_squared_error", "--steps", 3, "--data", folder, "--save", path)
    assert netviz("train", *arguments).status == 0
    assert "sigmoid outputs" in netviz("predict", path, pictures[0]).out
    result = json.loads(netviz("predict", path, pictures[0], "--json").out)
    assert result["outputs"] == "sigmoid"
    read = result["predictions"][0]
    assert 0 < read["output"] < 1
    assert [one["probability"] for one in (read, *read["runners_up"])] == [None] * 10


def test_softmax_outputs_are_probabilities(netviz, network, pictures):
    read = json.loads(netviz("predict", network, pictures[0], "--json").out)["predictions"][0]
    outputs = [one["output"] for one in (read, *read["runners_up"])]
    assert outputs == [one["probability"] for one in (read, *read["runners_up"])]
    assert sum(outputs) == pytest.approx(1, abs=1e-5)


def test_an_answer_that_is_no_number_is_told_as_such(netviz, pictures, tmp_path):
    weights = {f"{i}.weight": np.full(shape, 3e38, np.float32) for i, shape in enumerate([(9, 784), (10, 9)])}
    safetensors.numpy.save_file(weights, tmp_path / "huge")
    told = netviz("predict", tmp_path / "huge", pictures[0])
    assert told.status == 2
    assert told.out == ""
    assert "no finite number" in told.err
    assert "are assumed" in told.err


def test_a_network_that_is_none(netviz, pictures, network):
    told = netviz("predict", pictures[0], network)
    assert (told.status, told.out) == (2, "")
    assert str(pictures[0]) in told.sentence()


def test_what_is_no_digit_is_said_to_be_none(netviz, network, pictures, tmp_path):
    letter = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(letter).line([(40, 180), (100, 20), (160, 180)], 0, 16, joint="curve")
    ImageDraw.Draw(letter).line([(60, 120), (140, 120)], 0, 16)
    letter.save(tmp_path / "A.png")
    result = json.loads(netviz("predict", network, *pictures, tmp_path / "A.png", "--json").out)
    assert [reading["is_digit"] for reading in result["predictions"]] == [True] * 5 + [False]
    for reading in result["predictions"]:
        assert reading["is_digit"] == (reading["likeness"] >= LEAST)
    told = netviz("predict", network, *pictures, tmp_path / "A.png")
    assert told.status == 0
    *digits, a, measure = told.out.splitlines()
    assert all("no digit" not in line for line in digits)
    assert "but this looks like no digit (" in a
    assert measure.startswith("Looks like no digit: a second, small network judges the ink alone")
