"""What keeps the network from learning the training digits by heart."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from netviz.panels.fields import TextField, read_number
from netviz.panels.figures import short
from netviz.panels.settings_dialog import Check
from netviz.panels.train.bound import Bound
from netviz.training.config import MAX_DROPOUT, MAX_L1, MAX_L2, MAX_LABEL_SMOOTHING, TrainingConfig
from netviz.viewmodels.palette import Palette

_ROWS: Final = (
    (
        "L2",
        "l2",
        f"A penalty on the squares of the weights, which pulls large ones towards zero: 0 to {MAX_L2:g}.",
    ),
    ("L1", "l1", f"A penalty on the size of the weights, which makes many of them zero: 0 to {MAX_L1:g}."),
    (
        "Dropout",
        "dropout",
        f"The share of hidden neurons that each step leaves out, by chance: 0 to {MAX_DROPOUT:g}.",
    ),
    (
        "Label smoothing",
        "label_smoothing",
        f"The share of the right answer that is spread over all ten digits: 0 to {MAX_LABEL_SMOOTHING:g}.",
    ),
)


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
            self._row(name, attribute, tip) for name, attribute, tip in _ROWS
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

    def _row(self, name: str, attribute: str, tip: str) -> TextField:
        def put(config: TrainingConfig, text: str) -> TrainingConfig:
            changes = {attribute: read_number(name, text)}
            return replace(config, **changes)  # type: ignore[arg-type]

        return self.bound.text(TextField(name, tip), lambda c: short(getattr(c, attribute)), put)
