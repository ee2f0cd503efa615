"""Rows of a table, or points by their numbers, a line each: label, answer, and what is read of them."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from netviz.panels.kit.own_keys import keeps
from netviz.panels.test.read_examples import ReadExamples, none_read
from netviz.rendering import units
from netviz.training.figures import tight_percent

_LOOKED: Final = 40  # lines that say how wide a column must be
_WIDEST: Final = 180  # units
_AIR: Final = 26
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WALKING: Final = tuple(
    key.value
    for key in (
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
        *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space),
    )
)
_PICKING: Final = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value, Qt.Key.Key_Space.value)

Place = QModelIndex | QPersistentModelIndex


class RowList(QTreeView):
    """A click, or Enter, picks a line. Lines are written when they come in sight."""

    picked = Signal(int)  # the index of an example
    let_go = Signal()  # Esc, where it can be closed
    closable = False
    _count = 0  # lines; Qt asks for events before there is a model

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setStretchLastSection(False)
        self.header().setSectionsMovable(False)
        self.setAccessibleName("Examples")
        self.setAccessibleDescription("Arrow keys walk through the examples, Enter picks one.")
        self.clicked.connect(self._pick)

    @property
    def digits(self) -> ReadExamples:
        """What is shown."""
        return self._rows.read

    def set_digits(self, digits: ReadExamples, *, keep_place: bool = False) -> None:
        """Show these; `keep_place` leaves the view where it was scrolled to."""
        at = self.verticalScrollBar().value() if keep_place else 0
        self._rows.show(digits)
        self._count = len(digits)
        self._share_room()
        self.verticalScrollBar().setValue(at)

    def set_selected(self, index: int | None) -> None:
        """Mark the example with this index."""
        row = next((k for k, other in enumerate(self._rows.read.index) if other == index), None)
        if row is None:
            self.clearSelection()
        else:
            self.setCurrentIndex(self._rows.index(row, 0))

    def text_resized(self) -> None:
        """Columns have another width now."""
        self._share_room()

    def event(self, event: QEvent) -> bool:
        walks = self._count > 0 and keeps(event, _WALKING)
        lets_go = self.closable and keeps(event, (Qt.Key.Key_Escape.value,))
        return walks or lets_go or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PICKING:
            self._pick(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape.value and self.closable:
            self.let_go.emit()
        else:
            super().keyPressEvent(event)

    def _pick(self, at: QModelIndex) -> None:
        if at.isValid():
            self.picked.emit(int(self._rows.read.index[at.row()]))

    def _share_room(self) -> None:
        metrics, head = QFontMetrics(self.font()), QFontMetrics(self.header().font())
        rows, most = self._rows, units.pixels(_WIDEST)
        looked = range(min(rows.rowCount(), _LOOKED))
        for column in range(rows.columnCount()):
            words = max((metrics.horizontalAdvance(rows.words(row, column)) for row in looked), default=0)
            wide = max(words, head.horizontalAdvance(rows.head(column))) + units.pixels(_AIR)
            self.setColumnWidth(column, min(wide, most))


class _Rows(QAbstractTableModel):
    """What stands where."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.read = none_read()
        self._heads: tuple[str, ...] = ()
        self._cells: dict[int, tuple[str, ...]] = {}

    def show(self, read: ReadExamples) -> None:
        """These."""
        self.beginResetModel()
        self.read = read
        if not len(read):
            self._heads = ()
        elif read.share(0) is None:
            self._heads = ("Example", read.caption_head, *read.heads)
        else:
            self._heads = ("Example", read.caption_head, "Probability", *read.heads)
        self._cells = {}
        self.endResetModel()

    def head(self, column: int) -> str:
        """Of a column."""
        return self._heads[column]

    def words(self, row: int, column: int) -> str:
        """What stands there."""
        found = self._cells.get(row)
        if found is None:
            share = self.read.share(row)
            sure = () if share is None else (tight_percent(share),)
            name = f"{self.read.split_name(row)} {self.read.number(row):,}"
            found = (name, self.read.caption(row), *sure, *self.read.cells(row))
            self._cells[row] = found
        return found[column]

    def rowCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.read)

    def columnCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self.read.sentence(index.row())} Click: {self.read.task.input.sentences.goes}."
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 1:
            return _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 1:
            return _RIGHT
        return None
