"""A field for a whole number: it takes any as it is typed, and brings it into its range at the end."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

_DIGITS: Final = 12  # more than any of these numbers has


class WholeNumber(QSpinBox):
    """From 0 on. Qt's own refuses each figure that leads out of the range: of 9999 up to 500, 99 stays."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """What is out of range may stand there until one is done typing."""
        found = super().validate(text, place)
        if found[0] == QValidator.State.Invalid and len(_figures(text)) <= _DIGITS:
            rest = text.removesuffix(self.suffix())
            if all(letter.isdecimal() or letter in ",.' \u00a0\u202f" for letter in rest):
                return (QValidator.State.Intermediate, text, place)
        return found

    def fixup(self, text: str) -> str:
        """The nearest number of the range; what was there before where none was typed."""
        figures = _figures(text)
        number = int(figures) if figures else self.value()
        return self.textFromValue(min(max(number, self.minimum()), self.maximum())) + self.suffix()


def _figures(text: str) -> str:
    return re.sub(r"\D", "", text)
