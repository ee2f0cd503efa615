"""`netviz test`: the figures are right, and what can't be examined is refused."""

import json

import numpy as np
import pytest
import safetensors.numpy

from netviz.data.digits import load_digits_from
from netviz.network.forward import predict
from netviz.training.recording.run_file import read_run


@pytest.fixture
def network(netviz, folder, tmp_path):
    path = tmp_path / "network.netviz"
    assert netviz("train", "--data", folder, "--steps", 6, "--batch", 50, "--save", path).status == 0
    return path


def test_the_figures_are_those_of_the_network(netviz, folder, network):
    told = netviz("test", network, "--data", folder, "--json")
    assert (told.status, told.err, told.out.count("\n")) == (0, "", 1)
    result = json.loads(told.out)
    model, test = read_run(network), load_digits_from(folder).test
    answers, _ = predict(model.spec, model.parameters, test.pixels())
    right = answers == test.labels
    assert result["test_accuracy"] == pytest.approx(right.mean())
    assert (result["count"], result["correct"]) == (50, right.sum())
    assert result["interval"][0] < result["test_accuracy"] < result["interval"][1]
    for row in result["digits"]:
        digit = row["digit"]
        assert row["count"] == (test.labels == digit).sum()
        assert row["recall"] == pytest.approx(right[test.labels == digit].mean())
        said = answers == digit
        assert row["precision"] == (pytest.approx(right[said].mean()) if said.any() else None)
    assert np.sum(result["confusion"]) == 50


def test_a_table_for_people(netviz, folder, network):
    told = netviz("test", network, "--data", folder)
    assert (told.status, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == f"{network} · 784-16-16-10 · ReLU · softmax · 6 steps"
    assert "of 50 test digits right (95 % confidence:" in lines[2]
    assert lines[4].split() == ["digit", "count", "recall", "precision"]
    assert [line.split()[0] for line in lines[5:15]] == list("0123456789")
    assert {len(line) for line in lines[5:15]} == {len(lines[5])}
    assert lines[16] == "most frequent mistakes"
    times = [int(line.split()[4]) for line in lines[17:]]
    assert times == sorted(times, reverse=True)
    assert 0 < len(times) <= 5


def test_what_it_never_answers_has_no_precision(netviz, folder, tmp_path):
    weights = {"a.weight": np.zeros((10, 784), np.float32), "a.bias": np.eye(10, dtype=np.float32)[4]}
    safetensors.numpy.save_file(weights, tmp_path / "always-four")
    told = netviz("test", tmp_path / "always-four", "--data", folder)
    assert told.status == 0
    assert "are assumed" in told.out
    assert sum("–" in line for line in told.out.splitlines()) == 9
    result = json.loads(netviz("test", tmp_path / "always-four", "--data", folder, "--json").out)
    assert [row["precision"] is None for row in result["digits"]] == [digit != 4 for digit in range(10)]


def test_huge_weights_are_no_reason_for_warnings(netviz, folder, tmp_path):
    weights = {f"{i}.weight": np.full(shape, 3e38, np.float32) for i, shape in enumerate([(9, 784), (10, 9)])}
    safetensors.numpy.save_file(weights, tmp_path / "huge")
    told = netviz("test", tmp_path / "huge", "--data", folder)
    assert (told.status, told.err) == (0, "")


def test_the_digits_of_the_program(netviz, network):
    assert json.loads(netviz("test", network, "--json").out)["count"] == 10_000


def test_what_can_not_be_examined(netviz, folder, tmp_path, network):
    (tmp_path / "text").write_text("a network\n" * 9)
    (tmp_path / "cut").write_bytes(network.read_bytes()[:3000])
    safetensors.numpy.save_file({"a.weight": np.zeros((3, 4), np.float32)}, tmp_path / "small")
    for name in ("none", "text", "cut", "small", "."):
        told = netviz("test", tmp_path / name, "--data", folder)
        assert (told.status, told.out) == (2, "")
        assert str(tmp_path / name) in told.sentence()
    told = netviz("test", network, "--data", tmp_path / "nowhere")
    assert (told.status, told.out) == (2, "")
    assert "nowhere" in told.sentence()
