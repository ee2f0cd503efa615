"""Where the trainer leaves its newest snapshot."""

from __future__ import annotations

from collections import deque

from netviz.training.snapshot import Snapshot


class Mailbox:
    """Room for one snapshot: a newer one replaces it, so a slow reader never queues work.

    The reader sets `wanted` when it can show something new; the trainer puts a snapshot after the step that
    it is in and clears it. Where `wanted_gradient` is set (it stays), snapshots carry the gradient.
    """

    def __init__(self) -> None:
        self.wanted = False
        self.wanted_gradient = False
        self._slot: deque[Snapshot] = deque(maxlen=1)

    def put(self, snapshot: Snapshot) -> None:
        """Leave `snapshot` in the place of what is there."""
        self.wanted = False
        self._slot.append(snapshot)

    def take(self) -> Snapshot | None:
        """The newest snapshot, once; None where it was taken already."""
        try:
            return self._slot.pop()
        except IndexError:
            return None
