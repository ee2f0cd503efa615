"""Schedules: how the learning rate changes in the course of a run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

SCHEDULES: Final = ("constant", "cosine", "step", "warm-up", "one-cycle")

FALLING: Final = ("cosine", "one-cycle")
"""From the base rate to next to nothing."""

# Shares of the base rate. At the end it is small, but the network still learns: a run may go on.
FINAL: Final = 0.01
ONE_CYCLE_BEGINNING: Final = 0.04
ONE_CYCLE_RISE: Final = 0.3  # of its steps


@dataclass(frozen=True)
class Schedule:
    """The learning rate as a pure function of the step: the base rate times `factor_at(step)`.

    It begins at step `start` (before it, the rate is as at the beginning) and takes `steps` steps:

    - constant: the base rate throughout; nothing else matters.
    - cosine: from the base rate down to 1 % of it along half a cosine (Loshchilov and Hutter 2017, without
      restarts), where it stays.
    - step: times `drop` after every `steps` steps.
    - warm-up: rising in a straight line to the base rate, which it reaches with step number `steps`.
    - one-cycle: from 4 % up to the base rate in the first 30 % of the steps and down to 1 %, each along half
      a cosine (Smith and Topin 2018), where it stays.
    """

    kind: str = "constant"
    steps: int = 8_595  # five epochs of 55,000 digits in mini-batches of 32
    drop: float = 0.5
    start: int = 0

    def factor_at(self, step: int) -> float:
        """What the base rate is multiplied with in step `step`, the first being 0; above 0, at most 1."""
        done = max(step - self.start, 0)
        share = min(done / self.steps, 1.0)
        match self.kind:
            case "cosine":
                return _half_cosine(1.0, FINAL, share)
            case "step":
                # Never 0, so that the rate stays one.
                return max(self.drop ** (done // self.steps), 1e-12)
            case "warm-up":
                return min((done + 1) / self.steps, 1.0)
            case "one-cycle":
                if share < ONE_CYCLE_RISE:
                    return _half_cosine(ONE_CYCLE_BEGINNING, 1.0, share / ONE_CYCLE_RISE)
                return _half_cosine(1.0, FINAL, (share - ONE_CYCLE_RISE) / (1 - ONE_CYCLE_RISE))
            case _:
                return 1.0

    def ended(self, step: int) -> bool:
        """Whether in step `step` the rate has fallen to where it stays; never where it does not fall."""
        return self.kind in FALLING and step >= self.start + self.steps

    def rate_at(self, base_rate: float, step: int) -> float:
        """The learning rate in step `step`, the first being 0."""
        return base_rate * self.factor_at(step)


CONSTANT: Final = Schedule()


def _half_cosine(first: float, last: float, share: float) -> float:
    return last + (first - last) * (1 + math.cos(math.pi * share)) / 2
