"""A new network: the form of all settings, as a plan that nothing hears of before it is carried out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.panels.kit.fields import Complaints
from netviz.panels.settings.bound import Bound, Check
from netviz.panels.settings.sheets import NETWORK, SettingSheets
from netviz.rendering import units
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.task import AnyTask
from netviz.training.advise.rates import another_way, is_usual, with_own_rate
from netviz.training.config import TrainingConfig, new_config, plain_config

_WIDTH: Final = 420
_HEIGHT: Final = 560


class NewNetworkDialog(QDialog):
    """Usable plans only leave it; what can't be used is said below the pages."""

    wanted = Signal(object)  # TrainingConfig of a new network

    def __init__(self, check: Check, parent: QWidget | None = None, task: AnyTask = DEFAULT) -> None:
        super().__init__(parent)
        self.setWindowTitle("New network")
        self.setProperty("concept", "network")
        self.setModal(False)
        self.bound: Bound[TrainingConfig] = Bound(plain_config(task), check, self, plan=True)
        self._planned = self.bound.value
        self.pages = SettingSheets(self.bound, "Settings of a new network", self)
        self._wrong = Complaints(self)
        for field in self.bound.fields:
            field.complain_in(self._wrong)
        self.preview = QLabel(self)
        self.preview.setProperty("role", "muted")
        self.defaults = QPushButton("Back to defaults", self)
        self.defaults.setProperty("role", "quiet")
        self.defaults.setToolTip("Plan the network of the first start, and train it as that one.")
        self.build = QPushButton("New network", self)
        self.build.setProperty("role", "primary")
        self.build.setToolTip(
            "Begin with a new, untrained network of these settings; undo brings the present one back."
        )
        for button in (self.defaults, self.build):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.defaults)
        row.addStretch(1)
        row.addWidget(self.preview)
        row.addWidget(self.build)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.pages, 1)
        column.addWidget(self._wrong)
        column.addLayout(row)
        units.hold(self, least_width=_WIDTH)
        self.bound.changed.connect(self._follow)
        self.bound.shown.connect(self._dress)
        self.defaults.clicked.connect(lambda: self.plan(new_config(task=task)))
        self.build.clicked.connect(self._begin)

    def plan(self, config: TrainingConfig) -> None:
        """Begin with a plan of these settings."""
        self._planned = config.anew()
        self.bound.show(self._planned, afresh=True)

    def begin(self) -> None:
        """Let the person type at once."""
        self.pages.open(NETWORK)
        self.pages.network.layers.edit.setFocus()
        self.pages.network.layers.edit.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A field has taken what was typed by now.
            pressed = self.focusWidget()
            (pressed if isinstance(pressed, QPushButton) else self.build).click()
            return
        super().keyPressEvent(event)

    def text_resized(self) -> None:
        """Words have another size, so the form needs another one."""
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return units.size(_WIDTH, _HEIGHT).boundedTo(units.room_for(self))

    def _follow(self, config: TrainingConfig) -> None:
        # A rate that nobody has set by hand is the usual one of what it trains with.
        before, self._planned = self._planned, config
        if another_way(before, config) and is_usual(before):
            self._planned = with_own_rate(config, 0)
            self.bound.show(self._planned)

    def _dress(self) -> None:
        wrong = self.bound.complaint
        self.build.setEnabled(not wrong)
        self.preview.setText("" if wrong else f"{self.bound.value.spec.n_parameters:,} parameters")

    def _begin(self) -> None:
        if not self.bound.complaint:
            self.close()
            self.wanted.emit(self.bound.value)
