"""What of a picture of one digit is the digit's: not the desk around the sheet, no frame, no box, no ruling.

Levels are 0 to 255. Sizes are shares of the picture's own, so that its resolution does not matter.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Page = NDArray[np.uint8]

_APART: Final = 36  # levels between a sheet and its desk, or an edge and its paper
_LEAST_SHEET: Final = 0.4  # of either side
_FULL: Final = 0.72  # of its bounding box is sheet, and of each corner: ink takes less than the rest
_INSIDE: Final = 0.02  # of the sheet's side is cut away, with its edge's shadow
_DEEPEST_EDGE: Final = 0.12
_EDGE: Final = 0.93  # of a row at the border differs from the paper: no digit does so

_LONG: Final = 0.8  # of the side is a line, not a stroke
_SOME: Final = 0.2
_THIN: Final = 0.035  # of the side, the thickest line
_FAINT: Final = 14  # levels that the ink of a line has at least
_LEFT: Final = 0.04  # of all ink, the least that is no leftover of lines

_GAP: Final = 0.03  # of the ink's height, between two digits
_AS_HIGH: Final = 0.7  # as all ink are both of two digits
_SHARE: Final = 0.12  # of all ink are both of them at least


def without_surroundings(grey: Page) -> Page:
    """The sheet in a picture (h, w) of one on a desk, and what lies within its dark or light edges."""
    return _within_edges(_sheet(grey))


def _sheet(grey: Page) -> Page:
    height, width = grey.shape
    if min(height, width) < 16:
        return grey
    rim = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]).astype(np.int16)
    desk = np.median(rim)
    if np.mean(np.abs(rim - desk) <= _APART) < 0.8:
        return grey
    other = np.abs(grey.astype(np.int16) - desk) > _APART
    rows, columns = other.mean(axis=1), other.mean(axis=0)
    # Where a sheet begins, most of a row is sheet at once; ink takes less of it.
    high, wide = np.flatnonzero(rows > _LEAST_SHEET), np.flatnonzero(columns > _LEAST_SHEET)
    if not (high.size and wide.size):
        return grey
    top, bottom, left, right = high[0], high[-1] + 1, wide[0], wide[-1] + 1
    if (bottom - top) < _LEAST_SHEET * height or (right - left) < _LEAST_SHEET * width:
        return grey
    inside = other[top:bottom, left:right]
    if inside.mean() < _FULL or _least_filled_corner(inside) < _FULL:
        return grey
    cut = max(1, round(_INSIDE * min(bottom - top, right - left)))
    return grey[top + cut : bottom - cut, left + cut : right - cut]


def _least_filled_corner(inside: NDArray[np.bool_]) -> float:
    """Sheets have corners, and bold digits have not."""
    high, wide = (max(1, side // 10) for side in inside.shape)
    ends = ((slice(high), slice(-high, None)), (slice(wide), slice(-wide, None)))
    return min(float(inside[rows, columns].mean()) for rows in ends[0] for columns in ends[1])


def _within_edges(grey: Page) -> Page:
    """Without rows and columns at the border that differ from the paper nearly all along."""
    paper = np.median(grey)
    odd = np.abs(grey.astype(np.int16) - paper) > _APART
    for _ in range(4):  # a row along the top hides how much of a column at the left differs
        down, across = odd.mean(axis=1) >= _EDGE, odd.mean(axis=0) >= _EDGE
        top, bottom = _depth(down), _depth(down[::-1])
        left, right = _depth(across), _depth(across[::-1])
        if not any((top, bottom, left, right)):
            break
        cut = np.s_[top : odd.shape[0] - bottom, left : odd.shape[1] - right]
        grey, odd = grey[cut], odd[cut]
    return grey


def _depth(odd: NDArray[np.bool_]) -> int:
    """How many of the first lines are odd, if that is an edge and no picture; and a blurred one more."""
    deep = int(np.argmin(odd)) if not odd.all() else len(odd)
    return deep + 1 if 0 < deep <= max(1, _DEEPEST_EDGE * len(odd)) else 0


def without_lines(ink: Page) -> Page:
    """Ink (h, w), 255 = full, without straight thin lines along and across the picture: boxes, ruling, edges.

    Where a stroke crosses a line it stays whole. Nothing is left of a sheet that has only lines.
    """
    cleared = np.where(_lines(ink), 0, ink).astype(np.uint8)
    cleared = np.where(_lines(cleared.T).T, 0, cleared).astype(np.uint8)
    if cleared.sum(dtype=np.int64) < _LEFT * ink.sum(dtype=np.int64):
        return np.zeros_like(ink)
    return cleared


def _lines(ink: Page) -> NDArray[np.bool_]:
    """Pixels of lines along the rows: thin ones, in rows that are full of them."""
    marked = ink >= _FAINT
    thin = marked & (_heights(marked) <= max(3.0, _THIN * len(ink) + 2))
    # As far as the digit does not lie there itself.
    full = thin.mean(axis=1) >= np.maximum(_LONG * (1 - (marked & ~thin).mean(axis=1)), _SOME)
    near = full.copy()  # a line that is a little aslant, or blurred, has some pixels in the next rows
    for shift in (1, 2, 3):
        near[shift:] |= full[:-shift]
        near[:-shift] |= full[shift:]
    found: NDArray[np.bool_] = thin & near[:, None]
    return found


def _heights(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many marked pixels stand above each other without a gap, at each of them."""
    columns = np.pad(marked.T, ((0, 0), (0, 1)))
    flat = columns.ravel()
    edges = np.flatnonzero(np.diff(flat, prepend=False))
    starts, ends = edges[::2], edges[1::2]
    lengths = np.zeros(flat.shape, np.int64)
    lengths[flat] = np.repeat(ends - starts, ends - starts)
    result: NDArray[np.int64] = lengths.reshape(columns.shape)[:, :-1].T
    return result


def holds_two(ink: Page) -> bool:
    """Whether ink (h, w) is of two digits beside each other: two parts, both nearly as high as all of it."""
    marked = ink > 60
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if not rows.size:
        return False
    box = marked[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, total = len(box), int(box.sum())
    edges = np.flatnonzero(np.diff(~box.any(axis=0), prepend=False, append=False))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first < max(2, _GAP * height):
            continue
        parts = box[:, :first], box[:, last:]
        if all(_high(part) >= _AS_HIGH * height and part.sum() >= _SHARE * total for part in parts):
            return True
    return False


def _high(part: NDArray[np.bool_]) -> int:
    rows = np.flatnonzero(part.any(axis=1))
    return int(rows[-1] - rows[0]) + 1 if rows.size else 0
