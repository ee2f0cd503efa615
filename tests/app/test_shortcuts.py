"""The page of keys is whole and true."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from netviz.app.about import ShortcutsDialog
from netviz.app.actions import ACTIONS
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
