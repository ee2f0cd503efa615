"""The pace slider's scale: from one step in eight seconds to full speed."""

from __future__ import annotations

import math
from typing import Final

SLOWEST: Final = 1 / 8
FASTEST: Final = 1000.0  # above it no eye follows, and the last position lifts the limit altogether
POSITIONS: Final = 1000
_LAST_LIMITED: Final = 940  # the rest of the way is full speed, so that it is easy to hit


def pace_at(position: int) -> float | None:
    """Steps per second at a position 0 … POSITIONS, rounded to what `pace_text` says; None is full speed."""
    if position > _LAST_LIMITED:
        return None
    share = max(position, 0) / _LAST_LIMITED
    return _rounded(SLOWEST * (FASTEST / SLOWEST) ** share)


def position_of(pace: float | None) -> int:
    """The slider position of a pace; None is full speed. Paces outside the scale go to its ends."""
    if pace is None or not pace <= FASTEST:
        return POSITIONS
    share = math.log(max(pace, SLOWEST) / SLOWEST) / math.log(FASTEST / SLOWEST)
    return round(share * _LAST_LIMITED)


def pace_text(pace: float | None) -> str:
    """`1 step in 8 s`, `12 steps/s`, `full speed`."""
    if pace is None:
        return "full speed"
    if pace < 0.95:
        seconds = 1 / pace
        return f"1 step in {seconds:.0f} s" if seconds >= 1.95 else f"1 step in {seconds:.1f} s"
    if pace < 1.05:
        return "1 step/s"
    return f"{pace:,.1f} steps/s" if pace < 1.95 else f"{pace:,.0f} steps/s"


def _rounded(pace: float) -> float:
    if pace < 0.95:
        seconds = 1 / pace
        return 1 / (round(seconds) if seconds >= 1.95 else round(seconds, 1))
    if pace < 1.95:
        return round(pace, 1)
    digits = 2 if pace >= 10 else 1
    return float(round(pace, digits - 1 - math.floor(math.log10(pace))))
