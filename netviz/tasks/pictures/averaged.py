"""Pictures made smaller: each new pixel is the mean of the area that it covers."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.task import DIGITS
from netviz.tasks.task import PictureTask

_BLOCK: Final = 2048  # pictures at a time


def averaged(images: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Square pictures, uint8 (n, s·s), at side × side: uint8 (n, side·side)."""
    before = round(images.shape[1] ** 0.5)
    weights = _weights(before, side)
    result = np.empty((len(images), side * side), np.uint8)
    for first in range(0, len(images), _BLOCK):
        part = images[first : first + _BLOCK].reshape(-1, before, before).astype(np.float32)
        sums = weights @ part @ weights.T
        result[first : first + _BLOCK] = np.rint(sums / before**2).reshape(len(part), -1)
    return result


def smaller(task: PictureTask, digit: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A digit of the usual size, uint8 (n,), at this task's size."""
    return digit if task.input == DIGITS.input else averaged(digit[None], task.input.rows)[0]


@cache
def _weights(before: int, after: int) -> NDArray[np.float32]:
    """(after, before): each old row's share in each new one, times `before`: whole numbers, so that every
    machine has the same sums.
    """
    edges = np.arange(after + 1) * before
    cells = np.arange(before) * after
    covered = np.minimum(edges[1:, None], cells + after) - np.maximum(edges[:-1, None], cells)
    shares: NDArray[np.float32] = np.maximum(covered, 0).astype(np.float32)
    return shares
