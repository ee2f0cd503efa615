"""The page of keys is whole and true."""

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from netviz.app.help.about import ShortcutsDialog
from netviz.app.window.actions import ACTIONS
from tests.app.conftest import StartProgram
from tests.app.test_program import rest


def test_every_key_of_the_table_is_on_the_page(qtbot: QtBot) -> None:
    page = ShortcutsDialog(ACTIONS)
    qtbot.addWidget(page)
    words = [label.text() for label in page.findChildren(QLabel)]
    for spec in ACTIONS:
        if spec.keys:
            assert spec.title.rstrip("…") in words, spec.id
            for key in spec.keys:
                native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                assert any(
                    native in text.partition(",")[0].split(" or ") or text == native for text in words
                ), (spec.id, native)
    page.show()
    assert page.width() <= 1366
    assert page.height() <= 720


def test_what_it_says_of_space_is_what_space_does(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    page = ShortcutsDialog(ACTIONS)
    qtbot.addWidget(page)
    words = [label.text() for label in page.findChildren(QLabel)]
    assert "Story, in Explain a step" in words
    assert words[words.index("Next") + 1] == "Right or PgDown or Space"
    assert "Space, but in Explain Next" in words
    space = QKeySequence("Space")
    for room in ("watch", "train", "test", "explain"):
        program.rooms.open(room)
        rest(qtbot, program)
        assert (space in program.actions["story.next"].shortcuts()) == (room == "explain")
        assert (space in program.actions["training.toggle"].shortcuts()) == (room != "explain")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system tells which Latin letter it is")
def test_where_all_letters_are_cyrillic_keys_are_known_by_their_place(
    qtbot: QtBot, start: StartProgram
) -> None:
    """As X11 sends them under a sole Russian layout: Ы is where a US keyboard has S."""
    program = start()
    window = program.window
    done: list[str] = []
    for name in ("training.step", "file.save_as", "edit.random", "training.faster"):
        program.actions[name].triggered.disconnect()
        program.actions[name].triggered.connect(lambda _checked=False, name=name: done.append(name))
    none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    shift = Qt.KeyboardModifier.ShiftModifier

    def press(letter: str, place: int, modifiers: Qt.KeyboardModifier) -> list[str]:
        done.clear()
        code = ord(letter.upper())
        QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, code, modifiers, place, 0, 0, letter))
        return list(done)

    assert press("ы", 39, none) == ["training.step"]
    assert press("ы", 39, control | shift) == ["file.save_as"]
    assert press("в", 40, none) == ["edit.random"]
    assert press("ъ", 35, none) == ["training.faster"]
    assert press("ж", 47, none) == []  # it means nothing on a US keyboard either
    assert press("ы", 0, none) == []
    # What a layout with Latin letters says is what is meant, wherever its key stands.
    assert press("z", 39, none) == []
    # In a field it is a letter.
    program.rooms.open("train")
    rest(qtbot, program)
    field = next(field for field in window.findChildren(QLineEdit) if field.isVisible())
    field.setFocus()
    assert press("ы", 39, none) == []


def test_undo_in_a_field_is_the_windows_once_what_was_typed_is_taken(
    qtbot: QtBot, start: StartProgram
) -> None:
    program = start()
    rest(qtbot, program)
    program.window.show()
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.rooms.can_open("train"), timeout=30_000)
    program.rooms.open("train")
    card = program.training.card
    undone: list[str] = []
    program.actions["edit.undo"].triggered.connect(lambda: undone.append("undone"))
    program.actions["edit.undo"].setEnabled(True)
    for page, edit, text in (
        ("step", card.step.rate, "3"),
        ("step", card.step.batch, "64"),
        ("network", card.network.layers, "784-12-10"),
    ):
        card.pages.open(page)
        field = edit if isinstance(edit, QLineEdit) else edit.edit
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert not undone, "what is being typed is the field's to take back"
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        there = field.text()
        program.actions["edit.undo"].setEnabled(False)
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert field.text() == there, "what is in force stays"
        program.actions["edit.undo"].setEnabled(True)
        if program.window.isActiveWindow():  # keys of the menu reach no other
            qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            qtbot.waitUntil(lambda: bool(undone), timeout=5000)
            undone.clear()
