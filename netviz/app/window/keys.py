"""Keys that a focused control has a use for are its own, whatever they mean to the rest of the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from netviz.app.window.main_window import MainWindow
from netviz.panels.kit.message import MessageCard
from netviz.panels.pad.digit_picker import DigitGrid
from netviz.panels.run.step_track import StepTrack
from netviz.panels.watch.controls import Controls

WALKING: Final = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
)
FIELDS: Final = (QLineEdit, QAbstractSpinBox, QComboBox)
"""What is typed into."""


class ReturnKey(QObject):
    """Return presses the button that has the keys, or else the primary button of what is open.

    It comes to the window only where nobody else had a use for it: a grid of digits, say. A field takes what
    is typed with it, and that is all, wherever the keys go with what was typed.
    """

    def __init__(self, window: MainWindow, own_keys: OwnKeys) -> None:
        super().__init__(window)
        self._window = window
        self._own_keys = own_keys
        window.returned.connect(self.press)

    def press(self) -> None:
        """Press it, where there is one."""
        # The window's own: the program's is none where the window is not in front.
        focused = self._window.focusWidget()
        if isinstance(focused, FIELDS) or self._own_keys.typed:
            return
        button = focused if isinstance(focused, QAbstractButton) else self.primary()
        if button is not None:
            button.click()

    def primary(self) -> QPushButton | None:
        """The primary button of what is open; of several the default one, and the window's own bar's last."""
        found = [
            button
            for button in self._window.findChildren(QPushButton)
            if button.property("role") == "primary"
            and button.isVisible()
            and button.isEnabled()
            and button.window() is self._window
            and not isinstance(button.parent(), MessageCard)
        ]
        found.sort(key=lambda button: (not button.isDefault(), isinstance(button.parent(), Controls)))
        return found[0] if found else None


class OwnKeys(QObject):
    """Keeps shortcuts from taking those keys; and clicks from taking the keys to a button, so Space goes on
    meaning Train. Tab reaches every button as before.

    It watches the controls, one by one. An event handler of the window itself, in Python, would see every
    event, and Qt would paint the whole window inside it: with Python's lock held, while training waits.
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed = QTimer(self, singleShot=True, interval=0)

    @property
    def typed(self) -> bool:
        """Whether the key that is on its way has been a field's."""
        return self._typed.isActive()

    def watch(self, window: QWidget) -> None:
        """Look after all controls that are in the window now."""
        for kind in (QAbstractButton, QSlider, DigitGrid, QLineEdit, QAbstractSpinBox, QComboBox):
            for control in window.findChildren(kind):
                control.installEventFilter(self)
        for button in window.findChildren(QAbstractButton):
            if button.focusPolicy() != Qt.FocusPolicy.NoFocus:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt before a shortcut takes a key from the focused control."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if isinstance(watched, FIELDS):
                self._typed.start()
            else:
                self._typed.stop()
            # Where the menu has nothing to take back, a field must not take back what is in force either.
            return _undoes(event) and _untouched(watched)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            presses = isinstance(watched, QAbstractButton) and event.key() == Qt.Key.Key_Space
            walks = isinstance(watched, QSlider | DigitGrid) and event.key() in WALKING
            if isinstance(watched, StepTrack):
                # Who has gone through the run trains on with Space.
                walks = walks and event.key() != Qt.Key.Key_Space
            if _undoes(event) and _untouched(watched):
                # Nothing is typed there that could be taken back: it means what the menu says.
                event.ignore()
                return True
            # A presenter's clicker sends these: they go through the story whatever has the keys.
            clicks = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            if plain and not clicks and (presses or walks or isinstance(watched, FIELDS)):
                event.accept()
                return True
        return False


def _undoes(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def _untouched(control: QObject) -> bool:
    """Whether this is a field in which all that was typed has been taken."""
    if isinstance(control, QAbstractSpinBox | QComboBox):
        edit = control.lineEdit()
        return edit is None or not edit.isModified()
    return isinstance(control, QLineEdit) and not control.isModified()
