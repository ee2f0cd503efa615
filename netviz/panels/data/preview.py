"""A look at pictures that somebody brings, before they are taken: what there is, and what is done to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.images import ink_image
from netviz.rendering import units
from netviz.tasks.pictures.pictures import PictureData
from netviz.viewmodels.palette import Palette

_SAMPLES: Final = 6  # of each class
_MOST_CLASSES: Final = 40  # that are shown
_FIRST: Final = 3  # the column of the first of them
_SIDE: Final = 40
_MOST_TROUBLES: Final = 500


class DataPreview(QDialog):
    """Counts, samples and the average picture of each class, and the files that were left out."""

    def __init__(self, data: PictureData, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Learn from {data.task.label}")
        self.setProperty("concept", "training examples")
        self._palette = palette
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for words in data.said[:2]:
            label = QLabel(words, self)
            label.setWordWrap(True)
            column.addWidget(label)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._classes(data))
        column.addWidget(scroll, 1)
        if data.troubles:
            column.addWidget(self._left_out(data.troubles))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = buttons.addButton("Learn from these", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        column.addWidget(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        units.begin_at(self, QSize(units.pixels(620), units.pixels(560)))

    def _classes(self, data: PictureData) -> QWidget:
        inside = QWidget(self)
        grid = QGridLayout(inside)
        names = data.task.answer.names
        for at, head in enumerate(("Class", "Pictures", "Average", "Some of them")):
            label = QLabel(head, inside)
            label.setProperty("role", "muted")
            grid.addWidget(label, 0, at, 1, _SAMPLES if at == _FIRST else 1)
        parts = (data.training, data.validation, data.test)
        counts = sum(np.bincount(part.labels, minlength=len(names)) for part in parts)
        learnt, of = data.training, data.task.input.of
        for k, name in enumerate(names[:_MOST_CLASSES]):
            rows = np.flatnonzero(learnt.labels == k)
            grid.addWidget(QLabel(name, inside), k + 1, 0)
            grid.addWidget(QLabel(f"{int(np.asarray(counts)[k]):,}", inside), k + 1, 1)
            if len(rows):
                mean = np.rint(learnt.images[rows].mean(axis=0)).astype(np.uint8)
                self._show(grid, k + 1, 2, of(mean), f"The average picture of {name}")
            for place, row in enumerate(rows[:_SAMPLES]):
                self._show(grid, k + 1, _FIRST + place, of(learnt.images[row]), name)
        if len(names) > _MOST_CLASSES:
            more = QLabel(f"… and {len(names) - _MOST_CLASSES:,} more classes.", inside)
            grid.addWidget(more, _MOST_CLASSES + 1, 0, 1, 4)
        grid.setColumnStretch(_FIRST + _SAMPLES, 1)
        grid.setRowStretch(len(names) + 2, 1)
        return inside

    def _show(self, grid: QGridLayout, row: int, column: int, pixels: NDArray[np.uint8], name: str) -> None:
        picture = ink_image(pixels, self._palette)
        label = QLabel(grid.parentWidget())
        side = units.pixels(_SIDE)
        way = Qt.TransformationMode.FastTransformation
        ratio = Qt.AspectRatioMode.KeepAspectRatio
        label.setPixmap(QPixmap.fromImage(picture).scaled(side, side, ratio, way))
        label.setAccessibleName(name)
        grid.addWidget(label, row, column)

    def _left_out(self, troubles: Sequence[str]) -> QWidget:
        text = QPlainTextEdit("\n".join(troubles[:_MOST_TROUBLES]), self)
        text.setReadOnly(True)
        text.setAccessibleName("Files that were left out")
        units.hold(text, least_height=70, most_height=130)
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(QLabel(f"Left out: {len(troubles):,}", box))
        column.addWidget(text)
        return box
