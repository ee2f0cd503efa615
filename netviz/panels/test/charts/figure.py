"""One number that matters, with its name above it and a note below."""

from __future__ import annotations

from textwrap import fill

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.terms import TermLabel

TERMS = ("test",)


class Figure(QWidget):
    """Its place is fixed, so that nothing moves when the number changes."""

    def __init__(self, name: str, tip: str, *, short: str = "", strong: bool = False) -> None:
        """`short`: the name where there is little room."""
        super().__init__()
        self._name, self._value, self._note = TermLabel(name, TERMS, self), QLabel("–", self), QLabel(self)
        self._name.setProperty("role", "muted")
        self._value.setProperty("role", "huge" if strong else "big")
        self._note.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self._name, self._value, self._note):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            column.addWidget(label)
        column.addStretch(1)
        self._short = short or name
        self._full = name
        self.setToolTip(fill(tip, 72))

    def show_value(self, value: str, note: str = "") -> None:
        """The number, and what else there is to say."""
        self._value.setText(value)
        self._note.setText(note)
        self.setAccessibleName(f"{self._full}: {value}. {note}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.fontMetrics().horizontalAdvance(self._full) <= self.width()
        self._name.set_words(self._full if fits else self._short)

    @property
    def value(self) -> str:
        """What stands there."""
        return self._value.text()

    @property
    def note(self) -> str:
        """What stands below."""
        return self._note.text()
