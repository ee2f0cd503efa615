"""The list of concepts: in groups, or what was found."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from netviz.rendering.fonts import Type, type_font
from netviz.viewmodels.words.concepts.all_concepts import GROUPS
from netviz.viewmodels.words.concepts.concept import Concept

Index = QModelIndex | QPersistentModelIndex

_HEADING: Final = Qt.ItemDataRole.UserRole  # whether it is one
_LOW: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom


class _Rows(QAbstractListModel):
    """A concept, or the name of a group, a row.

    A model, not items: those that a list lets go Qt deletes while Python may still know them by their place
    in memory.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Concept | str, ...] = ()

    def show(self, rows: tuple[Concept | str, ...]) -> None:
        """These, in this order."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Called by Qt."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Called by Qt."""
        row = self.rows[index.row()]
        heading = isinstance(row, str)
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.term.name
        if role == _HEADING:
            return heading
        if heading and role == Qt.ItemDataRole.FontRole:
            font = type_font(Type.CAPTION)
            font.setBold(True)
            return font
        return _LOW if heading and role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Called by Qt."""
        heading = not index.isValid() or isinstance(self.rows[index.row()], str)
        return Qt.ItemFlag.NoItemFlags if heading else super().flags(index)


class _Heights(QStyledItemDelegate):
    """A heading stands half a line below the words of the group before."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), round(size.height() * 1.6)) if index.data(_HEADING) else size


class ConceptList(QListView):
    """All concepts in their groups, or some in an order."""

    current_changed = Signal(object)  # the Concept

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Heights(self))
        self.setAccessibleName("Concepts")
        self.selectionModel().currentChanged.connect(self._changed)

    def show_all(self) -> None:
        """In their groups."""
        rows: list[Concept | str] = []
        for group in GROUPS:
            rows += (group.name, *group.concepts)
        self._rows.show(tuple(rows))

    def show_found(self, found: tuple[Concept, ...]) -> None:
        """These alone."""
        self._rows.show(found)

    def choose(self, name: str) -> None:
        """The one of this id, in sight; nothing where it doesn't stand there."""
        for k, row in enumerate(self._rows.rows):
            if isinstance(row, Concept) and row.id == name:
                self.setCurrentIndex(self._rows.index(k, 0))
                self.show_current()
                return

    def show_current(self) -> None:
        """Bring the chosen one in sight."""
        self.scrollTo(self.currentIndex(), QListView.ScrollHint.PositionAtCenter)

    def _changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.current_changed.emit(self._rows.rows[now.row()])
