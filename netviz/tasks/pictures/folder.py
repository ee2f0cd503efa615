"""Pictures out of many files, read one after another into one array."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netviz.tasks.digits.picture_file import ONE_PICTURE, WORKING_SIDE, Page, read_pages
from netviz.tasks.examples import DataError
from netviz.tasks.pictures.fitted import Fitting, fitting_of

Say: TypeAlias = Callable[[float, str], None]
"""Hears how far the reading is, from 0 to 1, and what it is at; may raise to end it."""

MOST_BYTES: Final = 1 << 30
"""Of all pictures as they are stored."""

_SAMPLED: Final = 100
_SMALL: Final = 1 << 14  # bytes of a file that is read at once
_SAID_EVERY: Final = 256
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SIZE_AT: Final = 16  # width and height in its header
_TROUBLES: Final = (
    *(OSError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, EOFError, struct.error),
    *(zlib.error, Image.DecompressionBombError),
)
_PLAIN: Final = ("L", "RGB")


class ReadFiles(NamedTuple):
    """`images` uint8 (n, side·side) and `labels` of those that could be read; why others could not."""

    images: NDArray[np.uint8]
    labels: NDArray[Any]
    troubles: list[str]


def sample(paths: Sequence[str]) -> Fitting:
    """What suits these files, by a hundred of them."""
    some = np.unique(np.linspace(0, len(paths) - 1, min(_SAMPLED, len(paths))).astype(int))
    pages = []
    for k in some:
        try:
            pages.append(read_page(paths[k]))
        except DataError:
            continue  # told of when all are read
    return fitting_of(pages)


def read_files(paths: Sequence[str], labels: Sequence[int], fitting: Fitting, say: Say) -> ReadFiles:
    """All of these, in their order. Raises DataError where they are too many for memory."""
    n, pixels = len(paths), fitting.side**2
    if n * pixels > MOST_BYTES:
        raise DataError(
            f"{n:,} pictures of {fitting.side}×{fitting.side} pixels take {n * pixels / 1e6:,.0f} MB; up to "
            f"{MOST_BYTES / 1e6:,.0f} MB, with fewer or smaller ones, would be right."
        )
    images = np.empty((n, pixels), np.uint8)
    read: list[int] = []
    troubles: list[str] = []
    for k, path in enumerate(paths):
        if k % _SAID_EVERY == 0:
            say(k / n, f"{k:,} of {n:,} pictures")
        try:
            images[len(read)] = fitting.pixels(read_page(path))
        except DataError as error:
            troubles.append(str(error))
        else:
            read.append(k)
    return ReadFiles(images[: len(read)], np.asarray(labels, np.uint16)[read], troubles)


def read_page(path: str | Path) -> Page:
    """The brightness of the first page of a picture, uint8 (h, w). Raises DataError, which names the file."""
    quick = _small_png(path)
    return read_pages(Path(path), ONE_PICTURE)[0] if quick is None else quick


def _small_png(path: str | Path) -> Page | None:
    """A small PNG without transparency, which most of such files are; None for any other, and where anything
    is wrong with it.
    """
    try:
        with io.FileIO(path) as file:
            content = file.read(_SMALL)
        if len(content) == _SMALL or not content.startswith(_PNG):
            return None
        if max(struct.unpack_from(">II", content, _SIZE_AT)) > WORKING_SIDE:
            return None
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            if picture.mode not in _PLAIN or "transparency" in picture.info or "exif" in picture.info:
                return None
            return np.asarray(picture if picture.mode == "L" else picture.convert("L"))
    except _TROUBLES:  # the reader for all kinds says what it is
        return None
