"""The help page says what is true of the network on screen."""

import html
import re
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from netviz.app.help.page import HelpPage
from netviz.app.help.sections import sections
from netviz.app.program.rooms import ROOMS
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.viewmodels.palette import DARK, LIGHT
from netviz.viewmodels.words.glossary import TERMS


def words(sizes: tuple[int, ...]) -> str:
    parts = sections(LIGHT, NetworkSpec.dense(sizes), DIGITS)
    return re.sub(r"\s+", " ", " ".join(f"{part.heading} {part.words}" for part in parts))


@pytest.mark.parametrize("sizes", [(784, 10), (784, 16, 10), (784, 16, 16, 10), (784, 300, 100, 50, 10)])
def test_its_figures_are_those_of_the_network_on_screen(sizes: tuple[int, ...]) -> None:
    said, spec = words(sizes), NetworkSpec.dense(sizes)
    weights = sum(a * b for a, b in pairwise(sizes))
    biases = sum(sizes[1:])
    assert f"{weights:,} weights and {biases:,} biases" in said
    assert f"{weights + biases:,} dimensions" in said
    assert spec.n_parameters == weights + biases
    hidden = len(sizes) - 2
    assert ("This network has no hidden layer" in said) == (hidden == 0)
    assert ("This network has one hidden layer" in said) == (hidden == 1)
    assert (f"This network has {hidden} hidden layers" in said) == (hidden > 1)


def test_the_usual_network_has_13_002_dimensions() -> None:
    assert "13,002 dimensions" in words((784, 16, 16, 10))


@pytest.mark.parametrize(
    "idea",
    ["Artificial intelligence", "machine learning", "Deep learning", "spam", "camera", "synapses", "minimum"],
)
def test_it_says_where_this_comes_from(idea: str) -> None:
    assert idea in words((784, 16, 16, 10))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_page_is_painted_and_leads_to_the_concepts(qtbot: QtBot, palette) -> None:
    page = HelpPage(palette, NetworkSpec.dense((784, 16, 16, 10)))
    qtbot.addWidget(page)
    page.grab()
    (button,) = [b for b in page.findChildren(QPushButton) if b.text() == "Concepts"]
    with qtbot.waitSignal(page.concepts_asked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("name", TASKS)
def test_each_tasks_help_is_told_with_its_own_network_and_names_all_others(name: str) -> None:
    task = task_named(name)
    parts = sections(LIGHT, task.network, task)
    said = html.unescape(re.sub(r"\s+", " ", " ".join(part.words for part in parts)))
    assert said.startswith(task.about)
    for other in map(task_named, TASKS):
        assert f"<b>{other.label}</b>: {other.about}" in said
    about_it = " ".join(part.words for part in parts if part.heading != "Other problems")
    assert ("pixels" in about_it) == isinstance(task.input, Picture)
    assert ("R²" in about_it) == (task.answer.kind == "numbers")
    assert ("Softmax" in about_it) == (task.answer.kind == "classes")


def test_the_words_are_of_no_task() -> None:
    assert not [row.id for row in TERMS if "digit" in f"{row.sentence} {' '.join(row.others)}".lower()]


@pytest.mark.parametrize("task", [DIGITS, task_named("curve")], ids=lambda task: task.id)
def test_help_begins_with_the_room_in_which_one_asks(qtbot: QtBot, task: AnyTask) -> None:
    for room, name in zip(ROOMS, ("Watch", "Train", "Explain a step", "Test"), strict=True):
        page = HelpPage(LIGHT, task.network, None, task, room)
        qtbot.addWidget(page)
        first = next(one for one in page.findChildren(QLabel) if page.layout().indexOf(one) == 0)
        assert f"You are in <b>{name}</b>" in first.text()
        assert ("Recall" in first.text()) == (room == "test" and task is DIGITS)
