"""A rounded panel on the page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from netviz.panels.kit.scrolling import Scrolling


class Card(QFrame):
    """A rounded panel with its own column of widgets, which scrolls where it `scrolls`."""

    def __init__(self, parent: QWidget | None = None, *, scrolls: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.inside: QWidget = self  # the parent with which widgets are made that will stand in it
        if scrolls:
            self.inside = QWidget(self)
            around = QVBoxLayout(self)
            around.setContentsMargins(1, 1, 1, 1)
            around.addWidget(Scrolling(self.inside, parent=self))
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(10)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below the others."""
        self.column.addWidget(widget, stretch)
