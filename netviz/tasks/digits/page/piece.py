"""Pieces of ink: what hangs together, cut out of the sheet, and several of them as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netviz.tasks.digits.ink import normalise, stroke_width, upper_quartile
from netviz.tasks.digits.page.components import Components
from netviz.tasks.digits.page.plane import Points, rectangle

Measure = Callable[[NDArray[np.uint8]], NDArray[np.float64]]
"""How much each of uint8 (n, 784) is like a digit, (n,), 0 to 1."""

_FAINT: Final = (
    0.2  # of a piece's own darkness, and as far below it: symmetric, so that strokes keep their width
)
_SOFT: Final = 2  # pixels of an edge
_LARGEST: Final = 96  # pixels of a piece that is to be normalised


@dataclass(frozen=True, eq=False)
class Piece:
    """Ink, uint8 (h, w), 255 = full, and where it stands on the sheet: row and column of its corner."""

    top: int
    left: int
    ink: NDArray[np.uint8]

    @property
    def bottom(self) -> int:
        """The row below it."""
        return self.top + len(self.ink)

    @property
    def right(self) -> int:
        """The column beside it."""
        return self.left + self.width

    @property
    def height(self) -> int:
        """In pixels."""
        return len(self.ink)

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.ink.shape[1])

    @property
    def size(self) -> int:
        """The longer side."""
        return max(self.height, self.width)

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """As networks read it: uint8 (784,), normalised as the pad's ink is."""
        return normalise(smaller(self.ink))

    @cached_property
    def stroke(self) -> float:
        """How wide its strokes are on average, in pixels."""
        return stroke_width(self.ink)

    @property
    def breadth(self) -> float:
        """How wide it would be, stretched to a straight line of its longer side."""
        return float(self.ink.sum(dtype=np.int64)) / 255 / self.size

    def box(self) -> Points:
        """Its corners on the sheet, (4, 2), x and y, clockwise from the top left one."""
        corner = np.array([self.left, self.top], np.float64)
        result: Points = rectangle(self.width, self.height) + corner
        return result

    def outline(self) -> NDArray[np.float64]:
        """Points on the sheet between which its ink lies, (n, 2), x and y: both ends of each row."""
        marked = self.ink > 100
        rows = np.flatnonzero(marked.any(axis=1))
        if not rows.size:
            rows, marked = np.arange(self.height), np.ones_like(marked)
        first, last = marked[rows].argmax(axis=1), self.width - marked[rows, ::-1].argmax(axis=1)
        x, y = np.concatenate([first, first, last, last]), np.concatenate([rows, rows + 1, rows, rows + 1])
        return np.stack([x + self.left, y + self.top], axis=1).astype(np.float64)


def smaller(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Ink of so many pixels that more would change nothing in the 20 that are wanted."""
    times = max(ink.shape) // _LARGEST
    return ink if times < 2 else np.asarray(Image.fromarray(ink).reduce(times))


def pieces_of(found: Components, contrast: NDArray[np.uint8], least: float, most: int) -> list[Piece]:
    """The components that are `least` pixels long, no more than the `most` largest, as pieces."""
    sizes = np.maximum(found.box[:, 2] - found.box[:, 0], found.box[:, 3] - found.box[:, 1])
    chosen = np.flatnonzero(sizes >= least)
    if len(chosen) > most:
        chosen = np.sort(chosen[np.argsort(-found.area[chosen], kind="stable")[:most]])
    return [_piece(found, contrast, int(k)) for k in chosen]


def _piece(found: Components, contrast: NDArray[np.uint8], k: int) -> Piece:
    top, left, bottom, right = (int(value) for value in found.box[k])
    height, width = contrast.shape
    top, left, bottom, right = (
        max(top - _SOFT, 0),
        max(left - _SOFT, 0),
        min(bottom + _SOFT, height),
        min(right + _SOFT, width),
    )
    place = slice(top, bottom), slice(left, right)
    labels = found.labels[place]
    own = labels == k + 1
    levels = contrast[place]
    level = upper_quartile(np.sort(levels[own]))
    # Its soft edge belongs to it, other pieces don't.
    its = own | ((labels == 0) & _around(own))
    ink = np.clip((np.arange(256) / level - _FAINT) / (1 - 2 * _FAINT), 0.0, 1.0)
    of_level = np.rint(255 * ink).astype(np.uint8)
    return trimmed(Piece(top, left, np.where(its, of_level[levels], np.uint8(0))))


def _around(own: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """With all that is no more than `_SOFT` pixels away."""
    near = own.copy()
    for by in range(1, _SOFT + 1):
        near[by:] |= own[:-by]
        near[:-by] |= own[by:]
    wide = near.copy()
    for by in range(1, _SOFT + 1):
        wide[:, by:] |= near[:, :-by]
        wide[:, :-by] |= near[:, by:]
    return wide


def trimmed(piece: Piece) -> Piece:
    """Without the paper around its ink."""
    marked = piece.ink > 100
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if not rows.size:
        return piece
    top, left = int(rows[0]), int(columns[0])
    ink = piece.ink[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
    return Piece(piece.top + top, piece.left + left, ink)


def together(pieces: Sequence[Piece]) -> Piece:
    """Several as one."""
    top, left = min(piece.top for piece in pieces), min(piece.left for piece in pieces)
    bottom, right = max(piece.bottom for piece in pieces), max(piece.right for piece in pieces)
    ink = np.zeros((bottom - top, right - left), np.uint8)
    for piece in pieces:
        place = ink[piece.top - top : piece.bottom - top, piece.left - left : piece.right - left]
        np.maximum(place, piece.ink, out=place)
    return Piece(top, left, ink)


def measured(pieces: Sequence[Piece], measure: Measure) -> NDArray[np.float64]:
    """How much each piece is like a digit, (n,)."""
    if not pieces:
        return np.zeros(0)
    return measure(np.stack([piece.pixels for piece in pieces]))
