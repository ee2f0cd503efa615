"""Versions and licences, and the page of keys."""

from __future__ import annotations

import platform
from collections.abc import Sequence

import numpy as np
import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import netviz
from netviz.app.actions import MENUS, ActionSpec

_LICENCES = (
    ("netviz", netviz.__version__, "MIT licence"),
    (
        "Qt and PySide6",
        f"{qVersion()}, {PySide6.__version__}",
        "GNU LGPL 3: you may replace them with your own build",
    ),
    ("Python", platform.python_version(), "Python Software Foundation licence"),
    ("numpy", np.__version__, "BSD licence"),
    ("pyqtgraph", "", "MIT licence"),
    ("Pillow, safetensors", "", "MIT-CMU and Apache 2.0 licences"),
    ("MNIST digits", "", "Yann LeCun and Corinna Cortes, CC BY-SA 3.0"),
    ("Inter typeface", "", "The Inter Project Authors, SIL Open Font Licence 1.1"),
)


def _text(words: str, role: str | None = None) -> QLabel:
    label = QLabel(words)
    if role:
        label.setProperty("role", role)
    return label


def _closing_row(dialog: QDialog) -> QHBoxLayout:
    close = QPushButton("Close")
    close.setDefault(True)
    close.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(close)
    return row


class AboutDialog(QDialog):
    """What this is, made of what, under which terms."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About netviz")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 18)
        column.setSpacing(6)
        column.addWidget(_text("netviz", "big"))
        column.addWidget(
            _text("See what deep learning is: a real network, drawn live while it learns.", "muted")
        )
        column.addSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(5)
        for row, (name, version, licence) in enumerate(_LICENCES):
            grid.addWidget(_text(name, "section"), row, 0)
            grid.addWidget(_text(version), row, 1)
            grid.addWidget(_text(licence, "muted"), row, 2)
        column.addLayout(grid)
        column.addSpacing(10)
        column.addLayout(_closing_row(self))
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)


class ShortcutsDialog(QDialog):
    """Every key, as the table of actions has it."""

    def __init__(self, specs: Sequence[ActionSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        halves = QHBoxLayout()
        halves.setSpacing(44)
        groups = [(menu, [s for s in specs if s.keys and s.menu.split("/")[0] == menu]) for menu in MENUS]
        for half in (("File", "Edit"), ("View", "Training", "Help")):
            column = QVBoxLayout()
            column.setSpacing(5)
            for menu, rows in groups:
                if menu in half and rows:
                    column.addWidget(_text(menu, "section"))
                    column.addLayout(self._table(rows))
                    column.addSpacing(12)
            if half[0] == "File":
                column.addWidget(_text("On the pad", "section"))
                column.addWidget(_text("Right button, or the pen's other end: erase", "muted"))
            column.addStretch()
            halves.addLayout(column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(26, 22, 26, 18)
        outer.addLayout(halves)
        outer.addLayout(_closing_row(self))
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)

    @staticmethod
    def _table(rows: Sequence[ActionSpec]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(26)
        grid.setVerticalSpacing(4)
        native = QKeySequence.SequenceFormat.NativeText
        for row, spec in enumerate(rows):
            grid.addWidget(_text(spec.title.rstrip("…")), row, 0)
            keys = " or ".join(QKeySequence(key).toString(native) for key in spec.keys)
            grid.addWidget(_text(keys, "muted"), row, 1, Qt.AlignmentFlag.AlignRight)
        return grid
