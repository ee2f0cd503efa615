"""The learning-rate range test: try ever higher rates for a short while, and see where the loss falls."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.data.digits import Digits
from netviz.training.schedules import CONSTANT
from netviz.training.session import Session, SessionState
from netviz.training.work import Work

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


@dataclass(frozen=True, eq=False)
class RangeTest:
    """What a range test found. `rates`, `losses` and `smoothed` are (n,), read-only, in order of rates.

    `smoothed` is the exponential moving average of the mini-batches' losses without the bias of its
    beginning. `blew_up`: whether it ended before the highest rate, because the loss did. `suggested` is a
    rate to train with, to one significant digit; None where the loss never fell.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    smoothed: NDArray[np.float64]
    blew_up: bool
    suggested: float | None


def range_test(state: SessionState, digits: Digits, steps: int = STEPS) -> Work[RangeTest]:
    """Train a copy of this run on `digits` for up to `steps` steps, with rates that grow evenly on a
    logarithmic scale from 0.00001 to 10 (Smith 2017).

    A function of the state and the digits; the run itself is left as it is. Other settings stay, but for a
    schedule, which would get in the way. Raises ConfigError where the digits don't fit the network.
    """
    session = Session(replace(state.config, schedule=CONSTANT), digits)
    session.restore(replace(state, config=replace(state.config, schedule=CONSTANT)))
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
    suggested = _suggested(tried, losses, smoothed)
    return RangeTest(_frozen(tried), _frozen(losses), _frozen(smoothed), blew_up, suggested)


def _is_over(losses: list[float], smoothed: list[float]) -> bool:
    """Whether the loss has exploded, or all is forgotten that was learnt on the way."""
    if len(smoothed) <= _BEGINNING:
        return False
    begun, lowest = float(np.mean(losses[:_BEGINNING])), min(smoothed[_BEGINNING:])
    forgotten = lowest < _LEARNT * begun and smoothed[-1] > _FALLEN * begun
    return forgotten or smoothed[-1] > _BLOWN_UP * min(lowest, begun)


def _suggested(rates: NDArray[np.float64], losses: list[float], smoothed: list[float]) -> float | None:
    """A tenth of the rate at which the smoothed loss is lowest; None where it hardly fell."""
    if len(smoothed) <= _BEGINNING:
        return None
    lowest = _BEGINNING + int(np.argmin(smoothed[_BEGINNING:]))
    if smoothed[lowest] > _FALLEN * float(np.mean(losses[:_BEGINNING])):
        return None
    return float(f"{rates[lowest] / _MARGIN:.0e}")


def _frozen(values: Any) -> NDArray[np.float64]:
    array = np.array(values, np.float64)
    array.flags.writeable = False
    return array
