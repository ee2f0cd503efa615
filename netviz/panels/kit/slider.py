"""A horizontal slider that goes where one clicks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QWidget

_HANDLE: Final = 14  # pixels, as the stylesheet has it


class Slider(QSlider):
    """A click on its track puts the handle there, and holds it: it can be dragged on at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            room, style = self.width() - _HANDLE, self.style()
            place = round(event.position().x() - _HANDLE / 2)
            there = style.sliderValueFromPosition(self.minimum(), self.maximum(), place, room)
            at = style.sliderPositionFromValue(self.minimum(), self.maximum(), self.value(), room)
            # On the handle itself it stays, so that a click does not change it by a hair.
            if abs(place - at) > _HANDLE / 2:
                self.setValue(there)
        super().mousePressEvent(event)
