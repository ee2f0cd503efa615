"""Digits that lie on their side: EMNIST's files hold each picture with its rows and columns exchanged."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_LOOKED_AT: Final = 1000  # digits
_FEWEST: Final = 100  # digits of which a share means something
_READ: Final = 0.5  # of them are read at least where rows and columns are exchanged …
_BETTER: Final = 0.2  # … and so many more than as they are: of 1,000, no chance does that
_CLASSES: Final = 10


def lie_on_their_side(
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    known: NDArray[np.uint8],
    known_labels: NDArray[np.uint8],
) -> bool:
    """Whether `images`, uint8 (n, side²), are digits with rows and columns exchanged, by what they look like
    beside `known` digits that stand upright: the nearest mean reads them turned, and not as they are.
    """
    if len(images) < _FEWEST:
        return False
    some = np.linspace(0, len(images) - 1, min(len(images), _LOOKED_AT)).astype(int)
    pages, right = images[some], labels[some]
    means = np.array([known[known_labels == digit].mean(axis=0) for digit in range(_CLASSES)], np.float32)

    def read(pages: NDArray[np.uint8]) -> float:
        x = pages.astype(np.float32)
        distance = (means**2).sum(axis=1) - 2 * x @ means.T
        return float((distance.argmin(axis=1) == right).mean())

    as_they_are, exchanged = read(pages), read(turned(pages))
    return exchanged >= _READ and exchanged >= as_they_are + _BETTER


def turned(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """With rows and columns exchanged: uint8 (n, side²), read-only."""
    side = round(images.shape[1] ** 0.5)
    result = np.ascontiguousarray(images.reshape(-1, side, side).transpose(0, 2, 1)).reshape(images.shape)
    result.flags.writeable = False
    return result
