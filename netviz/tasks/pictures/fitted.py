"""How a picture of any size becomes the pixels that a network reads: grey, paper 0, fitted into a square."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MOST_SIDE: Final = 64
USUAL_SIDE: Final = 28
"""Where they come in several sizes, or in larger ones."""
_LEAST_SIDE: Final = 4
_LIGHT: Final = 128


class Fitting(NamedTuple):
    """`side`: of the square. `inverted`: the paper is light in these pictures; None: each one's border says.

    The longer side of a picture becomes `side`, its shape stays, and it stands in the middle; one that has
    that size already keeps every pixel.
    """

    side: int
    inverted: bool | None

    def pixels(self, page: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Of a picture's brightness, uint8 (h, w): uint8 (side·side,)."""
        light = self.inverted if self.inverted is not None else border(page) >= _LIGHT
        return self.ink(255 - page if light else page)

    def ink(self, ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Of ink on paper, uint8 (h, w), 0 = paper."""
        side = self.side
        if ink.shape == (side, side):
            return ink.reshape(-1)
        scale = side / max(ink.shape)
        height, width = (min(max(1, round(length * scale)), side) for length in ink.shape)
        way = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
        smaller = np.asarray(Image.fromarray(np.ascontiguousarray(ink)).resize((width, height), way))
        result = np.zeros((side, side), np.uint8)
        top, left = (side - height) // 2, (side - width) // 2
        result[top : top + height, left : left + width] = smaller
        return result.reshape(-1)

    @property
    def words(self) -> str:
        """What is done to them, as a sentence."""
        turned = ", and inverted, since their paper is light" if self.inverted else ""
        return f"Pictures are made grey{turned}, and fitted into {self.side}×{self.side} pixels."


def fitting_of(pages: list[NDArray[np.uint8]]) -> Fitting:
    """What suits these pictures: their own size where all have the same and it is not too large."""
    sizes = {page.shape for page in pages}
    largest = max((max(shape) for shape in sizes), default=USUAL_SIDE)
    side = largest if len(sizes) == 1 and _LEAST_SIDE <= largest <= MOST_SIDE else USUAL_SIDE
    light = float(np.median([border(page) for page in pages])) if pages else 0.0
    return Fitting(side, light >= _LIGHT)


def border(page: NDArray[np.uint8]) -> float:
    """How light its outermost pixels mostly are."""
    return float(np.median(np.concatenate([page[0], page[-1], page[1:-1, 0], page[1:-1, -1]])))
