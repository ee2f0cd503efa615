"""Long work in small parts: a generator that yields how far it is, and returns its result."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

from netviz.training.jobs.thread import Progress

T = TypeVar("T")

# Yields its share from 0 to 1 every few hundredths of a second: there it can be left off or cancelled.
Work: TypeAlias = Generator[float, None, T]


def finish(work: Work[T], progress: Progress | None = None, text: str = "") -> T:
    """Do all of it at once. Tells `progress` how far it is; raises Cancelled where that is cancelled."""
    while True:
        try:
            share = next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        if progress is not None:
            progress.report(share, text)
            progress.check()
