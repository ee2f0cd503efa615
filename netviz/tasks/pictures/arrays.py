"""Pictures and labels that come as arrays, of any size and type, as they are stored and learnt."""

from __future__ import annotations

from math import isqrt
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.answer import MOST_CLASSES
from netviz.tasks.examples import DataError
from netviz.tasks.pictures.averaged import averaged
from netviz.tasks.pictures.fitted import MOST_SIDE, border

_BLOCK: Final = 2048  # pictures at a time
_COLOURS: Final = (3, 4)
_GREY: Final = (0.299, 0.587, 0.114)  # Rec. 601, as Pillow has it
_LIGHT: Final = 128
_SAMPLED: Final = 200
_LONGEST: Final = 60  # characters of a class's name


class Laid(NamedTuple):
    """`images` uint8 (n, side·side), `inverted`: whether their paper was light."""

    images: NDArray[np.uint8]
    side: int
    inverted: bool


def lay(values: NDArray[Any], where: str, like: Laid | None = None) -> Laid:
    """Pictures made grey, inverted where their paper is light, fitted into a square of 64×64 pixels at most.

    They come as (n, rows, columns), (n, rows, columns, colours), (n, colours, rows, columns) or (n, pixels of
    a square), whole numbers from 0 to 255 or decimals from 0 to 1. `like`: as those were. Raises DataError;
    `where` names the file.
    """
    shaped = _shaped(values, where)
    n, rows, columns = shaped.shape[:3]
    if not n or not rows * columns:
        raise DataError(f"{where} holds no pictures; one at least would be right.")
    scale = _scale(shaped, where)
    some = np.unique(np.linspace(0, n - 1, min(n, _SAMPLED)).astype(int))
    pages = _grey(shaped[some], scale)
    inverted = like.inverted if like else float(np.median([border(page) for page in pages])) >= _LIGHT
    square = max(rows, columns)
    side = min(square, MOST_SIDE)
    if like is not None and like.side != side:
        raise DataError(
            f"{where} holds pictures of {rows}×{columns} pixels to test with, and others to learn from; "
            "pictures of one size would be right."
        )
    images = np.empty((n, side * side), np.uint8)
    top, left = (square - rows) // 2, (square - columns) // 2
    for first in range(0, n, _BLOCK):
        grey = _grey(shaped[first : first + _BLOCK], scale)
        ink = 255 - grey if inverted else grey
        if rows != columns:
            whole = np.zeros((len(ink), square, square), np.uint8)
            whole[:, top : top + rows, left : left + columns] = ink
            ink = whole
        flat = ink.reshape(len(ink), -1)
        images[first : first + _BLOCK] = flat if side == square else averaged(flat, side)
    return Laid(images, side, inverted)


def classes_of(values: NDArray[Any], where: str) -> tuple[str, ...]:
    """The names of the classes in these labels: words, whole numbers, or a column each. Raises DataError."""
    if values.ndim == 2 and values.shape[1] > 1:
        return tuple(map(str, range(values.shape[1])))
    flat = values.reshape(-1)
    if flat.dtype.kind == "f":
        if not (np.isfinite(flat).all() and (flat == np.rint(flat)).all()):
            raise DataError(
                f"{where} holds labels with decimals; a whole number or a name for each would be right."
            )
        flat = flat.astype(np.int64)
    if flat.dtype.kind not in "iubU":
        raise DataError(f"{where} holds labels of type {flat.dtype}; whole numbers or names would be right.")
    found = np.unique(flat)
    if len(found) < 2:
        raise DataError(f"{where} holds one class only; two at least would be right.")
    if len(found) > MOST_CLASSES:
        raise DataError(f"{where} holds {len(found):,} classes; up to {MOST_CLASSES:,} would be right.")
    return tuple(_name(value) for value in found)


def labels_of(values: NDArray[Any], names: tuple[str, ...], n: int, where: str) -> NDArray[np.uint16]:
    """Each picture's place among the names, (n,). Raises DataError."""
    if values.ndim not in (1, 2) or len(values) != n:
        raise DataError(
            f"{where} holds {len(values) if values.ndim else 1:,} labels for {n:,} pictures; one for each "
            "would be right."
        )
    if values.ndim == 2 and values.shape[1] > 1:
        columns: NDArray[np.uint16] = np.argmax(values, axis=1).astype(np.uint16)
        return columns
    flat = values.reshape(-1)
    kept, places = np.unique(flat.astype(np.int64) if flat.dtype.kind in "fb" else flat, return_inverse=True)
    at = {name: place for place, name in enumerate(names)}
    missing = [_name(value) for value in kept if _name(value) not in at]
    if missing:
        raise DataError(f"{where} has the class {missing[0]!r} to test with, and none of it to learn from.")
    table = np.asarray([at[_name(value)] for value in kept], np.uint16)
    result: NDArray[np.uint16] = table[places.reshape(-1)]
    return result


def _name(value: object) -> str:
    text = str(value)[:_LONGEST]
    return text if text.isprintable() and text else repr(text)


def _shaped(values: NDArray[Any], where: str) -> NDArray[Any]:
    if values.dtype.kind not in "iubf":
        raise DataError(f"{where} holds pictures of type {values.dtype}; numbers would be right.")
    if values.ndim == 2 and isqrt(values.shape[1]) ** 2 == values.shape[1] and values.shape[1]:
        side = isqrt(values.shape[1])
        return values.reshape(len(values), side, side)
    if values.ndim == 4 and values.shape[1] in (1, *_COLOURS) and values.shape[3] not in (1, *_COLOURS):
        values = np.moveaxis(values, 1, 3)
    if values.ndim == 4 and values.shape[3] == 1:
        values = values[..., 0]
    if values.ndim == 3 or (values.ndim == 4 and values.shape[3] in _COLOURS):
        return values
    shape = "×".join(map(str, values.shape)) or "one number"
    raise DataError(f"{where} has the shape {shape}; pictures in rows and columns would be right.")


def _scale(values: NDArray[Any], where: str) -> float:
    """What makes 255 of full ink."""
    if values.dtype == np.uint8:
        return 1.0
    if values.dtype.kind == "b":
        return 255.0
    low, high = float(values.min()), float(values.max())
    if not (np.isfinite(low) and np.isfinite(high) and low >= 0 and high <= 255):
        raise DataError(
            f"{where} holds pixels from {low:g} to {high:g}; 0 to 255, or 0 to 1 with decimals, would be "
            "right."
        )
    return 255.0 if high <= 1 and values.dtype.kind == "f" else 1.0


def _grey(values: NDArray[Any], scale: float) -> NDArray[np.uint8]:
    """uint8 (n, rows, columns)."""
    if values.dtype == np.uint8 and values.ndim == 3:
        return values
    levels = values.astype(np.float32) * np.float32(scale)
    if levels.ndim == 4:
        levels = levels[..., :3] @ np.asarray(_GREY, np.float32)
    result: NDArray[np.uint8] = np.rint(levels).clip(0, 255).astype(np.uint8)
    return result
