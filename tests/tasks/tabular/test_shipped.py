"""The tables that come with the program: scaled by their training rows, and the numbers of any mail."""

import csv
import gzip
import re

import numpy as np
import pytest

from netviz.tasks.all_tasks import task_named
from netviz.tasks.columns import Categories, Columns, Numeric
from netviz.tasks.digits.resources import resource
from netviz.tasks.examples import DataError
from netviz.tasks.finding import load
from netviz.tasks.spam.mail import KNOWN_AS, NAMES, marks, numbers
from netviz.tasks.tabular.asked import read_rows, typed_row
from netviz.tasks.tabular.preparing import fitted
from netviz.tasks.tabular.split import stratified

SPAM, PENGUINS = task_named("spam"), task_named("penguins")


def _columns(name: str) -> tuple[list[str], dict[str, list[str]]]:
    path = resource("spam", "spambase.csv.gz") if name == "spam" else resource("penguins", "penguins.csv")
    with (gzip.open if name == "spam" else open)(path, "rt") as file:
        head, *rows = csv.reader(file)
    return head, dict(zip(head, map(list, zip(*rows, strict=True)), strict=True))


@pytest.mark.parametrize("task", [SPAM, PENGUINS], ids=lambda task: task.id)
def test_scales_are_those_of_the_training_rows_alone(task):
    head, columns = _columns(task.id)
    answer = columns["type" if task is SPAM else "species"]
    known = {name: place for place, name in enumerate(sorted(set(answer)))}
    rows = stratified(np.asarray([known[label] for label in answer]), 0)
    assert isinstance(task.input, Columns)
    names = KNOWN_AS if task is SPAM else head[2:6]
    numeric = [column for column in task.input.columns if isinstance(column, Numeric)]
    assert len(numeric) == len(names)
    for column, name in zip(numeric, names, strict=True):
        raw = np.asarray([float(cell) if cell else np.nan for cell in columns[name]])
        again = fitted(column.name, raw[rows.training], column.unit, logarithmic=column.logarithmic)
        everyone = fitted(column.name, raw, column.unit, logarithmic=column.logarithmic)
        for kind in ("mean", "deviation", "gap", "low", "high"):
            assert getattr(column, kind) == pytest.approx(getattr(again, kind), rel=1e-4), (name, kind)
        assert (column.mean, column.deviation) != pytest.approx((everyone.mean, everyone.deviation), rel=1e-4)
    data = load(task.id)
    assert len(data.training) == len(rows.training)
    if task is PENGUINS:
        sums = np.concatenate(
            [part.stored[:, 7:].sum(axis=1) for part in (data.training, data.validation, data.test)]
        )
        assert (sums == 0).sum() == 11  # the sexes that nobody noted


def test_rows_are_as_they_are_in_the_file():
    _, columns = _columns("spam")
    data = load("spam")
    found = sorted(
        tuple(np.round(SPAM.input.raw(row), 3))
        for part in (data.training, data.validation, data.test)
        for row in part.stored[:40]
    )
    raw = {
        tuple(np.round([float(columns[name][k]) for name in KNOWN_AS], 3))
        for k in range(len(columns["type"]))
    }
    close = np.asarray(sorted(raw))
    for row in found:
        assert np.abs(close - np.asarray(row)).max(axis=1).min() < 2e-2 + 1e-5 * max(row)


MAIL = "Free MONEY!! our 3D labs; Re: (george) 650 is free_mail #1 $$ 😀 don't"


def test_numbers_of_a_mail_are_those_that_spambase_describes():
    """Counted again, letter by letter."""
    words, word = [], ""
    for letter in MAIL + " ":
        if letter.isalnum():
            word += letter
        elif word:
            words.append(word.lower())
            word = ""
    found = dict(zip(NAMES, numbers(MAIL), strict=True))
    for name in NAMES[:48]:
        plain = name.split("“")[1].rstrip("”")
        assert found[name] == pytest.approx(100 * words.count(plain) / len(words)), name
    for sign in ";([!$#":
        assert found[f"sign {sign}"] == pytest.approx(100 * MAIL.count(sign) / len(MAIL))
    runs = [len(run) for run in re.findall("[A-Z]+", MAIL)]
    assert list(found.values())[-3:] == pytest.approx([sum(runs) / len(runs), max(runs), sum(runs)])
    assert found["word “free”"] > 0
    assert found["word “mail”"] > 0  # an underscore is neither a letter nor a digit
    assert not numbers("").any()
    assert numbers("no capitals here")[-3:].tolist() == [0, 0, 0]


def test_what_counts_is_marked_where_it_stands():
    found = [(MAIL[mark.start : mark.end], NAMES[mark.place]) for mark in marks(MAIL)]
    assert ("Free", "word “free”") in found
    assert ("3D", "word “3d”") in found
    assert found.count(("!", "sign !")) == 2
    assert [mark.start for mark in marks(MAIL)] == sorted(mark.start for mark in marks(MAIL))
    counted = {name for name, value in zip(NAMES[:54], numbers(MAIL), strict=False) if value}
    assert {name for _, name in found} == counted


def test_rows_to_be_asked_are_read_by_the_names_of_their_columns(tmp_path):
    path = resource("penguins", "penguins.csv")
    asked = read_rows(path, PENGUINS.input)
    assert asked.raw.shape == (344, 6)
    assert asked.lines[0] == 2
    stored = {
        row.tobytes()
        for part in ("training", "validation", "test")
        for row in getattr(load("penguins"), part).stored
    }
    assert {row.tobytes() for row in PENGUINS.input.prepared(asked.raw)} == stored
    assert read_rows(resource("spam", "spambase.csv.gz"), SPAM.input).raw.shape == (4601, 57)
    for text, words in (
        ("sex,island\nmale,Dream\n", "line 1 names no column “bill length \\(mm\\)”"),
        (
            path.read_text().replace("Dream", "Mars"),
            "line 32, column “island”: “Mars” is no island",
        ),
        (path.read_text().replace("39.5", "long"), "line 3, column “bill length”: “long” is no number"),
        (path.read_text().splitlines()[0], "holds no rows"),
    ):
        (tmp_path / "t.csv").write_text(text)
        with pytest.raises(DataError, match=words):
            read_rows(tmp_path / "t.csv", PENGUINS.input)
    row = typed_row(PENGUINS.input, "39.1, , 181,3750, Torgersen, NA")
    assert np.isnan(row[[1, 5]]).all()
    island = PENGUINS.input.columns[4]
    assert isinstance(island, Categories)
    assert row[4] == island.categories.index("Torgersen")
    with pytest.raises(DataError, match="has 2 values for 6 columns"):
        typed_row(PENGUINS.input, "1,2")
