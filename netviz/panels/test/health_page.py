"""What may be wrong with the data: what was looked for, what was found, and the examples that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.card import Card
from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.test.read_examples import ReadExamples
from netviz.rendering import units
from netviz.tasks.task import AnyTask

_GAP: Final = 12
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Check:
    """Something that was looked for: its name, what was found in a word or a number, and what that means.
    `found`: whether there is something to see of it.
    """

    key: str
    name: str
    result: str
    told: str
    found: bool


@dataclass(frozen=True)
class Listed:
    """Names and numbers: a line each, under heads."""

    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


class HealthPage(QWidget):
    """At the left what was looked for; at the right what was found of the one that is chosen."""

    chosen = Signal(str)  # the key of a check
    line_opened = Signal(int)  # of what is listed
    picked = Signal(int)  # the index of an example among those that are shown
    watch_clicked = Signal()
    explain_clicked = Signal()

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.checks = _List(("Looked for", "Found"), self, whole=True)
        self.checks.setAccessibleName("What was looked for")
        self._told = Wrapped(parent=self)
        self._told.setProperty("role", "muted")
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        left, right = Card(), Card()
        left.add(self.checks, 3)
        left.add(self._told, 2)
        self.examples = DigitGallery(task, smallest=62, closable=True)
        self._title = QLabel(self)
        self._title.setProperty("role", "section")
        self.lines = _List((), self)
        self.lines.setAccessibleName("What was found")
        listed = QWidget(self)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.lines, 1)
        self.nothing = Nothing(parent=self)
        self._beside = QStackedWidget(self)
        for page in (self.nothing, self.examples, listed):
            self._beside.addWidget(page)
        right.add(self._beside, 1)
        self._page = page_ = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        page_.setContentsMargins(0, 0, 0, 0)
        page_.setSpacing(_GAP)
        page_.addWidget(left, 4)
        page_.addWidget(right, 7)
        self._told_of: dict[str, str] = {}
        self.checks.opened.connect(self._choose)
        self.lines.opened.connect(lambda key: self.line_opened.emit(int(key)))
        self.examples.picked.connect(self.picked)
        self.examples.watch_clicked.connect(self.watch_clicked)
        self.examples.explain_clicked.connect(self.explain_clicked)
        self.examples.closed.connect(lambda: self._choose(self.checks.now))

    def fold(self, *, narrow: bool) -> None:
        """What was found stands below where the window is narrow."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._page.setDirection(down if narrow else right)

    def show_checks(self, checks: Sequence[Check], now: str) -> None:
        """All that was looked for; `now` is chosen."""
        self._told_of = {check.key: check.told for check in checks}
        self.checks.fill([(check.key, (check.name, check.result), check.found) for check in checks])
        self.checks.show_now(now)
        self._told.setText(self._told_of.get(now, ""))

    def show_nothing(self, title: str, words: str) -> None:
        """There is nothing to see of what is chosen."""
        self.nothing.say(title, words)
        self._told.setText("")
        self._beside.setCurrentIndex(0)

    def show_examples(
        self, title: str, note: str, examples: ReadExamples, *, closable: bool, keep_place: bool
    ) -> None:
        """These are what was found; `closable` where one came from a list."""
        self.examples.set_closable(closable)
        self.examples.show_digits(title, note, examples, keep_place=keep_place)
        self._beside.setCurrentIndex(1)

    def show_lines(self, title: str, listed: Listed) -> None:
        """These lines are what was found."""
        self._title.setText(title)
        self.lines.set_heads(listed.heads)
        self.lines.fill([(str(k), line, False) for k, line in enumerate(listed.lines)])
        self._beside.setCurrentIndex(2)

    def set_selected(self, index: int | None) -> None:
        """Of what is shown this lies before the network."""
        self.examples.set_selected(index)

    def _choose(self, key: str) -> None:
        self._told.setText(self._told_of.get(key, ""))
        self.chosen.emit(key)


class _Sentences(QStyledItemDelegate):
    """Lines as high as their words need in the width that there is, which Qt's own asks nobody for."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        assert isinstance(view, QTreeWidget)
        if view.wordWrap():
            option.rect = QRect(0, 0, view.columnWidth(index.column()), 1)
        return super().sizeHint(option, index)


class _List(QTreeWidget):
    """Lines with a key each; a click, Enter or an arrow key opens one. `whole`: few, which never scroll."""

    opened = Signal(str)

    def __init__(self, heads: tuple[str, ...], parent: QWidget | None = None, *, whole: bool = False) -> None:
        super().__init__(parent)
        self._whole = whole
        self._quiet = False
        self.setRootIsDecorated(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSectionsMovable(False)
        self.setItemDelegate(_Sentences(self))
        self.set_heads(heads)
        self.currentItemChanged.connect(self._went)
        self.itemClicked.connect(self._open)

    @property
    def now(self) -> str:
        """The key of the line that is chosen; empty for none."""
        item = self.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None else ""

    def set_heads(self, heads: tuple[str, ...]) -> None:
        """What stands above the columns: the first is as wide as there is room."""
        self._quiet = True
        self.clear()
        self._quiet = False
        self.setColumnCount(max(len(heads), 1))
        # Sentences are read whole; names are lines.
        self.setWordWrap(len(heads) == 1)
        self.setUniformRowHeights(len(heads) > 1)
        # A word, as of a path, may be longer than a line.
        ellipsis = Qt.TextElideMode.ElideNone if len(heads) == 1 else Qt.TextElideMode.ElideRight
        self.setTextElideMode(ellipsis)
        self.setHeaderLabels(heads or ("",))
        self.header().setStretchLastSection(False)
        for column in range(self.columnCount()):
            mode = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
            self.header().setSectionResizeMode(column, mode)
            if column:
                self.headerItem().setTextAlignment(column, _RIGHT)

    def fill(self, lines: Sequence[tuple[str, tuple[str, ...], bool]]) -> None:
        """Key, words, and whether there is something to see."""
        self._quiet = True
        now = self.now
        self.clear()
        for key, words, found in lines:
            item = QTreeWidgetItem(list(words))
            item.setData(0, Qt.ItemDataRole.UserRole, key)
            item.setToolTip(0, words[0])
            font = item.font(0)
            font.setBold(found)
            for column in range(1, len(words)):
                item.setTextAlignment(column, _RIGHT)
                item.setFont(column, font)
            self.addTopLevelItem(item)
            if key == now:
                self.setCurrentItem(item)
        self._quiet = False
        self.updateGeometry()

    def show_now(self, key: str) -> None:
        """Choose this line; no signal."""
        self._quiet = True
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == key:
                self.setCurrentItem(item)
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value) and item is not None:
            self._open(item)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.wordWrap():
            self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        return units.size(240, 200)

    def minimumSizeHint(self) -> QSize:
        wide, least = units.pixels(180), units.pixels(90)
        if not self._whole or not self.topLevelItemCount():
            return QSize(wide, least)
        lines = self.topLevelItemCount() * max(self.sizeHintForRow(0), 0)
        return QSize(wide, max(self.header().sizeHint().height() + lines + 2 * self.frameWidth() + 2, least))

    def _went(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and not self._quiet and self.hasFocus() and not self._pressed():
            self._open(item)

    def _pressed(self) -> bool:
        return self.state() != QAbstractItemView.State.NoState

    def _open(self, item: QTreeWidgetItem) -> None:
        self.opened.emit(str(item.data(0, Qt.ItemDataRole.UserRole)))
