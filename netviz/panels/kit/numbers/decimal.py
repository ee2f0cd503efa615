"""A field for a number with decimals, with the manners of the one for whole numbers."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from netviz.panels.kit.numbers.whole import AIR, tell_below
from netviz.rendering import units
from netviz.training.readings import either, readings

_TYPED: Final = re.compile(r"[-\u2212+0-9.,'’ \u00a0\u202feE]{0,24}")


class DecimalNumber(QDoubleSpinBox):
    """A point or a comma may stand before the decimals. What is out of range may be typed; in the end it is
    brought into the range, and that is said.

    The wheel turns it while it has the keys, so that nobody changes it by scrolling past.
    """

    refused = Signal(str)  # a sentence: what is taken instead of what was typed, and why

    def __init__(self, name: str, parent: QWidget | None = None, *, decimals: int = 3) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDecimals(decimals)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.refused.connect(lambda sentence: tell_below(self, sentence))
        self.text_resized()

    def text_resized(self) -> None:
        """As much air before its figures as before any other field's words, which a stylesheet can't give."""
        self.lineEdit().setTextMargins(units.pixels(AIR), 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def textFromValue(self, value: float) -> str:
        """Without zeros at the end: 1.500 could be read as 1500 as well."""
        text = f"{value:.{self.decimals()}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text

    def valueFromText(self, text: str) -> float:
        """The one reading of what was let through."""
        found = readings(text)
        return found[0] if len(found) == 1 else self.value()

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """What is out of range, or can be read in two ways, may stand there until one is done typing."""
        found = readings(text)
        if len(found) == 1 and self.minimum() <= found[0] <= self.maximum():
            return (QValidator.State.Acceptable, text, place)
        some = _TYPED.fullmatch(text) is not None
        return (QValidator.State.Intermediate if some else QValidator.State.Invalid, text, place)

    def fixup(self, text: str) -> str:
        """The nearest number of the range; what was there before where none was typed, or one that can be
        read in two ways.
        """
        found, stays = readings(text), f"{self.textFromValue(self.value())} stays."
        if len(found) == 1:
            number = found[0]
            taken = min(max(number, self.minimum()), self.maximum())
            if taken != number:
                many = "more" if number > taken else "less"
                low, high = (self.textFromValue(end) for end in (self.minimum(), self.maximum()))
                self.refused.emit(
                    f"{text.strip()} is {many} than it can be: from {low} to {high}. "
                    f"{self.textFromValue(taken)} is taken."
                )
            return self.textFromValue(taken)
        if found:
            self.refused.emit(f"“{text}” {either(text)}. {stays}")
        elif text.strip():
            self.refused.emit(f"“{text}” is no number. {stays}")
        return self.textFromValue(self.value())
