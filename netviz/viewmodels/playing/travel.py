"""Where one is in a run, and how playing it moves that place: no clock and no file."""

from __future__ import annotations

import math
from typing import Final, Literal

Direction = Literal[-1, 0, 1]

SPEEDS: Final[tuple[float, ...]] = tuple(
    factor * 10.0**power for power in range(6) for factor in (1, 3)
)  # steps per second: 1, 3, 10 … 300,000
_WHOLE_RUN: Final = 20.0  # seconds that a run takes at the speed that is proposed


def proposed_speed(n_steps: int) -> float:
    """The one of SPEEDS at which so many steps take some twenty seconds."""
    wanted = max(n_steps, 1) / _WHOLE_RUN
    return min(SPEEDS, key=lambda speed: abs(math.log(speed / max(wanted, SPEEDS[0]))))


class Travel:
    """A place between the first step and the newest; `live` where it follows the newest.

    Playing forwards ends in the live picture, playing backwards at the first step.
    """

    def __init__(self) -> None:
        self._first = self._last = 0
        self._at = 0.0
        self._live = True
        self._direction: Direction = 0
        self._chosen: float | None = None
        self._begun_at = SPEEDS[0]

    @property
    def live(self) -> bool:
        """Whether the newest step is wanted, whichever that is."""
        return self._live

    @property
    def step(self) -> int:
        """The step that is wanted."""
        return self._last if self._live else round(self._at)

    @property
    def range(self) -> tuple[int, int]:
        """The first step of the run and the newest."""
        return self._first, self._last

    @property
    def direction(self) -> Direction:
        """How it plays: 1 forwards, -1 backwards, 0 not at all."""
        return self._direction

    @property
    def speed(self) -> float:
        """Steps per second; until one is chosen, what the run's length proposes when it begins to play."""
        if self._chosen is not None:
            return self._chosen
        return self._begun_at if self._direction else proposed_speed(self._last - self._first)

    @property
    def chosen(self) -> bool:
        """Whether somebody has chosen the speed."""
        return self._chosen is not None

    def follow(self, first: int, last: int) -> None:
        """The run goes from `first` to `last` now."""
        self._first, self._last = min(first, last), last
        self._at = min(max(self._at, self._first), last)

    def begin(self, first: int, last: int) -> None:
        """Another run: live, and nothing plays."""
        self._chosen = None
        self.go_live()
        self.follow(first, last)

    def go_to(self, step: int) -> None:
        """Stand at this step, and play no more; the newest is no step that is past."""
        self._direction = 0
        self._live = step >= self._last
        self._at = float(min(max(step, self._first), self._last))

    def go_live(self) -> None:
        """Follow the newest step."""
        self._direction = 0
        self._live = True

    def play(self, direction: Direction) -> None:
        """Play from here; forwards from the newest step means from the first."""
        if self._last == self._first:
            return
        if self._live:
            self._at = float(self._last if direction < 0 else self._first)
        elif direction > 0 and self._at >= self._last:
            self._at = float(self._first)
        elif direction < 0 and self._at <= self._first:
            return
        self._live = False
        self._begun_at = self.speed
        self._direction = direction

    def pause(self) -> None:
        """Stand still."""
        self._direction = 0

    def set_speed(self, speed: float) -> None:
        """Steps per second."""
        self._chosen = speed

    def advance(self, elapsed: float) -> bool:
        """Let so many seconds pass; True if another step is wanted now."""
        if not self._direction:
            return False
        before = self.step
        self._at += self._direction * self.speed * elapsed
        if self._at >= self._last:
            self.go_live()
        elif self._at <= self._first:
            self._at = float(self._first)
            self._direction = 0
        return self.step != before or self._live
