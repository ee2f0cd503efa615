"""Pad, its tools and what the network sees, composed for a narrow column."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from netviz.panels.pad.pad import Pad
from netviz.panels.pad.pad_tools import PadTools
from netviz.panels.pad.seen import Seen
from netviz.rendering import units
from netviz.tasks.digits.task import is_laid_anew
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask

_TITLE: Final = 24
_TOOLS: Final = 30
_GAP: Final = 7
_LARGEST_PAD: Final = 300


class DrawPanel(QWidget):
    """Layout only: wire the signals of `pad` and `tools`, feed `seen`."""

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asks = task.input.sentences.begin
        self._invitation = task.filled(self._asks)
        self._reads_now = ""  # what lies on the pad while training runs
        self._title = QLabel(self._invitation, self)
        self._title.setProperty("role", "title")
        reads = task.input
        assert isinstance(reads, Picture)
        digits = is_laid_anew(task)
        self.pad = Pad(self, reads, guide=digits)
        self.tools = PadTools(parent=self)
        self.seen = Seen(self, reads, of_digits=digits)
        self._switch: QWidget | None = None  # between one digit and a number, where both can be read,
        self._number: QWidget | None = None  # which stands in the title's place
        self.tools.erase_toggled.connect(self.pad.set_erasing)
        self.pad.erasing_changed.connect(self.tools.set_erasing)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_reading(self, what: str) -> None:
        """While training runs, `Your drawing` or `This digit`: it is only read, not learnt from."""
        self._reads_now = what
        title = what or self._invitation
        if title != self._title.text():
            self._title.setText(title)
            self._place()

    def invite(self, example: str) -> None:
        """Where nothing is drawn, it is asked for one of these."""
        self._invitation = self._asks.format(example=example)
        self.show_reading(self._reads_now)

    def insert_number(self, switch: QWidget, number: QWidget) -> None:
        """Numbers can be read: both were made here, and stand above the pad from now on."""
        self._switch, self._number = switch, number
        number.hide()
        switch.show()
        self._place()

    def show_number(self, shown: bool) -> None:
        """Whether a number stands in the place of the title."""
        if self._number is not None:
            self._number.setVisible(shown)
            self._place()

    def sizeHint(self) -> QSize:
        # As high as the paper is wide, once the column's width is known.
        paper = max(min(units.wide(self) - _GAP - _TOOLS, _LARGEST_PAD), 150)
        return units.size(190, _TITLE + paper)

    def minimumSizeHint(self) -> QSize:
        return units.size(124 + _GAP + _TOOLS, _TITLE + 134)

    # A layout would give the pad a rectangle; paper is square, and the rest stands beside it.
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        super().resizeEvent(event)

    def _place(self) -> None:
        title, tools, gap = (units.pixels(length) for length in (_TITLE, _TOOLS, _GAP))
        side = min(self.width() - gap - tools, self.height() - title, units.pixels(_LARGEST_PAD))
        wide = self.width()
        if self._switch is not None and self._number is not None:
            least = self._switch.sizeHint()
            wide -= least.width() + gap
            self._switch.setGeometry(wide + gap, (title - least.height()) // 2, least.width(), least.height())
            self._number.setGeometry(0, 0, wide, title)
        # "Draw here" stands on the pad as well.
        number = self._number is not None and not self._number.isHidden()
        fits = self._switch is None or self._title.sizeHint().width() <= wide
        self._title.setVisible(fits and not number)
        self._title.setGeometry(0, 0, wide, title)
        self.pad.setGeometry(QRect(0, title, side, side))
        left = side + gap
        self.seen.setGeometry(left, title + side - tools, tools, tools)
        self.tools.setGeometry(left, title, tools, side - tools - gap)
