"""Random hands: mouse, wheel, keys, drags, sizes, rooms, menus, files."""

from __future__ import annotations

from pathlib import Path
from random import Random

import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from netviz.app.program.composition import Program
from netviz.app.program.rooms import ROOMS
from netviz.app.run.networks import Networks
from netviz.app.window.actions import ACTIONS
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
)
_LETTERS = "abcdefghijklmnoprstuvwxyz0123456789.,-+[]%? "  # no q: Ctrl+Q closes the window
_TEXTS = (QLineEdit, QTextEdit, QPlainTextEdit, QLabel)  # a drag of their words would wait for a real mouse
_LAYERS = ((), (16,), (16, 16), (32, 16), (8, 8, 8), (128, 64))
_LEFT_OUT = (
    "file.quit",
    "help.lessons",  # a lesson has a window of its own, and this one waits
    "file.export_story",
    "file.export_run",
)  # films have tests of their own, and take long
_SIZES = ((1280, 800), (960, 600), (1440, 900), (1000, 700), (1600, 1000), (800, 600))


class Hands:
    """`act` does one thing to whatever is in front. `scratch` holds the files to open and to save."""

    def __init__(self, program: Program, random: Random, scratch: Path) -> None:
        self._program = program
        self._random = random
        self._scratch = scratch
        self.done = ""
        """What was done last, in words."""

    def act(self) -> None:
        """One random event."""
        window = self._in_front()
        if window is None:
            return
        chance = self._random.random()
        modal = window is not self._program.window
        if chance < 0.36 or (modal and chance < 0.6):
            self._click(window)
        elif chance < 0.46:
            self._drag(window)
        elif chance < 0.54:
            self._wheel(window)
        elif chance < 0.64:
            self._hover(window)
        elif chance < 0.80 or modal:
            self._key(window)
        elif chance < 0.90:
            self._action()
        elif chance < 0.94:
            self._room()
        elif chance < 0.96:
            self._resize()
        elif chance < 0.985:
            self._network()
        else:
            self._open()

    def _in_front(self) -> QWidget | None:
        for one in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if one is not None:
                return one
        dialogs = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
        others = [w for w in dialogs if w is not self._program.window and w.width() > 60]
        if others and self._random.random() < 0.3:
            return self._random.choice(others)
        return self._program.window if self._program.window.isVisible() else None

    def _place(self, window: QWidget) -> tuple[QWidget, QPoint]:
        at = QPoint(
            self._random.randrange(max(window.width(), 1)), self._random.randrange(max(window.height(), 1))
        )
        return window.childAt(at) or window, at

    def _send(
        self, kind: QEvent.Type, window: QWidget, at: QPoint, target: QWidget, buttons: Qt.MouseButton
    ) -> None:
        if not (shiboken6.isValid(window) and shiboken6.isValid(target)):
            return
        globally = window.mapToGlobal(at)
        local = QPointF(target.mapFromGlobal(globally))
        button = _NONE if kind == QEvent.Type.MouseMove else _LEFT
        modifiers = Qt.KeyboardModifier.NoModifier
        if self._random.random() < 0.05:
            modifiers = self._random.choice(
                (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier)
            )
        QApplication.sendEvent(
            target, QMouseEvent(kind, local, QPointF(globally), button, buttons, modifiers)
        )

    def _click(self, window: QWidget) -> None:
        target, at = self._place(window)
        self.done = f"click on {type(target).__name__} at {at.x()}, {at.y()} of {type(window).__name__}"
        if isinstance(target, QLineEdit):
            target.setDragEnabled(False)
        twice = self._random.random() < 0.1
        self._send(QEvent.Type.MouseButtonPress, window, at, target, _LEFT)
        self._send(QEvent.Type.MouseButtonRelease, window, at, target, _NONE)
        if twice:
            self._send(QEvent.Type.MouseButtonDblClick, window, at, target, _LEFT)
            self._send(QEvent.Type.MouseButtonRelease, window, at, target, _NONE)

    def _drag(self, window: QWidget) -> None:
        target, at = self._place(window)
        if isinstance(target, _TEXTS) or isinstance(target.parentWidget(), _TEXTS):
            return
        self.done = f"drag from {type(target).__name__} at {at.x()}, {at.y()}"
        self._send(QEvent.Type.MouseButtonPress, window, at, target, _LEFT)
        for _ in range(self._random.randrange(2, 12)):
            at += QPoint(self._random.randrange(-40, 41), self._random.randrange(-40, 41))
            self._send(QEvent.Type.MouseMove, window, at, target, _LEFT)
        self._send(QEvent.Type.MouseButtonRelease, window, at, target, _NONE)

    def _hover(self, window: QWidget) -> None:
        target, at = self._place(window)
        self.done = f"hover over {type(target).__name__} at {at.x()}, {at.y()}"
        self._send(QEvent.Type.MouseMove, window, at, target, _NONE)

    def _wheel(self, window: QWidget) -> None:
        target, at = self._place(window)
        self.done = f"wheel over {type(target).__name__} at {at.x()}, {at.y()}"
        globally = window.mapToGlobal(at)
        turned = QPoint(0, self._random.choice((-240, -120, 120, 240)))
        event = QWheelEvent(
            QPointF(target.mapFromGlobal(globally)),
            QPointF(globally),
            QPoint(),
            turned,
            _NONE,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)

    def _key(self, window: QWidget) -> None:
        target = window.focusWidget() or window
        text, modifiers = "", Qt.KeyboardModifier.NoModifier
        if self._random.random() < 0.5:
            key = int(self._random.choice(_KEYS))
        else:
            text = self._random.choice(_LETTERS)
            key = ord(text.upper())
            if self._random.random() < 0.15:
                text, modifiers = "", Qt.KeyboardModifier.ControlModifier
        self.done = f"key {key:#x} {text!r} {modifiers} to {type(target).__name__}"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if shiboken6.isValid(target):
                QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))

    def _action(self) -> None:
        names = [spec.id for spec in ACTIONS if spec.id not in _LEFT_OUT]
        name = self._random.choice(names)
        self.done = f"action {name}"
        self._program.actions[name].trigger()

    def _room(self) -> None:
        room = self._random.choice(ROOMS)
        self.done = f"room {room}"
        self._program.rooms.open(room)

    def _resize(self) -> None:
        size = self._random.choice(_SIZES)
        self.done = f"size {size}"
        self._program.window.resize(*size)

    def _network(self) -> None:
        what = self._random.randrange(5)
        self.done = f"network {what}"
        networks: Networks = self._program.networks
        match what:
            case 0:
                networks.begin(TrainingConfig(NetworkSpec.dense((784, *self._random.choice(_LAYERS), 10))))
            case 1:
                self._program.intents.train()
            case 2:
                self._program.intents.pause()
            case 3:
                self._program.intents.set_pace(self._random.choice((None, 1.0, 30.0, 300.0)))
            case _:
                self._program.intents.step()

    def _open(self) -> None:
        path = self._random.choice(sorted(self._scratch.iterdir()))
        self.done = f"file {path.name}"
        if self._random.random() < 0.5:
            self._program.documents.open_path(path)
            return
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        middle = QPointF(self._program.window.rect().center())
        event = QDropEvent(middle, Qt.DropAction.CopyAction, data, _LEFT, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._program.window, event)
