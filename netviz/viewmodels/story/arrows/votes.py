"""What the examples of a mini-batch want of one weight: who is for more, who for less, how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

HARDLY: Final = 0.01  # of the largest wish: below it an example has no opinion
SHORTEST: Final = (
    0.3  # of the longest arrow: so much length has any opinion, so that it shows where it points
)

MINORITY: Final = 2
COUNTS: Final = 0.05


@dataclass(frozen=True, eq=False)
class Votes:
    """`length` float64 (n,), −1 to 1: how long each arrow is, as a share of the longest; 0 where there is no
    opinion. `up`, `down`, `neither`: how many want more, less, or hardly mind. `lengthened`: how many arrows
    are longer than their wish.
    """

    length: NDArray[np.float64]
    up: int
    down: int
    neither: int
    lengthened: int

    @classmethod
    def of(cls, wish: NDArray[np.float64]) -> Votes:
        """Of wishes −∂L/∂w, float64 (n,)."""
        share = wish / max(float(np.abs(wish).max(initial=0.0)), 1e-300)
        minds = np.abs(share) > HARDLY
        drawn = np.where(minds, np.copysign(np.maximum(np.abs(share), SHORTEST), share), 0.0)
        up, down = int((drawn > 0).sum()), int((drawn < 0).sum())
        short = int((minds & (np.abs(share) < SHORTEST)).sum())
        return cls(drawn, up, down, len(wish) - up - down, short)


def most_disputed(wishes: NDArray[np.float64]) -> int:
    """The weight that examples disagree most about: the index of a column of `wishes` (n, weights).

    One with a minority of two, if there is any, and a wish that counts beside those for other weights; of
    several the one that the average moves farthest.
    """
    largest = np.maximum(np.abs(wishes).max(axis=0), 1e-300)
    share = wishes / largest
    fewer = np.minimum((share > HARDLY).sum(axis=0), (share < -HARDLY).sum(axis=0))
    disputed = np.where(largest > COUNTS * largest.max(), np.minimum(fewer, MINORITY), -1)
    order = np.lexsort((np.abs(wishes.mean(axis=0)), disputed))
    return int(order[-1])
