"""The outlines of arrows as numpy polygons: a tapered shaft and a head, exactly as long as the number that
they stand for.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.viewmodels.palette import Palette

TAIL: Final = 0.45  # width of the shaft at its tail, as a share of that at the head
HEAD_LENGTH: Final = (3.0, 2.6)  # logical pixels, and per pixel of the shaft's width
HEAD_HALF: Final = (1.1, 1.15)
HEAD_AT_MOST: Final = 0.48  # of the whole length: a short arrow is mostly head
OPEN_HEAD: Final = 1.1  # width of an open head's outline
OPEN_SHARE: Final = 0.26  # of half the head's width: a small open head has a thinner one, or it would fill it
OUTLINE: Final = 1.0
HALO: Final = 1.6
MOST_HALOS: Final = 64  # arrows of one kind
FAINTEST: Final = 0.025  # opacity of a line that is drawn
SHADES: Final = 16  # of the lines in one group


def line_groups(alpha: NDArray[np.float32]) -> list[NDArray[np.intp]]:
    """Where lines of nearly the same opacity stand, group by group, without those too faint to be seen.

    `alpha` (n,) ascending.
    """
    seen = np.flatnonzero(alpha >= FAINTEST)
    change = np.flatnonzero(np.diff(np.ceil(np.minimum(alpha[seen], 1.0) * SHADES))) + 1
    return [group for group in np.split(seen, change) if len(group)]


def line_halo(palette: Palette, role: str) -> tuple[str, float]:
    """Colour of the stripe behind a line of this role, and how far it reaches beyond the line."""
    # Yellow on a light page needs a dark outline.
    pale = palette.colour_blind and not palette.dark and role == "first_wish"
    return (palette.rim, OUTLINE * 0.6) if pale else (palette.page, HALO)


def shafts(
    line: NDArray[np.float64], width: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shaft and head of n arrows: float64 (n, 4, 2) and (n, 3, 2). `line` (n, 4): tail and tip; `width`
    (n,).
    """
    tail, tip = line[:, :2], line[:, 2:]
    way = tip - tail
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    unit = way / length[:, None]
    across = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    head = np.minimum(HEAD_LENGTH[0] + HEAD_LENGTH[1] * width, HEAD_AT_MOST * length)
    full = HEAD_LENGTH[0] + HEAD_LENGTH[1] * width
    # A head that had to be cut short is cut narrow too, so that it stays a head.
    shrink = np.sqrt(head / full)
    half = (HEAD_HALF[0] + HEAD_HALF[1] * width) * shrink
    shaft = width / 2 * np.minimum(shrink * 1.2, 1.0)
    neck = tip - unit * head[:, None]
    body = np.stack(
        [
            tail + across * (shaft * TAIL)[:, None],
            neck + across * shaft[:, None],
            neck - across * shaft[:, None],
            tail - across * (shaft * TAIL)[:, None],
        ],
        axis=1,
    )
    point = np.stack([tip, neck + across * half[:, None], neck - across * half[:, None]], axis=1)
    return body, point


def upright(x: float, y0: float, y1: float, width: float) -> NDArray[np.float64]:
    """A vertical arrow from y0 to its tip at y1 as one outline, float64 (7, 2)."""
    length = abs(y1 - y0)
    sign = 1.0 if y1 < y0 else -1.0
    head = min(2.1 * width, 0.7 * length)
    half = min(1.35 * width, 0.9 * max(length, 1.0))
    shaft = min(width / 2, half * 0.5)
    neck = y1 + sign * head
    return np.array(
        [
            (x - shaft, y0),
            (x - shaft, neck),
            (x - half, neck),
            (x, y1),
            (x + half, neck),
            (x + shaft, neck),
            (x + shaft, y0),
        ]
    )
