"""Pieces of one digit joined: the bar of a 5 that stands apart, a stroke that is interrupted."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.page.piece import Measure, Piece, measured, together

_APART: Final = 0.22  # of a digit's height, between pieces of one
_HIGHEST: Final = 1.5  # digits' heights
_WIDEST: Final = 1.35
_SMALL: Final = 0.62  # of a digit's height: more may be a digit of its own
_SURE: Final = 0.5  # like a digit are the pieces together
_LOSS: Final = 0.1  # less like one than the larger piece alone they may be


def joined(
    pieces: list[Piece], likeness: NDArray[np.float64], digit: float, measure: Measure
) -> tuple[list[Piece], NDArray[np.float64]]:
    """The pieces with those joined that make a digit together; `digit` is about how high digits are."""
    likeness = likeness.copy()
    for _ in range(3):  # a digit may lie there in several
        pairs = _pairs(pieces, likeness, digit)
        if not pairs:
            break
        wholes = [together([pieces[a], pieces[b]]) for a, b in pairs]
        like = measured(wholes, measure)
        taken: set[int] = set()
        more: list[tuple[Piece, float]] = []
        for k in np.argsort(-like, kind="stable"):
            a, b = pairs[int(k)]
            alone = max(likeness[a], likeness[b])
            if a in taken or b in taken or like[k] < max(_SURE, alone - _LOSS):
                continue
            taken |= {a, b}
            more.append((wholes[int(k)], float(like[k])))
        if not more:
            break
        kept = [k for k in range(len(pieces)) if k not in taken]
        pieces = [pieces[k] for k in kept] + [whole for whole, _ in more]
        likeness = np.append(likeness[kept], [like for _, like in more])
    return pieces, likeness


def _pairs(pieces: list[Piece], likeness: NDArray[np.float64], digit: float) -> list[tuple[int, int]]:
    """Which may belong together: near each other, and one of them no digit by itself."""
    if len(pieces) < 2:
        return []
    box = np.array([(p.top, p.left, p.bottom, p.right) for p in pieces], np.float64)
    small = (np.maximum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) < _SMALL * digit) | (likeness < 0.2)
    top, left = np.minimum(box[:, None, :2], box[None, :, :2]).transpose(2, 0, 1)
    bottom, right = np.maximum(box[:, None, 2:], box[None, :, 2:]).transpose(2, 0, 1)
    gaps = np.maximum(box[:, None, :2], box[None, :, :2]) - np.minimum(box[:, None, 2:], box[None, :, 2:])
    near = np.maximum(gaps, 0).max(axis=-1) <= _APART * digit
    fits = (bottom - top <= _HIGHEST * digit) & (right - left <= _WIDEST * digit)
    one, other = np.nonzero(np.triu(near & fits & (small[:, None] | small[None, :]), 1))
    return [(int(a), int(b)) for a, b in zip(one, other, strict=True)]
