"""An animated GIF, picture by picture, with one table of colours: memory holds two pictures.

The format is that of https://www.w3.org/Graphics/GIF/spec-gif89a.txt; Pillow packs the pixels. What stays as
it was is left transparent, which packs best.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netviz.files.webp_film import differing

UNCHANGED: Final = 255  # the colour that no picture may use
MOST_SIDE: Final = 65_535  # pixels, by the format
_LONGEST: Final = 65_535  # hundredths of a second
_SHORTEST: Final = 2  # what is shorter, many viewers show for a tenth of a second
_LEAVE: Final = 1 << 2  # the next picture is drawn over this one


class GifFilm:
    """Writes to `file`, which is open for writing; `close` makes it complete."""

    def __init__(self, file: BinaryIO, width: int, height: int, table: NDArray[np.uint8]) -> None:
        """Pictures of `width` × `height` pixels in the colours of `table`, uint8 (256, 3)."""
        self._file = file
        self._last: NDArray[np.uint8] | None = None
        self._waiting: tuple[tuple[int, int], Image.Image] | None = None
        self._milliseconds = 0
        self._told = 0  # hundredths of a second of the film that are written
        self._ended = 0  # milliseconds of the film that have gone by
        file.write(b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF7, 0, 0) + table.tobytes())
        file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0")  # again and again

    def add(self, pixels: NDArray[np.uint8], milliseconds: int) -> None:
        """A picture, uint8 (height, width), as places in the table, and how long it is seen."""
        height, width = pixels.shape
        box = (0, 0, width, height) if self._last is None else differing(self._last, pixels)
        if box is None:
            self._milliseconds += milliseconds
            return
        self._flush()
        left, top, right, bottom = box
        part = pixels[top:bottom, left:right]
        if self._last is not None:
            part = np.where(part == self._last[top:bottom, left:right], np.uint8(UNCHANGED), part)
        self._waiting = (left, top), Image.fromarray(np.ascontiguousarray(part), "L")
        self._milliseconds = milliseconds
        self._last = pixels

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._file.write(b";")

    def _flush(self) -> None:
        if self._waiting is None:
            return
        (left, top), part = self._waiting
        self._ended += self._milliseconds
        # Hundredths are too coarse for 15 pictures a second: what one is too short, the next is longer.
        hundredths = min(max(round(self._ended / 10) - self._told, _SHORTEST), _LONGEST)
        self._told += hundredths
        self._file.write(struct.pack("<BBBBHBB", 0x21, 0xF9, 4, _LEAVE | 1, hundredths, UNCHANGED, 0))
        self._file.write(struct.pack("<BHHHHBB", 0x2C, left, top, part.width, part.height, 0, 8))
        self._file.write(part.tobytes("gif", "L", 8, 0) + b"\0")
        self._waiting = None
