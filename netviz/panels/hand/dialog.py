"""Where one draws sign after sign, and each becomes an example to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netviz.language.grammar import counted
from netviz.panels.hand.drawings import Drawings
from netviz.panels.hand.new_collection import NewCollection
from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.pad.laid_anew import read_strokes
from netviz.panels.pad.pad import Pad
from netviz.panels.pad.pad_tools import PadTools
from netviz.rendering import units
from netviz.tasks.hand.collection import MOST_SIGNS, Collection
from netviz.tasks.hand.library import Kept

PAUSE_MS: Final = 1500
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CollectDialog(QDialog):
    """Values in, signals out; it reads and writes no file."""

    chosen = Signal(object)  # Path: this collection is to be added to
    new_wanted = Signal(str, str)  # its name, and its signs as they were typed
    changed = Signal(object)  # Collection: to be kept
    alone_wanted = Signal()
    on_top_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Collect handwriting")
        self.setProperty("concept", "label")
        self._collection: Collection | None = None
        self._wanted = 0  # the sign that is asked for
        # What Undo takes back: place, label, and the pixels of what was taken away.
        self._done: list[tuple[int, int, NDArray[np.uint8] | None]] = []
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        self.pause.timeout.connect(self._take)
        self.stack = QStackedWidget(self)
        self.new = NewCollection(self.stack)
        inside = QWidget(self.stack)
        self._drawing = Scrolling(inside, parent=self.stack)
        self.stack.addWidget(self._drawing)
        self.stack.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        column.addWidget(self.stack, 1)
        self._said = Wrapped("", self)
        column.addWidget(self._said)
        column.addLayout(self._make_foot())
        self._make_drawing(inside)
        self.new.wanted.connect(self.new_wanted)
        self.new.left.connect(self._show_drawing)
        units.begin_at(self, QSize(units.pixels(880), units.pixels(560)))
        self._show()

    # ---- its parts

    def _make_head(self) -> QHBoxLayout:
        self.files = QComboBox(self)
        self.files.setAccessibleName("The collection")
        self.files.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.files.activated.connect(lambda at: self.chosen.emit(self.files.itemData(at)))
        self.new_button = self._button("New collection…", "Begin another one, of the signs that you name.")
        self.new_button.clicked.connect(self.ask_for_new)
        head = QHBoxLayout()
        self._files_called = QLabel("Collection", self)
        head.addWidget(self._files_called)
        head.addWidget(self.files, 1)
        head.addWidget(self.new_button)
        return head

    def _make_drawing(self, inside: QWidget) -> None:
        self._asked = QLabel(inside)
        self._asked.setProperty("role", "title")
        self.pad = Pad(inside)
        self.pad.setProperty("concept", "input")
        self.tools = PadTools(parent=inside)
        self.pad.setToolTip("Draw here: as the network will read it, of whatever size.")
        self.take = QPushButton("Take it", inside)
        self.take.setProperty("role", "primary")
        self.take.setToolTip("This drawing is the sign that is asked for. Return does the same, or a pause.")
        self.take.setDefault(True)
        self.back = self._button("Undo the last", "Take back what was taken, or taken away, last.")
        hint = Wrapped("Return takes it, or a pause of a second and a half.", inside)
        hint.setProperty("role", "muted")
        paper, buttons = QHBoxLayout(), QHBoxLayout()
        paper.addWidget(self.pad, 1)
        paper.addWidget(self.tools)
        buttons.addWidget(self.take, 1)
        buttons.addWidget(self.back)
        left = QVBoxLayout()
        left.addWidget(self._asked)
        left.addLayout(paper, 1)
        left.addWidget(hint)
        left.addLayout(buttons)
        self.signs = QTreeWidget(inside)
        self.signs.setHeaderLabels(("Sign", "Drawn"))
        self.signs.setRootIsDecorated(False)
        self.signs.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.signs.setAccessibleName("The signs, and how many of each are drawn")
        self.signs.setToolTip("How many there are of each. A click asks for this sign next.")
        self.signs.itemClicked.connect(lambda item: self._ask_for(self.signs.indexOfTopLevelItem(item)))
        self.drawings = Drawings(inside)
        scroll = Scrolling(self.drawings, steady=True, parent=inside)
        about = Wrapped("Your drawings, the newest first. A click takes one away.", inside)
        about.setProperty("role", "muted")
        right = QVBoxLayout()
        right.addWidget(about)
        right.addWidget(scroll, 1)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(left, 5)
        row.addWidget(self.signs, 3)
        row.addLayout(right, 5)
        self.take.clicked.connect(self._take)
        self.back.clicked.connect(self._undo)
        self.drawings.delete_wanted.connect(self._delete)
        self.pad.ink_changed.connect(lambda _: self._drawn(finished=False))
        self.pad.stroke_finished.connect(lambda _: self._drawn(finished=True))
        self.pad.clear_requested.connect(self._clear)
        self.tools.clear_clicked.connect(self._clear)
        self.tools.undo_clicked.connect(lambda: self.pad.set_strokes(self.pad.strokes()[:-1]))
        self.tools.erase_toggled.connect(self.pad.set_erasing)
        self.pad.erasing_changed.connect(self.tools.set_erasing)

    def _make_foot(self) -> QHBoxLayout:
        self.alone = self._button(
            "Train on these alone", "A new network that learns your signs and no others."
        )
        self.on_top = self._button(
            "Train on MNIST and these",
            "The network learns MNIST’s digits and most of yours; the others show how well it reads you.",
        )
        self.end = self._button("Close", "Everything is saved.")
        self.alone.clicked.connect(self.alone_wanted)
        self.on_top.clicked.connect(self.on_top_wanted)
        self.end.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.alone)
        foot.addWidget(self.on_top)
        foot.addStretch(1)
        foot.addWidget(self.end)
        return foot

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    # ---- values in

    def show_library(self, kept: Sequence[Kept], now: Path | None) -> None:
        """These collections can be chosen; `now` is the one that stands there."""
        self.files.clear()
        for one in kept:
            self.files.addItem(_called(one.path, one.collection), one.path)
            if one.path == now:
                self.files.setCurrentIndex(self.files.count() - 1)
        self._show()

    def show_collection(self, collection: Collection) -> None:
        """Add to this one from now on."""
        self._collection = collection
        self._done.clear()
        self._wanted = collection.wanted
        self.pad.set_strokes(())
        self._show_drawing()
        self.pad.setFocus()

    def say(self, words: str) -> None:
        """What happened, in a sentence."""
        self._tell(words, "muted")

    def complain(self, words: str) -> None:
        """What went wrong, in a sentence; what is said next takes its place."""
        self._tell(words, "")

    def _tell(self, words: str, role: str) -> None:
        self._said.setProperty("role", role)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setText(words)

    @property
    def said(self) -> str:
        """What stands there."""
        return self._said.text()

    @property
    def wanted(self) -> int:
        """The sign that is asked for, by its place in the names."""
        return self._wanted

    def ask_for_new(self) -> None:
        """Ask for the name and the signs of a new collection."""
        self.pause.stop()
        self.stack.setCurrentWidget(self.new)
        self.new.begin.setDefault(True)
        self.new.cancel.setVisible(self._collection is not None)
        self.new.name.setFocus()
        self.new.name.selectAll()
        self._show()

    # ---- the person

    def _show_drawing(self) -> None:
        self.stack.setCurrentWidget(self._drawing)
        self.take.setDefault(True)
        self._show()

    def _drawn(self, *, finished: bool) -> None:
        there = bool(self.pad.strokes())
        self.tools.set_enabled_tools(undo=there, clear=there)
        if finished and there:
            self.pause.start()
        else:
            self.pause.stop()

    def _clear(self) -> None:
        self.pad.set_erasing(False)
        self.pad.set_strokes(())

    def _ask_for(self, sign: int) -> None:
        self._wanted = sign
        self._show()
        self.pad.setFocus()

    def _take(self) -> None:
        """What is drawn is the sign that is asked for."""
        self.pause.stop()
        collection = self._collection
        if collection is None or self.pad.drawing or self.stack.currentWidget() is not self._drawing:
            return
        pixels = read_strokes(self.pad.strokes())
        if not pixels.any():
            self.say("Nothing is drawn there.")
            return
        if len(collection) >= MOST_SIGNS:
            self.complain(f"There are {MOST_SIGNS:,} drawings, which is as many as there may be.")
            return
        self._done.append((len(collection), self._wanted, None))
        self._clear()
        self._keep(collection.with_sign(self._wanted, pixels))

    def _delete(self, index: int) -> None:
        collection = self._collection
        if collection is not None:
            self._done.append((index, int(collection.labels[index]), collection.images[index].copy()))
            self._keep(collection.without(index))

    def _undo(self) -> None:
        collection = self._collection
        if collection is None or not self._done:
            return
        index, label, pixels = self._done.pop()
        if pixels is None:
            self._keep(collection.without(index))
            self._ask_for(label)
        else:
            self._keep(collection.with_sign(label, pixels, index))

    def _keep(self, collection: Collection) -> None:
        self._collection = collection
        here = self.files.currentIndex()
        self.files.setItemText(here, _called(self.files.itemData(here), collection))
        self._wanted = collection.wanted
        self._show()
        self.changed.emit(collection)

    def _show(self) -> None:
        collection, draws = self._collection, self.stack.currentWidget() is self._drawing
        self.tools.set_enabled_tools(undo=bool(self.pad.strokes()), clear=bool(self.pad.strokes()))
        self.back.setEnabled(bool(self._done))
        for part in (self._files_called, self.files, self.new_button):
            part.setVisible(draws)
        self.alone.setEnabled(draws and collection is not None and len(collection) > 0)
        digits = collection is not None and collection.of_digits
        self.on_top.setVisible(digits)
        self.on_top.setEnabled(draws and digits and collection is not None and len(collection) > 0)
        self.take.setEnabled(collection is not None)
        self.drawings.show_collection(collection)
        if collection is None:
            return
        name, more = collection.names[self._wanted], int(collection.counts[self._wanted])
        drawn = counted(more, "{n} is there", "{n} are there") if more else "the first one"
        self._asked.setText(f"Draw: {name}   ({drawn})")
        if self.signs.topLevelItemCount() != len(collection.names) or self._renamed(collection):
            self.signs.clear()
            self.signs.addTopLevelItems([QTreeWidgetItem([name, "0"]) for name in collection.names])
        for k, n in enumerate(collection.counts.tolist()):
            item = self.signs.topLevelItem(k)
            assert item is not None
            item.setText(1, f"{n:,}")
            item.setTextAlignment(1, _RIGHT)
        # All of a name is seen: a list that scrolls sideways hides what is counted.
        head = self.signs.header()
        columns = sum(max(head.sectionSizeHint(k), self.signs.sizeHintForColumn(k)) for k in range(2))
        bar = self.signs.verticalScrollBar().sizeHint().width()
        self.signs.setMinimumWidth(columns + bar + 2 * self.signs.frameWidth())
        chosen = self.signs.topLevelItem(self._wanted)
        if chosen is not None:
            self.signs.setCurrentItem(chosen)

    def _renamed(self, collection: Collection) -> bool:
        items = [self.signs.topLevelItem(k) for k in range(len(collection.names))]
        return [None if item is None else item.text(0) for item in items] != list(collection.names)

    def hideEvent(self, event: QHideEvent) -> None:
        self.pause.stop()
        super().hideEvent(event)


def _called(path: Path, collection: Collection | None) -> str:
    """What a collection is called where one chooses among them."""
    return f"{path.stem}, which can’t be read" if collection is None else f"{path.stem} ({len(collection):,})"
