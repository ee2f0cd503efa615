"""The y axis of a plot: from which value to which, linear or logarithmic, and what is written beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from netviz.panels.kit.figures import MINUS, compact
from netviz.panels.run.columns import Array, ticks

_DECADES: Final = 12  # on a logarithmic axis at most: what is below is as good as nothing
_SURE: Final = 5  # so many ticks at most: one of them at least is there
_FLAT: Final = 1e-3  # of its height: a line that varies by less is flat, and no tick tells that little
_ROOM_FOR_FLAT: Final = 0.1


def written(value: float) -> str:
    """As `compact`, with a true minus sign."""
    return compact(value).replace("-", MINUS)


def whole_percent(share: float) -> str:
    """`80 %`: for the ticks of an axis."""
    return f"{share * 100:.0f}\u00a0%"


@dataclass(frozen=True)
class Scale:
    """From `low` at the bottom to `high` at the top; both are positive on a logarithmic one."""

    low: float
    high: float
    log: bool = False

    def share(self, value: Array) -> Array:
        """How high each value stands, 0 at the bottom and 1 at the top; NaN for what has no place."""
        value = np.asarray(value, np.float64)
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        sound = np.where(value > 0, value, np.nan)
        return np.asarray((np.log10(sound) - np.log10(self.low)) / np.log10(self.high / self.low))

    def ticks(self, most: int, write: Callable[[float], str] = written) -> list[tuple[float, str]]:
        """At most so many round values, and how they are written."""
        if not self.log:
            return [(t, write(t)) for t in ticks(self.low, self.high, max(most, 1))][: most + 1]
        first, last = int(np.ceil(np.log10(self.low) - 1e-9)), int(np.floor(np.log10(self.high) + 1e-9))
        decades = [10.0**n for n in range(first, last + 1)]
        if len(decades) >= 3:
            decades = decades[:: -(-len(decades) // max(most, 1))]
            return [(t, write(t)) for t in decades]
        between = [m * 10.0**n for n in range(first - 1, last + 1) for m in (1, 2, 5)]
        inside = [t for t in between if self.low <= t * (1 + 1e-9) and t * (1 - 1e-9) <= self.high]
        if len(inside) < 2:
            inside = ticks(self.low, self.high, max(most, 1)) or inside or ticks(self.low, self.high, _SURE)
        return [(t, write(t)) for t in inside[:: -(-len(inside) // max(most, 1))]]


def fitted(values: list[Array], *, log: bool, least: float | None = None, most: float | None = None) -> Scale:
    """A scale on which all finite values stand, with a little room; `least` and `most` hold its ends."""
    joined = np.concatenate([np.asarray(v, np.float64) for v in values]) if values else np.empty(0)
    joined = joined[np.isfinite(joined)]
    if log:
        joined = joined[joined > 0]
        if not len(joined):
            return Scale(0.1, 1.0, log=True)
        high = float(joined.max())
        low = max(float(joined.min()), high / 10.0**_DECADES)
        room = max((high / low) ** 0.06, 1.15)
        return Scale(low / room, high * room if np.isfinite(high * room) else high, log=True)
    if not len(joined):
        return Scale(0.0 if least is None else least, 1.0 if most is None else most)
    low = float(joined.min()) if least is None else least
    high = float(joined.max())
    size = max(abs(low), abs(high))
    flat = high - low <= _FLAT * size
    room = (_ROOM_FOR_FLAT * size or _ROOM_FOR_FLAT) if flat else (high - low) * 0.08
    if least is None:
        low -= room
    high = high + room if most is None else min(high + room, most)
    if most is not None and not high > low:
        high = most
    return Scale(low, high) if high > low else Scale(low, low + 1.0)
