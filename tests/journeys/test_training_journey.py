"""From the defaults to a better network, in the training room, with real mouse and key events."""

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.kit.fields import ChoiceField, TextField
from netviz.panels.settings.sheets import DATA, NETWORK, REGULARISE, STEP
from netviz.panels.train.card import STOP
from tests.journeys.conftest import Open

SECOND = 1000


def click(qtbot: QtBot, widget: QWidget) -> None:
    assert widget.isVisible(), widget
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def turn_to(qtbot: QtBot, program: Program, page: str) -> None:
    tabs = program.training.card.pages.tabs
    assert tabs.isVisible()
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.middle(page))


def type_into(qtbot: QtBot, field: TextField, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    edit: QLineEdit = field.edit
    assert edit.isVisible()
    qtbot.mouseDClick(edit, Qt.MouseButton.LeftButton)
    qtbot.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, end)


def choose(qtbot: QtBot, field: ChoiceField, value: str) -> None:
    field.box.setFocus()
    qtbot.keyClick(field.box, Qt.Key.Key_Home)
    while field.box.currentData() != value:
        qtbot.keyClick(field.box, Qt.Key.Key_Down)


def sizes(program: Program) -> tuple[int, ...]:
    return program.trainer.request_state().result(10).config.spec.sizes


def test_from_the_defaults_to_a_wider_network_with_a_schedule_and_an_end(
    qtbot: QtBot, open_window: Open
) -> None:
    program = open_window()
    window, room = program.window, program.training
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10 * SECOND)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(room.feet.feet) == 2, timeout=10 * SECOND)

    # Wider by hand: drag the first column's number up, click its plus twice, add a layer, remove it again.
    foot = room.feet.feet[0]
    qtbot.waitUntil(foot.plus.isVisible, timeout=10 * SECOND)
    centre = foot.count.rect().center()
    qtbot.mousePress(foot.count, Qt.MouseButton.LeftButton, pos=centre)
    for up in (10, 20, 30, 40):
        qtbot.mouseMove(foot.count, centre - QPoint(0, up))
    qtbot.mouseRelease(foot.count, Qt.MouseButton.LeftButton, pos=centre - QPoint(0, 40))
    wide = foot.wanted
    assert wide == 24
    qtbot.waitUntil(lambda: sizes(program) == (784, wide, 16, 10), timeout=10 * SECOND)
    for _ in range(2):
        click(qtbot, foot.plus)
    qtbot.waitUntil(lambda: sizes(program) == (784, wide + 2, 16, 10), timeout=10 * SECOND)
    click(qtbot, room.feet.pluses[2])
    qtbot.waitUntil(lambda: sizes(program) == (784, wide + 2, 16, 16, 10), timeout=10 * SECOND)
    qtbot.waitUntil(lambda: len(room.feet.feet) == 3, timeout=10 * SECOND)
    room.feet.feet[2].count.setFocus()
    qtbot.keyClick(room.feet.feet[2].count, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: sizes(program) == (784, wide + 2, 16, 10), timeout=10 * SECOND)

    # A schedule, a larger batch, an end.
    turn_to(qtbot, program, STEP)
    choose(qtbot, room.card.step.schedule, "one-cycle")
    type_into(qtbot, room.card.step.over, "1000")
    type_into(qtbot, room.card.step.rate, "0.02")
    turn_to(qtbot, program, STOP)
    type_into(qtbot, room.card.stop.accuracy, "85")
    qtbot.waitUntil(lambda: program.trainer.status.stop_when.validation_accuracy == 0.85, timeout=10 * SECOND)
    config = program.trainer.status.config
    assert (config.schedule.kind, config.schedule.steps, config.learning_rate) == ("one-cycle", 1000, 0.02)

    window.canvas.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.trainer.status.met, timeout=90 * SECOND)
    assert program.rooms.now == "train"
    qtbot.waitUntil(lambda: "85\u00a0% was the goal" in window.banner.text, timeout=10 * SECOND)

    # Surgery on what it learnt, and its undo.
    learnt = program.trainer.request_state().result(10)
    done = program.stack.count()
    turn_to(qtbot, program, NETWORK)
    type_into(qtbot, room.card.network.layers, "12")
    qtbot.waitUntil(lambda: sizes(program) == (784, 12, 10), timeout=10 * SECOND)
    qtbot.waitUntil(lambda: program.stack.count() == done + 1, timeout=10 * SECOND)
    window.canvas.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: sizes(program) == learnt.config.spec.sizes, timeout=10 * SECOND)
    back = program.trainer.request_state().result(10)
    assert np.array_equal(back.parameters, learnt.parameters)
    assert back.step == learnt.step
    qtbot.waitUntil(lambda: room.card.network.layers.text() == str(learnt.config.spec), timeout=10 * SECOND)


def test_bad_input_in_every_field_changes_nothing(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    card = program.training.card
    qtbot.keyClick(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(card.isVisible, timeout=10 * SECOND)
    turn_to(qtbot, program, STEP)
    choose(qtbot, card.step.schedule, "step")
    qtbot.waitUntil(lambda: program.trainer.status.config.schedule.kind == "step", timeout=10 * SECOND)
    before = program.trainer.status
    pages: dict[str, list[TextField]] = {
        NETWORK: [card.network.layers, card.network.seed],
        STEP: [
            card.step.rate,
            card.step.over,
            card.step.drop,
            card.step.momentum,
            card.step.batch,
            card.step.clip,
        ],
        REGULARISE: [field for field in card.regularise.fields.values() if isinstance(field, TextField)],
        DATA: list(card.data.fields.values()),
        STOP: [card.stop.epochs, card.stop.seconds, card.stop.accuracy, card.stop.patience],
    }
    for page, fields in pages.items():
        turn_to(qtbot, program, page)
        for field in fields:
            for text in ("-1", "much", "1e30"):
                type_into(qtbot, field, text, Qt.Key.Key_Tab)
                assert field.complaint().endswith((".", ").")), (field.name, text)
    QTest.qWait(100)
    after = program.trainer.status
    assert (after.config, after.stop_when, after.step) == (before.config, before.stop_when, 0)
    assert program.window.banner.text == ""
