"""A row of quiet buttons of which one is chosen; a list, where they are too many for a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QToolButton, QWidget

MOST: Final = 6  # in a row


class Choice(QWidget):
    """`chosen` is emitted for what a person chooses, never for what the program sets."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: dict[str, tuple[str, str]] = {}
        self._now = ""
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._list = QComboBox(self)
        self._list.setAccessibleName(name)
        self._list.hide()
        self._list.activated.connect(lambda k: self._choose(list(self._options)[k]))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self._list)
        self.setAccessibleName(name)

    @property
    def now(self) -> str:
        """The key of what is chosen."""
        return self._now

    def offer(self, options: Mapping[str, tuple[str, str]], now: str) -> None:
        """Words and a tip for each key; `now` is chosen."""
        if dict(options) != self._options:
            self._fill(dict(options))
        self._now = now
        if now in self._buttons:
            self._buttons[now].setChecked(True)
        elif now in self._options:
            self._list.setCurrentIndex(list(self._options).index(now))

    def button(self, key: str) -> QToolButton:
        """The button of this key, where there is a row."""
        return self._buttons[key]

    def _fill(self, options: dict[str, tuple[str, str]]) -> None:
        many = len(options) > MOST
        keep = not many and set(options) == set(self._buttons)
        self._options = options
        if not keep:
            for button in self._buttons.values():
                self._group.removeButton(button)
                self._row.removeWidget(button)
                button.deleteLater()
            self._buttons = {}
        self._list.clear()
        self._list.setVisible(many)
        if many:
            self._list.addItems([words for words, _ in options.values()])
            self._list.setToolTip(next(iter(options.values()))[1])
            return
        for key, (words, tip) in options.items():
            if not keep:
                self._buttons[key] = self._make(key)
            self._buttons[key].setText(words)
            self._buttons[key].setToolTip(tip)

    def _make(self, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "part")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self._choose(key))
        self._group.addButton(button)
        self._row.addWidget(button)
        return button

    def _choose(self, key: str) -> None:
        if key != self._now:
            self._now = key
            self.chosen.emit(key)
