"""One stack of what can be taken back: what lies on the pad, and which network stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

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
