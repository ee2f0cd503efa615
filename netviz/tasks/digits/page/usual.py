"""What digits of a page have in common: how high they are, and how broad the pen was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.page.piece import Piece

_SURE: Final = 0.5  # like a digit
_LEAST_PART: Final = 0.15  # of a digit's height is high what may be a part of one
_LOWEST: Final = 0.38  # what is told of
_HIGHEST: Final = 2.2
_FINEST: Final = 0.5  # of the usual stroke's width
_NARROW: Final = 0.45  # of its height is wide what may be a bit of a line that is read as 1;
_FINE_LINE: Final = 0.62  # then it is finer than strokes are
_ENOUGH: Final = 3  # digits tell how others are
_AMONG_OTHERS: Final = 0.02  # like a digit at least is what stands among others and is as large
_AS_HIGH: Final = (0.5, 1.6)
_AS_LARGE: Final = 1.8
_AS_BROAD: Final = (0.5, 2.5)


@dataclass(frozen=True)
class Usual:
    """In pixels, the median `height` of what is like a digit, and its `stroke` (0 where nothing is);
    there are `n` of them.
    """

    height: float
    stroke: float
    n: int

    def part(self, piece: Piece) -> bool:
        """Whether it may be a digit or a part of one: no speck, nor what is left of a finer line."""
        broad = piece.breadth >= min(_FINEST * self.stroke, 0.5 * piece.size)
        return piece.size >= _LEAST_PART * self.height and broad

    def told_of(self, piece: Piece) -> bool:
        """Whether it is large enough, and no bit of a line."""
        line = piece.width < _NARROW * piece.height and piece.stroke < _FINE_LINE * self.stroke
        return piece.size >= _LOWEST * self.height and not line

    def is_digit(self, piece: Piece, likeness: float, least: float) -> bool:
        """Whether it is `least` like one; or a little, and as high and as broad as others here."""
        if likeness >= least:
            return piece.size <= _HIGHEST * self.height
        return (
            self.n >= _ENOUGH
            and likeness >= min(_AMONG_OTHERS, least)
            and _AS_HIGH[0] <= piece.height / self.height <= _AS_HIGH[1]
            and piece.size <= _AS_LARGE * self.height
            and _AS_BROAD[0] <= piece.stroke / self.stroke <= _AS_BROAD[1]
        )


def usual(pieces: Sequence[Piece], likeness: NDArray[np.float64]) -> Usual:
    """Of the digits among these pieces."""
    if not pieces:
        return Usual(1.0, 0.0, 0)
    sizes = np.array([piece.size for piece in pieces], np.float64)
    weights = sizes * np.where(likeness >= _SURE, 1.0, 0.02)
    order = np.argsort(sizes)
    total = np.cumsum(weights[order])
    height = float(sizes[order][np.searchsorted(total, total[-1] / 2)])
    strokes = [
        piece.stroke
        for piece, like in zip(pieces, likeness, strict=True)
        if like >= _SURE and 0.5 * height <= piece.size <= _HIGHEST * height
    ]
    return Usual(height, float(np.median(strokes)) if strokes else 0.0, len(strokes))
