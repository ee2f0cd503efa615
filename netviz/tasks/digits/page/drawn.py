"""Digits drawn beside each other on a pad: ink that hangs together, joined and parted as a page's is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.page.components import components
from netviz.tasks.digits.page.join import joined
from netviz.tasks.digits.page.order import lines
from netviz.tasks.digits.page.piece import Measure, Piece, measured, pieces_of
from netviz.tasks.digits.page.split import parted

_SPECK: Final = 0.02  # of the paper's side
_MOST: Final = 40  # pieces
_LOWEST: Final = 0.38  # of the digits' height is a digit at least
_A_DIGIT: Final = 0.5  # like one: its height counts


@dataclass(frozen=True, eq=False)
class Drawn:
    """One digit of a number: where its ink lies, `whole` where nothing was parted for it."""

    piece: Piece
    is_digit: bool
    whole: bool


def drawn_digits(ink: NDArray[np.uint8], measure: Measure, least: float) -> tuple[Drawn, ...]:
    """The digits in ink, uint8 (h, w), 0 = paper, in reading order; less than `least` like one is none."""
    pieces = pieces_of(components(ink > 0), ink, _SPECK * max(ink.shape), _MOST)
    if not pieces:
        return ()
    likeness = measured(pieces, measure)
    sizes = np.array([piece.size for piece in pieces])
    usual = sizes[likeness >= _A_DIGIT]
    digit = float(np.median(usual if usual.size else sizes[sizes >= 0.5 * sizes.max()]))
    pieces, likeness = joined(pieces, likeness, digit, measure)
    unparted = {id(piece) for piece in pieces}
    pieces, likeness = parted(pieces, likeness, digit, measure)
    return tuple(
        Drawn(pieces[k], bool(likeness[k] >= least), id(pieces[k]) in unparted)
        for line in lines(pieces)
        for k in line
        if pieces[k].size >= _LOWEST * digit
    )
