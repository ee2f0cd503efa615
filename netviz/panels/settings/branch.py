"""With which settings a branch of a run shall train: asked before there is one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from netviz.panels.kit.fields import ChoiceField, TextField
from netviz.panels.settings.bound import Bound, Check
from netviz.panels.settings.setting_fields import bound_field
from netviz.rendering import units
from netviz.training import settings
from netviz.training.config import TrainingConfig

_NUMBERS = (settings.LEARNING_RATE, settings.BATCH_SIZE, settings.MOMENTUM, settings.L2)
_CONCEPTS = ("learning rate", "mini-batch", "optimiser", "momentum", "L2")
_WIDTH = 400


class BranchDialog(QDialog):
    """`wanted` once it is confirmed; Cancel, Esc and closing it leave everything as it is."""

    wanted = Signal(object)  # TrainingConfig with the same network

    def __init__(self, check: Check, config: TrainingConfig, step: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Branch from step {step:,}")
        self.setModal(True)
        self.setProperty("concept", "snapshot")
        self.bound: Bound[TrainingConfig] = Bound(config, check, self, plan=True)
        self.rate, self.batch, self.momentum, self.l2 = (bound_field(self.bound, row) for row in _NUMBERS)
        self.optimiser = bound_field(self.bound, settings.OPTIMISER)
        words = QLabel(
            f"A new run from step {step:,}, with its weights and these settings. The run that it leaves "
            "stays as it is.",
            self,
        )
        words.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.make = buttons.addButton("Make the branch", QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setProperty("role", "primary")
        self.make.setDefault(True)
        self.cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(words)
        self._fields: tuple[TextField | ChoiceField, ...] = (
            self.rate, self.batch, self.optimiser, self.momentum, self.l2,
        )  # fmt: skip
        for field, concept in zip(self._fields, _CONCEPTS, strict=True):
            field.setProperty("concept", concept)
            column.addWidget(field)
        column.addWidget(buttons)
        units.hold(self, least_width=_WIDTH)
        self.bound.changed.connect(self._dress)
        for typed in (self.rate, self.batch, self.momentum, self.l2):
            typed.typed.connect(self._dress)
        buttons.accepted.connect(self._confirm)
        buttons.rejected.connect(self.reject)
        self._dress()
        self.rate.edit.setFocus()
        self.rate.edit.selectAll()

    def _confirm(self) -> None:
        if not any(field.complaint() for field in self._fields):
            self.accept()
            self.wanted.emit(self.bound.value)

    def _dress(self, _: object = None) -> None:
        self.momentum.setEnabled(settings.MOMENTUM.applies(self.bound.value))
        self.make.setEnabled(not any(field.complaint() for field in self._fields))
