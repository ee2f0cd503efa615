"""The bar above every room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from netviz.panels.kit.progress_strip import ProgressStrip
from netviz.panels.watch.controls import Controls
from netviz.rendering import units

HEIGHT: Final = 50
_GAP: Final = 18


class TopBar(QWidget):
    """The name and the tabs at the left, the controls of training at the right; where they do not fit
    beside the tabs, below them.
    """

    def __init__(self, controls: Controls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = QLabel("netviz", self)
        self._name.setProperty("role", "wordmark")
        self.about = QLabel(self)
        self.about.setProperty("role", "muted")
        self.progress = ProgressStrip(self)
        self._right = QWidget(self)
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(_GAP)
        right.addWidget(self.progress)
        right.addWidget(controls)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for row in (self._first, self._second):
            row.setSpacing(_GAP)
        self._first.addWidget(self._name)
        self._first.addWidget(self.about)
        self._first.addStretch(1)
        self._first.addWidget(self._right)
        self._second.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 0, 16, 0)
        rows.setSpacing(0)
        rows.addLayout(self._first, 1)
        rows.addLayout(self._second)
        self._left: list[QWidget] = [self._name, self.about]
        self._is_high = False
        self._hold()

    def insert_tabs(self, tabs: QWidget) -> None:
        """Put the tabs beside the name."""
        self._first.insertWidget(1, tabs)
        self._left.append(tabs)
        self._share()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._share()

    def minimumSizeHint(self) -> QSize:
        # It never keeps the window from being as small as somebody wants it.
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """One row or two."""
        left = sum(part.sizeHint().width() + _GAP for part in self._left)
        high = left + self._right.sizeHint().width() + 36 > self.width()
        if high != self._is_high:
            self._is_high = high
            (self._second if high else self._first).addWidget(self._right)
            self._hold()

    def _hold(self) -> None:
        units.hold(self, height=HEIGHT + (40 if self._is_high else 0))
        self._second.setContentsMargins(0, 0, 0, units.pixels(8) if self._is_high else 0)
