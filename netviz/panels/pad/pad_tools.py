"""Erase, undo and clear beside the pad."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from netviz.panels.kit.buttons import SmallButton

_UNDO: Final = "Take the last stroke back."
NO_STROKE: Final = "There is no stroke to take back."
LATER: Final = "Something else was done since: Edit > Undo takes that back first."
FORGOTTEN: Final = "What was drawn before this network came is not undone any more."


class PadTools(QWidget):
    """Three small buttons in a row or a column."""

    erase_toggled = Signal(bool)
    undo_clicked = Signal()
    clear_clicked = Signal()

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Vertical, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._erase = SmallButton(
            "Erase", "Erase ink instead of laying it down.", icon="erase", checkable=True, parent=self
        )
        self._undo = SmallButton("Undo stroke", _UNDO, icon="undo", parent=self)
        self._clear = SmallButton("Clear", "Start again on clean paper.", icon="clear", parent=self)
        self._buttons = (self._erase, self._undo, self._clear)
        upright = orientation == Qt.Orientation.Vertical
        direction = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        layout = QBoxLayout(direction, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for button in self._buttons:
            layout.addWidget(button)
        layout.addStretch()
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred
        self.setSizePolicy(*((fixed, free) if upright else (free, fixed)))
        self._erase.toggled.connect(self.erase_toggled)
        self._undo.clicked.connect(self.undo_clicked)
        self._clear.clicked.connect(self.clear_clicked)

    def set_erasing(self, erasing: bool) -> None:
        """Show whether the eraser is on, without emitting."""
        self._erase.blockSignals(True)
        self._erase.setChecked(erasing)
        self._erase.blockSignals(False)

    def set_enabled_tools(self, *, undo: bool, clear: bool, why: str = NO_STROKE) -> None:
        """Which of the buttons can do something now; `why` a stroke can't be taken back where it can't."""
        self._undo.setEnabled(undo)
        self._undo.setToolTip(_UNDO if undo else f"{_UNDO}\n{why}")
        self._clear.setEnabled(clear)
