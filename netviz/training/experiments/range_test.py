"""The learning-rate range test: try ever higher rates for a short while, and see where the loss falls."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.examples import Examples
from netviz.training.jobs.work import Work
from netviz.training.schedules import CONSTANT
from netviz.training.session import Session, SessionState

LOWEST: Final = 1e-5
HIGHEST: Final = 10.0
STEPS: Final = 300
_SMOOTHING: Final = 0.95
_BLOWN_UP: Final = 4.0  # times the lowest smoothed loss
# The first steps, at rates too low to change anything, tell where the loss stands.
_BEGINNING: Final = 40
_FALLEN: Final = 0.95
_LEARNT: Final = 0.8
_MARGIN: Final = 10.0  # below the rate at which the loss is lowest (Smith 2017; a decade is the usual advice)
# A mini-batch's loss differs from the next one's by about a standard deviation, whatever the rate.
_CLEARLY: Final = 3.0  # standard deviations: what has fallen this far has fallen
_LEARNT_SOMETHING: Final = 0.97  # of the loss of guessing: below it, digits are told apart
_RISEN: Final = 1.0  # standard deviations: more than the smoothed loss strays


@dataclass(frozen=True, eq=False)
class RangeTest:
    """What a range test found. `rates`, `losses` and `smoothed` are (n,), read-only, in order of rates.

    `smoothed` is the exponential moving average of the mini-batches' losses without the bias of its
    beginning. `blew_up`: whether it ended before the highest rate, because the loss did.

    `suggested` is a rate to train with, to one significant digit. With a `valley` (the loss falls clearly
    before it rises) it is a tenth of the rate at which the loss is lowest. A network that has learnt already
    mostly shows none: the loss is flat until `rises_at`, above which it only rises, and a tenth of that is
    suggested. None where an untrained network's loss never fell or not below that of `guessing`, or where a
    trained one's never rose.

    `guessing`: the loss of a network that gives each digit the same odds. An untrained one with much dropout
    begins far above it, and comes down to it without having learnt anything.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    smoothed: NDArray[np.float64]
    blew_up: bool
    suggested: float | None
    valley: bool
    rises_at: float | None
    guessing: float

    @property
    def fell(self) -> bool:
        """Whether the smoothed loss was ever clearly lower than at its beginning."""
        n = _BEGINNING
        return len(self.losses) > n and self.smoothed[n:].min() < _FALLEN * self.losses[:n].mean()

    @property
    def risen(self) -> float:
        """A loss that lies clearly above its beginning: by more than mini-batches differ there."""
        return _risen(self.losses.tolist())

    @property
    def learnt(self) -> bool:
        """Whether the smoothed loss was ever lower than that of guessing."""
        later = self.smoothed[_BEGINNING:]
        return len(later) > 0 and bool(later.min() < _LEARNT_SOMETHING * self.guessing)


def range_test(state: SessionState, digits: Examples, steps: int = STEPS) -> Work[RangeTest]:
    """Train a copy of this run on `digits` for up to `steps` steps, with rates that grow evenly on a
    logarithmic scale from 0.00001 to 10 (Smith 2017).

    A function of the state and the digits; the run itself is left as it is. Other settings stay, but for a
    schedule, which would get in the way. Raises ConfigError where the digits don't fit the network.
    """
    session = Session.at(replace(state, config=replace(state.config, schedule=CONSTANT)), digits)
    rates = np.geomspace(LOWEST, HIGHEST, steps)
    losses: list[float] = []
    smoothed: list[float] = []
    mean, weight, blew_up = 0.0, 1.0, False
    for k, rate in enumerate(rates):
        session.configure(replace(session.config, learning_rate=float(rate)))
        loss = session.step().loss
        if not math.isfinite(loss):
            blew_up = True
            break
        mean = _SMOOTHING * mean + (1 - _SMOOTHING) * loss
        weight *= _SMOOTHING
        losses.append(loss)
        smoothed.append(mean / (1 - weight))
        if _is_over(losses, smoothed):
            blew_up = True
            break
        yield (k + 1) / steps
    tried = rates[: len(losses)]
    valley, suggested, rises_at, guessing = False, None, None, state.config.guessing_loss
    if len(smoothed) > _BEGINNING:
        valley, suggested = _valley(tried, losses, smoothed, guessing)
        rises_at = _rises_at(tried, losses, smoothed, blew_up)
    if not valley and state.step and rises_at is not None:
        suggested = _to_one_digit(rises_at / _MARGIN)
    found = _frozen(tried), _frozen(losses), _frozen(smoothed)
    return RangeTest(*found, blew_up, suggested, valley, rises_at, guessing)


def _is_over(losses: list[float], smoothed: list[float]) -> bool:
    """Whether the loss has exploded, or all is forgotten that was learnt on the way."""
    if len(smoothed) <= _BEGINNING:
        return False
    begun, stray = _begun(losses)
    lowest = min(smoothed[_BEGINNING:])
    learnt = lowest < min(_LEARNT * begun, begun - _CLEARLY * stray)
    return (learnt and smoothed[-1] > _FALLEN * begun) or smoothed[-1] > _BLOWN_UP * min(lowest, begun)


def _valley(
    rates: NDArray[np.float64], losses: list[float], smoothed: list[float], guessing: float
) -> tuple[bool, float | None]:
    """Whether the smoothed loss fell by more than it strays anyway, or from that of guessing to less; and
    then a tenth of the rate at which it is lowest.
    """
    begun, stray = _begun(losses)
    lowest = _BEGINNING + int(np.argmin(smoothed[_BEGINNING:]))
    least = smoothed[lowest]
    clearly = least <= begun - _CLEARLY * stray
    # Dropout makes single mini-batches stray far, but what comes below guessing has learnt.
    from_guessing = begun >= guessing and least < _LEARNT_SOMETHING * guessing
    if least > _FALLEN * begun or not (clearly or from_guessing):
        return False, None
    return True, _to_one_digit(rates[lowest] / _MARGIN)


def _rises_at(
    rates: NDArray[np.float64], losses: list[float], smoothed: list[float], blew_up: bool
) -> float | None:
    """The highest rate before the smoothed loss is above its beginning for good; None where it never is."""
    fine = np.flatnonzero(np.array(smoothed) <= _risen(losses))
    last = int(fine[-1]) if len(fine) else 0
    return float(rates[last]) if last < len(smoothed) - 1 or blew_up else None


def _risen(losses: list[float]) -> float:
    begun, stray = _begun(losses)
    return begun + _RISEN * stray


def _begun(losses: list[float]) -> tuple[float, float]:
    """Where the loss stands at rates too low to change anything, and how far a mini-batch's strays."""
    first = losses[:_BEGINNING]
    return float(np.mean(first)), float(np.std(first))


def _to_one_digit(rate: float) -> float:
    return float(f"{rate:.0e}")


def _frozen(values: Any) -> NDArray[np.float64]:
    array = np.array(values, np.float64)
    array.flags.writeable = False
    return array
