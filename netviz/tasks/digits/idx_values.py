"""What stands in IDX files, as digits have it: pixels from 0 to 255, one label for each."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.tasks.digits.idx import IdxFile
from netviz.tasks.examples import DataError

_OF_QMNIST: Final = 8  # columns: the digit, then who wrote it and where it was found
_BLOCK: Final = 4096  # digits that are converted at a time


def holds_images(file: IdxFile, pixels: int | None) -> bool:
    """Whether its header is that of images: rows and columns, also as one row each of so many pixels (None:
    of any square), or with one channel.
    """
    if len(file.shape) != 2:
        return len(file.shape) > 2
    row = file.shape[1]
    return row == pixels if pixels is not None else row > 1 and math.isqrt(row) ** 2 == row


def read_images(file: IdxFile, side: int) -> NDArray[np.uint8]:
    """uint8 (n, side·side), 255 = ink, read-only. Floats may go from 0 to 1. Raises DataError."""
    sides = [length for length in file.shape[1:] if length != 1] if len(file.shape) == 4 else file.shape[1:]
    if tuple(sides) not in ((side, side), (side * side,)):
        raise DataError(
            f"{shown(file.path)} holds images of {'×'.join(map(str, sides))} pixels; {side}×{side} would be "
            "right."
        )
    _check_some(file)
    values = file.read().reshape(-1, side * side)
    return values if file.dtype == ">u1" else _as_bytes(file, values)


def read_labels(file: IdxFile) -> NDArray[np.uint8]:
    """uint8 (n,), 0 to 9, read-only. Of QMNIST's eight columns the first is the digit. Raises DataError."""
    _check_some(file)
    columns = math.prod(file.shape[1:])
    if columns != 1 and not (columns == _OF_QMNIST and file.dtype == ">i4" and len(file.shape) == 2):
        raise DataError(
            f"{shown(file.path)} holds {columns} columns of labels; one label for each image would be right."
        )
    labels = file.read().reshape(file.shape[0], columns)[:, 0]
    wrong = np.flatnonzero(~((labels >= 0) & (labels <= 9) & (labels == np.floor(labels))))
    if wrong.size:
        raise DataError(f"{shown(file.path)} holds the label {labels[wrong[0]]:g}; 0 to 9 would be right.")
    return _frozen(labels.astype(np.uint8))


def _as_bytes(file: IdxFile, values: NDArray[Any]) -> NDArray[np.uint8]:
    low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high) and low >= 0 and high <= 255):
        raise DataError(
            f"{shown(file.path)} holds pixels from {low:g} to {high:g}; 0 to 255, or 0 to 1 with decimals, "
            "would be right."
        )
    scale = 255.0 if high <= 1 and file.dtype in (">f4", ">f8") else 1.0
    result = np.empty(values.shape, np.uint8)
    for first in range(0, len(values), _BLOCK):
        block = slice(first, first + _BLOCK)
        result[block] = np.rint(values[block] * scale)
    return _frozen(result)


def _check_some(file: IdxFile) -> None:
    if file.shape[0] == 0:
        raise DataError(f"{shown(file.path)} holds no digits; at least one would be right.")


def _frozen(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    array.flags.writeable = False
    return array
