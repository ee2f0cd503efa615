"""Long work on the job thread, a turn at a time, so that what is short need not wait for what is long."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from time import perf_counter
from typing import Final, Generic, TypeVar

from netviz.training.jobs.thread import Progress
from netviz.viewmodels.job_bridge import JobBridge

Said = TypeVar("Said")
Result = TypeVar("Result")

TURN: Final = 0.06  # seconds


@dataclass(frozen=True, eq=False)
class _Taken(Generic[Said, Result]):
    said: Said | None = None
    result: Result | None = None
    over: bool = False


def part_of(
    work: Generator[float, None, Result], begin: float, share: float
) -> Generator[float, None, Result]:
    """Work that is a part of larger work: it begins where that is at `begin`, and is this share of it."""
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield begin + share * done


class Turns(Generic[Said, Result]):
    """Runs a generator: what it yields is reported, what it returns is the result. One at a time.

    Other jobs have their turn after some hundredths of a second. `done` and `report` are called on the
    bridge's thread, and neither after `cancel` or another `run`.
    """

    def __init__(self, bridge: JobBridge, kind: str) -> None:
        self._bridge = bridge
        self._kind = kind
        self._now: object | None = None

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        return self._now is not None

    def run(
        self,
        work: Generator[Said, None, Result],
        done: Callable[[Result], None],
        report: Callable[[Said], None],
    ) -> None:
        """Begin; what was under way is forgotten."""
        self._now = token = object()

        def turn(progress: Progress) -> _Taken[Said, Result]:
            end = perf_counter() + TURN
            while True:
                try:
                    said = next(work)
                except StopIteration as stop:
                    return _Taken(result=stop.value, over=True)
                if progress.cancelled or perf_counter() >= end:
                    return _Taken(said)

        def took(taken: _Taken[Said, Result]) -> None:
            if self._now is not token:
                return
            if taken.over:
                self._now = None
                done(taken.result)  # type: ignore[arg-type]
            else:
                report(taken.said)  # type: ignore[arg-type]
                if self._now is token:
                    self._bridge.submit(self._kind, turn, took)

        self._bridge.submit(self._kind, turn, took)

    def cancel(self) -> None:
        """Forget it; the turn that is being taken ends by itself."""
        self._now = None
