"""Runs side by side in the window: their page, their pictures, and keeping one of them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.composition import Program
from netviz.app.train.compare import Comparison
from netviz.training.side_by_side import SideBySide
from tests.app.conftest import StartProgram


@pytest.fixture
def program(start: StartProgram, qtbot: QtBot) -> Program:
    program = start()
    program.rooms.open("train")
    QTest.mouseClick(program.training.card.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: comparison(program).side is not None, timeout=5000)
    return program


def comparison(program: Program) -> Comparison:
    return program.training.comparison


def side(program: Program) -> SideBySide:
    found = comparison(program).side
    assert found is not None
    return found


def test_the_runs_train_beside_each_other_and_one_is_kept(program: Program, qtbot: QtBot) -> None:
    page = comparison(program).page
    assert page.isVisible()
    assert not program.window.canvas.isVisible()
    assert not program.training.side.isVisible()
    qtbot.waitUntil(lambda: all(lane.canvas.scene is not None for lane in page.lanes), timeout=5000)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: side(program).step > 40, timeout=20_000)
    assert program.trainer.status.step == 0
    QTest.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not side(program).running, timeout=5000)
    step = side(program).step
    qtbot.waitUntil(lambda: page.steps.text() == f"step {step:,}", timeout=5000)
    qtbot.waitUntil(
        lambda: page.loss.chart is not None and len(page.loss.chart.lines[1].step) > 10, timeout=5000
    )
    QTest.mouseClick(page.lanes[1].keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.status.step == step, timeout=5000)
    assert program.trainer.status.config == replace(page.configs[1])
    assert not page.isVisible()
    assert program.training.side.isVisible()
    qtbot.waitUntil(program.stack.canUndo, timeout=5000)
    program.stack.undo()
    qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=5000)


def test_other_values_begin_anew(program: Program, qtbot: QtBot) -> None:
    page, first = comparison(program).page, side(program)
    lane = page.lanes[1]
    lane.edit.setFocus()
    lane.edit.selectAll()
    QTest.keyClicks(lane.edit, "0.5")
    QTest.keyClick(lane.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: comparison(program).side not in (None, first), timeout=5000)
    assert side(program).configs[1].learning_rate == 0.5
    assert first.close()
    # One seed: before the first step they are the same network.
    seen = comparison(program)._seen
    qtbot.waitUntil(lambda: comparison(program)._seen is not None, timeout=5000)
    seen = comparison(program)._seen
    assert seen is not None
    assert np.array_equal(seen.snapshots[0].parameters, seen.snapshots[1].parameters)


def test_whoever_is_quicker_than_the_runs_are_made_need_not_ask_twice(program: Program, qtbot: QtBot) -> None:
    page = comparison(program).page
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert comparison(program).side is None
    QTest.mouseClick(page.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: comparison(program).side is not None, timeout=5000)
    qtbot.waitUntil(lambda: side(program).step > 3, timeout=5000)


def test_leaving_ends_the_runs(program: Program, qtbot: QtBot) -> None:
    page, runs = comparison(program).page, side(program)
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert not page.isVisible()
    assert program.window.canvas.isVisible()
    assert comparison(program).side is None
    assert runs.close()
    program.training.compare()
    qtbot.waitUntil(lambda: comparison(program).side is not None, timeout=5000)
    # Whoever trains the network itself wants to see it.
    program.rooms.train()
    qtbot.waitUntil(lambda: not page.isVisible(), timeout=5000)
    program.intents.pause()
    program.training.compare()
    program.rooms.open("watch")
    assert not page.isVisible()
    program.rooms.open("train")
    assert not page.isVisible()
    assert program.training.side.isVisible()
