"""The rooms of the window as tabs in the top bar; the one that is open is underlined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from netviz.rendering import units

TEXT_SIZE: Final = 14  # pixels, as the stylesheet has it


class Tabs(QWidget):
    """A tab for each action; which is open, and with which key it opens, is the action's."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 0, 0)
        row.setSpacing(18)
        for action in actions:
            tab = QToolButton(self)
            tab.setProperty("role", "tab")
            tab.setDefaultAction(action)
            tab.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tab.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            units.hold(tab, least_width=_width_when_open(tab))
            row.addWidget(tab)


def _width_when_open(tab: QToolButton) -> int:
    """Wide enough for the stronger letters of an open tab, so that nothing moves when one opens."""
    font = tab.font()
    font.setPixelSize(TEXT_SIZE)
    font.setWeight(font.Weight.DemiBold)
    return round(QFontMetricsF(font).horizontalAdvance(tab.text())) + 10
