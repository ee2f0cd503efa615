"""Which snapshot is on screen."""

from __future__ import annotations

from netviz.training.snapshot import Snapshot


class Playback:
    """Holds the newest snapshot, which is the one shown while nothing is recorded to go back to."""

    def __init__(self) -> None:
        self._live: Snapshot | None = None

    @property
    def shown(self) -> Snapshot | None:
        """The snapshot that every picture and number on screen comes from."""
        return self._live

    def offer(self, snapshot: Snapshot | None) -> bool:
        """Take what the trainer published; True if the picture changes with it."""
        if snapshot is None or (self._live is not None and snapshot.identity == self._live.identity):
            return False
        self._live = snapshot
        return True
