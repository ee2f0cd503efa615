"""Digits that touch, parted where that is safe: where both parts are digits, and the whole is none."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.page.piece import Measure, Piece, measured, trimmed

_WHOLE: Final = 0.5  # like a digit: it is one, and stays whole
_PART: Final = 0.55  # like a digit is each part at least;
_SCARRED: Final = 0.2  # where the other is
_SURE_PART: Final = 0.9  # like one, of what is much wider than a digit
_LEAST_WIDTH: Final = 0.75  # of a digit's height is wide what may be two
_LEAST_HEIGHT: Final = 0.45  # of a digit's height is each part high
_MOST_CUTS: Final = 6
_CUTS_APART: Final = 0.12  # of a digit's height
_SLANTS: Final = (0.0, 0.3, -0.3)  # columns by row
_WIDE: Final = 1.15  # of a digit's height: what is less wide is rather one digit than two,
_ONE_STROKE: Final = 1.6  # times a stroke's width is cut through at most there, in one place


def parted(
    pieces: list[Piece], likeness: NDArray[np.float64], digit: float, measure: Measure
) -> tuple[list[Piece], NDArray[np.float64]]:
    """The pieces with those parted that are digits in a row; `digit` is about how high digits are."""
    result: list[Piece] = []
    like: list[float] = []
    for piece, value in zip(pieces, likeness, strict=True):
        for part, of_part in _parts(piece, float(value), digit, measure, 3):
            result.append(part)
            like.append(of_part)
    return result, np.array(like)


def _parts(
    piece: Piece, likeness: float, digit: float, measure: Measure, deep: int
) -> list[tuple[Piece, float]]:
    """A piece as it is, or in parts that are each a digit."""
    whole = [(piece, likeness)]
    wide = piece.width >= _LEAST_WIDTH * min(digit, piece.height)
    if likeness >= _WHOLE or not wide or piece.height > 2.2 * digit or deep == 0:
        return whole
    cuts = _cuts(piece, digit)
    if not cuts:
        return whole
    like = measured([part for cut in cuts for part in cut], measure).reshape(-1, 2)
    best = int(like.min(axis=1).argmax())
    low, high = np.sort(like[best])
    wide = piece.width >= _WIDE * digit
    if (low >= _PART or (low >= _SCARRED and high >= _SURE_PART)) if wide else low >= _SURE_PART:
        return [(part, float(of)) for part, of in zip(cuts[best], like[best], strict=True)]
    # Of three in a row one cut leaves a digit and two that touch.
    best = int(like.max(axis=1).argmax())
    one = int(like[best].argmax())
    if like[best, one] < _PART or piece.width < 1.5 * digit:
        return whole
    rest = _parts(cuts[best][1 - one], float(like[best, 1 - one]), digit, measure, deep - 1)
    if len(rest) < 2:
        return whole
    return [(cuts[best][one], float(like[best, one])), *rest]


def _cuts(piece: Piece, digit: float) -> list[tuple[Piece, Piece]]:
    """The piece in two, left and right, where least ink is cut through: straight ways of a few slants."""
    height, width = piece.ink.shape
    rows, columns = np.arange(height) - height / 2, np.arange(width)
    found: list[tuple[Piece, Piece]] = []
    narrow = width < _WIDE * digit
    most = _ONE_STROKE * piece.stroke * 255
    for slant in _SLANTS:
        shifted = np.rint(columns[None, :] + slant * rows[:, None]).astype(np.int64)
        inside = (shifted >= 0) & (shifted < width)
        sheared = np.where(inside, piece.ink[np.arange(height)[:, None], shifted.clip(0, width - 1)], 0)
        cost = sheared.sum(axis=0, dtype=np.float64)
        first, last = round(0.15 * width), round(0.85 * width)
        for place in _lowest(cost, first, last, max(2, round(_CUTS_APART * digit))):
            if narrow and (cost[place] > most or _crossings(sheared[:, place]) > 1):
                continue
            left = columns[None, :] < place + slant * rows[:, None]
            parts = _largest(piece, left), _largest(piece, ~left)
            if all(part.height >= _LEAST_HEIGHT * min(digit, height) and part.width > 1 for part in parts):
                found.append(parts)
    return found


def _crossings(cut: NDArray[np.uint8]) -> int:
    """How many strokes a cut goes through: a 0 or a 9 has two, digits that touch mostly one."""
    inked = cut > 100
    return int(inked[0]) + int((inked[1:] & ~inked[:-1]).sum())


def _lowest(cost: NDArray[np.float64], first: int, last: int, apart: int) -> list[int]:
    """A few places where least is cut, not next to each other."""
    places: list[int] = []
    for place in first + np.argsort(cost[first:last], kind="stable"):
        if all(abs(int(place) - other) >= apart for other in places):
            places.append(int(place))
        if len(places) == _MOST_CUTS:
            break
    return places


def _largest(piece: Piece, where: NDArray[np.bool_]) -> Piece:
    return trimmed(Piece(piece.top, piece.left, np.where(where, piece.ink, 0).astype(np.uint8)))
