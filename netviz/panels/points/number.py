"""A coordinate that one may type: there may be none yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QWidget

from netviz.panels.kit.numbers.decimal import DecimalNumber
from netviz.training.readings import readings


class PlaceNumber(DecimalNumber):
    """Empty until there is a number: then an emptied one gets back what stood there."""

    typed = Signal()  # by hand, an arrow or the wheel: also a 0 where nothing stood

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._empty = self._was_empty = True
        super().__init__(name, parent)
        self.lineEdit().textEdited.connect(self._edited)
        self.valueChanged.connect(lambda _value: self._tell())
        self.editingFinished.connect(self._finished)

    @property
    def empty(self) -> bool:
        """Whether there is no number."""
        return self._empty

    def show_number(self, value: float | None) -> None:
        """This, or none; no signal."""
        self._empty = self._was_empty = value is None
        self.blockSignals(True)
        self.setValue(value or 0.0)
        self.blockSignals(False)
        self.lineEdit().setText(self.textFromValue(self.value()))

    def textFromValue(self, value: float) -> str:
        """Nothing, where there is none."""
        return "" if self._empty else super().textFromValue(value)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """None is well, too, where there was none."""
        if self._was_empty and not text.strip():
            return (QValidator.State.Acceptable, text, place)
        return super().validate(text, place)

    def stepBy(self, steps: int) -> None:
        """From 0, where there is none."""
        self._empty = False
        super().stepBy(steps)
        self._finished()

    def _edited(self, text: str) -> None:
        self._empty = self._was_empty and not readings(text)

    def _finished(self) -> None:
        if self._was_empty and not self._empty:
            self._tell()

    def _tell(self) -> None:
        self._was_empty = self._empty = False
        self.typed.emit()
