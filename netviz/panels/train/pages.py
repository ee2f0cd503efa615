"""A few pages in one place, with a row of buttons that turns them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.buttons import SmallButton
from netviz.panels.scrolling import Scrolling
from netviz.viewmodels.palette import Palette


class Pages(QWidget):
    """Buttons in a row; below them the page of the one that is pressed, which scrolls where it must."""

    turned = Signal(str)  # the name of the page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._buttons = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._row)
        column.addWidget(self._stack, 1)
        self._buttons.idClicked.connect(self._turn)

    def add(self, name: str, tip: str, page: QWidget) -> None:
        """Another page, with a button of this name."""
        button = SmallButton(name, tip, text=name, checkable=True, parent=self)
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        scroll = Scrolling(page, parent=self)
        self._buttons.addButton(button, len(self._names))
        self._row.addWidget(button)
        self._stack.addWidget(scroll)
        self._names.append(name)
        if len(self._names) == 1:
            button.setChecked(True)

    def open(self, name: str) -> None:
        """Turn to this page."""
        place = self._names.index(name)
        self._buttons.button(place).setChecked(True)
        self._turn(place)

    @property
    def now(self) -> str:
        """The name of the page that is seen."""
        return self._names[self._stack.currentIndex()]

    def button(self, name: str) -> SmallButton:
        """The button of a page."""
        button = self._buttons.button(self._names.index(name))
        assert isinstance(button, SmallButton)
        return button

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme; pages are dressed by who made them."""
        for button in self._buttons.buttons():
            assert isinstance(button, SmallButton)
            button.apply_palette(palette)

    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.turned.emit(self._names[place])
