"""What keeps the network from learning the training digits by heart."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from netviz.panels.settings.bound import Bound
from netviz.panels.settings.setting_fields import bound_field
from netviz.training.config import TrainingConfig
from netviz.training.settings import REGULARISATION


class RegulariseSheet(QWidget):
    """A field for each."""

    def __init__(self, bound: Bound[TrainingConfig], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        note = QLabel("Against learning by heart: when validation stays behind, give a little of one.", self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        column.addWidget(note)
        self.l2, self.l1, self.dropout, self.label_smoothing = (
            bound_field(bound, row) for row in REGULARISATION
        )
        for field in (self.l2, self.l1, self.dropout, self.label_smoothing):
            column.addWidget(field)
        # A number has no classes among which to share its target.
        self.label_smoothing.setVisible(bound.value.task.answer.kind == "classes")
        column.addStretch(1)
