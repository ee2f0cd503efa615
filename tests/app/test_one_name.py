"""One thing has one name: no string of the program uses a second one, and lists that name the same agree."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import netviz
from netviz.app.window.actions import ACTIONS
from netviz.panels.watch.view_bar import VIEWS
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.palette import DARK, DARK_COLOUR_BLIND, LIGHT, LIGHT_COLOUR_BLIND

# What it is not called: what it is called.
SECOND_NAMES = {
    r"what fits the moment": "What fits now",
    r"change (from (the )?|since the )(start|mark)": "Change since start, Change since mark",
    r"weight [<>] 0": "positive weight, negative weight",
    r"must change": "…’s wish",
    r"\bbegin anew\b|\banew\b.*\bnew network\b": "New network; Reset; Start these runs again",
    r"counted from 0": "counted from 1",
    r"^Let go$": "Let go of the neuron",
    r"^Run$": "Train, Train all; the menu is Timeline",
    r"\bdashed\b.*\bholds back": "red",
}
# A column of the list of runs.
ALLOWED = {("panels/run/runs_dialog.py", "Run")}

ROOT = Path(netviz.__file__).parent


@functools.cache
def strings() -> tuple[tuple[str, int, str], ...]:
    """Every string constant that is no docstring: file, line, words."""
    return tuple(_strings())


def _strings() -> Iterator[tuple[str, int, str]]:
    for file in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield str(file.relative_to(ROOT)), node.lineno, node.value


@pytest.mark.parametrize("second", SECOND_NAMES)
def test_nothing_has_a_second_name(second: str) -> None:
    found = [
        f"{file}:{line}: {words!r}, but it is called: {SECOND_NAMES[second]}"
        for file, line, words in strings()
        if re.search(second, words, re.IGNORECASE if second[0] != "^" else 0) and (file, words) not in ALLOWED
    ]
    assert not found


def test_the_menu_names_views_as_the_list_beside_the_network_does() -> None:
    titles = {
        spec.id.removeprefix("view.edges."): spec.title
        for spec in ACTIONS
        if spec.id.startswith("view.edges.")
    }
    assert titles == dict(VIEWS)


def test_titles_of_actions_differ_where_the_actions_do() -> None:
    titles = [spec.title for spec in ACTIONS]
    # The rooms' names and what is done there: Train the room, Train the verb; Play of run and story differ.
    assert {title for title in titles if titles.count(title) > 1} <= {"Train"}


def test_neurons_and_pixels_are_counted_from_1() -> None:
    sizes = (784, 16, 16, 10)
    assert name_of(sizes, 0, 0) == "pixel 1·1"
    assert name_of(sizes, 0, 783) == "pixel 28·28"
    assert name_of(sizes, 1, 0) == "neuron 1·1"
    assert name_of(sizes, 2, 15) == "neuron 2·16"
    assert name_of(sizes, 3, 0) == "output 0"  # the digit that it stands for
    assert name_of((5, 4, 2), 0, 0) == "input 1"


@pytest.mark.parametrize("palette", [LIGHT, DARK, LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND])
def test_one_rule_for_dashes(palette) -> None:
    assert palette.dashed("negative") == palette.colour_blind
    assert not palette.dashed("positive")


def test_only_the_palette_decides_about_dashes_of_weights() -> None:
    # Whoever draws a negative weight in the palette's colour asks the palette about dashes too.
    for file in sorted(ROOT.rglob("*.py")):
        words = file.read_text("utf-8")
        if "setDashPattern" in words and re.search(r"\b(palette|p)\.negative\b|\"negative\"", words):
            assert ".dashed" in words, file
