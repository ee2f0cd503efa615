"""The concepts in a window of their own: a list in groups that one searches, and what the chosen one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.concepts.listing import ConceptList
from netviz.panels.concepts.told import ToldConcept
from netviz.panels.kit.card import Card
from netviz.panels.kit.scrolling import Scrolling
from netviz.rendering import units
from netviz.viewmodels.words.concepts.all_concepts import CONCEPTS, found
from netviz.viewmodels.words.concepts.concept import Concept

_WALK: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_OPEN: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

About = tuple[str, str, tuple[tuple[str, int, int], ...]]


class ConceptsPage(QDialog):
    """It stays open beside the window. Typing searches, arrows choose, Return goes over to what is told, Esc
    closes it.

    `about` says of a concept where it is seen, why it can't be now, and the lessons that tell it.
    """

    see_asked = Signal(str)  # a concept's id
    lesson_asked = Signal(int, int)

    def __init__(self, about: Callable[[Concept], About], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = about
        self.setWindowTitle("Concepts")
        self.setModal(False)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find a word")
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName("Find a word")
        self.list = ConceptList(self)
        self.none = QLabel(self)
        self.none.setProperty("role", "muted")
        self.none.setWordWrap(True)
        self.told = ToldConcept()
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.field, self.none, self.list):
            column.addWidget(widget)
        units.hold(side, width=196)
        card = Card(self)
        card.column.setContentsMargins(1, 1, 1, 1)
        self._scroll = Scrolling(self.told, parent=card)
        card.add(self._scroll, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 14, 14, 14)
        row.setSpacing(12)
        row.addWidget(side)
        row.addWidget(card, 1)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.current_changed.connect(self._show)
        self.told.see_clicked.connect(self._see)
        self.told.concept_clicked.connect(self.open_at)
        self.told.lesson_clicked.connect(self.lesson_asked)
        self._fill("")
        units.begin_at(self, units.size(860, 640))

    @property
    def now(self) -> str:
        """The id of the concept that is told."""
        return "" if self.told.concept is None else self.told.concept.id

    def open_at(self, name: str) -> None:
        """Tell this concept; '' where one was."""
        self.field.clear()
        self.list.choose(name or self.now or next(iter(CONCEPTS)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Its rows were laid out before it was dressed.
        self.list.doItemsLayout()
        self.list.show_current()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt: arrows walk through the list while one types, letters search while one walks."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _OPEN:
                self._go_over()
                return True
            if watched is self.field and event.key() in _WALK:
                self.list.event(event)
                return True
            if watched is self.list and event.text().isprintable() and event.text().strip():
                self.field.setFocus()
                self.field.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, asked: str) -> None:
        """The list: in groups, or what was found, the best first."""
        before = self.now
        rows = found(asked)
        if asked.strip():
            self.list.show_found(rows)
        else:
            self.list.show_all()
        self.none.setText("" if rows else f"No word is like “{asked.strip()}”.")
        self.none.setVisible(not rows)
        if rows:
            self.list.choose(rows[0].id if asked.strip() else before or rows[0].id)

    def _show(self, concept: Concept) -> None:
        if concept.id != self.now:
            self.told.show_concept(concept, *self._about(concept))
            self._scroll.verticalScrollBar().setValue(0)

    def _go_over(self) -> None:
        """From the list to what is told: the miniature, or what leads on."""
        sketch = self.told.sketch
        (sketch if sketch is not None else self.told.see).setFocus(Qt.FocusReason.TabFocusReason)

    def _see(self) -> None:
        if self.now:
            self.see_asked.emit(self.now)
