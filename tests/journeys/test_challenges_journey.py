"""Challenges, each from Begin to a name in the table, with mouse and keys; and what counts for nothing."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.challenges import room, trials
from netviz.app.challenges.broken import BrokenTrial
from netviz.app.challenges.room import Challenges
from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.panels.challenges.card import ChallengesCard
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.digits.resources import resource
from netviz.tasks.digits.task import DIGITS
from netviz.training.recording.run_file import read_run
from netviz.viewmodels.challenges.rules import BROKEN, CHALLENGES, FASTEST, FEWEST, TAKEN
from netviz.viewmodels.scene import Focus
from tests.app.inspector.test_page import at
from tests.journeys.conftest import Open, exchanged
from tests.journeys.test_number_journey import draw, pad_of

TRAINED = resource("examples", "trained-784-16-16-10.netviz")
LEFT = Qt.MouseButton.LeftButton
# A four that is nearly closed at the top, and one that isn't.
NEARLY = (
    ((0.478, 0.197), (0.319, 0.313), (0.395, 0.429), (0.674, 0.387)),
    ((0.693, 0.169), (0.674, 0.85)),
)
PLAIN = (((0.3, 0.15), (0.28, 0.5), (0.75, 0.5)), ((0.68, 0.15), (0.68, 0.88)))


def opened(qtbot: QtBot, program: Program) -> tuple[Challenges, ChallengesCard]:
    program.actions["help.challenges"].trigger()
    assert program.later is not None
    challenges = program.later.challenges
    assert challenges.card is not None
    qtbot.waitUntil(challenges.card.isVisible)
    return challenges, challenges.card


def press(qtbot: QtBot, card: QWidget, button: QPushButton) -> None:
    qtbot.waitUntil(lambda: button.isVisibleTo(card) and button.isEnabled())
    qtbot.mouseClick(button, LEFT)


def named(qtbot: QtBot, card: ChallengesCard, name: str) -> None:
    qtbot.waitUntil(lambda: card.name.isVisibleTo(card))
    qtbot.keyClicks(card.name, name)
    qtbot.keyClick(card.name, Qt.Key.Key_Return)


def shown(program: Program) -> NDArray[np.float32]:
    assert program.presenter.snapshot is not None
    return program.presenter.snapshot.parameters


def says(qtbot: QtBot, card: ChallengesCard, k: int, words: str) -> None:
    qtbot.waitUntil(lambda: words in card.states[k].text())


def test_networks_that_are_trained_for_it_and_a_table_that_is_saved(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(room, "SMALL_GOAL", 0.5)
    monkeypatch.setattr(room, "FAST_GOAL", 0.5)
    program = open_window(TRAINED)
    challenges, card = opened(qtbot, program)
    few, fast = CHALLENGES.index(FEWEST), CHALLENGES.index(FASTEST)

    # The trained network that stood there doesn't count, nor when Undo brings it back.
    press(qtbot, card, card.begin[few])
    says(qtbot, card, few, "Step 0: train")
    assert "13,002 weights and biases" in card.states[few].text()
    program.actions["edit.undo"].trigger()
    says(qtbot, card, few, "opened or brought back")
    assert challenges.trial is not None

    program.networks.begin(replace(program.intents.config, validate_every=100))
    says(qtbot, card, few, "Step 0: train")
    qtbot.keyClick(program.window, Qt.Key.Key_Space)
    says(qtbot, card, few, "Done: 13,002 weights and biases.")
    assert challenges.trial is None
    named(qtbot, card, "  =Ada  Lovelace ")
    assert card.bests[few].text() == "1  Ada Lovelace: 13,002 weights and biases"

    # Mini-batches of more than 32 count for nothing, whatever they are later.
    press(qtbot, card, card.begin[fast])
    program.intents.pause()
    says(qtbot, card, fast, "Step 0: train")
    program.intents.configure(replace(program.intents.config, batch_size=64))
    says(qtbot, card, fast, "larger than 32")
    program.intents.configure(replace(program.intents.config, batch_size=32))
    qtbot.wait(2 * room.LOOKS_MS)
    assert "larger than 32" in card.states[fast].text()
    program.networks.reset()
    says(qtbot, card, fast, "Step 0: train")
    program.intents.train()
    says(qtbot, card, fast, "Done: ")
    program.intents.pause()
    point = next(p for p in program.trainer.log.validation_since(None)[1] if p.accuracy >= 0.5)
    assert f"Done: {point.step:,} steps." in card.states[fast].text()
    named(qtbot, card, "Grace")

    program.dialogs.file_to_save = lambda *_: tmp_path / "class.csv"  # type: ignore[method-assign]
    press(qtbot, card, card.save)
    qtbot.waitUntil((tmp_path / "class.csv").exists)
    rows = list(csv.reader((tmp_path / "class.csv").read_text().splitlines()))
    assert rows[1:] == [
        [FEWEST.title, "Ada Lovelace", "13002", "13,002 weights and biases", "784-16-16-10"],
        [FASTEST.title, "Grace", str(point.step), f"{point.step:,} steps", "784-16-16-10"],
    ]
    press(qtbot, card, card.empty)
    assert not challenges.results
    qtbot.mouseClick(card.findChildren(QPushButton)[-1], LEFT)


def test_the_broken_neuron_is_found_by_clicking_it(qtbot: QtBot, open_window: Open) -> None:
    program = open_window(TRAINED)
    challenges, card = opened(qtbot, program)
    k = CHALLENGES.index(BROKEN)
    press(qtbot, card, card.begin[k])

    def made() -> BrokenTrial:
        trial = challenges.trial
        assert isinstance(trial, BrokenTrial)
        return trial

    def click(neuron: int) -> None:
        says(qtbot, card, k, "no neuron")
        place = at(program, Focus(1, neuron))
        qtbot.mouseMove(program.window.canvas, place + QPoint(1, 0))
        qtbot.mouseClick(program.window.canvas, LEFT, pos=place)
        says(qtbot, card, k, "is chosen")
        press(qtbot, card, card.answer)

    # Whoever errs begins anew.
    says(qtbot, card, k, "Network 1 of 2: no neuron")
    assert not card.answer.isEnabled()
    broken = made().broken
    assert broken is not None
    click(broken)
    says(qtbot, card, k, "Right: it was")
    says(qtbot, card, k, "Network 2 of 2: no neuron")
    broken = made().broken
    assert broken is not None
    click((broken + 1) % 16)
    says(qtbot, card, k, "No: it was")
    for number in (1, 2):
        says(qtbot, card, k, f"Network {number} of 2: no neuron")
        broken = made().broken
        assert broken is not None
        click(broken)
    says(qtbot, card, k, "Done: ")
    assert "Undo, 4 times, brings your own network back." in card.states[k].text()
    own = read_run(TRAINED).parameters
    for _ in range(4):
        program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: np.array_equal(shown(program), own))
    named(qtbot, card, "Emmy")
    assert challenges.results[0].value > 0
    # A network that is trained since is another one.
    press(qtbot, card, card.begin[k])
    says(qtbot, card, k, "no neuron")
    program.actions["training.step"].trigger()
    says(qtbot, card, k, "begin again")
    assert challenges.trial is None


def test_a_four_is_drawn_that_is_taken_for_a_nine(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = open_window(TRAINED)
    qtbot.waitUntil(lambda: program.presenter.snapshot is not None and program.presenter.snapshot.step > 0)
    challenges, card = opened(qtbot, program)
    k = CHALLENGES.index(TAKEN)
    pad = pad_of(program)
    for stroke in NEARLY:  # drawn before Begin: it counts for nothing
        draw(qtbot, pad, stroke)
    press(qtbot, card, card.begin[k])
    says(qtbot, card, k, "Draw a 4")
    program.actions["edit.clear"].trigger()
    for stroke in PLAIN:
        draw(qtbot, pad, stroke)
    says(qtbot, card, k, "the network reads 4")
    # A network that reads too little is no use for it, whatever it takes for a 9.
    program.actions["edit.clear"].trigger()
    with monkeypatch.context() as patch:
        patch.setattr(trials, "GOOD_ENOUGH", 0.99)
        for stroke in NEARLY:
            draw(qtbot, pad, stroke)
        says(qtbot, card, k, "train it first")
    says(qtbot, card, k, "Done: ")
    named(qtbot, card, "Sofia")
    assert challenges.results[0].value > 0.5
    press(qtbot, card, card.begin[k])
    assert challenges.trial is not None
    press(qtbot, card, card.give_up)
    assert challenges.trial is None


def test_other_tasks_say_why_there_are_none(qtbot: QtBot, seat: Seat) -> None:
    program = exchanged(qtbot, seat, "file.new.moons")
    program.actions["help.challenges"].trigger()
    assert any("challenges are for digits" in words for words in program.window.banner.sentences)
    assert program.window.beside is None
    for task in map(task_named, TASKS):
        asked = Challenges(SimpleNamespace(task=task))  # type: ignore[arg-type]
        if task != DIGITS:
            assert f"This network reads {task.examples}: challenges are for digits" in asked.why_not()
