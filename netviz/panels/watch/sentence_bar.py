"""Below the network: one sentence about what is seen, and beside it which stroke is which."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from netviz.panels.kit.terms import TermLabel
from netviz.panels.watch.detail_switch import DetailSwitch
from netviz.panels.watch.stroke_key import StrokeKey
from netviz.rendering.units import hold, wide

TERMS: Final = ("mini-batch", "epoch", "gradient", "validation", "backpropagation", "weight", "edge")
_TWO_LINES: Final = 38  # units
_BESIDE: Final = 860.0  # units: so wide, and the key stands beside the sentence


class SentenceBar(QWidget):
    """Two lines high, whatever it says: nothing else moves when the sentence changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = TermLabel("", TERMS, self)
        self._sentence.setProperty("role", "spoken")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.key = StrokeKey(self)
        hold(self._sentence, least_height=_TWO_LINES)
        self.switch = DetailSwitch(self)
        self._narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self._sentence, 0, 0)
        self._grid.addWidget(self.key, 0, 1)
        self._grid.addWidget(self.switch, 0, 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What is seen")

    @property
    def text(self) -> str:
        """The sentence."""
        return self._sentence.words

    def present(self, presents: bool) -> None:
        """Whether it is read from far away, and nothing beside it pressed."""
        self.switch.setVisible(not presents)
        self._sentence.setProperty("role", "formula" if presents else "spoken")
        self._sentence.style().unpolish(self._sentence)
        self._sentence.style().polish(self._sentence)

    def say(self, words: str) -> None:
        """Put this sentence there; a screen reader tells it."""
        if words == self._sentence.words:
            return
        self._sentence.set_words(words)
        self.setAccessibleDescription(words)
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = wide(self) < _BESIDE
        if narrow != self._narrow:
            self._narrow = narrow
            self._grid.removeWidget(self.key)
            self.key.set_flowing(narrow)
            if narrow:
                self._grid.addWidget(self.key, 1, 0, 1, 3)
            else:
                self._grid.addWidget(self.key, 0, 1)
