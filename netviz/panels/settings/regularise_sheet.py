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
        self.fields = {row.path[-1]: bound_field(bound, row) for row in REGULARISATION}
        for row, field in zip(REGULARISATION, self.fields.values(), strict=True):
            column.addWidget(field)
            field.setVisible(row.applies(bound.value))
        column.addStretch(1)
