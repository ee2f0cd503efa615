"""Keyboards without Latin letters: the keys stand where a US keyboard has them."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit

from netviz.app.window.main_window import MainWindow

# By the numbers that X11 and Wayland give to a key's place; other systems tell Qt the Latin letter.
_PLACES: Final = {
    first + k: letter
    for first, row in ((24, "QWERTYUIOP[]"), (38, "ASDFGHJKL;'"), (52, "ZXCVBNM,./"))
    for k, letter in enumerate(row)
}
_LATIN_1: Final = 0xFF
_NO_LETTERS: Final = 0x0100_0000  # from here on Qt's keys are Esc, arrows and the like


class OtherLayouts(QObject):
    """Qt finds the Latin letter where the desktop has a Latin layout too; this is for who has none."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.unheard.connect(self.hear)

    def hear(self, event: QKeyEvent) -> None:
        """Do what the key in this place does, where it is a letter that no shortcut can name."""
        letter = _PLACES.get(event.nativeScanCode(), "") if sys.platform == "linux" else ""
        if not letter or not _LATIN_1 < event.key() < _NO_LETTERS:
            return
        if isinstance(self._window.focusWidget(), QLineEdit | QAbstractSpinBox | QComboBox):
            return
        pressed = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(ord(letter))))
        for action in self._window.findChildren(QAction):
            if pressed in action.shortcuts() and action.isEnabled():
                action.trigger()
                return
