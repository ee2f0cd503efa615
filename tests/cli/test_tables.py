"""A person's own table, and mails, on the command line."""

import json
import random
from pathlib import Path

import pytest

from netviz.tasks.digits.resources import resource
from netviz.training.recording.run_file import read_run


def table(path: Path) -> Path:
    """With semicolons and decimal commas; the length tells the tree."""
    chance = random.Random(1)
    rows = ["Länge;Farbe;Baum"]
    for k in range(90):
        length = f"{k % 3 + chance.gauss(0, 0.1):.2f}".replace(".", ",")
        rows.append(f"{length};{('rot', 'blau')[k % 2]};{('Ahorn', 'Buche', 'Eiche')[k % 3]}")
    path.write_text("\n".join(rows))
    return path


def test_a_table_is_learnt_tested_asked_and_found_again(netviz, tmp_path: Path) -> None:
    path, run = table(tmp_path / "bäume.csv"), tmp_path / "run.netviz"
    told = netviz("train", "--data", path, "--steps", 400, "--save", run, "--json")
    assert told.status == 0
    assert json.loads(told.out)["task"] == "table"
    assert json.loads(told.out)["test_accuracy"] >= 0.9
    assert "semicolons, decimal commas" in told.err
    assert "digit" not in told.out + told.err
    kept = read_run(run)
    assert kept.task.answer.names == ("Ahorn", "Buche", "Eiche")
    assert json.loads(netviz("test", run, "--json").out)["test_accuracy"] >= 0.9
    asked = json.loads(netviz("predict", run, path, "--inputs", "1.02,rot", "--json").out)["predictions"]
    assert asked[0]["name"] == "Buche"
    assert len(asked) == 91
    assert asked[1]["given"].endswith("line 2")
    assert netviz("train", "--resume", run, "--steps", 10).status == 0
    for option in (("--label", "Baum"), ("--skip-rows",)):
        told = netviz("train", "--resume", run, "--data", path, *option)
        assert told.status == 2
        assert "a run that goes on reads its table as it did" in told.sentence()
    path.write_text(path.read_text().replace("rot", "gelb"))
    assert "has been changed since" in netviz("test", run).sentence()
    path.unlink()
    assert "does not exist" in netviz("train", "--resume", run, "--steps", 10).sentence()
    assert netviz("predict", run, "--inputs", "2,blau").out.split()[1] == "Eiche"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--data", "T", "--label", "Sorte"), "no column “Sorte”; “Länge”"),
        (("--label", "Baum"), "--label is for a table that --data names"),
        (("--task", "spam", "--data", "T"), "spam brings its own"),
    ],
)
def test_what_can_t_be_chosen_is_said(netviz, tmp_path: Path, arguments, words) -> None:
    path = str(table(tmp_path / "t.csv"))
    told = netviz("train", *(path if argument == "T" else argument for argument in arguments))
    assert told.status == 2
    assert words in told.sentence()


def test_rows_that_can_t_be_read_are_skipped_where_that_is_asked(netviz, tmp_path: Path) -> None:
    path = table(tmp_path / "t.tsv")
    path.write_text(path.read_text() + "\nlang;rot;Buche\n")
    assert "line 92, column “Länge”: “lang” is no number" in netviz("train", "--data", path).sentence()
    told = netviz("train", "--data", path, "--skip-rows", "--steps", 20)
    assert told.status == 0
    assert "One row that can't be read is left out." in told.out


def test_mails_are_typed_and_rows_of_spambase_are_asked(netviz, tmp_path: Path) -> None:
    run = tmp_path / "run.netviz"
    assert netviz("train", "--task", "spam", "--steps", 1500, "--save", run).status == 0
    told = netviz(
        "predict", run, "--text", "FREE money!!! Click to remove", "--text", "George, the meeting at HP labs"
    )
    assert [line.split("  ")[1].strip() for line in told.out.splitlines()] == ["spam", "no spam"]
    told = netviz("predict", run, resource("spam", "spambase.csv.gz"), "--json")
    found = [row["name"] for row in json.loads(told.out)["predictions"]]
    assert sum(name == "spam" for name in found[:1813]) > 1600  # which come first there
    penguins = tmp_path / "penguins.netviz"
    assert netviz("train", "--task", "penguins", "--steps", 20, "--save", penguins).status == 0
    assert "--text is for mails" in netviz("predict", penguins, "--text", "hello").sentence()


def test_a_number_is_learnt_of_a_table_and_examined_with_one_of_its_own(netviz, tmp_path: Path) -> None:
    chance = random.Random(1)
    areas = [chance.uniform(40, 200) for _ in range(240)]
    rows = [f"{area:.1f},{2000 * area + 50_000:.0f}" for area in areas]
    (tmp_path / "train.csv").write_text("\n".join(["area,price", *rows[:200]]))
    (tmp_path / "more.csv").write_text("\n".join(["area,price", *rows[200:]]))
    run = tmp_path / "run.netviz"
    told = netviz(
        "train", "--data", tmp_path / "train.csv", "--test-data", tmp_path / "more.csv", "--steps", 400,
        "--save", run, "--json",
    )  # fmt: skip
    result = json.loads(told.out)
    assert (told.status, result["task"]) == (0, "table")
    assert result["r2"] > 0.95
    assert "of 40 test rows" in netviz("test", run).out or "on 40 test rows" in netviz("test", run).out
    # Answers, and how far off they are, are in what the numbers were written in.
    tested = json.loads(netviz("test", run, "--json").out)
    assert 50 < tested["typical_error"] < 40_000
    asked = json.loads(netviz("predict", run, "--inputs", "100", "--json").out)["predictions"]
    assert asked[0]["answers"]["price"] == pytest.approx(250_000, rel=0.1)
    assert netviz("train", "--resume", run, "--steps", 10).status == 0
    told = netviz("train", "--data", tmp_path / "train.csv", "--answer", "classes", "--steps", 10)
    assert "too many to be classes" in told.sentence()
