"""A map of digits: the activations of one column of neurons, looked at from where they lie widest apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# Matrices of this size are decomposed in about a second; beyond it a map would keep people waiting.
LARGEST: Final = 2000


@dataclass(frozen=True, eq=False)
class DigitMap:
    """Digits in two dimensions, by principal components. Arrays are read-only.

    `points` float32 (n, 2), with the mean in the origin; the first axis is the one with more variance,
    unless the map was turned to lie on the one before. `explained` (2,): the shares of all variance that
    the two components hold, 0 to 1, the larger first. `column` 0 is the pixels, the last one the outputs.
    """

    points: NDArray[np.float32]
    explained: NDArray[np.float64]
    column: int


@np.errstate(over="ignore", invalid="ignore")
def principal_components(values: NDArray[np.floating[Any]], column: int = 0) -> DigitMap:
    """The first two principal components of `values` (n, size), exactly (Pearson 1901).

    The eigenvectors of the covariance matrix, or of the matrix of scalar products where digits are fewer
    than neurons, which gives the same points. A component's sign is free: it is chosen so that the point
    farthest out lies on the positive side. Where values don't differ, points lie in the origin.
    Raises ValueError where both n and size are more than 2,000.
    """
    n, size = values.shape
    if min(n, size) > LARGEST:
        raise ValueError(
            f"A map of {n:,} examples by {size:,} neurons would take too long; up to {LARGEST:,} of one of "
            "them would be right."
        )
    centred = np.asarray(values, np.float64)
    centred = centred - centred.mean(axis=0)
    points = np.zeros((n, 2))
    explained = np.zeros(2)
    if np.isfinite(centred).all():
        if size <= n:
            variances, vectors = np.linalg.eigh(centred.T @ centred)
            points[:, : min(size, 2)] = centred @ vectors[:, ::-1][:, :2]
        else:
            variances, vectors = np.linalg.eigh(centred @ centred.T)
            largest = np.sqrt(np.maximum(variances[::-1][:2], 0))
            points[:, : min(n, 2)] = vectors[:, ::-1][:, :2] * largest
        total = float(np.square(centred).sum())
        if total > 0:
            top = np.maximum(variances[::-1][:2], 0)
            explained[: len(top)] = top / total
    farthest = points[np.abs(points).argmax(axis=0), [0, 1]]
    points *= np.where(farthest < 0, -1, 1)
    return _frozen_map(points, explained, column)


@np.errstate(over="ignore", invalid="ignore")
def align(found: DigitMap, previous: DigitMap) -> DigitMap:
    """`found`, turned and mirrored within its plane so that its points lie as near as can be to `previous`.

    Distances within the map stay as they are (orthogonal Procrustes problem, Schönemann 1966). So a map
    moves while a network learns, but doesn't tumble where two components change places.
    """
    left, _, right = np.linalg.svd(found.points.T.astype(np.float64) @ previous.points)
    return _frozen_map(found.points @ (left @ right), found.explained, found.column)


def _frozen_map(points: NDArray[np.floating[Any]], explained: NDArray[np.float64], column: int) -> DigitMap:
    flat = points.astype(np.float32)
    flat.flags.writeable = False
    explained.flags.writeable = False
    return DigitMap(flat, explained, column)
