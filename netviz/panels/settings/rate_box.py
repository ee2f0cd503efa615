"""A learning rate to type: any that training takes."""

from __future__ import annotations

from math import isfinite
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from netviz.training.figures import said
from netviz.training.readings import either
from netviz.training.settings import MAX_LEARNING_RATE

RANGE: Final = f"any number above 0 and up to {MAX_LEARNING_RATE:,.0f}"
FACTOR: Final = 2.0  # of a step by the arrow keys


class RateBox(QLineEdit):
    """A number to type, as 0.005, 3 or 1e-4; Up doubles it, Down halves it.

    `rate_chosen` when another one is meant; `refused` gives a sentence about what can't be one, and the old
    one comes back. `done` when Return says that the keys are for something else again.
    """

    rate_chosen = Signal(float)
    refused = Signal(str)
    done = Signal()

    def __init__(self, rate: float, what: str, name: str, parent: QWidget | None = None) -> None:
        """`what`: which rate it is, a sentence without its full stop; `name`: for a screen reader."""
        super().__init__(parent)
        self._rate = rate
        self.setMaxLength(24)
        self.setToolTip(f"{what}. {RANGE[0].upper()}{RANGE[1:]}; the keys Up and Down double and halve it.")
        self.setAccessibleName(name)
        self.editingFinished.connect(self._take)
        self.show_rate(rate)

    @property
    def rate(self) -> float:
        """What stands there."""
        return self._rate

    def show_rate(self, rate: float) -> None:
        """Another rate, without a signal."""
        self._rate = rate
        self.setText(f"{rate:g}")
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                factor = FACTOR if event.key() == Qt.Key.Key_Up else 1 / FACTOR
                self._choose(min(float(f"{self._rate * factor:.3g}"), MAX_LEARNING_RATE))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                super().keyPressEvent(event)
                self.done.emit()
            case Qt.Key.Key_Escape:
                self.show_rate(self._rate)
                self.done.emit()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def _take(self) -> None:
        text = self.text().strip()
        if either(text):
            self.refused.emit(f"“{text}” {either(text)}. The rate stays {said(self._rate)}.")
            self.show_rate(self._rate)
            return
        try:
            rate = float(text.replace(",", "."))
        except ValueError:
            rate = 0.0
        if isfinite(rate) and 0 < rate <= MAX_LEARNING_RATE:
            self._choose(rate)
            return
        if text:
            self.refused.emit(f"The rate can be {RANGE}; “{text}” is not. It stays {said(self._rate)}.")
        self.show_rate(self._rate)

    def _choose(self, rate: float) -> None:
        other = rate != self._rate
        self.show_rate(rate)
        if other:
            self.rate_chosen.emit(rate)
