"""How training digits are changed before the network sees them, with examples."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.panels.settings.bound import Bound
from netviz.panels.settings.digit_row import DigitRow
from netviz.panels.settings.setting_fields import bound_field
from netviz.tasks.digits.augmentation import augment
from netviz.tasks.digits.augmentation_settings import (
    DEFAULT_AUGMENTATION,
    NO_AUGMENTATION,
    Augmentation,
)
from netviz.tasks.input import Picture
from netviz.training.config import TrainingConfig
from netviz.training.settings import AUGMENTATION

SHOWN: Final = 6
CHANGED: Final = "Changes each picture a little, anew in each epoch."
UNCHANGED: Final = "Could change each picture a little, anew in each epoch. All at 0: they stay as they are."


class DataSheet(QWidget):
    """A field for each way of changing them; examples, once there are digits to show."""

    def __init__(self, bound: Bound[TrainingConfig], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: NDArray[np.uint8] | None = None
        self._seed = 0
        self._drawn: tuple[Augmentation, int] | None = None
        self.bound = bound
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.fields = {row.path[-1]: bound_field(bound, row) for row in AUGMENTATION}
        for setting in AUGMENTATION:
            self.fields[setting.path[-1]].set_unit(setting.kind.unit)
        self.preview = DigitRow("Training pictures as the network will see them, so augmented.", self)
        self.usual, self.none, self.others = (
            QPushButton(words, self) for words in ("Usual", "None", "Others")
        )
        self.usual.setToolTip("A little of each, as is usual for what was written by hand.")
        self.none.setToolTip("Leave the training pictures as they are.")
        self.others.setToolTip("Show other training pictures, changed in another way.")
        for button in (self.usual, self.none, self.others):
            button.setProperty("role", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(self.note)
        for field in self.fields.values():
            column.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(self.usual)
        row.addWidget(self.none)
        row.addStretch(1)
        row.addWidget(self.others)
        column.addLayout(row)
        column.addWidget(self.preview)
        column.addStretch(1)
        for widget in (self.others, self.preview):
            widget.hide()
        self._preview()
        bound.shown.connect(self._preview)
        self.usual.clicked.connect(lambda: self._augment(DEFAULT_AUGMENTATION))
        self.none.clicked.connect(lambda: self._augment(NO_AUGMENTATION))
        self.others.clicked.connect(self._turn)

    def provide(self, images: NDArray[np.uint8]) -> None:
        """Training digits to show, uint8 (n, n_inputs)."""
        self._source, self._drawn = images, None
        for widget in (self.others, self.preview):
            widget.show()
        self._preview()

    def _augment(self, augmentation: Augmentation) -> None:
        self.bound.offer(replace(self.bound.value, augmentation=augmentation))

    def _turn(self) -> None:
        self._seed += 1
        self._preview()

    def _preview(self) -> None:
        augmentation = self.bound.value.augmentation
        self.note.setText(UNCHANGED if augmentation == NO_AUGMENTATION else CHANGED)
        picture = self.bound.value.task.input
        if self._source is None or not isinstance(picture, Picture):
            return
        if (augmentation, self._seed) == self._drawn:
            return
        self._drawn = augmentation, self._seed
        rows = np.random.default_rng(self._seed).integers(0, len(self._source), SHOWN)
        self.preview.show_digits(augment(self._source[rows], augmentation, self._seed), picture)
