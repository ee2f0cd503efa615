"""A field for a whole number: any can be typed; in the end it is brought into its range, and that is said."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from netviz.rendering import units
from netviz.training.readings import either, readings

_READ_MS: Final = 6000
_EDGE: Final = 8  # pixels
AIR: Final = 6  # beside the two that Qt gives
_DIGITS: Final = 12  # more than any of these numbers has
_OWN: Final = re.compile(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+")  # as it writes numbers itself


class WholeNumber(QSpinBox):
    """From 0 on, with what it counts behind it. Qt's own refuses each figure that leads out of the range: of
    9999 up to 500, 99 stays; this one takes 500, and says what the range is.

    The wheel turns it while it has the keys, so that nobody changes it by scrolling past.
    """

    refused = Signal(str)  # a sentence: what is taken instead of what was typed, and the range

    def __init__(self, name: str, parent: QWidget | None = None, *, unit: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if unit:
            self.setSuffix(f" {unit}")
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

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """What is out of range may stand there until one is done typing."""
        found = super().validate(text, place)
        rest = text.removesuffix(self.suffix())
        # Qt's own leaves out every comma: 2,5 would be 25.
        taken = found[0] != QValidator.State.Invalid and _OWN.fullmatch(rest)
        figures = re.sub(r"[,.'’ \u00a0\u202f]", "", rest)
        if not taken and len(figures) <= _DIGITS and (figures.isdecimal() or not figures):
            return (QValidator.State.Intermediate, text, place)
        return found

    def fixup(self, text: str) -> str:
        """The nearest number of the range; what was there before where none was typed, or one that can be
        read in two ways.
        """
        number = self._read(text.removesuffix(self.suffix()).strip())
        taken = min(max(number, self.minimum()), self.maximum())
        if taken != number:
            many = "more" if number > taken else "less"
            self.refused.emit(
                f"{number:,} is {many} than it can be: from {self.minimum():,} to {self.maximum():,}"
                f"{self.suffix()}. {taken:,} is taken."
            )
        return self.textFromValue(taken) + self.suffix()

    def _read(self, text: str) -> int:
        """The whole number that is meant. Commas between thousands are its own, so they are no others."""
        if _OWN.fullmatch(text):
            return int(text.replace(",", ""))
        found = {int(number) for number in readings(text) if number == int(number)}
        if len(found) == 1:
            return found.pop()
        stays = f"{self.textFromValue(self.value())}{self.suffix()} stays."
        if found:
            self.refused.emit(f"“{text}” {either(text)}. {stays}")
        elif text:
            self.refused.emit(f"“{text}” is no whole number. {stays}")
        return self.value()


def tell_below(field: QWidget, sentence: str) -> None:
    """Below the field, over what stands there, for as long as it takes to read it."""
    window = field.window()
    said = QLabel(sentence, window)
    said.setProperty("role", "told")
    said.setWordWrap(True)
    said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    width = min(said.sizeHint().width(), window.width() - 2 * _EDGE)
    said.resize(width, said.heightForWidth(width))
    corner = field.mapTo(window, QPoint(0, field.height() + 2))
    x = max(min(corner.x(), window.width() - said.width() - _EDGE), _EDGE)
    said.move(x, min(corner.y(), window.height() - said.height() - 2))
    said.show()
    said.raise_()
    read = QTimer(said, singleShot=True, interval=_READ_MS)
    read.timeout.connect(said.deleteLater)
    read.start()
    field.setAccessibleDescription(sentence)
