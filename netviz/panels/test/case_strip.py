"""One mark for each digit to look at: which were voted on, and which one is shown."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.themed import Themed

_HEIGHT: Final = 18
_WIDEST: Final = 16.0


class CaseStrip(Themed, QWidget):
    """Filled: voted as the label has it. Half: voted otherwise. Empty: not yet. A click goes there."""

    clicked = Signal(int)  # place in the row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states: NDArray[np.integer[Any]] = np.zeros(0, np.int8)
        self._now = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_states(self, states: NDArray[np.integer[Any]], now: int) -> None:
        """For each digit 0 (not yet), 1 (as the label) or 2 (otherwise); `now` is the place that is shown."""
        self._states, self._now = states, now
        self.setAccessibleName(f"Digit {now + 1} of {len(states)}")
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(300, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return units.size(120, _HEIGHT)

    def place_rect(self, place: int) -> QRectF:
        """Where the mark of this digit is."""
        step = self._step()
        return QRectF(place * step, 3, max(step - (2 if step > 5 else 1), 1), _HEIGHT - 6)

    def _step(self) -> float:
        return min(units.wide(self) / max(len(self._states), 1), _WIDEST)

    def _place_at(self, position: QPointF) -> int | None:
        place = int(position.x() // self._step())
        return place if 0 <= place < len(self._states) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(units.place(event.position()))
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.clicked.emit(place)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            if place is not None:
                said = ("not voted on yet", "you read what the label says", "you read something else")
                words = f"Digit {place + 1} of {len(self._states)}: {said[self._states[place]]}."
                QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, state in enumerate(self._states):
                box = self.place_rect(place)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(mix(p.panel, p.muted, 0.22))
                painter.drawRoundedRect(box, 2, 2)
                if state:
                    painter.setBrush(QColor(p.accent))
                    filled = box if state == 1 else box.adjusted(0, box.height() / 2, 0, 0)
                    painter.drawRoundedRect(filled, 2, 2)
                if place == self._now:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(QColor(p.text), 1.4))
                    painter.drawRoundedRect(box.adjusted(-1, -2, 1, 2), 3, 3)
