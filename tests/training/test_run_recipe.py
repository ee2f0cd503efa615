"""A run as a line of text: written, read, slipped in, and made again bit for bit."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.activations import ACTIVATIONS
from netviz.network.spec import SpecError
from netviz.tasks.all_tasks import TASKS, USUAL, task_named
from netviz.tasks.data_name import OWN_PICTURES
from netviz.tasks.digits.digits import Digits
from netviz.tasks.input import Picture
from netviz.training.config import ConfigError, TrainingConfig, new_config
from netviz.training.config_table import to_table
from netviz.training.recipe.check import LETTERS, check_letters
from netviz.training.recipe.line import (
    MOST_STEPS,
    ROOMS,
    ROWS,
    RecipeError,
    RunRecipe,
    is_recipe,
    read_recipe,
    usual_config,
    write_recipe,
)
from netviz.training.session import Session
from netviz.training.setting import Choice, ChosenSetting, Setting
from netviz.training.settings import SCHEDULE_START, SETTINGS

LINE = "netviz:1:digits 784-16-16-10 relu seed=7 lr=0.05 step=500 view=explain.4"


def values(row: Setting) -> st.SearchStrategy[object]:
    if isinstance(row, ChosenSetting):
        return st.sampled_from(sorted(row.kind.options))
    kind = row.kind  # type: ignore[attr-defined]
    assert not isinstance(kind, Choice)
    most = min(kind.most, 1e9)
    number = (
        st.integers(int(kind.least), int(most))
        if kind.whole
        else st.floats(
            kind.least, most, exclude_min=kind.above, exclude_max=kind.below, allow_subnormal=False
        )
    )
    return st.none() | number if kind.optional else number


@st.composite
def recipes(draw: st.DrawFn) -> RunRecipe:
    task = task_named(draw(st.sampled_from(TASKS)))
    hidden = draw(st.lists(st.integers(1, 40), max_size=4))
    names = draw(st.lists(st.sampled_from(ACTIVATIONS), min_size=len(hidden), max_size=len(hidden)))
    usual = usual_config(task)
    config: TrainingConfig = replace(
        usual, spec=replace(usual.spec, sizes=task.sizes(*hidden), activations=tuple(names))
    )
    for name in draw(st.lists(st.sampled_from(sorted(ROWS)), max_size=6, unique=True)):
        other = ROWS[name].put(config, draw(values(ROWS[name])))
        try:
            other.check()
        except (ConfigError, SpecError):
            continue
        config = other
    room = draw(st.sampled_from(ROOMS))
    stage = draw(st.integers(0, 99)) if room == "explain" else 0
    return RunRecipe(config, draw(st.integers(0, MOST_STEPS)), room, stage)


@given(recipes())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read(recipe: RunRecipe) -> None:
    line = write_recipe(recipe)
    assert is_recipe(line)
    assert read_recipe(line) == recipe
    assert read_recipe(f"  {line.upper()}\n".replace(" ", "   ")) == recipe
    assert "\n" not in line


@given(st.text(max_size=80))
@settings(max_examples=25, deadline=None)
def test_nonsense_is_a_sentence(text: str) -> None:
    for line in (text, f"netviz:1:{text}", f"netviz:1:digits {text}", f"netviz:1:digits 784-10 {text}"):
        try:
            read_recipe(line)
        except RecipeError as error:
            said = str(error)
            assert said[0].isupper()
            assert said[-1] in ".?"
            assert len(said) < 400


def test_every_setting_has_a_name_of_its_own() -> None:
    assert [row for row in SETTINGS if row not in ROWS.values()] == [SCHEDULE_START]
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in ROWS)
    assert not {"step", "view"} & set(ROWS)


def test_it_is_short_enough_for_a_board() -> None:
    config = replace(new_config(), seed=7, learning_rate=0.05)
    line = write_recipe(RunRecipe(config, 500, "explain", 4))
    assert line == f"{LINE} #{check_letters(LINE)}"
    assert len(line) < 80


def test_what_is_not_named_means_the_same_for_ever() -> None:
    """Who changes the defaults of a new network gives recipes another version."""
    table = to_table(usual_config(task_named(USUAL)))
    assert (table["optimiser"], table["batch_size"], table["l2"], table["momentum"]) == (
        "momentum",
        32,
        0.0,
        0.9,
    )
    assert table["schedule"] == {"kind": "cosine", "steps": 17_190, "drop": 0.5, "start": 0}
    assert table["learning_rate"] == 0.02


@given(st.integers(0, len(LINE) - 1), st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-=.,"))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    slipped = LINE[:place] + other + LINE[place + 1 :]
    assert slipped == LINE or check_letters(slipped) != check_letters(LINE)


@given(st.integers(0, len(LINE) - 2))
def test_two_that_changed_places_are_noticed(place: int) -> None:
    slipped = LINE[:place] + LINE[place + 1] + LINE[place] + LINE[place + 2 :]
    assert slipped == LINE or check_letters(slipped) != check_letters(LINE)
    assert set(check_letters(slipped)) <= set(LETTERS)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("netviz:2:digits", "This recipe is of version 2, and this netviz reads 1; a newer netviz reads it."),
        ("netviz:1:", "“the task”"),
        ("netviz:1:digit", "did you mean digits?"),
        ("netviz:1:digits 784-99999999-10", "“784-99999999-10”: layers"),
        ("netviz:1:digits 784-16-10 rleu", "did you mean relu?"),
        ("netviz:1:digits 784-16-10 relu,tanh", "“784-16-10 relu,tanh”"),
        ("netviz:1:digits 784-16-10 relu lr=abc", "“lr=abc”: learning rate"),
        ("netviz:1:digits 784-16-10 relu lr=1e999", "“lr=1e999”"),
        ("netviz:1:digits 784-16-10 relu sed=7", "did you mean seed?"),
        ("netviz:1:digits 784-16-10 relu batch=none", "“batch=none”"),
        ("netviz:1:digits 784-16-10 relu seed=1 seed=2", "seed stands there twice"),
        ("netviz:1:digits 784-16-10 relu step=1000001", "“step=1000001”: a whole number from 0 to 1,000,000"),
        ("netviz:1:digits 784-16-10 relu view=explane", "did you mean explain?"),
        ("netviz:1:digits 784-16-10 relu view=watch.3", "only explain has stages"),
        ("netviz:1:digits 784-16-10 relu __import__", "“__import__”"),
        ("netviz:1:curve label-smoothing=0.1", "answered with numbers"),
        (f"{LINE} #aa", "there is a slip in it"),
        (f"{LINE.replace('500', '600')} #{check_letters(LINE)}", "there is a slip in it"),
        ("netviz:1:digits é", "“é”: only plain letters"),
        (f"netviz:1:digits {'x' * 2000}", "at most 1,000"),
        ("three", "This is no recipe"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(line: str, sentence: str) -> None:
    with pytest.raises(RecipeError) as error:
        read_recipe(line)
    assert sentence in str(error.value)


def test_no_recipe_is_written_that_could_not_be_read() -> None:
    config = new_config()
    later = replace(config, schedule=replace(config.schedule, start=9))
    own = replace(config, task=replace(config.task, id=OWN_PICTURES))
    for wrong, sentence in (
        (RunRecipe(config, MOST_STEPS + 1), "at most 1,000,000 steps"),
        (RunRecipe(later), "began later"),
        (RunRecipe(own), "learns from others"),
    ):
        with pytest.raises(RecipeError, match=sentence):
            write_recipe(wrong)


def test_two_who_have_the_line_have_the_run(few_digits: Digits) -> None:
    """Written by one, read by the other, trained to the step: equal, bit for bit."""
    config = replace(new_config(), seed=11, learning_rate=0.1, batch_size=20, dropout=0.1)
    config = replace(config, spec=replace(config.spec, sizes=(784, 9, 7, 10), activations=("tanh", "relu")))
    one = Session(config, few_digits)
    for _ in range(60):
        one.step()
    line = write_recipe(RunRecipe(config, one.step_count))
    recipe = read_recipe(line)
    other = Session(recipe.config, few_digits)
    for _ in range(recipe.step):
        other.step()
    np.testing.assert_array_equal(one.state().parameters, other.state().parameters)
    np.testing.assert_array_equal(one.state().optimiser_state, other.state().optimiser_state)


def test_augmentation_is_named_where_there_are_pictures() -> None:
    assert isinstance(task_named(USUAL).input, Picture)
    assert read_recipe("netviz:1:digits shift=1.5").config.augmentation.shift == 1.5
