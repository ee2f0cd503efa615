"""The pace slider's scale: from one step in eight seconds to full speed."""

from __future__ import annotations

from typing import Final

SLOWEST: Final = 1 / 8
POSITIONS: Final = 1000


def pace_at(position: int) -> float | None:
    """Steps per second at a slider position 0 … POSITIONS; the last position is full speed (None)."""
    return None


def position_of(pace: float | None) -> int:
    """The slider position nearest to a pace; None is full speed."""
    return POSITIONS


def pace_text(pace: float | None) -> str:
    """`1 step in 8 s`, `12 steps/s`, `full speed`."""
    return "full speed"
