"""Why the network answers so, in the window: of every task, and what changes its mind really does."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.panels.inspector.why.tab import METHODS, WhyTab
from netviz.rendering.units import pixels
from netviz.tasks.answer import Classes
from netviz.tasks.input import Picture
from netviz.training.insight.spread import says_nothing
from netviz.viewmodels.probe import example
from netviz.viewmodels.scene import Focus
from tests.journeys.conftest import exchanged
from tests.training.insight import plain

ENOUGH = 400  # steps: a network that has learnt nothing may answer one thing alone
FEW = ("",)
ALL = ("", "spam", "penguins", "moons", "curve")


def choose(box: QComboBox, place: int) -> None:
    """By the keys, as a person does."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(place):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentIndex() == place


def numbers(words: str) -> list[float]:
    return [float(text) for text in re.findall(r"-?\d+\.\d+", words.replace("−", "-").replace("- ", "+ "))]


def pick(program: Program, row: int) -> None:
    examples = program.run_data.at_hand.validation  # type: ignore[union-attr]
    right = examples.answers[row].ravel()[0].item()
    program.paper.pick(example(examples.stored[row], "file", label=right, task=program.task))


@pytest.mark.parametrize("tasks", [FEW, pytest.param(ALL, marks=pytest.mark.long)])
def test_of_every_task_the_shares_add_up_and_the_changed_example_is_answered_otherwise(
    qtbot: QtBot, seat: Seat, tasks: tuple[str, ...]
) -> None:
    for task in tasks:
        if task:
            exchanged(qtbot, seat, f"file.new.{task}")
        program = seat.program
        assert program.others is not None
        presenter, inside = program.presenter, program.others.inside
        inside.open("why")
        tab = inside.page.tab("why")
        assert isinstance(tab, WhyTab)
        assert not tab.head.text()  # nothing lies there yet
        pick(program, 1)
        qtbot.waitUntil(lambda tab=tab: bool(tab.head.text()))
        first = tab.head.text()
        program.intents.train()
        qtbot.waitUntil(lambda p=program: p.trainer.status.step > ENOUGH)
        program.intents.pause()
        qtbot.waitUntil(lambda p=program: not p.presenter.training)
        at = f"step {program.trainer.status.step:,}"
        qtbot.waitUntil(lambda tab=tab, at=at: at in tab.head.text())
        assert tab.head.text() != first
        snapshot, forward = presenter.snapshot, presenter.forward
        assert snapshot is not None
        assert forward is not None
        reads = program.task.input
        training = program.run_data.at_hand.training  # type: ignore[union-attr]
        empty = says_nothing(reads)
        empty = training.inputs(dtype=np.float64).mean(axis=0) if empty is None else empty
        spec = snapshot.spec
        given = int(forward.z[-1].argmax())
        z0 = plain.sums(spec, snapshot.parameters, empty, spec.n_layers)[given]
        # The equation, with the numbers that stand there.
        for place, name in enumerate(METHODS.values()):
            choose(tab.methods, place)
            total, z, minus, *left = numbers(tab.equation.text())
            assert z == pytest.approx(forward.z[-1][given], abs=2e-4)
            assert minus == pytest.approx(z0, abs=2e-4)
            off = abs(total - (z - minus))
            assert off == pytest.approx(left[0] if left else 0, abs=3e-4), name
            if place == 0:
                assert off <= 1e-3
        if isinstance(reads, Picture):
            # The pixel that is pointed at lights up in the graph.
            box = tab.picture.box()
            at = box.topLeft() + QPointF(14.5 / 28 * box.width(), 14.5 / 28 * box.height())
            QTest.mouseMove(tab.picture, QPointF(pixels(at.x()), pixels(at.y())).toPoint())
            qtbot.waitUntil(lambda p=presenter: p.explorer.hovered is not None)
            assert presenter.explorer.hovered is not None
            assert presenter.explorer.hovered.column == 0
            assert presenter.explorer.hovered.index % 28 == 14
        # Another answer's sum.
        if isinstance(program.task.answer, Classes):
            choose(tab.outputs, 2)
            words = f"z of {program.task.answer.names[1]} at step"
            qtbot.waitUntil(lambda tab=tab, words=words: words in tab.head.text())
            assert presenter.explorer.kept == Focus(spec.n_layers, 1)
            # And the other way round: an output that is chosen in the graph.
            presenter.explorer.pick(Focus(spec.n_layers, 0))
            words = f"z of {program.task.answer.names[0]} at step"
            qtbot.waitUntil(lambda tab=tab, words=words: words in tab.head.text())
        # What would change its mind, and it does; within the range of the data not every answer can be had.
        names = [tab.towards.itemText(k) for k in range(tab.towards.count())]
        for place in reversed(range(len(names))):
            choose(tab.towards, place)
            qtbot.waitUntil(lambda tab=tab: tab.put.isEnabled())
            if tab.put.isVisibleTo(tab):
                break
            assert tab.amount.text().startswith("No change within the range of the data was found")
        towards = tab.towards.currentText()
        tab.put.click()
        qtbot.waitUntil(lambda p=presenter: p.example.source == "made")
        after = presenter.forward
        assert after is not None
        if isinstance(program.task.answer, Classes):
            assert program.task.answer.names[int(after.a[-1].argmax())] == towards
        else:
            assert after.a[-1][0] < forward.a[-1][0]
        program.actions["edit.undo"].trigger()
        qtbot.waitUntil(lambda p=presenter: p.example.source == "file")
        inside.close()
