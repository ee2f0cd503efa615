"""Which marked pixels hang together: told by the runs in their rows, which are few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Components:
    """`labels`, int32 (h, w): 0 where nothing is marked, from 1 on for each component. The other arrays
    have a row for each: how many pixels it has, and its box as top, left, bottom, right (ends excluded).
    """

    labels: NDArray[np.int32]
    area: NDArray[np.int64]
    box: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.area)


def components(marked: NDArray[np.bool_]) -> Components:
    """The components of marked pixels, (h, w), that touch by a side or a corner."""
    height, width = marked.shape
    wide = np.zeros((height, width + 1), np.int8)
    wide[:, :-1] = marked
    edges = np.flatnonzero(np.diff(wide.reshape(-1), prepend=np.int8(0)))
    starts, ends = edges[::2], edges[1::2]
    labels = np.zeros((height, width + 1), np.int32)
    if not len(starts):
        return Components(labels[:, :-1], np.zeros(0, np.int64), np.zeros((0, 4), np.int64))
    upper, lower = _touching(starts, ends, width + 1)
    root = _roots(len(starts), upper, lower)
    _, number = np.unique(root, return_inverse=True)
    n = int(number.max()) + 1
    lengths = ends - starts
    flat = labels.reshape(-1)
    # A run's label is written at its first pixel and taken back behind its last; sums do the rest.
    change = np.zeros(flat.size + 1, np.int32)
    change[starts] += number.astype(np.int32) + 1
    change[ends] -= number.astype(np.int32) + 1
    np.cumsum(change[:-1], out=flat)
    rows, left = np.divmod(starts, width + 1)
    box = np.empty((n, 4), np.int64)
    box[:, :2] = height, width
    box[:, 2:] = 0
    np.minimum.at(box[:, 0], number, rows)
    np.minimum.at(box[:, 1], number, left)
    np.maximum.at(box[:, 2], number, rows + 1)
    np.maximum.at(box[:, 3], number, left + lengths)
    area = np.bincount(number, lengths, n).astype(np.int64)
    return Components(labels[:, :-1], area, box)


def _touching(
    starts: NDArray[np.int64], ends: NDArray[np.int64], stride: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of runs in rows that follow each other, which touch."""
    # Runs of the row above, moved down by one: those that end at or after a run's start (corner included) …
    first = np.searchsorted(ends + stride, starts, "left")
    # … and begin at or before its end.
    last = np.searchsorted(starts + stride, ends, "right")
    count = np.maximum(last - first, 0)
    lower = np.repeat(np.arange(len(starts)), count)
    upper = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    # A run at the end of a row and one at the beginning of the next but one are no neighbours.
    beside = starts[upper] // stride + 1 == starts[lower] // stride
    return upper[beside], lower[beside]


def _roots(n: int, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each of n the smallest with which pairs connect it."""
    root = np.arange(n)
    while True:
        a, b = root[one], root[other]
        apart = a != b
        if not apart.any():
            return root
        np.minimum.at(root, np.maximum(a[apart], b[apart]), np.minimum(a[apart], b[apart]))
        while True:  # each points to the end of its chain
            nearer = root[root]
            if np.array_equal(nearer, root):
                break
            root = nearer
