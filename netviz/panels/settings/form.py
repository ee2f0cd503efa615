"""The settings of a run: a summary for the left column, with all of them one click away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netviz.network.spec import NetworkSpec
from netviz.panels.kit.terms import TermLabel
from netviz.panels.settings import rate
from netviz.panels.settings.bound import Check
from netviz.panels.settings.rate_box import RateBox
from netviz.panels.settings.rate_slider import rate_slider
from netviz.panels.settings.words import arrows, kind
from netviz.rendering.units import hold
from netviz.tasks.on_demand import OnDemand
from netviz.tasks.task import AnyTask
from netviz.training.config import TrainingConfig
from netviz.training.figures import said

if TYPE_CHECKING:
    from netviz.panels.settings.branch import BranchDialog
    from netviz.panels.settings.new_network import NewNetworkDialog

_RATE_WIDTH: Final = 84
_BRANCH: Final[Callable[[Check, TrainingConfig, int, QWidget], BranchDialog]] = OnDemand(
    "netviz.panels.settings.branch", "BranchDialog"
)
_NEW_NETWORK: Final[Callable[[Check, QWidget, AnyTask], NewNetworkDialog]] = OnDemand(
    "netviz.panels.settings.new_network", "NewNetworkDialog"
)

__all__ = ["Check", "SettingsForm"]


class SettingsForm(QWidget):
    """Network, learning rate and batch at a glance; the whole form as a plan for a new network."""

    config_changed = Signal(object)  # TrainingConfig with another learning rate: at once
    more_clicked = Signal()  # all settings of the run are wanted
    rate_refused = Signal(str)  # a sentence
    rate_done = Signal()  # the keys are for something else again
    new_network = Signal(object)  # TrainingConfig for a new network

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._config = TrainingConfig()
        self._shown: NetworkSpec | None = None
        self._dialog: NewNetworkDialog | None = None
        title = QLabel("Network", self)
        name = TermLabel("Learning rate", ("learning rate",), self)
        batch = TermLabel("Batch", ("mini-batch",), self)
        title.setProperty("role", "title")
        self._more = QPushButton("More…", self)
        self._more.setProperty("role", "quiet")
        self._more.setToolTip("All settings, in Train: layers, activation, loss, optimiser and more.")
        self._layers, self._kind = QLabel(self), QLabel(self)
        self._rate = RateBox(
            self._config.learning_rate,
            "The learning rate: how far each step moves the weights against their gradient",
            "Learning rate",
            self,
        )
        self._batch = QLabel(self)
        self._in_use = QLabel(self)
        self._in_use.setProperty("role", "small")
        self._in_use.setWordWrap(True)
        self._in_use.setToolTip(
            "The learning rate of the next step: its schedule changes the one above in the course of the run."
        )
        self._in_use.hide()
        self._beyond = QLabel(self)
        self._beyond.setProperty("role", "small")
        self._beyond.setWordWrap(True)
        self._slider = rate_slider()
        for label in (name, batch):
            label.setProperty("role", "muted")
        self._kind.setProperty("role", "small")
        for value in (self._rate, self._batch):
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for line in (self._layers, self._kind):
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            line.setWordWrap(True)
            line.setTextFormat(Qt.TextFormat.PlainText)
        name.setToolTip(self._slider.toolTip())
        for widget in (batch, self._batch):
            widget.setToolTip(
                "How many examples the network sees for each step; More… leads to where it is changed."
            )
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._more)
        grid = QGridLayout()
        grid.setContentsMargins(0, 3, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self._rate, 0, 1)
        grid.addWidget(self._slider, 1, 0, 1, 2)
        grid.addWidget(self._in_use, 2, 0, 1, 2)
        grid.addWidget(self._beyond, 3, 0, 1, 2)
        grid.addWidget(batch, 4, 0)
        grid.addWidget(self._batch, 4, 1)
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(self._layers)
        column.addWidget(self._kind)
        column.addLayout(grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._slider.valueChanged.connect(self._slid)
        self._rate.rate_chosen.connect(self._choose_rate)
        self._rate.refused.connect(self.rate_refused)
        self._rate.done.connect(self.rate_done)
        hold(self._rate, most_width=_RATE_WIDTH)
        self._more.clicked.connect(self.more_clicked)
        self.set_config(self._config)

    def config(self) -> TrainingConfig:
        """The configuration that is shown as running."""
        return self._config

    def set_config(self, config: TrainingConfig) -> None:
        """Show the configuration that runs; no signal."""
        self._config = config
        if config.learning_rate != self._rate.rate or not self._rate.hasFocus():
            self._rate.show_rate(config.learning_rate)
        beyond = rate.beyond(config.learning_rate)
        self._beyond.setText(beyond)
        self._beyond.setVisible(bool(beyond))
        self._batch.setText(f"{config.batch_size:,}")
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(rate.position_of(config.learning_rate))
            self._slider.blockSignals(False)
        self._write()

    def show_step(self, config: TrainingConfig, step: int) -> None:
        """Say which rate these settings have at this step, where their schedule has made it another one."""
        now = said(config.schedule.rate_at(config.learning_rate, step), 2)
        words = f"now {now}, by its schedule ({config.schedule.kind})"
        self._in_use.setText("" if now == said(config.learning_rate, 2) else words)
        self._in_use.setVisible(bool(self._in_use.text()))

    def show_network(self, spec: NetworkSpec) -> None:
        """Tell of this network, which is on screen: of a step that is past it may be another than runs."""
        self._shown = spec
        self._write()

    def ask_branch(self, config: TrainingConfig, step: int, then: Callable[[TrainingConfig], None]) -> None:
        """Ask with which settings a branch from this step shall train, which has `config` there; `then` gets
        them once that is confirmed.
        """
        dialog = _BRANCH(self._check, config, step, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(then)
        dialog.open()

    def open_new(self) -> None:
        """Open the form to plan a new network, beside the one that stands there."""
        if self._dialog is None:
            self._dialog = _NEW_NETWORK(self._check, self.window(), self._config.task)
            self._dialog.wanted.connect(self.new_network)
        if not self._dialog.isVisible():
            self._dialog.plan(self._config)
            self._place(self._dialog)
        self._dialog.begin()
        self._dialog.show()
        self._dialog.activateWindow()

    def dialog(self) -> NewNetworkDialog | None:
        """The form, once it has been opened."""
        return self._dialog

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        spec = self._shown or self._config.spec
        words = f"{kind(spec)} · {spec.n_parameters:,} parameters"
        for label, text, tip in (
            (self._layers, arrows(spec.sizes), self._ends),
            (
                self._kind,
                words,
                "Activation of the hidden layers, of the output, and the number of weights and biases",
            ),
        ):
            label.setText(text)
            label.setToolTip(f"{tip}: {text}.")
            label.setAccessibleName(text)

    @property
    def _ends(self) -> str:
        return f"Neurons in each layer, from what is read to what is answered: {self._config.task.ends}"

    def _slid(self, position: int) -> None:
        self._choose_rate(rate.rate_at(position))

    def _choose_rate(self, chosen: float) -> None:
        config = replace(self._config, learning_rate=chosen)
        if self._check(config) is None:
            self.set_config(config)
            self.config_changed.emit(config)

    def _place(self, dialog: NewNetworkDialog) -> None:
        """Beside the summary, in the middle of the window where that is hidden, and wholly on the screen."""
        size = dialog.sizeHint().expandedTo(QSize(400, 0))
        corner = self.mapToGlobal(QPoint(self.width() + 24, self.height() - size.height()))
        if not self.isVisible():
            corner = self.window().geometry().center() - QPoint(size.width() // 2, size.height() // 2)
        room = self.screen().availableGeometry()
        x = min(max(corner.x(), room.left()), room.right() - size.width())
        y = min(max(corner.y(), room.top() + 32), room.bottom() - size.height() - 8)
        dialog.resize(size)
        dialog.move(x, max(y, room.top()))
