"""What a neuron looks for, in the window: of every task, by mouse and by keys, and what is picked is read."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.seat import Seat
from netviz.panels.inspector.seeks.nine import NINE, Nine
from netviz.panels.inspector.seeks.tab import SeeksTab
from netviz.rendering.units import pixels
from netviz.viewmodels.scene import Focus
from tests.journeys.conftest import exchanged
from tests.training.insight import plain

FEW = ("",)
TRAINED = ("penguins", "curve")  # of few examples, so that it is soon found out again
ALL = ("", "spam", "penguins", "moons", "curve")


def click(nine: Nine, place: int) -> None:
    at = nine.box(place).center()
    QTest.mouseClick(nine, Qt.MouseButton.LeftButton, pos=QPointF(pixels(at.x()), pixels(at.y())).toPoint())


def told(nine: Nine) -> tuple[list[int], list[str]]:
    """The rows of the examples that are seen there, and the sum that is written below each."""
    found = re.findall(r"Training example ([\d,]+): .*?, z ([^,;]+), a ", nine.accessibleDescription())
    return [int(row.replace(",", "")) - 1 for row, _ in found], [z for _, z in found]


def visible(widget: QWidget) -> bool:
    return not widget.isHidden()


@pytest.mark.parametrize("tasks", [FEW, pytest.param(ALL, marks=pytest.mark.long)])
def test_of_every_task_what_excites_a_neuron_is_seen_and_goes_before_the_network(
    qtbot: QtBot, seat: Seat, tasks: tuple[str, ...]
) -> None:
    for task in tasks:
        if task:
            exchanged(qtbot, seat, f"file.new.{task}")
        program = seat.program
        assert program.others is not None
        presenter, inside = program.presenter, program.others.inside
        presenter.explorer.pick(Focus(1, 2))
        inside.open("seeks")
        tab = inside.page.tab("seeks")
        assert isinstance(tab, SeeksTab)
        qtbot.waitUntil(lambda tab=tab: bool(tab.head.text()))
        snapshot = presenter.snapshot
        assert snapshot is not None
        examples = program.run_data.at_hand.training  # type: ignore[union-attr]
        assert f"{len(examples):,} training {program.task.examples} at step 0" in tab.head.text()
        parts = np.array_split(
            np.arange(len(examples)), 1 + len(examples) // 5000
        )  # in float64 all are 350 MB
        z = np.concatenate(
            [plain.sums(snapshot.spec, snapshot.parameters, examples.inputs(rows), 1)[:, 2] for rows in parts]
        )
        order = np.argsort(-z)
        (most, most_z), (least, least_z) = told(tab.most), told(tab.least)
        assert z[most] == pytest.approx(z[order[:NINE]], rel=1e-4)
        assert z[least] == pytest.approx(z[order[: -NINE - 1 : -1]], rel=1e-4)
        for row, written in zip(most + least, most_z + least_z, strict=True):
            read = float(written.replace("\N{MINUS SIGN}", "-"))
            assert read == pytest.approx(z[row], abs=0.0051 if abs(read) < 10 else 0.051)
        assert visible(tab.weights) == (task == "")
        assert visible(tab.pushes) == (task == "spam")
        # By the mouse.
        click(tab.most, 2)
        qtbot.waitUntil(lambda p=presenter: p.example.name.startswith("training"))
        row = most[2]
        assert np.array_equal(presenter.example.pixels, examples.stored[row])
        assert presenter.example.label == examples.answers[row].ravel()[0]
        forward = presenter.forward
        assert forward is not None
        assert forward.z[0][2] == pytest.approx(z[most[2]], rel=1e-4)
        # By the keys.
        tab.least.setFocus()
        QTest.keyClick(tab.least, Qt.Key.Key_Right)
        QTest.keyClick(tab.least, Qt.Key.Key_Return)
        row = least[1]
        qtbot.waitUntil(lambda p=presenter, x=examples.stored[row]: np.array_equal(p.example.pixels, x))
        # What was made.
        if visible(tab.put):
            before = presenter.example
            tab.put.click()
            qtbot.waitUntil(lambda p=presenter: p.example.source == "made")
            assert presenter.forward is not None
            assert presenter.forward.z[0][2] > forward.z[0][2] * 0.5
            program.actions["edit.undo"].trigger()
            qtbot.waitUntil(lambda p=presenter, x=before: p.example.id == x.id)
        # An output, and an input, which looks for nothing.
        presenter.explorer.pick(Focus(len(snapshot.spec.sizes) - 1, 0))
        qtbot.waitUntil(lambda tab=tab: not tab.head.text())
        qtbot.waitUntil(lambda tab=tab: bool(tab.head.text()))
        presenter.explorer.pick(Focus(0, 0))
        qtbot.waitUntil(lambda tab=tab: not tab.head.text())
        if task in TRAINED:
            # While it trains it is found out again, said of which step.
            presenter.explorer.pick(Focus(1, 2))
            program.intents.train()
            qtbot.waitUntil(lambda tab=tab: bool(tab.head.text()) and "at step 0," not in tab.head.text())
            program.intents.pause()
            qtbot.waitUntil(lambda p=program: not p.presenter.training)
            at = f"at step {program.trainer.status.step:,},"
            qtbot.waitUntil(lambda tab=tab, at=at: at in tab.head.text())
        # Of a run whose examples are not there nothing is told.
        presenter.explorer.pick(Focus(1, 2))
        qtbot.waitUntil(lambda tab=tab: bool(tab.head.text()))
        inside.miss(program.run_data.own)
        program.clock.mark_dirty()
        qtbot.waitUntil(lambda tab=tab: not tab.head.text())
        inside.miss(None)
        inside.close()
