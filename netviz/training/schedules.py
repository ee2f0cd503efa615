"""Schedules: how the learning rate changes in the course of a run, a row each."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Final

# Shares of the base rate. At the end it is small, but the network still learns: a run may go on.
FINAL: Final = 0.01
ONE_CYCLE_BEGINNING: Final = 0.04
ONE_CYCLE_RISE: Final = 0.3  # of its steps


@dataclass(frozen=True, eq=False)
class ScheduleKind:
    """One way in which the rate changes.

    `factor(done, steps, drop)` is what the base rate is multiplied with after `done` steps of it: above 0, at
    most 1. `formula` writes it, of the steps done k, its steps n and its drop d; `sentence` says it.
    """

    name: str
    label: str
    factor: Callable[[int, int, float], float]
    formula: str
    sentence: str
    _: KW_ONLY
    has_steps: bool = True
    """Whether its number of steps matters: the rate changes."""
    has_drop: bool = False
    """Whether its drop matters."""
    falls: bool = False
    """Whether the rate falls from the base rate to next to nothing, where it stays."""
    begins_low: bool = False
    """Whether it first rises to the base rate."""
    part: int = 1
    """What part of a training its steps usually are: a third, a tenth."""
    seen: float
    """How much of it shows what it does, as a multiple of its steps."""


def _constant(done: int, steps: int, drop: float) -> float:
    return 1.0


def _cosine(done: int, steps: int, drop: float) -> float:
    """Loshchilov and Hutter 2017, without restarts."""
    return _half_cosine(1.0, FINAL, min(done / steps, 1.0))


def _step(done: int, steps: int, drop: float) -> float:
    # Never 0, so that the rate stays one.
    return float(max(drop ** (done // steps), 1e-12))


def _warm_up(done: int, steps: int, drop: float) -> float:
    return min((done + 1) / steps, 1.0)


def _one_cycle(done: int, steps: int, drop: float) -> float:
    """Smith and Topin 2018."""
    share = min(done / steps, 1.0)
    if share < ONE_CYCLE_RISE:
        return _half_cosine(ONE_CYCLE_BEGINNING, 1.0, share / ONE_CYCLE_RISE)
    return _half_cosine(1.0, FINAL, (share - ONE_CYCLE_RISE) / (1 - ONE_CYCLE_RISE))


def _half_cosine(first: float, last: float, share: float) -> float:
    return last + (first - last) * (1 + math.cos(math.pi * share)) / 2


STEADY: Final = ScheduleKind(
    "constant",
    "constant",
    _constant,
    "η",
    "The base rate throughout.",
    has_steps=False,
    seen=1.0,
)
COSINE: Final = ScheduleKind(
    "cosine",
    "cosine",
    _cosine,
    "η · (0.01 + 0.99 · (1 + cos(π·k/n)) / 2)",
    "From the base rate down to 1\u00a0% of it along half a cosine; there it stays.",
    falls=True,
    seen=1.15,
)
ONE_CYCLE: Final = ScheduleKind(
    "one-cycle",
    "one-cycle",
    _one_cycle,
    "η · 4\u00a0% → η → η · 1\u00a0%",
    "From 4\u00a0% up to the base rate in the first 30\u00a0% of the steps and down to 1\u00a0%, "
    "each along half a cosine; there it stays.",
    falls=True,
    begins_low=True,
    seen=1.15,
)

_ROWS: Final = {
    row.name: row
    for row in (
        STEADY,
        COSINE,
        ScheduleKind(
            "step",
            "step",
            _step,
            "η · d^⌊k/n⌋",
            "Times its drop after every so many steps.",
            has_drop=True,
            part=3,
            seen=4.0,
        ),
        ScheduleKind(
            "warm-up",
            "warm-up",
            _warm_up,
            "η · min((k + 1) / n, 1)",
            "Rising in a straight line to the base rate, which it reaches with the last of its steps.",
            begins_low=True,
            part=10,
            seen=2.0,
        ),
        ONE_CYCLE,
    )
}
SCHEDULES: Final = tuple(_ROWS)


def schedule_named(name: str) -> ScheduleKind:
    """The row with this name."""
    return _ROWS[name]


@dataclass(frozen=True)
class Schedule:
    """The learning rate as a pure function of the step: the base rate times `factor_at(step)`.

    It begins at step `start` (before it, the rate is as at the beginning) and takes `steps` steps, in the way
    of its `kind`, one of SCHEDULES.
    """

    kind: str = STEADY.name
    steps: int = 8_595  # five epochs of 55,000 digits in mini-batches of 32
    drop: float = 0.5
    start: int = 0

    @property
    def row(self) -> ScheduleKind:
        """What its kind is."""
        return _ROWS[self.kind]

    def factor_at(self, step: int) -> float:
        """What the base rate is multiplied with in step `step`, the first being 0; above 0, at most 1."""
        return _ROWS[self.kind].factor(max(step - self.start, 0), self.steps, self.drop)

    def ended(self, step: int) -> bool:
        """Whether in step `step` the rate has fallen to where it stays; never where it does not fall."""
        return self.row.falls and step >= self.start + self.steps

    def rate_at(self, base_rate: float, step: int) -> float:
        """The learning rate in step `step`, the first being 0."""
        return base_rate * self.factor_at(step)


CONSTANT: Final = Schedule()
