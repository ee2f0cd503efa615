"""How fast the trainer steps: the pace that was asked for, and the speed that is reached."""

from __future__ import annotations

import math
from typing import Final

from netviz.training.config import ConfigError

SLOWEST_PACE: Final = 1 / 8
_MEASURED_EVERY: Final = 0.25  # seconds
_CATCH_UP: Final = 0.1  # seconds


class Pace:
    """Says when the next step is due. `steps_per_second` is None for full speed; `now` is in seconds."""

    def __init__(self) -> None:
        self.steps_per_second: float | None = None
        self._next_at = 0.0

    def set(self, steps_per_second: float | None, now: float) -> None:
        """Another pace from now on. Raises ConfigError where it can't be kept."""
        pace = steps_per_second
        if pace is not None and not (math.isfinite(pace) and pace >= SLOWEST_PACE):
            raise ConfigError(f"Pace: {pace} steps per second can't be kept; 1/8 or more would be right.")
        self.steps_per_second = pace
        if pace is not None:
            self._next_at = min(max(self._next_at, now), now + 1 / pace)

    def start(self, now: float) -> None:
        """The next step is due now."""
        self._next_at = now

    def wait(self, now: float) -> float:
        """Seconds until the next step is due; 0 where it is due, and then it counts as made."""
        pace = self.steps_per_second
        if pace is None:
            return 0.0
        if now < self._next_at:
            return self._next_at - now
        # What was missed because a step took longer is not made up for.
        self._next_at = max(self._next_at, now - _CATCH_UP) + 1 / pace
        return 0.0


class Speed:
    """Measures samples per second, four times a second."""

    def __init__(self) -> None:
        self._rate = 0.0
        self._since = 0.0
        self._steps = 0

    def begin(self, now: float) -> None:
        """What was before doesn't count: training starts, or goes on at another pace."""
        self._since, self._steps = now, 0

    def stepped(self, batch_size: int, now: float) -> None:
        """A step was made."""
        self._steps += 1
        if now - self._since >= _MEASURED_EVERY:
            self._rate = self._steps * batch_size / (now - self._since)
            self._since, self._steps = now, 0

    def at(self, pace: float | None, batch_size: int) -> float:
        """As measured; but between two slow steps the last measurement may be of a quicker pace."""
        return self._rate if pace is None else min(self._rate, pace * batch_size)
