"""Keys that a widget with the focus keeps for itself, though they are shortcuts of the window."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def keeps(event: QEvent, keys: Container[int]) -> bool:
    """Whether this asks if one of these keys is the widget's own; if so, the event is accepted.

    Keys of the number pad count, those with Shift, Ctrl or Alt don't.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if not plain or event.key() not in keys:
        return False
    event.accept()
    return True
