"""How often what a run does is kept: snapshots, and the full states that training can go on from."""

from __future__ import annotations

from typing import Final, Literal

SNAPSHOT_EVERY: Final = 0.25  # seconds
STATE_EVERY: Final = 1.0
_EARLY: Final = 16  # in the beginning a snapshot whenever the steps have grown by a sixteenth

# A large network is recorded so seldom that the recorder takes at most these shares of the time.
_SHARE_OF_SNAPSHOTS: Final = 0.05
_SHARE_OF_STATES: Final = 0.25


def next_early(step: int) -> int:
    """The step of the next snapshot after one of `step`, unless time asks for one before."""
    return step + max(1, step // _EARLY)


class Pace:
    """When the next snapshot or state is due: every so many seconds, more seldom where one takes long.

    `snapshot_cost` and `state_cost`: how long the last one took to write, seconds.
    """

    def __init__(self) -> None:
        self.snapshot_cost = self.state_cost = 0.0
        self._snapshot_at = self._state_at = 0.0

    def due(self, now: float) -> Literal["state", "snapshot"] | None:
        """What is to be kept at `now`, seconds of a monotonic clock; it counts as kept then."""
        if now - self._state_at >= max(STATE_EVERY, self.state_cost / _SHARE_OF_STATES):
            self._state_at = self._snapshot_at = now
            return "state"
        if now - self._snapshot_at >= max(SNAPSHOT_EVERY, self.snapshot_cost / _SHARE_OF_SNAPSHOTS):
            self._snapshot_at = now
            return "snapshot"
        return None
