"""One stroke of the pen on the pad."""

from __future__ import annotations

from typing import NamedTuple


class Stroke(NamedTuple):
    """From touching the paper to letting go.

    `points`: (x, y, width), all as shares of the pad's side, in order of time.

    `erase` takes ink away instead of laying it down.
    """

    points: tuple[tuple[float, float, float], ...]
    erase: bool = False
