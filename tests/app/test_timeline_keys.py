"""Keys of the timeline's: its own while it has the focus, and none that another control needs."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.app.conftest import StartProgram


def test_the_strip_walks_with_arrows_and_leaves_space_to_training(start: StartProgram) -> None:
    program = start()
    for key, own in (
        (Qt.Key.Key_Left, True),
        (Qt.Key.Key_Right, True),
        (Qt.Key.Key_Space, False),
        (Qt.Key.Key_K, False),
    ):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(program.window.timeline.track, event)
        assert event.isAccepted() == own, key


def test_no_key_of_the_run_is_one_that_the_network_walks_with(start: StartProgram) -> None:
    program = start()
    walking = {"Home", "End", "Left", "Right", "Up", "Down", "PgUp", "PgDown"}
    for name, action in ((a.objectName(), a) for a in program.actions.all()):
        if name.startswith(("time.", "run.")):
            assert not walking & {shortcut.toString() for shortcut in action.shortcuts()}, name
