"""The number that was drawn on the pad: its digits in a row, of which one lies before the network."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.rendering import units
from netviz.rendering.themed import Themed

_HIGH: Final = 24
_EACH: Final = 18.0
_LETTERS: Final = 15


class NumberRow(Themed, QWidget):
    """A click, or an arrow key, chooses a digit. A dotted line stands below a doubtful one."""

    chosen = Signal(int)  # its place in the number

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: tuple[str, ...] = ()
        self._doubtful: frozenset[int] = frozenset()
        self._choice: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            "The number that it reads. Click a digit: it lies before the network. Underlined: it is not sure."
            " A question mark: it looks like no digit."
        )
        self.setAccessibleName("The number")

    def show_number(self, answers: tuple[str, ...], doubtful: frozenset[int], choice: int | None) -> None:
        """What is read, digit by digit; which of them are doubtful, and which one is chosen."""
        if (answers, doubtful, choice) != (self._answers, self._doubtful, self._choice):
            self._answers, self._doubtful, self._choice = answers, doubtful, choice
            self.setAccessibleDescription(self.text())
            self.update()

    def text(self) -> str:
        """The number."""
        return "".join(self._answers)

    def place_of(self, place: int) -> QRectF:
        """Where this digit stands, in units."""
        each = min(_EACH, units.wide(self) / max(len(self._answers), 1))
        return QRectF(place * each, 1, each, units.high(self) - 2)

    def sizeHint(self) -> QSize:
        return units.size(80, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return units.size(40, _HIGH)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = units.place(event.position())
        for place in range(len(self._answers)):
            if event.button() == Qt.MouseButton.LeftButton and self.place_of(place).contains(at):
                self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or not self._answers:
            super().keyPressEvent(event)
            return
        self.chosen.emit(((self._choice or 0) + by) % len(self._answers))

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setFont(sized(self.font(), _LETTERS, QFont.Weight.DemiBold))
            for place, answer in enumerate(self._answers):
                box, now = self.place_of(place), place == self._choice
                if now:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(QColor(p.accent))
                    painter.drawRoundedRect(box, 4, 4)
                painter.setPen(QColor(p.accent_text if now else p.text))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, answer)
                if place in self._doubtful:
                    painter.setPen(QPen(QColor(p.accent_text if now else p.text), 1, Qt.PenStyle.DotLine))
                    y = box.bottom() - 2
                    painter.drawLine(QPointF(box.left() + 3, y), QPointF(box.right() - 3, y))
