"""The recorder's queue, and how many bytes wait in it: all that its items hold, whatever they are."""

from __future__ import annotations

from collections import Counter, deque
from typing import Any, Final

from numpy.typing import NDArray

from netviz.training.recording.items import Begin, Copy, Desk, Item, Keep, Marked, Taken, TakenBack, Told
from netviz.training.session import SessionState

_ITSELF: Final = 2_000  # bytes of an item without its arrays: the digit of a lesson is the longest
_BOUNDS: Final = (Begin, Copy, Keep, TakenBack)  # what lies before them belongs to another run, or is awaited


class Waiting:
    """First in, first out; what has been taken counts until it is `done`. Not for two threads at once.

    An array that several items share counts once.
    """

    def __init__(self) -> None:
        self.n_bytes = 0
        self._items: deque[Item] = deque()
        self._holders: Counter[int] = Counter()  # how many items hold the array with this id

    def __len__(self) -> int:
        return len(self._items)

    def more(self, item: Item) -> int:
        """The bytes that this item would add."""
        own = len(item.text) if isinstance(item, Desk) else 0
        fresh = {id(array): array.nbytes for array in _arrays(item) if not self._holders[id(array)]}
        return _ITSELF + own + sum(fresh.values())

    def put(self, item: Item) -> None:
        """At the end. A state holds what a snapshot of the same step would that waits just before it."""
        if isinstance(item, SessionState):
            self._leave_out_snapshot_of(item.step)
        self.n_bytes += self.more(item)
        self._holders.update(id(array) for array in _arrays(item))
        self._items.append(item)

    def _leave_out_snapshot_of(self, step: int) -> None:
        for back, item in enumerate(reversed(self._items), 1):
            if isinstance(item, Taken) and item.step == step:
                del self._items[-back]
                self.done(item)
                return
            if not isinstance(item, Told):
                return

    def take(self) -> Item:
        """The first one; only where there is one."""
        return self._items.popleft()

    def done(self, item: Item) -> None:
        """What was taken is needed no more."""
        self._holders.subtract(id(array) for array in _arrays(item))
        self.n_bytes -= self.more(item)
        self._holders += Counter()

    def thin(self) -> None:
        """Leave out the snapshots and the states of the last run that a newer state is about to follow.

        Whatever lay between is had again by training from the state before; what somebody waits for stays.
        """
        later: deque[Item] = deque()
        while self._items and not isinstance(self._items[-1], _BOUNDS):
            item = self._items.pop()
            if isinstance(item, SessionState | Taken):
                self.done(item)
            else:
                later.appendleft(item)
        self._items.extend(later)


def _arrays(item: Item) -> list[NDArray[Any]]:
    match item:
        case SessionState():
            return [item.parameters, item.optimiser_state]
        case Begin() | TakenBack():
            return [item.state.parameters, item.state.optimiser_state]
        case Taken():
            return [item.parameters]
        case Marked():
            shown = item.snapshot
            return [] if shown is None else [a for a in (shown.parameters, shown.gradient) if a is not None]
        case _:
            return []
