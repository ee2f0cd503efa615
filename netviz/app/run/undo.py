"""One stack of what can be taken back: what lies on the pad, and which network stands there.

In a room without the pad nothing is taken back that was done to it elsewhere. What the stack keeps in memory
is bounded: the oldest is forgotten first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

T = TypeVar("T")
BUDGET: Final = 64_000_000  # bytes of all that can be taken back or done again


@runtime_checkable
class Holds(Protocol):
    """What knows how much memory it keeps."""

    def held(self) -> Mapping[int, int]:
        """The bytes of each thing in it, by the thing's id: what others hold too counts once."""


class Remembering(QUndoCommand):
    """A command that keeps something in memory, and can forget it."""

    changed: Callable[[], None] = staticmethod(lambda: None)
    """Called when it holds something else."""

    def kept_values(self) -> Iterable[object]:
        """What is kept."""
        return ()

    def forget(self) -> None:
        """It will neither be taken back nor done again."""


class Replaced(Remembering, Generic[T]):
    """Something on the pad was replaced by something else, and putting either of the two back is one call.

    Pushed after the fact: the first `redo`, which the stack calls itself, does nothing.
    """

    def __init__(self, text: str, before: T, after: T, put: Callable[[T], None]) -> None:
        super().__init__(text)
        self._values: tuple[T, T] | None = (before, after)
        self._put = put
        self._pushed = False

    def kept_values(self) -> Iterable[object]:
        """Both."""
        return self._values or ()

    def forget(self) -> None:
        """Neither is put back any more."""
        self._values = None

    def undo(self) -> None:
        """Put back what was there before."""
        if self._values is not None:
            self._put(self._values[0])

    def redo(self) -> None:
        """Put there again what replaced it."""
        if self._pushed and self._values is not None:
            self._put(self._values[1])
        self._pushed = True


class Exchanged(Remembering, Generic[T]):
    """What is there now is exchanged for what is kept here, at each undo and each redo.

    For a network that trains on: undoing a reset keeps what was trained since, so that redo brings it back.
    `exchange(kept, keep)` puts `kept` in place and calls `keep` with what it found there, at once or later.
    """

    def __init__(self, text: str, kept: T, exchange: Callable[[T, Callable[[T], None]], None]) -> None:
        super().__init__(text)
        self._kept: T | None = kept
        self._exchange = exchange
        self._pushed = False

    def kept_values(self) -> Iterable[object]:
        """What the next undo or redo brings."""
        return () if self._kept is None else (self._kept,)

    def forget(self) -> None:
        """It is brought back no more."""
        self._kept = None

    def undo(self) -> None:
        """Bring back what is kept."""
        if self._kept is not None:
            self._exchange(self._kept, self._keep)

    def redo(self) -> None:
        """The same, the other way round."""
        if self._pushed and self._kept is not None:
            self._exchange(self._kept, self._keep)
        self._pushed = True

    def _keep(self, found: T) -> None:
        if self._kept is not None:
            self._kept = found
            self.changed()


class Weighed:
    """What many commands hold together, in bytes."""

    def __init__(self) -> None:
        self.n_bytes = 0
        self._things: dict[int, tuple[int, ...]] = {}  # held by each command, by its id: the things' ids
        self._held: dict[int, tuple[int, int]] = {}  # of each thing, by its id: how many hold it, its bytes

    def weigh(self, command: Remembering) -> None:
        """Count this command as it is now."""
        for thing in self._things.pop(id(command), ()):
            holders, n_bytes = self._held.pop(thing)
            if holders > 1:
                self._held[thing] = (holders - 1, n_bytes)
            else:
                self.n_bytes -= n_bytes
        now: dict[int, int] = {}
        for value in command.kept_values():
            now.update(value.held() if isinstance(value, Holds) else {})
        for thing, n_bytes in now.items():
            holders, n_bytes = self._held.get(thing, (0, n_bytes))
            self._held[thing] = (holders + 1, n_bytes)
            self.n_bytes += 0 if holders else n_bytes
        if now:
            self._things[id(command)] = tuple(now)


class History(QUndoStack):
    """The stack, and what of it can be taken back in the room that is open.

    `going` and `gone` stand around each undo and redo, whoever asks for it.

    A drawing belongs to the pad: where that is not seen, Undo leaves it alone, unless it was changed there.
    What all entries hold takes `budget` bytes at most; only the next ones in either direction always stay.
    """

    going = Signal(object, bool)  # this command is about to be taken back (True) or done again
    gone = Signal()

    def __init__(self, parent: QObject | None = None, *, budget: int = BUDGET) -> None:
        super().__init__(parent)
        self.budget = budget
        self._room = ""
        self._pad_is_seen = True
        self._made: list[str | None] = []  # in which room each was; None: it is no change of the pad
        self._weighed = Weighed()
        self._first, self._end = 0, 0  # the entries that are still remembered

    def enter(self, room: str, *, pad_is_seen: bool) -> None:
        """Another room is open."""
        self._room, self._pad_is_seen = room, pad_is_seen
        self.indexChanged.emit(self.index())

    def push(self, command: QUndoCommand) -> None:
        """Something was done in the room that is open."""
        for place in range(self.index(), self._end):
            self._forget(place)
        del self._made[self.index() :]
        self._made.append(self._room if isinstance(command, Replaced) else None)
        self._end = len(self._made)
        super().push(command)
        if isinstance(command, Remembering):
            command.changed = lambda: self._changed(command)
            self._changed(command)

    def clear(self) -> None:
        """Forget everything."""
        self._made.clear()
        self._weighed = Weighed()
        self._first = self._end = 0
        super().clear()

    def canUndo(self) -> bool:
        """Whether there is something that is still remembered before this."""
        return self._first < self.index()

    def canRedo(self) -> bool:
        """Whether there is something that is still remembered after this."""
        return self.index() < self._end

    @property
    def last(self) -> QUndoCommand | None:
        """What would be taken back; None for nothing."""
        return self.command(self.index() - 1) if self.canUndo() else None

    def undoText(self) -> str:
        """What would be taken back."""
        return super().undoText() if self.canUndo() else ""

    def redoText(self) -> str:
        """What would be done again."""
        return super().redoText() if self.canRedo() else ""

    def undo(self) -> None:
        """Take the last thing back, if it is still remembered."""
        if self.canUndo():
            self.going.emit(self.command(self.index() - 1), True)
            super().undo()
            self.gone.emit()

    def redo(self) -> None:
        """Do again what was taken back, if it is still remembered."""
        if self.canRedo():
            self.going.emit(self.command(self.index()), False)
            super().redo()
            self.gone.emit()

    @property
    def n_bytes(self) -> int:
        """What all entries hold."""
        return self._weighed.n_bytes

    def _changed(self, command: Remembering) -> None:
        """The entry holds something else than before."""
        self._weighed.weigh(command)
        self._keep_to_budget()

    def _keep_to_budget(self) -> None:
        """The oldest go first, then what would be done again last."""
        before = (self._first, self._end)
        while self.n_bytes > self.budget and self._first < self.index() - 1:
            self._forget(self._first)
            self._first += 1
        while self.n_bytes > self.budget and self._end > self.index() + 1:
            self._end -= 1
            self._forget(self._end)
        if before != (self._first, self._end):
            self.indexChanged.emit(self.index())

    def _forget(self, place: int) -> None:
        command = self.command(place)
        if isinstance(command, Remembering):
            command.forget()
            self._weighed.weigh(command)

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
