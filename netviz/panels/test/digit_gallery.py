"""A gallery with a title, and what one can do with the digit that was picked from it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.gallery import SMALLEST, Gallery
from netviz.panels.test.read_examples import ReadExamples
from netviz.panels.test.row_list import RowList
from netviz.rendering import units
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask

_WIDE: Final = 620  # units; from here the words and the buttons share a line


class WhatNext(QWidget):
    """Two ways on from a digit: to the network that reads it, or to the story of one step on it."""

    watch_clicked = Signal()
    explain_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = SmallButton(
            "Show in the network",
            "Go to Watch: see how the network comes to this answer, neuron by neuron.",
            text="Show in the network",
            parent=self,
        )
        self._explain = SmallButton(
            "Explain a step on it",
            "See what one step of training on this example and its label would do to every weight.",
            text="Explain a step on it",
            parent=self,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self._watch, self._explain):
            row.addWidget(button)
        self._watch.clicked.connect(self.watch_clicked)
        self._explain.clicked.connect(self.explain_clicked)


class DigitGallery(QWidget):
    """Title, tiles or rows, and below them the example that was picked with the ways on from it."""

    picked = Signal(int)  # index in the test set
    watch_clicked = Signal()
    explain_clicked = Signal()
    closed = Signal()

    def __init__(
        self,
        task: AnyTask,
        parent: QWidget | None = None,
        *,
        smallest: int = SMALLEST,
        closable: bool = False,
        invitation: str = "",
    ) -> None:
        super().__init__(parent)
        self._invitation = invitation or f"Click one: {task.input.sentences.goes}."
        self._selected: int | None = None
        self._title = QLabel(self)
        self._title.setProperty("role", "section")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._note = Wrapped(parent=self)
        self._note.setProperty("role", "muted")
        self._close = SmallButton("Close", "Back to what was here.  (Esc)", text="Close", parent=self)
        self._close.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._close.setVisible(closable)
        self._empty = Nothing(parent=self)
        self._empty.hide()
        self.gallery: Gallery | RowList = (
            Gallery(self, smallest=smallest) if isinstance(task.input, Picture) else RowList(self)
        )
        self.gallery.closable = closable
        self._words = Wrapped(parent=self)
        self._words.setProperty("role", "muted")
        self.next = WhatNext(self)
        # Its place is kept free, so that tiles stay where they are when one is clicked.
        kept = self.next.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.next.setSizePolicy(kept)
        self._foot = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._foot.setSpacing(8)
        self._foot.addWidget(self._words, 1)
        self._foot.addWidget(self.next)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addSpacing(2)
        column.addWidget(self._empty, 1)
        column.addWidget(self.gallery, 1)
        column.addLayout(self._foot)
        self.gallery.picked.connect(self._picked)
        self.next.watch_clicked.connect(self.watch_clicked)
        self.next.explain_clicked.connect(self.explain_clicked)
        self._close.clicked.connect(self.closed)
        self.gallery.let_go.connect(self.closed)
        self._tell()

    def show_digits(
        self, title: str, note: str, digits: ReadExamples, *, nothing: str = "", keep_place: bool = False
    ) -> None:
        """Show these under a title; `nothing` is said where there are none."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.gallery.set_digits(digits, keep_place=keep_place)
        self._empty.say(nothing)
        self._empty.setVisible(not len(digits))
        self.gallery.setVisible(bool(len(digits)))
        self._tell()

    def set_closable(self, closable: bool) -> None:
        """Whether it can be closed."""
        self._close.setVisible(closable)
        self.gallery.closable = closable

    def set_selected(self, index: int | None) -> None:
        """The digit with this index in the test set lies on the pad."""
        self._selected = index
        self.gallery.set_selected(index)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = units.wide(self) >= _WIDE
        self._foot.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(units.pixels(240), max(super().minimumSizeHint().height(), units.pixels(160)))

    def _picked(self, index: int) -> None:
        self.set_selected(index)
        self.picked.emit(index)

    def _tell(self) -> None:
        digits = self.gallery.digits
        place = next((k for k, index in enumerate(digits.index) if index == self._selected), None)
        self._words.setText(self._invitation if place is None else digits.sentence(place))
        self._words.setVisible(bool(len(digits)))
        self.next.setVisible(place is not None)
