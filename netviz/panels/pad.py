"""The pad that one draws a digit on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from netviz.panels.stroke import Stroke
from netviz.viewmodels.palette import LIGHT, Palette


class Pad(QWidget):
    """Square paper for mouse, pen and touch. It keeps strokes; undoing them is the application's business."""

    ink_changed = Signal(
        object
    )  # NDArray[np.uint8] (280, 280), 255 = ink, read-only; at each move and each set_strokes/show_pixels(None)
    stroke_finished = Signal(object)  # Stroke; already part of strokes()
    clear_requested = Signal()  # Delete or Backspace with the pad focused
    undo_requested = Signal()  # not emitted by the pad itself yet
    erasing_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._strokes: tuple[Stroke, ...] = ()
        self.setMinimumSize(132, 132)

    def strokes(self) -> tuple[Stroke, ...]:
        """All strokes on the paper, oldest first; empty while a picked digit is shown."""
        return self._strokes

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Replace what is on the paper (undo, redo, clear) and emit `ink_changed`."""
        self._strokes = tuple(strokes)
        self.ink_changed.emit(self.ink())

    def ink(self) -> NDArray[np.uint8]:
        """The paper as uint8 (280, 280), 255 = ink, read-only."""
        return np.zeros((280, 280), np.uint8)

    def erasing(self) -> bool:
        """Whether the mouse erases."""
        return False

    def set_erasing(self, erasing: bool) -> None:
        """Let the mouse erase (True) or draw (False); a pen's eraser end and the right button always erase."""

    def show_pixels(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show a digit of 28×28 pixels, uint8 (784,), instead of strokes; None goes back to the strokes.

        No `ink_changed` for pixels. Drawing on a picked digit begins on clean paper.
        """

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()
