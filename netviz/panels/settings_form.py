"""The settings of a run: a summary for the left column, with the whole form one click away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from netviz.training.config import TrainingConfig
from netviz.viewmodels.palette import Palette

Check = Callable[[TrainingConfig], str | None]
"""None where a configuration is usable, else one sentence that names the field and its range."""


class SettingsForm(QWidget):
    """Network, learning rate and batch at a glance; More… opens everything."""

    config_changed = Signal(object)  # TrainingConfig; learning rate, batch, optimiser, momentum, L2: at once
    new_network = Signal(object)  # TrainingConfig; layers, activation, loss, initialiser, seed: a new network

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._config = TrainingConfig()

    def config(self) -> TrainingConfig:
        """The configuration that is shown as running."""
        return self._config

    def set_config(self, config: TrainingConfig) -> None:
        """Show the configuration that runs; no signal."""
        self._config = config

    def open_more(self) -> None:
        """Open the whole form (also from a menu)."""

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
