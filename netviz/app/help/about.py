"""Versions and licences, and the page of keys."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import Final

import numpy as np
import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import netviz
from netviz.app.window.actions import MENUS, ActionSpec
from netviz.language.grammar import one_of
from netviz.panels.kit.scrolling import Scrolling
from netviz.rendering import units

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

_COLUMNS: Final = (
    ("file", "edit", "training"),
    ("view", "help"),
    ("timeline", "story", "lecture", "network", "pad"),
)
_HEADINGS: Final = {
    **MENUS,
    "story": "Story, in Explain a step",
    "pad": "On the pad",
    "network": "On the network",
}
# Space goes on: there to the next stage, everywhere else with training.
_IN_SOME_ROOMS: Final = {"story.next": " or Space", "training.toggle": ", but in Explain Next"}
_BESIDE_MENUS: Final = {
    "pad": (("Erase", "Right button, pen's other end"),),
    "network": (
        ("Next neuron", "Arrow keys"),
        ("Next layer", "Tab"),
        ("Keep the neuron", "Return or click"),
        ("Zoom", "+, − or wheel; Ctrl+wheel"),
        ("Scroll, if the page is longer", "Wheel"),
        ("Move the picture", "Drag"),
        ("Fit", "0 or double click"),
    ),
}


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
    row.setContentsMargins(26, 0, 26, 16)
    row.addStretch()
    row.addWidget(close)
    return row


def _lay_out(dialog: QDialog, page: QWidget) -> None:
    """The page, which scrolls where the screen is too small for it, and below it the way out."""
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(Scrolling(page, sideways=True), 1)
    outer.addLayout(_closing_row(dialog))
    dialog.ensurePolished()
    units.begin_at(dialog, dialog.sizeHint())


class AboutDialog(QDialog):
    """What this is, made of what, under which terms."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About netviz")
        self.setProperty("concept", "deep learning")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        column = QVBoxLayout(page)
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
        _lay_out(self, page)


class ShortcutsDialog(QDialog):
    """Every key: those of the table of actions, and those that only the pad or the network knows."""

    def __init__(self, specs: Sequence[ActionSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setProperty("concept", "network")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(26, 20, 26, 8)
        columns.setSpacing(38)
        groups = {menu: [s for s in specs if s.keys and s.menu.split("/")[0] == menu] for menu in MENUS}
        for names in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(5)
            for name in names:
                rows = _BESIDE_MENUS.get(name) or tuple(
                    (spec.title.rstrip("…"), _keys(spec)) for spec in groups[name]
                )
                if rows:
                    column.addWidget(_text(_HEADINGS[name], "section"))
                    column.addLayout(self._table(rows))
                    column.addSpacing(8)
            column.addStretch()
            columns.addLayout(column)
        _lay_out(self, page)

    @staticmethod
    def _table(rows: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(3)
        for row, (what, keys) in enumerate(rows):
            grid.addWidget(_text(what), row, 0)
            grid.addWidget(_text(keys, "muted"), row, 1, Qt.AlignmentFlag.AlignRight)
        return grid


def _keys(spec: ActionSpec) -> str:
    """`Ctrl+Z`, `Right or Space`."""
    native = QKeySequence.SequenceFormat.NativeText
    keys = one_of(QKeySequence(key).toString(native) for key in spec.keys)
    return keys + _IN_SOME_ROOMS.get(spec.id, "")
