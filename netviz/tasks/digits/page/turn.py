"""Which way is up, where neither edges nor lines tell it: as most of the ink looks like digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image

from netviz.tasks.digits.ink import normalise
from netviz.tasks.digits.page.piece import Measure, Piece

_ANGLES: Final = (-32, -24, -16, -8, 0, 8, 16, 24, 32)
_MOST: Final = 16  # pieces that are looked at
_SIDE: Final = 64  # pixels
_BETTER: Final = 0.08  # on average, turned than as they lie


def turn_of_digits(pieces: Sequence[Piece], measure: Measure) -> float:
    """By how many degrees digits are turned, clockwise as they are seen; 0 where that isn't clear."""
    largest = sorted(pieces, key=lambda piece: -min(piece.height, piece.width))[:_MOST]
    small = []
    for piece in largest:
        picture = Image.fromarray(np.pad(piece.ink, 2))
        picture.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
        small.append(picture)
    if not small:
        return 0.0
    like = {0: _likeness(small, 0, measure)}
    if like[0] > 1.0 - _BETTER:  # than which nothing is so much better
        return 0.0
    like |= {angle: _likeness(small, angle, measure) for angle in _ANGLES if angle}
    best = max(like, key=lambda angle: like[angle])
    if like[best] < like[0] + _BETTER:
        return 0.0
    near = {angle: _likeness(small, angle, measure) for angle in (best - 4, best + 4)}
    # The top of the parabola through three places.
    low, high = near[best - 4], near[best + 4]
    bend = low - 2 * like[best] + high
    return best + (4 * 0.5 * (low - high) / bend if bend < 0 else 0.0)


def _likeness(small: Sequence[Image.Image], angle: float, measure: Measure) -> float:
    turned = [picture.rotate(angle, Image.Resampling.BILINEAR, expand=True) for picture in small]
    return float(measure(np.stack([normalise(np.asarray(picture)) for picture in turned])).mean())
