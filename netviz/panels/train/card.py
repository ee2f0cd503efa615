"""The settings of the run that stands there, which change while it trains, and when it stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.panels.settings.bound import Bound, Check
from netviz.panels.settings.sheets import SettingSheets
from netviz.panels.train.stop_sheet import StopSheet
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.task import AnyTask
from netviz.training.config import TrainingConfig, new_config, plain_config
from netviz.training.stopping import StopConditions

STOP = "stop"


class SettingsCard(QWidget):
    """Usable settings only leave it; the rest is refused under its field."""

    config_changed = Signal(object)  # TrainingConfig: takes effect with the next step
    reshaped = Signal(object)  # NetworkSpec
    began = Signal(object)  # TrainingConfig of a new network
    stop_changed = Signal(object)  # StopConditions
    find_rate_clicked = Signal()
    compare_clicked = Signal()
    landscape_clicked = Signal()
    two_networks_clicked = Signal()

    def __init__(
        self,
        check: Check,
        check_stop: Callable[[StopConditions], str | None],
        parent: QWidget | None = None,
        task: AnyTask = DEFAULT,
    ) -> None:
        super().__init__(parent)
        self._running = plain_config(task)
        self.bound: Bound[TrainingConfig] = Bound(self._running, check, self)
        self.pages = SettingSheets(self.bound, "Settings of training", self)
        self.network, self.step = self.pages.network, self.pages.step
        self.regularise, self.data = self.pages.regularise, self.pages.data
        self.stop = self.pages.add(
            STOP, "Stop", "When training pauses by itself.", partial(StopSheet, check_stop)
        )
        title = QLabel("Training", self)
        title.setProperty("role", "title")
        self.compare = QPushButton("Compare runs…", self)
        self.compare.setProperty("role", "quiet")
        self.compare.setToolTip("Train two to four networks side by side that differ in a setting or more.")
        self.landscape = QPushButton("Loss landscape…", self)
        self.landscape.setProperty("role", "quiet")
        self.landscape.setToolTip(
            "A map of the loss around this run’s way, with the network as a ball on it."
        )
        self.two_networks = QPushButton("Two networks…", self)
        self.two_networks.setProperty("role", "quiet")
        self.two_networks.setToolTip(
            "Compare any two: steps of this run, other runs or files; edge by edge, and what they answer."
        )
        self.defaults = QPushButton("Defaults", self)
        self.defaults.setProperty("role", "quiet")
        self.defaults.setToolTip(
            "Train as at the first start; the network stays as it is, with its activations and its loss."
        )
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.defaults)
        head.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.two_networks)
        foot.addWidget(self.landscape)
        column.addLayout(foot)
        self.bound.changed.connect(self._changed)
        self.network.began.connect(lambda: self.began.emit(self.bound.value))
        self.stop.changed.connect(self.stop_changed)
        self.step.find_rate_clicked.connect(self.find_rate_clicked)
        self.defaults.clicked.connect(self._go_back_to_defaults)
        self.compare.clicked.connect(self.compare_clicked)
        self.landscape.clicked.connect(self.landscape_clicked)
        self.two_networks.clicked.connect(self.two_networks_clicked)

    def set_config(self, config: TrainingConfig, *, afresh: bool = False) -> None:
        """Show what runs, or what was asked for; no signal."""
        before, self._running = self._running, config
        if not afresh and before.seed == config.seed:
            # The one that was typed waits for a new network.
            config = replace(config, seed=self.bound.value.seed)
        self.bound.show(config, afresh=afresh)

    def _changed(self, config: TrainingConfig) -> None:
        before = self._running
        self._running = replace(config, seed=before.seed)
        if config.spec != before.spec:
            self.reshaped.emit(config.spec)
        elif self._running != before:
            self.config_changed.emit(self._running)

    def _go_back_to_defaults(self) -> None:
        now = self.bound.value
        usual = new_config(task=now.task)
        begins_now = replace(usual.schedule, start=self.step.step)
        self.bound.offer(replace(usual, spec=now.spec, seed=now.seed, schedule=begins_now))
