"""All settings of a run, a page for each question that they answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.panels.settings.dialog import Check
from netviz.panels.train.data_sheet import DataSheet
from netviz.panels.train.network_sheet import NetworkSheet
from netviz.panels.train.pages import Pages
from netviz.panels.train.regularise_sheet import RegulariseSheet
from netviz.panels.train.step_sheet import StepSheet
from netviz.panels.train.stop_sheet import StopSheet
from netviz.training.config import TrainingConfig
from netviz.training.stopping import StopConditions
from netviz.viewmodels.palette import Palette

NETWORK, STEP, REGULARISE, DATA, STOP = "Network", "Step", "Regularise", "Data", "Stop"


class SettingsCard(QWidget):
    """Usable settings only leave it; the rest is refused under its field."""

    config_changed = Signal(object)  # TrainingConfig: takes effect with the next step
    reshaped = Signal(object)  # NetworkSpec
    began = Signal(object)  # TrainingConfig of a new network
    stop_changed = Signal(object)  # StopConditions
    find_rate_clicked = Signal()
    compare_clicked = Signal()

    def __init__(
        self,
        check: Check,
        check_stop: Callable[[StopConditions], str | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.network = NetworkSheet(check)
        self.step = StepSheet(check)
        self.regularise = RegulariseSheet(check)
        self.data = DataSheet(check)
        self.stop = StopSheet(check_stop)
        self.pages = Pages("Settings of training", self)
        for name, tip, page in (
            (NETWORK, "Layers, activations and loss.", self.network),
            (STEP, "Learning rate, schedule, optimiser, mini-batch and clipping.", self.step),
            (REGULARISE, "Penalties, dropout and label smoothing.", self.regularise),
            (DATA, "Augmentation of the training digits.", self.data),
            (STOP, "When training pauses by itself.", self.stop),
        ):
            self.pages.add(name, tip, page)
        title = QLabel("Training", self)
        title.setProperty("role", "title")
        self.compare = QPushButton("Compare runs…", self)
        self.compare.setProperty("role", "quiet")
        self.compare.setToolTip("Train two to four networks side by side that differ in one thing.")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        self._running = (self.step, self.regularise, self.data)
        for sheet in self._running:
            sheet.changed.connect(self._changed)
        self.network.reshaped.connect(self.reshaped)
        self.network.began.connect(self.began)
        self.stop.changed.connect(self.stop_changed)
        self.step.find_rate_clicked.connect(self.find_rate_clicked)
        self.compare.clicked.connect(self.compare_clicked)

    def set_config(self, config: TrainingConfig, *, afresh: bool = False) -> None:
        """Show what runs, or what was asked for; no signal."""
        for sheet in (self.network, *self._running):
            sheet.set_config(config, afresh=afresh)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        for part in (self.network, *self._running, self.stop):
            part.apply_palette(palette)

    def _changed(self, config: TrainingConfig) -> None:
        self.set_config(config)
        self.config_changed.emit(config)
