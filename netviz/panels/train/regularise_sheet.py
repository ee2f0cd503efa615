"""What keeps the network from learning the training digits by heart."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from netviz.panels.settings.dialog import Check
from netviz.panels.settings.setting_fields import bound_field
from netviz.panels.train.bound import Bound
from netviz.training.config import TrainingConfig
from netviz.training.settings import REGULARISATION
from netviz.viewmodels.palette import Palette


class RegulariseSheet(QWidget):
    """Takes effect with the next step, also while training runs."""

    changed = Signal(object)  # TrainingConfig

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bound: Bound[TrainingConfig] = Bound(TrainingConfig(), check, self)
        self.bound.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        note = QLabel("Against learning by heart: when validation stays behind, give a little of one.", self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        column.addWidget(note)
        self.l2, self.l1, self.dropout, self.label_smoothing = (
            bound_field(self.bound, row) for row in REGULARISATION
        )
        for field in (self.l2, self.l1, self.dropout, self.label_smoothing):
            column.addWidget(field)
        column.addStretch(1)

    def set_config(self, config: TrainingConfig, *, afresh: bool = False) -> None:
        """Show what runs; no signal."""
        self.bound.show(config, afresh=afresh)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self.bound.apply_palette(palette)
