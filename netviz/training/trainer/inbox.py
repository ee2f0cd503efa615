"""What waits for the trainer: commands, examples, and wishes for its full state."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from typing import NamedTuple, TypeVar

from netviz.tasks.examples import Examples
from netviz.training.session import SessionState
from netviz.training.trainer.commands import Command
from netviz.training.trainer.standing import StandingAsked


class Provided(NamedTuple):
    """The training examples are loaded."""

    examples: Examples


Item = Command | Provided | StandingAsked | Future[SessionState]

Asked = TypeVar("Asked", StandingAsked, Future[SessionState])


class Inbox:
    """Any thread puts in; the trainer takes out, in their order, and waits where it has nothing to do."""

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._arrived = threading.Condition()
        self._closing = False

    @property
    def closing(self) -> bool:
        """Whether the trainer is to end; nothing is taken in any more."""
        return self._closing

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._items

    def put(self, item: Item) -> None:
        """Leave it for the trainer; a wish that it will never see is cancelled."""
        with self._arrived:
            if self._closing:
                if isinstance(item, Future):
                    item.cancel()
                return
            self._items.append(item)
            self._arrived.notify()

    def ask(self, wish: Asked) -> Asked:
        """Leave a wish, and have it back to wait for."""
        self.put(wish)
        return wish

    def take(self) -> Item:
        """What has waited longest; only while it is not empty."""
        return self._items.popleft()

    def wait(self, seconds: float | None) -> None:
        """Until something waits or it closes, `seconds` at most."""
        with self._arrived:
            if not self._items and not self._closing:
                self._arrived.wait(seconds)

    def close(self) -> None:
        """The trainer is to end after the step that it is in."""
        with self._arrived:
            self._closing = True
            self._arrived.notify()

    def cancel_all(self) -> None:
        """Nobody takes out any more: wishes that still wait are cancelled."""
        while self._items:
            item = self._items.popleft()
            if isinstance(item, Future):
                item.cancel()
