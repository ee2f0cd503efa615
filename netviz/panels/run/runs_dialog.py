"""All recorded runs and their branches as a tree."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.figures import percent
from netviz.panels.kit.numbers.whole import WholeNumber
from netviz.rendering import units

COLUMNS: Final = ("Run", "Steps", "Last validation", "Begun", "Size")
NUMBERS: Final = (1, 2, 4)  # of these columns
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW: Final = 30
OPEN_TIP: Final = "Show this run in the window, at its last step; undo brings back what is there."
_PATH: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class RunRow:
    """A recording as the tree shows it. `created` is in seconds since 1970, `size` in bytes.

    `parent`: the run that it branched off, at `parent_step`. `present`: it is the one in the window.
    `stands_at`: the step at which the window has it, where it goes on beyond that; None where it does not.
    `left`: a branch of it that has made no step is in the window.
    `saved`: somebody gave it a name; else the program recorded it by itself. `unfinished`: its program ended
    without closing it. `accuracy`: the last measured one, 0 to 1.
    """

    path: Path
    run: str
    network: str
    steps: int
    created: float
    size: int
    accuracy: float | None = None
    parent: str | None = None
    parent_step: int = 0
    present: bool = False
    saved: bool = False
    unfinished: bool = False
    stands_at: int | None = None
    left: bool = False

    @property
    def in_window(self) -> str:
        """What of it is in the window now; empty for nothing."""
        if self.left:
            return "A branch of it is in the window now"
        if not self.present:
            return ""
        return (
            "In the window now"
            if self.stands_at is None
            else f"In the window now: its step {self.stands_at:,}"
        )

    @property
    def title(self) -> str:
        """The name that somebody gave it, or the network that it trains."""
        name = self.path.stem if self.saved else self.network
        return (
            f"{name}, from step {self.parent_step:,}" if self.parent is not None and not self.saved else name
        )


DELETE_TIP: Final = "Delete the file of this run, for good."
OPEN: Final = "This run is open, so it can't be deleted."
LEFT: Final = (
    "The branch in the window is listed from its first step on. Until then it needs this run, which can't be "
    "deleted."
)


class RunsDialog(QDialog):
    """Values in, signals out; it reads no file."""

    open_wanted = Signal(object)  # Path
    folder_wanted = Signal(object)  # Path
    delete_wanted = Signal(object)  # Path
    budget_changed = Signal(int)  # megabytes

    def __init__(
        self, budget: int = 256, budgets: tuple[int, int] = (16, 16_384), parent: QWidget | None = None
    ) -> None:
        """`budget`: megabytes that a recording may take; `budgets`: from, to."""
        super().__init__(parent)
        self.setWindowTitle("Runs")
        self.setProperty("concept", "snapshot")
        self.setModal(False)
        self._rows: dict[Path, RunRow] = {}
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(len(COLUMNS))
        self.tree.setHeaderLabels(COLUMNS)
        for number in NUMBERS:
            self.tree.headerItem().setTextAlignment(number, _RIGHT)
        self.tree.setAlternatingRowColors(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setAccessibleName("Runs and their branches")
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._words = QLabel(self)
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        self.open_button = self._button("Open", OPEN_TIP)
        self.open_button.setProperty("role", "primary")
        self.folder_button = self._button("Show in folder", "Open the folder in which its file lies.")
        self.delete_button = self._button("Delete…", DELETE_TIP)
        self._why = QLabel(self)
        self._why.setProperty("role", "muted")
        close = self._button("Close", "Close this list.")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open_button, self.folder_button, self.delete_button):
            buttons.addWidget(button)
        buttons.addStretch()
        name = QLabel("A run takes at most", self)
        name.setProperty("role", "muted")
        self.budget_box = WholeNumber("Megabytes that a run takes at most", self, unit="MB")
        self.budget_box.setRange(*budgets)
        self.budget_box.setValue(budget)
        tip = (
            f"From {budgets[0]:,} to {budgets[1]:,} MB. Before a recording takes more, old steps thin out; "
            "the first, the last, the marked ones and the curves stay."
        )
        for widget in (name, self.budget_box):
            widget.setToolTip(tip)
        name.setBuddy(self.budget_box)
        buttons.addWidget(name)
        buttons.addWidget(self.budget_box)
        buttons.addSpacing(12)
        buttons.addWidget(close)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(20, 18, 20, 16)
        column_.setSpacing(12)
        column_.addWidget(self._words)
        column_.addWidget(self.tree, 1)
        column_.addWidget(self._why)
        column_.addLayout(buttons)
        self.tree.itemSelectionChanged.connect(self._chosen)
        self.tree.itemActivated.connect(lambda *_: self._say(self.open_wanted.emit))
        self.open_button.clicked.connect(lambda: self._say(self.open_wanted.emit))
        self.folder_button.clicked.connect(lambda: self._say(self.folder_wanted.emit))
        self.delete_button.clicked.connect(lambda: self._say(self.delete_wanted.emit))
        self.budget_box.valueChanged.connect(self.budget_changed)
        close.clicked.connect(self.close)
        self._chosen()

    def sizeHint(self) -> QSize:
        return units.size(760, 440)

    def show_rows(self, rows: Sequence[RunRow], words: str) -> None:
        """Show these, branches under the run that they left; what was chosen stays so."""
        chosen = self.chosen
        self._rows = {row.path: row for row in rows}
        self._words.setText(words)
        self.tree.clear()
        items: dict[str, QTreeWidgetItem] = {}
        made = [(row, self._item(row)) for row in sorted(rows, key=lambda row: row.created)]
        for row, item in made:
            # Of several files of one run the program's own goes on, so branches stand under that one.
            if row.run not in items or not row.saved:
                items[row.run] = item
        for row, item in made:
            above = None if row.parent is None else items.get(row.parent)
            if above is not None and above is not item and not _stands_under(above, item):
                above.addChild(item)
            else:
                self.tree.insertTopLevelItem(0, item)  # the newest first
        self.tree.expandAll()
        for row, item in made:
            if row.path == chosen or (chosen is None and (row.present or row.left)):
                self.tree.setCurrentItem(item)
        self._chosen()

    @property
    def chosen(self) -> Path | None:
        """The file of the chosen run."""
        items = self.tree.selectedItems()
        found = items[0].data(0, _PATH) if items else None
        return Path(found) if found else None

    def _item(self, row: RunRow) -> QTreeWidgetItem:
        begun = time.strftime("%d %b %Y %H:%M", time.localtime(row.created)) if row.created else "–"
        accuracy = "–" if row.accuracy is None else percent(row.accuracy)
        item = QTreeWidgetItem([row.title, f"{row.steps:,}", accuracy, begun, _size(row.size)])
        item.setData(0, _PATH, str(row.path))
        for number in NUMBERS:
            item.setTextAlignment(number, _RIGHT)
        item.setSizeHint(0, QSize(0, _ROW))
        what = f"{row.in_window}. " if row.in_window else ""
        what += "Its program ended without closing it. " if row.unfinished else ""
        for column in range(len(COLUMNS)):
            item.setToolTip(column, f"{what}{row.network}\n{row.path}")
        if row.present:
            font = item.font(0)
            font.setWeight(font.Weight.DemiBold)
            item.setFont(0, font)
        return item

    def _chosen(self) -> None:
        row = None if self.chosen is None else self._rows.get(self.chosen)
        here = row is not None and row.present and row.stands_at is None
        self.open_button.setEnabled(row is not None and not here)
        self.open_button.setToolTip("This run is in the window, at its last step." if here else OPEN_TIP)
        self.folder_button.setEnabled(row is not None)
        why = ""
        if row is not None and (row.present or row.left):
            why = LEFT if row.left else OPEN
        self.delete_button.setEnabled(row is not None and not why)
        self.delete_button.setToolTip(why or DELETE_TIP)
        self._why.setText(why)

    def _say(self, emit: Callable[[Path], None]) -> None:
        path = self.chosen
        if path is not None:
            emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not (self.tree.hasFocus() or self.budget_box.hasFocus()):
            # The list has opened what stands in it, the field has taken its number.
            focused = self.focusWidget()
            (focused if isinstance(focused, QPushButton) else self.open_button).click()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button


def _stands_under(item: QTreeWidgetItem, other: QTreeWidgetItem) -> bool:
    """Whether `other` is above `item`: a hostile file may call its own branch its parent."""
    above: QTreeWidgetItem | None = item
    while above is not None:
        if above is other:
            return True
        above = above.parent()
    return False


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:,.1f} MB" if n_bytes >= 50_000 else f"{n_bytes / 1e3:,.0f} kB"
