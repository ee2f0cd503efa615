"""Whatever gives the network the keys, no neuron and no pixel is chosen by that."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.window.tabs import RoomTabs
from tests.journeys.conftest import Open

CONTROL = Qt.KeyboardModifier.ControlModifier


def nothing_chosen(program: Program) -> bool:
    explorer, scene = program.presenter.explorer, program.presenter.scene
    return explorer.focus is None and explorer.told_focus is None and (scene is None or scene.focus is None)


@pytest.mark.parametrize("by", ["keys", "tabs"])
def test_changing_rooms_chooses_nothing(qtbot: QtBot, open_window: Open, by: str) -> None:
    program = open_window()
    window = program.window
    tabs = window.bar.findChild(RoomTabs)

    def go(room: int) -> None:
        if by == "keys":
            qtbot.keyClick(window, getattr(Qt.Key, f"Key_{room + 1}"), CONTROL)
        else:
            qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(room).center())
        qtbot.waitUntil(lambda: program.rooms.now == ("watch", "train", "explain", "test")[room])

    for there in (1, 2, 3):
        for leave_by in (False, True):
            go(there)
            if leave_by:
                # A button of that room has the keys, and goes with it.
                buttons = [
                    b
                    for b in program.window.places.findChildren(QAbstractButton)
                    if b.isVisible() and b.isEnabled() and b.focusPolicy() != Qt.FocusPolicy.NoFocus
                ]
                assert buttons
                buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
            go(0)
            qtbot.wait(60)
            assert nothing_chosen(program)


def test_tab_and_dialogs_that_close_choose_nothing(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window = program.window
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        assert nothing_chosen(program)
    program.actions["help.seeing"].trigger()
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(QDialog)))
    for dialog in window.findChildren(QDialog):
        dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    assert nothing_chosen(program)
    # An arrow key is the way in.
    program.window.canvas.setFocus()
    qtbot.waitUntil(lambda: program.presenter.scene is not None)
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_Up)
    assert not nothing_chosen(program)
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_Escape)
    assert nothing_chosen(program)
