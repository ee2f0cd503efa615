"""What is looked at, and what is seen there."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.tasks.digits.page.frames import Source
from netviz.tasks.digits.page.picture import Shown
from netviz.tasks.digits.page.read import PageRead


@dataclass(frozen=True)
class Wish:
    """The next picture of this source; `mirrored`: left and right swapped; to be shown in `room`, width and
    height in pixels of the screen.
    """

    source: Source
    mirrored: bool
    room: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Sight:
    """A picture that was read: what its source is called, how it is shown, what stands on it, and when it was
    taken, in seconds of `perf_counter`, which all processes of a machine share.
    """

    name: str
    shown: Shown
    read: PageRead
    at: float
