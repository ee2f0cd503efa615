"""Something measured on the network that is on screen, and measured again when the weights have changed."""

from __future__ import annotations

from collections.abc import Callable, Generator
from time import perf_counter
from typing import Final, Generic, TypeVar

from netviz.app.test.turns import Turns
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge

Result = TypeVar("Result")
Work = Callable[[Snapshot], Generator[float, None, Result]]
Key = tuple[object, object]  # the network at its step, and what else the result depends on

A_MOMENT: Final = 0.4  # seconds that need no progress bar
LEAST_PAUSE: Final = 1.0  # seconds between two that follow the training by themselves
PAUSE_PER_SECOND: Final = 8  # seconds of rest for each second of work, so that training keeps its speed


class Measurement(Generic[Result]):
    """Follows by itself while the network rests; while it trains only if `live`, or when asked `again`.

    `work` is a generator that yields its share, 0 to 1; `arrived` is told of each result, `progressed` of
    the shares. `touched` is called whenever there is something to decide.
    """

    def __init__(
        self,
        bridge: JobBridge,
        kind: str,
        work: Work[Result],
        arrived: Callable[[Result], None],
        progressed: Callable[[float], None],
        touched: Callable[[], None],
    ) -> None:
        self._turns: Turns[float, Result] = Turns(bridge, kind)
        self._work = work
        self._arrived = arrived
        self._progressed = progressed
        self._touched = touched
        self._key: Key | None = None  # of what was measured last
        self._of: Snapshot | None = None
        self._wanted: Key | None = None  # of what is being measured
        self._refused: Key | None = None  # what was cancelled is not begun again by itself
        self._asked = False
        self._begun = self._ended = 0.0
        self._share = 0.0
        self.result: Result | None = None

    @property
    def share(self) -> float | None:
        """How far it is, 0 to 1; None while nothing is measured, or only for a moment."""
        lasts = self._turns.running and perf_counter() > self._begun + A_MOMENT
        return self._share if lasts else None

    @property
    def running(self) -> bool:
        """Whether something is being measured."""
        return self._turns.running

    @property
    def step(self) -> int | None:
        """The step that the result is about."""
        return None if self._of is None else self._of.step

    def fresh(self, snapshot: Snapshot, key: object = None) -> bool:
        """Whether the result is about this snapshot."""
        return self.result is not None and self._key == (snapshot.identity, key)

    def same_network(self, snapshot: Snapshot) -> bool:
        """Whether the result is about this network, at this step or another."""
        of = self._of
        return of is not None and (of.run, of.generation) == (snapshot.run, snapshot.generation)

    def follow(self, snapshot: Snapshot, *, training: bool, live: bool = False, key: object = None) -> None:
        """Measure this snapshot if it is time to; `key` names what else the result depends on."""
        wanted = (snapshot.identity, key)
        if self._turns.running or (self._key == wanted and not self._asked):
            return
        other = not self.same_network(snapshot) or (self._key is not None and self._key[1] != key)
        rests = perf_counter() - self._ended
        due = rests >= max(LEAST_PAUSE, PAUSE_PER_SECOND * (self._ended - self._begun))
        if self._asked or (wanted != self._refused and (other or not training or (live and due))):
            self._begin(snapshot, wanted)

    def forget(self) -> None:
        """What was measured is of no use any more: other digits are there."""
        self._turns.cancel()
        self._key = self._of = self.result = self._refused = None

    def again(self) -> None:
        """Measure at the next occasion, whatever runs."""
        self._asked = True
        self._refused = None
        self._touched()

    def cancel(self) -> None:
        """Stop measuring; the last result stays."""
        if self._turns.running:
            self._turns.cancel()
            self._refused = self._wanted
            self._touched()

    def leave(self) -> None:
        """Nobody looks any more: what is under way is begun anew when somebody does."""
        self._turns.cancel()
        self._refused = None

    def _begin(self, snapshot: Snapshot, wanted: Key) -> None:
        self._asked = False
        self._wanted = wanted
        self._share = 0.0
        self._begun = perf_counter()

        def done(result: Result) -> None:
            self._key, self._of, self.result = wanted, snapshot, result
            self._ended = perf_counter()
            self._arrived(result)
            self._touched()

        self._turns.run(self._work(snapshot), done, self._reported)
        self._touched()

    def _reported(self, share: float) -> None:
        self._share = share
        if self.share is not None:
            self._progressed(share)
