"""How a sheet lies, told by its lines: ruling, squares, boxes, creases."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.page.lines import THICK, Marked, at_least

_TURNS: Final = 34  # degrees
_TILE: Final = 64  # pixels: about a box's side, so that boxes count that don't stand in rows
_ROW: Final = 1.5  # pixels
_WIDE_TILE: Final = 240  # for the last decimal
_MOST: Final = 12_000  # pixels that are looked at
_LEAST: Final = 200
_SHARP: Final = 1.3  # times as sharp as at other angles are rows of a sheet with lines

_AT_ONCE: Final = 30_000  # numbers

_Floats = NDArray[np.float32]


def turn_of_lines(marked: Marked) -> float | None:
    """By how many degrees the lines of a sheet are turned, clockwise as it is seen; None where it has none.

    In the direction of its rows or columns a tile of a lined sheet has rows full of thin marks and empty
    ones: the sum of the squares of what they hold is largest there.
    """
    thick = max(3, round(THICK * max(marked.shape)))
    thin = marked & ~(at_least(marked, thick + 1) & at_least(marked.T, thick + 1).T)
    rows, columns = np.nonzero(thin)
    if len(rows) < _LEAST:
        return None
    random = np.random.default_rng(0)
    some = random.permutation(len(rows))[:_MOST]
    # Anywhere within their pixels: of whole numbers, those at 0 degrees would always be sharpest.
    x, y = random.random((2, len(some)), np.float32) + np.stack([columns[some], rows[some]])
    angles = np.arange(-_TURNS, _TURNS + 1.0)
    scores = _sharpness(x, y, angles, _TILE)
    best = int(scores.argmax())
    if scores[best] < _SHARP * float(np.median(scores)):
        return None
    fine = angles[best] + np.arange(-1.0, 1.01, 0.125)
    return float(fine[_sharpness(x, y, fine, _WIDE_TILE).argmax()])


def _sharpness(x: _Floats, y: _Floats, angles: NDArray[np.float64], tile: int) -> NDArray[np.float64]:
    """For each angle."""
    across = (x / tile).astype(np.int64)
    tiles = (y / tile).astype(np.int64) * (int(across.max()) + 1) + across
    there = np.zeros(int(tiles.max()) + 1, bool)
    there[tiles] = True
    bins = int(1.5 * tile / _ROW) + 2  # more than a tile is long from corner to corner
    n_bins = int(np.count_nonzero(there)) * bins
    begins = ((np.cumsum(there) - 1) * bins).astype(np.int32)[tiles]
    turns = [math.radians(float(angle)) for angle in angles]
    cosines = np.array([math.cos(t) / _ROW for t in turns], np.float32)[:, None]
    sines = np.array([math.sin(t) / _ROW for t in turns], np.float32)[:, None]
    scores = np.zeros(len(angles))
    # Several at once; not more than the processor holds near by.
    some = max(1, _AT_ONCE // len(x))
    for first in range(0, len(angles), some):
        part = slice(first, first + some)
        c, s = cosines[part], sines[part]
        own = (np.arange(len(c), dtype=np.int32) * n_bins)[:, None] + begins
        for along in (y * c - x * s, x * c + y * s):
            rows = np.floor(along, out=along).astype(np.int32)
            rows -= rows // bins * bins
            rows += own
            counts = np.bincount(rows.reshape(-1), minlength=len(c) * n_bins).reshape(len(c), n_bins)
            scores[part] += np.einsum("kb,kb->k", counts, counts)
    return scores
