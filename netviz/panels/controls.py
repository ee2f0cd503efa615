"""Train or pause, one step, reset, and how fast."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from netviz.viewmodels.palette import Palette


class Controls(QWidget):
    """One row for the top of the window."""

    train_toggled = Signal(bool)  # True: train, False: pause
    step_clicked = Signal()
    reset_clicked = Signal()
    pace_changed = Signal(object)  # float steps per second, or None for full speed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def show_phase(self, phase: str) -> None:
        """`idle`, `training`, `paused`, `diverged` or `stopped`, as the trainer's status has it; no signal."""

    def set_pace(self, pace: float | None) -> None:
        """Move the slider without a signal."""

    def pace(self) -> float | None:
        """Steps per second; None is full speed."""
        return None

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
