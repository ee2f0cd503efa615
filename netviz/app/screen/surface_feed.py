"""What each neuron gives all over the plane, for the network on screen: some times a second in training."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.surface import FEW, Surfaces, has_surfaces, surfaces_of

EVERY: Final = 1 / 20  # seconds, while steps follow one another: with each picture where the processor draws


class SurfaceFeed:
    """A small network's are worked out at once, a millisecond; a larger one's on the job thread. `arrived` is
    called when that is done.
    """

    def __init__(self, bridge: JobBridge, arrived: Callable[[], None]) -> None:
        self._bridge = bridge
        self._say = arrived
        self._now: Surfaces | None = None
        self._asked: tuple[object, ...] | None = None
        self._next = 0.0
        self.arrived = False  # some that were not shown yet

    @property
    def now(self) -> Surfaces | None:
        """Those that were shown last."""
        return self._now

    def of(self, shown: Snapshot, *, resting: bool) -> Surfaces | None:
        """For this network; while steps follow one another they may be a moment older. None where its inputs
        can't be seen whole.
        """
        self.arrived = False
        if not has_surfaces(shown.task):
            self._now = None
            return None
        if self._now is not None and not _alike(self._now.identity, self._now.n_neurons, shown):
            self._now = None
        now = perf_counter()
        if shown.identity != self._asked and (resting or self._now is None or now >= self._next):
            self._asked, self._next = shown.identity, now + EVERY
            if shown.spec.n_neurons <= FEW:
                self._now = surfaces_of(shown)
            else:
                self._bridge.submit("surfaces", lambda _progress: surfaces_of(shown), self._arrived)
        return self._now

    def _arrived(self, found: Surfaces | None) -> None:
        self._now = found
        self.arrived = True
        self._say()


def _alike(identity: tuple[object, ...], n_neurons: int, shown: Snapshot) -> bool:
    """Whether those are of the same network at another step."""
    return identity[:2] == shown.identity[:2] and n_neurons == shown.spec.n_neurons
