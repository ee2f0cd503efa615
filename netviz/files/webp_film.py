"""An animated WebP, picture by picture: memory holds two pictures, however long the film is.

The container is that of https://developers.google.com/speed/webp/docs/riff_container; Pillow encodes each
picture, of which only the rectangle is kept that differs from the one before.
"""

from __future__ import annotations

import io
import struct
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MOST_SIDE: Final = 16_383  # pixels, by the format
_HEAD: Final = 12  # bytes of "RIFF", size, "WEBP" before a still picture's own chunks
_ANIMATED: Final = 2
_NO_BLENDING: Final = 2
_LONGEST: Final = (1 << 24) - 1  # milliseconds


class WebpFilm:
    """Writes to `file`, which is open for writing and can seek; `close` makes it complete."""

    def __init__(self, file: BinaryIO, width: int, height: int, *, quality: int = 82) -> None:
        """Pictures of `width` × `height` pixels, at most MOST_SIDE each. `quality`: 0 to 100, of each."""
        self._file = file
        self._quality = quality
        self._last: NDArray[np.uint8] | None = None
        self._waiting: tuple[bytes, bytes] | None = None  # place and picture, whose time is not known yet
        self._milliseconds = 0
        file.write(b"RIFF\0\0\0\0WEBP")
        self._chunk(b"VP8X", bytes([_ANIMATED, 0, 0, 0]) + _three(width - 1) + _three(height - 1))
        self._chunk(b"ANIM", b"\xff\xff\xff\xff\0\0")

    def add(self, picture: Image.Image, milliseconds: int) -> None:
        """An RGB picture, and how long it is seen."""
        pixels = np.asarray(picture)
        box = (0, 0, picture.width, picture.height) if self._last is None else differing(self._last, pixels)
        if box is None:
            self._milliseconds += milliseconds
            return
        self._flush()
        left, top, right, bottom = box[0] & ~1, box[1] & ~1, box[2], box[3]  # the format counts in twos
        part = picture.crop((left, top, right, bottom))
        # Flat colours are smaller, and exact, without loss; soft ones with it.
        still = min(
            _still(part, quality=self._quality, method=1),
            _still(part, lossless=True, quality=20, method=0),
            key=len,
        )
        place = _three(left // 2) + _three(top // 2) + _three(right - left - 1) + _three(bottom - top - 1)
        self._waiting = place, still[_HEAD:]
        self._milliseconds = milliseconds
        self._last = pixels

    def close(self) -> None:
        """Write what is left, and how long the file is."""
        self._flush()
        size = self._file.tell()
        self._file.seek(4)
        self._file.write(struct.pack("<I", size - 8))
        self._file.seek(size)

    def _flush(self) -> None:
        if self._waiting is not None:
            place, still = self._waiting
            time = _three(min(self._milliseconds, _LONGEST))
            self._chunk(b"ANMF", place + time + bytes([_NO_BLENDING]) + still)
            self._waiting = None

    def _chunk(self, name: bytes, content: bytes) -> None:
        self._file.write(name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2))


def differing(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> tuple[int, int, int, int] | None:
    """Where two pictures (height, width) or (height, width, channels) differ: left, top, right, bottom."""
    # Row by row in blocks, as a mask of a whole picture in 4K would be as large as the picture.
    rows = np.array([not np.array_equal(a, b) for a, b in zip(one, other, strict=True)])
    found = np.flatnonzero(rows)
    if not found.size:
        return None
    top, bottom = int(found[0]), int(found[-1]) + 1
    columns = np.zeros(one.shape[1], bool)
    for row in found:
        unequal = one[row] != other[row]
        columns |= unequal if unequal.ndim == 1 else unequal.any(axis=1)
    across = np.flatnonzero(columns)
    return int(across[0]), top, int(across[-1]) + 1, bottom


def _still(picture: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, "WEBP", **options)
    return file.getvalue()


def _three(number: int) -> bytes:
    return struct.pack("<I", number)[:3]
