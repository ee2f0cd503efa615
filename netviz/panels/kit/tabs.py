"""Tabs: the one way in which the window shows that of several pages one is open."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QToolButton, QWidget

_SCROLLS: Final = ("Show the tabs further left.", "Show the tabs further right.")


class Tabs(QTabBar):
    """Names in a row, the open one underlined; arrow keys go from one to the next, and where there is too
    little room the row scrolls.

    `opened` tells what a person opens, never what the program shows.
    """

    opened = Signal(str)  # the tab's key

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(True)
        # Qt makes them and gives them no words.
        for scroller, tip in zip(self.findChildren(QToolButton), _SCROLLS, strict=True):
            scroller.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(lambda place: self.opened.emit(self._keys[place]))

    def add(self, key: str, words: str, tip: str) -> None:
        """Another tab, the last in the row; the first one is open."""
        self._keys.append(key)
        self.blockSignals(True)
        self.setTabToolTip(self.addTab(words), tip)
        self.blockSignals(False)

    @property
    def now(self) -> str:
        """The key of the open tab."""
        return self._keys[self.currentIndex()]

    def key_of(self, place: int) -> str:
        """The key of the tab that stands there, from 0."""
        return self._keys[place]

    def show_tab(self, key: str) -> None:
        """This one is open; no signal."""
        self.blockSignals(True)
        self.setCurrentIndex(self._keys.index(key))
        self.blockSignals(False)
        self.update()

    def offer(self, key: str, offered: bool) -> None:
        """Whether it can be opened."""
        self.setTabEnabled(self._keys.index(key), offered)

    def explain(self, key: str, tip: str) -> None:
        """What its tab says where the pointer rests."""
        self.setTabToolTip(self._keys.index(key), tip)

    def middle(self, key: str) -> QPoint:
        """Where its tab is, in this widget."""
        return self.tabRect(self._keys.index(key)).center()

    # Scrolling past must not open another page.
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
