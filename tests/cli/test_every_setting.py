"""Each setting everywhere: whoever adds a row finds it covered here."""

import argparse
import json
from dataclasses import fields
from typing import Any

import pytest

from netviz.cli.training.options import add_arguments, config_of
from netviz.tasks.digits.augmentation_settings import Augmentation
from netviz.training.advise.differences import differences
from netviz.training.config import TrainingConfig
from netviz.training.config_table import from_table, to_table
from netviz.training.schedules import Schedule
from netviz.training.setting import ChosenSetting, NumberSetting, Setting
from netviz.training.settings import SETTINGS

# Every setting matters here.
USUAL = TrainingConfig(schedule=Schedule("step"))


def other(row: Setting) -> Any:
    """A value that is allowed, and not the usual one."""
    now = row.get(USUAL)
    if isinstance(row, ChosenSetting):
        return next(name for name in row.kind.options if name != now)
    assert isinstance(row, NumberSetting)
    tried = (*row.tries, 2, 0.25, 7)
    return next(value for value in tried if value != now and row.kind.holds(value))


def wrong(row: Setting) -> list[Any]:
    """Values that are not: of another kind, and beyond both ends."""
    if isinstance(row, ChosenSetting):
        return ["", "nonsense", 3, None, ["adam"]]
    assert isinstance(row, NumberSetting)
    beyond = [row.kind.least - 1, row.kind.most * 2 + 1, float("nan")]
    ends = [row.kind.least] * row.kind.above + [row.kind.most] * row.kind.below
    nothing = [] if row.kind.optional else [None]
    return [*beyond, *ends, *nothing, *([1.5] * row.kind.whole), True, "x"]


def test_every_field_of_a_configuration_has_a_row() -> None:
    own = {(field.name,) for field in fields(TrainingConfig)} - {("spec",), ("schedule",), ("augmentation",)}
    own -= {("task",)}  # what is learnt, which is the run's for good
    parts = {("schedule", field.name) for field in fields(Schedule)}
    network = {("spec", "loss"), ("spec", "initialiser")}
    assert {row.path for row in SETTINGS} == own | parts | network
    assert fields(Augmentation)  # these have a table of their own
    for names in ([row.name for row in SETTINGS], [row.key for row in SETTINGS if row.flag]):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_a_setting_is_checked_told_of_and_kept(row: Setting) -> None:
    changed = row.put(USUAL, other(row))
    assert row.get(changed) == other(row)
    assert row.get(USUAL) != other(row)
    changed.check()
    (told,) = differences(USUAL, changed)
    assert told.startswith(f"{row.word} ")
    assert " → " in told
    assert from_table(json.loads(json.dumps(to_table(changed)))) == changed
    for value in wrong(row):
        assert row.complaint(value).startswith(f"{row.name}: "), value
        assert "would be right" in row.complaint(value)
        with pytest.raises(ValueError, match="would be right"):
            row.put(USUAL, value).check()
    assert row.complaint(row.get(USUAL)) == ""
    assert row.explained.endswith(".")
    assert row.applies(USUAL)


@pytest.mark.parametrize("row", [row for row in SETTINGS if row.flag], ids=lambda row: row.flag)
def test_an_option_sets_it_and_its_result_says_so(row: Setting, netviz, folder) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    given = ["--schedule", "step", row.flag, str(other(row))]
    if row.path == ("schedule", "kind"):
        given = [row.flag, "one-cycle"]
    args = parser.parse_args([*given, "--steps", "2"])
    expected = "one-cycle" if row.path == ("schedule", "kind") else other(row)
    assert row.get(config_of(args)) == expected
    told = netviz("train", "--data", folder, "--json", *given, "--steps", 2, "--layers", "4")
    assert told.status == 0, told.err
    assert json.loads(told.out)[row.key] == expected


def test_what_does_not_matter_is_null_in_a_result(netviz, folder) -> None:
    kinds = ("--optimizer", "adam", "--schedule", "constant")
    told = netviz("train", "--data", folder, "--json", "--steps", 2, *kinds)
    result = json.loads(told.out)
    assert (result["momentum"], result["drop"], result["schedule_steps"]) == (None, None, None)
