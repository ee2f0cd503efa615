"""The story's sentence and the one with the numbers: as high as the longest that may come needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.roles import give_role
from netviz.panels.kit.terms import TermLabel
from netviz.viewmodels.story.words.usual import USUAL

_SPACING = 4
_LEAST = 40  # characters of the sentence that a line has room for, or the window scrolls


class StoryWords(QWidget):
    """Nothing below moves from stage to stage, nor when a story begins or another one is told: there is room
    for what is usually said, and for all of the longest story that was told in this width.
    """

    def __init__(self, terms: tuple[str, ...], tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("read", True)
        self._told: tuple[tuple[str, str], ...] = ()
        self._reserved = 0
        self.caption, self.detail = TermLabel("", terms, self), TermLabel("", terms, self)
        # What is never seen measures the sentences that are said later.
        self._measures = TermLabel("", terms, self), TermLabel("", terms, self)
        for measure in self._measures:
            measure.setWordWrap(True)
            measure.hide()
        self.set_narrow(narrow=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_SPACING)
        for label in (self.caption, self.detail):
            label.setWordWrap(True)
            label.setToolTip(tip)
            label.let_select(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            column.addWidget(label)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, *, narrow: bool) -> None:
        """Where lines are short, so is the sentence's type."""
        for label, role in zip(
            (self.caption, self.detail), ("title" if narrow else "big", "said"), strict=True
        ):
            give_role(label, role)
        for measure, label in zip(self._measures, (self.caption, self.detail), strict=True):
            give_role(measure, label.property("role"))
        self._reserve()

    def set_told(self, told: tuple[tuple[str, str], ...]) -> None:
        """All sentences that this story has, each with its second one."""
        self._told = told
        self._keep(max(self._reserved, self._longest()))

    def show_words(self, caption: str, detail: str) -> None:
        """What is said now."""
        if (caption, detail) == (self.caption.words, self.detail.words):
            return
        self.caption.set_words(caption)
        self.detail.set_words(detail)
        # For all else there is room already.
        self._keep(max(self._reserved, self._needs(caption, detail)))

    def sizeHint(self) -> QSize:
        return QSize(self.caption.fontMetrics().averageCharWidth() * _LEAST, self._reserved)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._reserved)

    def text_resized(self) -> None:
        """Words are larger or smaller now."""
        self._reserve()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._reserve()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._reserve()

    def _reserve(self) -> None:
        """Lines are longer or shorter now."""
        self._keep(self._longest())

    def _keep(self, high: int) -> None:
        if high != self._reserved:
            self._reserved = high
            # Not a size hint: what is said now asks for less, and a layout goes by that.
            self.setMinimumHeight(high)

    def _longest(self) -> int:
        now = (self.caption.words, self.detail.words)
        return max(self._needs(*both) for both in (*USUAL, *self._told, now))

    def _needs(self, caption: str, detail: str) -> int:
        high = _SPACING
        for measure, words in zip(self._measures, (caption, detail), strict=True):
            measure.ensurePolished()
            measure.set_words(words)
            high += measure.heightForWidth(max(self.width(), 1))
        return high
