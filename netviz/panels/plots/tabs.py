"""The pages of the plots, by name: the one that is open is underlined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from netviz.panels.figures import sized
from netviz.viewmodels.palette import Palette

_HEIGHT: Final = 26
_TEXT: Final = 12


class _Tab(QAbstractButton):
    """One name."""

    def __init__(self, name: str, tip: str, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette_ = palette
        self.setText(name)
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        # As wide as when it is open, so that nothing moves.
        font = sized(self.font(), _TEXT, QFont.Weight.DemiBold)
        return QSize(round(QFontMetricsF(font).horizontalAdvance(self.text())) + 4, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self.palette_
        painter = QPainter(self)
        here = self.isChecked()
        painter.setFont(sized(self.font(), _TEXT, QFont.Weight.DemiBold if here else QFont.Weight.Normal))
        lit = here or self.underMouse() or self.hasFocus()
        painter.setPen(QColor(p.accent if self.hasFocus() else p.text if lit else p.muted))
        box = QRectF(self.rect()).adjusted(0, 0, 0, -4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())
        if here:
            painter.fillRect(QRectF(0, self.height() - 3, self.width(), 2), QColor(p.accent))


class PageTabs(QWidget):
    """A name for each page, and a sentence on hover."""

    opened = Signal(int)

    def __init__(self, pages: Sequence[tuple[str, str]], palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        group = QButtonGroup(self)
        self._tabs = [_Tab(name, tip, palette, self) for name, tip in pages]
        for number, tab in enumerate(self._tabs):
            group.addButton(tab, number)
            row.addWidget(tab)
        self._tabs[0].setChecked(True)
        group.idToggled.connect(lambda number, on: self.opened.emit(number) if on else None)

    def open(self, number: int) -> None:
        """Go to this page."""
        self._tabs[number].setChecked(True)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        for tab in self._tabs:
            tab.palette_ = palette
            tab.update()
