"""The learning-rate slider's scale: from 0.0001 to 1, a hundred positions for each power of ten."""

from __future__ import annotations

import math
from typing import Final

from netviz.training.figures import said

LOWEST: Final = 1e-4
HIGHEST: Final = 1.0
POSITIONS: Final = 400


def rate_at(position: int) -> float:
    """The learning rate at a position 0 … POSITIONS, with two digits."""
    share = min(max(position, 0), POSITIONS) / POSITIONS
    return float(f"{LOWEST * (HIGHEST / LOWEST) ** share:.1e}")


def beyond(rate: float) -> str:
    """That a rate lies outside the scale, in words; empty where it lies on it."""
    if rate > HIGHEST:
        return f"The slider ends below it, at {said(HIGHEST)}."
    return f"The slider ends above it, at {said(LOWEST)}." if rate < LOWEST else ""


def position_of(rate: float) -> int:
    """The position nearest to a rate; rates outside the scale go to its ends."""
    if not rate > LOWEST:
        return 0
    share = math.log(min(rate, HIGHEST) / LOWEST) / math.log(HIGHEST / LOWEST)
    return round(share * POSITIONS)
