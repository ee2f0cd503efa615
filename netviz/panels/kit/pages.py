"""A few pages in one place, with tabs that turn them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.kit.tabs import Tabs

Page = TypeVar("Page", bound=QWidget)


class Pages(QWidget):
    """Tabs in a row; below them the page of the one that is open, which scrolls where it must."""

    turned = Signal(str)  # the name of the page

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self.tabs = Tabs(name, self)
        self._stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.opened.connect(self._turn)

    def add(self, name: str, title: str, tip: str, make: Callable[[QWidget], Page]) -> Page:
        """Another page `name`, made where it stands, with a tab that is called `title`."""
        self.tabs.add(name, title, tip)
        around = Scrolling(parent=self._stack)
        page = make(around.viewport())
        around.take(page)
        self._stack.addWidget(around)
        self._names.append(name)
        return page

    def open(self, name: str) -> None:
        """Turn to this page."""
        self.tabs.show_tab(name)
        self._turn(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Of all pages, in the order of their tabs."""
        return tuple(self._names)

    @property
    def now(self) -> str:
        """The name of the page that is seen."""
        return self._names[self._stack.currentIndex()]

    def _turn(self, name: str) -> None:
        self._stack.setCurrentIndex(self._names.index(name))
        self.turned.emit(name)
