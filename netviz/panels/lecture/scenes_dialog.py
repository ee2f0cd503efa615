"""The scenes of a lecture in their order: add, name, move, go to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from netviz.rendering import units

ABOUT = (
    "A scene is what is on screen now: network and step, drawing, room and stage. In a presentation (F5), a "
    "clicker or Page Down leads from one to the next."
)


class ScenesDialog(QDialog):
    """Names in, signals out; it stays open beside the window."""

    add_clicked = Signal()
    open_clicked = Signal()
    save_clicked = Signal()
    go_clicked = Signal(int)
    renamed = Signal(int, str)
    moved = Signal(int, int)  # from, to
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Scenes")
        self.setProperty("concept", "snapshot")
        about = QLabel(ABOUT, self)
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Scenes in their order")
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        units.hold(self.list, least_width=300, least_height=220)
        self.add_button = self._button("Add what is on screen", self.add_clicked.emit)
        self.go_button = self._button("Show", lambda: self.go_clicked.emit(self.list.currentRow()))
        self.up_button = self._button("Up", lambda: self._move(-1))
        self.down_button = self._button("Down", lambda: self._move(1))
        self.rename_button = self._button("Rename", lambda: self.list.editItem(self.list.currentItem()))
        self.remove_button = self._button("Remove", lambda: self.removed.emit(self.list.currentRow()))
        self.open_button = self._button("Open…", self.open_clicked.emit)
        self.save_button = self._button("Save…", self.save_clicked.emit)
        ways = QGridLayout()
        for k, button in enumerate(
            (self.go_button, self.rename_button, self.up_button, self.down_button, self.remove_button)
        ):
            ways.addWidget(button, k, 0)
        ways.setRowStretch(5, 1)
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(ways)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        foot.addWidget(self.open_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(about)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        self.list.itemChanged.connect(lambda item: self.renamed.emit(self.list.row(item), item.text()))
        self.list.currentRowChanged.connect(lambda _row: self._allow())
        self.show_scenes((), 0)

    def show_scenes(self, names: Sequence[str], at: int) -> None:
        """These, of which one is chosen; no signal."""
        self.list.blockSignals(True)
        self.list.clear()
        for name in names:
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self.list.setCurrentRow(min(at, len(names) - 1))
        self.list.blockSignals(False)
        self._allow()

    def _move(self, way: int) -> None:
        row = self.list.currentRow()
        self.moved.emit(row, row + way)

    def _allow(self) -> None:
        row, n = self.list.currentRow(), self.list.count()
        for button in (self.go_button, self.rename_button, self.remove_button):
            button.setEnabled(row >= 0)
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < n - 1)
        self.save_button.setEnabled(n > 0)

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: do())
        return button
