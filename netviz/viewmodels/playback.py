"""Which snapshot is on screen."""

from __future__ import annotations

from netviz.training.snapshot import Snapshot


class Playback:
    """Holds the newest snapshot, which is the one shown while nothing is recorded to go back to.

    It also remembers two that changes are counted from: the one shown before, and the first of this network.
    """

    def __init__(self) -> None:
        self._live: Snapshot | None = None
        self._before: Snapshot | None = None
        self._first: Snapshot | None = None

    @property
    def shown(self) -> Snapshot | None:
        """The snapshot that every picture and number on screen comes from."""
        return self._live

    @property
    def before(self) -> Snapshot | None:
        """The step of the same network that was shown before; None for the first."""
        return self._before

    @property
    def first(self) -> Snapshot | None:
        """The first step of this network that was shown: 0, or where it was when it was opened."""
        return self._first

    def offer(self, snapshot: Snapshot | None) -> bool:
        """Take what the trainer published; True if the picture or the numbers beside it change with it."""
        live = self._live
        if snapshot is None:
            return False
        if live is not None and snapshot.identity == live.identity:
            if snapshot.gradient is None or live.gradient is not None:
                return False
            self._live = snapshot  # the same step, now with its gradient
            return True
        same = live is not None and (live.run, live.generation) == (snapshot.run, snapshot.generation)
        self._before = live if same else None
        if not same:
            self._first = snapshot
        self._live = snapshot
        return True
