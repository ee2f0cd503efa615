"""One stack of what can be taken back: what lies on the pad, and which network stands there.

In a room without the pad nothing is taken back that was done to it elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

T = TypeVar("T")


class Replaced(QUndoCommand, Generic[T]):
    """Something was replaced by something else, and putting either of the two back is one call.

    Pushed after the fact: the first `redo`, which the stack calls itself, does nothing.
    """

    def __init__(self, text: str, before: T, after: T, put: Callable[[T], None]) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._put = put
        self._pushed = False

    def undo(self) -> None:
        """Put back what was there before."""
        self._put(self._before)

    def redo(self) -> None:
        """Put there again what replaced it."""
        if self._pushed:
            self._put(self._after)
        self._pushed = True


class Exchanged(QUndoCommand, Generic[T]):
    """What is there now is exchanged for what is kept here, at each undo and each redo.

    For a network that trains on: undoing a reset keeps what was trained since, so that redo brings it back.
    `exchange(kept, keep)` puts `kept` in place and calls `keep` with what it found there, at once or later.
    """

    def __init__(self, text: str, kept: T, exchange: Callable[[T, Callable[[T], None]], None]) -> None:
        super().__init__(text)
        self._kept = kept
        self._exchange = exchange
        self._pushed = False

    @property
    def kept(self) -> T:
        """What the next undo or redo brings."""
        return self._kept

    def undo(self) -> None:
        """Bring back what is kept."""
        self._exchange(self._kept, self._keep)

    def redo(self) -> None:
        """The same, the other way round."""
        if self._pushed:
            self._exchange(self._kept, self._keep)
        self._pushed = True

    def _keep(self, found: T) -> None:
        self._kept = found


class History(QUndoStack):
    """The stack, and what of it can be taken back in the room that is open.

    A drawing belongs to the pad: where that is not seen, Undo leaves it alone, unless it was changed there.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._room = ""
        self._pad_is_seen = True
        self._made: list[str | None] = []  # in which room each was; None: it is no change of the pad

    def enter(self, room: str, *, pad_is_seen: bool) -> None:
        """Another room is open."""
        self._room, self._pad_is_seen = room, pad_is_seen
        self.indexChanged.emit(self.index())

    def push(self, command: QUndoCommand) -> None:
        """Something was done in the room that is open."""
        del self._made[self.index() :]
        self._made.append(self._room if isinstance(command, Replaced) else None)
        super().push(command)

    @property
    def can_undo_here(self) -> bool:
        """Whether the last thing that was done can be taken back here."""
        return self.canUndo() and self._belongs_here(self.index() - 1)

    @property
    def can_redo_here(self) -> bool:
        """Whether what was taken back last can be done again here."""
        return self.canRedo() and self._belongs_here(self.index())

    def undo_here(self) -> None:
        """Take the last thing back, if it belongs here."""
        if self.can_undo_here:
            self.undo()

    def redo_here(self) -> None:
        """Do again what was taken back, if it belongs here."""
        if self.can_redo_here:
            self.redo()

    def _belongs_here(self, index: int) -> bool:
        return self._pad_is_seen or self._made[index] in (None, self._room)
