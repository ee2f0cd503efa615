"""Which keys a widget keeps from being shortcuts of the window."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from netviz.panels.kit.own_keys import keeps

OWN = (Qt.Key.Key_Left, Qt.Key.Key_Return)
PLAIN = Qt.KeyboardModifier.NoModifier


def asked(key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> QKeyEvent:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    event.ignore()
    return event


@pytest.mark.parametrize("modifiers", [PLAIN, Qt.KeyboardModifier.KeypadModifier])
@pytest.mark.parametrize("key", OWN)
def test_its_own_keys_are_kept(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    event = asked(key, modifiers)
    assert keeps(event, OWN)
    assert event.isAccepted()


@pytest.mark.parametrize(
    "event",
    [
        asked(Qt.Key.Key_Right),
        asked(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier),
        asked(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ],
    ids=["another key", "with Ctrl", "with Alt"],
)
def test_the_others_are_left_to_the_window(event: QKeyEvent) -> None:
    assert not keeps(event, OWN)
    assert not event.isAccepted()


def test_only_the_question_is_answered() -> None:
    assert not keeps(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, PLAIN), OWN)
    assert not keeps(QEvent(QEvent.Type.Leave), OWN)
