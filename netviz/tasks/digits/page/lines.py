"""Ruling, squares, boxes and the edges of paper: straight thin lines along and across the sheet."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Marked = NDArray[np.bool_]

_LONG: Final = 0.16  # of the longer side is no stroke
THICK: Final = 0.0055  # of the longer side, the thickest line
_TWICE: Final = 0.0075  # the same of two sides of boxes that touch
_SIDE_OF_A_BOX: Final = 0.022  # of the longer side at least, where it ends at two others
_GAP: Final = 4  # pixels without a mark, within a line
_REACH: Final = 24  # pixels on both sides of a stroke in which the line that it crosses goes on
_MOSTLY: Final = 0.5  # of a line is thin: elsewhere strokes cross it


def line_pixels(marked: Marked) -> Marked:
    """Which of the marked pixels (h, w) are lines'. Where a stroke crosses one it stays whole."""
    side = max(marked.shape)
    thick, twice = max(3, round(THICK * side)), max(4, round(_TWICE * side))
    rows, columns = (
        _Runs.along(marked, twice, _SIDE_OF_A_BOX * side),
        _Runs.along(marked.T, twice, _SIDE_OF_A_BOX * side),
    )
    at_rows, at_columns = rows.grown(thick), columns.grown(thick).T
    kept_rows = rows.kept(_LONG * side, at_columns, thick)
    kept_columns = columns.kept(_LONG * side, at_rows.T, thick)
    return (rows.pixels(kept_rows) | columns.pixels(kept_columns).T) & marked


class _Runs:
    """Thin runs along the rows of marked pixels: those of a row and its neighbours, small gaps closed."""

    def __init__(
        self, shape: tuple[int, int], thin: Marked, starts: NDArray[np.int64], ends: NDArray[np.int64]
    ):
        self._shape = shape
        self._thin = thin
        self._starts = starts
        self._ends = ends

    @classmethod
    def along(cls, marked: Marked, thick: int, shortest: float) -> _Runs:
        """Those of `shortest` pixels or more."""
        height, width = marked.shape
        marked = np.ascontiguousarray(marked)
        thin = marked & ~at_least(marked, thick + 1)
        near = np.zeros((height, width + _GAP + 1), bool)
        near[:, :width] = thin
        near[1:, :width] |= thin[:-1]
        near[:-1, :width] |= thin[1:]
        # Strokes that cross a line interrupt what is thin of it, not the line.
        here = near.reshape(-1)
        starts, ends = _runs(here)
        crossing = np.zeros((height, width + _GAP + 1), bool)
        crossing[:, :width] = marked
        places = np.flatnonzero(crossing.reshape(-1) & ~here)
        crossed = places[_beside(starts, ends, places)]
        flat = here.copy()
        flat[crossed] = True
        starts, ends = _runs(flat)
        inside = np.concatenate([[0], np.cumsum(ends - starts)])  # of all runs before, without their gaps
        first = np.append(True, starts[1:] - ends[:-1] > _GAP)[: len(starts)]
        last = np.append(first[1:], True)[: len(starts)]
        counts = inside[1:][last] - inside[:-1][first]
        starts, ends = starts[first], ends[last]
        long = ends - starts >= shortest
        starts, ends, counts = starts[long], ends[long], counts[long]
        thins = [np.count_nonzero(here[a:b]) for a, b in zip(starts, ends, strict=True)]
        mostly = np.array(thins, np.int64) >= _MOSTLY * np.maximum(counts, 1)
        return cls((height, width), thin, starts[mostly], ends[mostly])

    def kept(self, long: float, across: Marked, reach: int) -> NDArray[np.bool_]:
        """Which are lines: the long ones, and those that begin and end at others, which lie across."""
        stride = self._shape[1] + _GAP + 1
        row, left = np.divmod(self._starts, stride)
        right = np.minimum(left + self._ends - self._starts, self._shape[1]) - 1
        begins, ends = across[row, left].copy(), across[row, right].copy()
        for step in range(1, reach + 1):
            begins |= across[row, np.minimum(left + step, right)]
            ends |= across[row, np.maximum(right - step, left)]
        result: NDArray[np.bool_] = (self._ends - self._starts >= long) | (begins & ends)
        return result

    def pixels(self, kept: NDArray[np.bool_] | None = None) -> Marked:
        """The thin pixels of these runs, and of the rows next to them."""
        height, width = self._shape
        stride = width + _GAP + 1
        every = np.zeros(height * stride, bool)
        chosen = slice(None) if kept is None else kept
        for start, end in zip(self._starts[chosen], self._ends[chosen], strict=True):
            every[start:end] = True
        found = every.reshape(height, stride)[:, :width]
        wide = found.copy()
        wide[1:] |= found[:-1]
        wide[:-1] |= found[1:]
        return wide & self._thin

    def grown(self, by: int) -> Marked:
        """Where the end of a line that lies across would be near one of these."""
        height, width = self._shape
        found = np.zeros((height + 2 * by, width + 2 * by), bool)
        found[by : by + height, by : by + width] = self.pixels()
        for _ in range(2):
            done = 0
            while done < 2 * by:  # in doubling steps
                step = min(done + 1, 2 * by - done)
                found = found[step:] | found[:-step]
                done += step
            found = found.T
        return found


def _runs(flat: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where runs begin and end (excluded), of rows one after the other, which end unmarked."""
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    if len(flat) and flat[0]:
        edges = np.concatenate([[0], edges])
    return edges[::2], edges[1::2]


def _beside(
    starts: NDArray[np.int64], ends: NDArray[np.int64], places: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which places, of rows one after the other, have so much of these runs, which are near a line, on both
    sides: where a stroke may cross it. None of them lies in a run.
    """
    if not len(starts):
        return np.zeros(len(places), bool)
    before = np.concatenate([[0], np.cumsum(ends - starts)])

    def marked(until: NDArray[np.int64]) -> NDArray[np.int64]:
        k = np.searchsorted(starts, until)
        result: NDArray[np.int64] = before[k] - np.maximum(ends[k - 1] - until, 0) * (k > 0)
        return result

    here = before[np.searchsorted(starts, places)]
    ahead, behind = marked(places + _REACH + 1) - here, here - marked(places - _REACH)
    result: NDArray[np.bool_] = (ahead > _REACH // 3) & (behind > _REACH // 3)
    return result


def at_least(marked: Marked, length: int) -> Marked:
    """Pixels that belong to runs down a column of so many marked ones."""
    eroded, done = marked, 1
    while done < length:  # the running minimum
        step = min(done, length - done)
        if step >= len(eroded):
            return np.zeros_like(marked)
        eroded = eroded[step:] & eroded[:-step]
        done += step
    result = np.zeros_like(marked)
    opened, done = eroded, 1
    while done < length:
        step = min(done, length - done)
        wide = np.zeros((len(opened) + step, opened.shape[1]), bool)
        wide[:-step] = opened
        wide[step:] |= opened
        opened = wide
        done += step
    result[: len(opened)] = opened
    return result
