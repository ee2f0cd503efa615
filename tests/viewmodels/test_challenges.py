"""The table of challenges is kept, read and written as it is; what is no table is none."""

import csv
import json

import pytest

from netviz.viewmodels.challenges.rules import CHALLENGES, FEWEST, TAKEN
from netviz.viewmodels.challenges.table import LONGEST, Result, as_csv, as_text, from_text, in_order

RESULTS = [
    Result(FEWEST.id, "Ada", 9000, "784-11-10"),
    Result(TAKEN.id, "Emmy, “the” second", 0.71, "784-16-10"),
    Result(FEWEST.id, "=1+1", 8000, "784-10-10"),
    Result(TAKEN.id, "Grace", 0.9, "784-16-10"),
]


def test_the_best_come_first_whichever_is_better():
    assert [result.name for result in in_order(RESULTS)] == ["=1+1", "Ada", "Grace", "Emmy, “the” second"]


def test_what_is_kept_is_read_again_and_anything_else_is_left_out():
    assert from_text(as_text(RESULTS)) == RESULTS
    row = json.loads(as_text(RESULTS[:1]))[0]
    wrong = [
        {**row, "challenge": "nobody's"},
        {**row, "value": "9000"},
        {**row, "value": float("nan")},
        {**row, "name": "M" * (LONGEST + 1)},
        {**row, "more": 1},
        {key: row[key] for key in row if key != "name"},
        7,
    ]
    assert from_text(json.dumps([*wrong, row])) == RESULTS[:1]
    for text in ("", "[", "7", "{}", '"x"'):
        assert from_text(text) == []


def test_a_table_for_other_programs_has_all_and_nothing_that_is_reckoned_with():
    rows = list(csv.reader(as_csv(RESULTS).decode().splitlines()))
    assert len(rows) == len(RESULTS) + 1
    assert rows[1] == [FEWEST.title, "1+1", "8000", "8,000 weights and biases", "784-10-10"]
    assert rows[4][1:4] == ["Emmy, “the” second", "0.71", "71.0\u00a0% sure of the wrong digit"]


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda row: row.id)
def test_a_rule_is_two_sentences(challenge):
    assert challenge.rule.count(". ") == 1
    assert challenge.rule.endswith(".")
