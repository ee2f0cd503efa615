"""`netviz test`: the figures are right, and what can't be examined is refused."""

import json
import shutil
import sqlite3
from contextlib import closing

import numpy as np
import pytest
import safetensors.numpy

from netviz.network.forward import predict
from netviz.tasks.digits.digits import load_digits_from
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
    answers, _ = predict(model.spec, model.parameters, test.inputs())
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
    assert "of 50 test digits right (95\u00a0% confidence:" in lines[2]
    assert lines[4].split() == ["digit", "count", "recall", "precision"]
    assert [line.split()[0] for line in lines[5:15]] == list("0123456789")
    assert {len(line) for line in lines[5:15]} == {len(lines[5])}
    assert lines[16] == "most frequent mistakes"
    times = [int(line.split()[4]) for line in lines[17:-2]]
    assert times == sorted(times, reverse=True)
    assert 0 < len(times) <= 5
    assert " of these digits (" in lines[-1]
    assert "look like no digit: A second, small network" in lines[-1]


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


def test_the_digits_of_the_program(netviz, tmp_path):
    path = tmp_path / "of-mnist.netviz"
    assert netviz("train", "--steps", 3, "--save", path).status == 0
    result = json.loads(netviz("test", path, "--json").out)
    assert (result["count"], result["note"]) == (10_000, "")
    assert (result["data"]["folder"], result["data"]["training"]) == ("", 55_000)


def test_a_network_is_tested_on_its_own_digits(netviz, folder, network):
    told = netviz("test", network, "--json")
    assert (told.status, told.err) == (0, "")
    assert told.out == netviz("test", network, "--data", folder, "--json").out
    result = json.loads(told.out)
    assert (result["count"], result["note"], result["data"]["folder"]) == (50, "", str(folder))


@pytest.mark.parametrize("gone", ["no folder", "other digits", "unreadable"])
@pytest.mark.parametrize("kind", [".netviz", ".safetensors"])
def test_without_its_own_digits_it_is_refused_and_said_which_these_are(netviz, folder, tmp_path, gone, kind):
    mine, run = tmp_path / "mine", tmp_path / f"run{kind}"
    shutil.copytree(folder, mine)
    assert netviz("train", "--data", mine, "--steps", 6, "--batch", 50, "--save", run).status == 0
    if gone == "other digits":
        labels = bytearray((mine / "learn-labels").read_bytes())
        labels[-1] = (labels[-1] + 1) % 10
        (mine / "learn-labels").write_bytes(labels)
    elif gone == "unreadable":
        (mine / "learn-labels").write_bytes(b"")
    else:
        shutil.rmtree(mine)
    sha256 = load_digits_from(folder).sha256
    drawn = ("render", run, "--digit", 3, "--out", tmp_path / "drawn.png")
    commands = [("test", run), ("test", run, "--json")]
    if kind == ".netviz":
        commands.append(("train", "--resume", run, "--steps", 1))
    for command in commands:
        told = netviz(*command)
        assert (told.status, told.out) == (2, "")
        sentence = told.sentence()
        for word in (str(run), str(mine), "220 to learn from", "50 to test", sha256[:12], "--data FOLDER"):
            assert word in sentence
    told = netviz(*drawn)
    assert told.status == 2
    assert sha256[:12] in told.sentence()
    told = netviz("test", run, "--data", folder)  # given: by these very digits it is known where they lie
    assert (told.status, told.err) == (0, "")
    assert "others" not in told.out


def test_a_file_that_does_not_say_where_its_digits_are(netviz, folder, tmp_path):
    path = tmp_path / "old.netviz"
    assert netviz("train", "--data", folder, "--steps", 6, "--batch", 50, "--save", path).status == 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM about WHERE key = 'data'")
    sentence = netviz("test", path).sentence()
    assert "does not say where they are" in sentence
    assert load_digits_from(folder).sha256[:12] in sentence


def test_other_digits_than_its_own_are_taken_where_they_are_named_and_that_is_said(netviz, folder, tmp_path):
    path = tmp_path / "of-mnist.netviz"
    assert netviz("train", "--steps", 3, "--save", path).status == 0
    told = netviz("test", path, "--data", folder)
    assert (told.status, told.err) == (0, "")
    assert "It was trained with the digits that come with netviz, and is tested on others" in told.out
    assert "tested on others" in json.loads(netviz("test", path, "--data", folder, "--json").out)["note"]


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
