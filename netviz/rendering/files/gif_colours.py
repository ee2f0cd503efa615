"""The 256 colours of a GIF: first those that mean something, then those that fill most of its pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_MOST: Final = 255  # one more is left for what stays the same from frame to frame
_TINTS: Final = (0.65, 0.35)  # of each sure colour on the page: lines are faint, and their borders soft
_APART: Final = 7.0  # no colour is nearer to another one, or the two would be taken for each other
_CELL: Final = 4  # colours are looked up in cells of so many values of red, green and blue
_CELLS: Final = 256 // _CELL
_ROWS: Final = 256  # of a picture at a time
_PIXELS: Final = 1_100_000  # of each picture that are looked at: all of 1366×768


class GifColours:
    """One table for all frames, so that nothing flickers; each colour becomes the nearest of it, undithered.

    `pictures` together show every colour, all of one size. `sure` (#RRGGBB, the page first) are kept exactly,
    however few pixels show them: left to the pixels alone, the green of a few arrows becomes the grey of a
    hundred times as many.
    """

    def __init__(self, pictures: Iterable[Image.Image], sure: Sequence[str]) -> None:
        own = np.array([list(bytes.fromhex(colour.removeprefix("#"))) for colour in sure], np.float32)
        own = own.reshape(-1, 3)
        tints = [own[:1] + share * (own - own[:1]) for share in _TINTS]
        candidates = np.vstack([*tints, _commonest(pictures)])
        entries = list(own)
        for colour in candidates:
            if not entries or np.square(np.array(entries) - colour).sum(axis=1).min() >= _APART**2:
                entries.append(colour)
        table = np.rint(np.array(entries[:_MOST])).astype(np.uint8)
        # What is left over is the first colour once more.
        self.table = np.vstack([table, np.repeat(table[:1], 256 - len(table), axis=0)])
        self._index = _nearest(table)
        for k, colour in reversed(list(enumerate(table[: len(own)]))):
            self._index[_cells(colour[None])] = k

    def rounded(self, picture: Image.Image) -> NDArray[np.uint8]:
        """An RGB picture in these colours, as places in the table, uint8 (height, width); never the last."""
        pixels = np.asarray(picture)
        found = np.empty(pixels.shape[:2], np.uint8)
        for place in range(0, len(pixels), _ROWS):  # the cells of a whole 4K picture would take 100 MB
            rows = pixels[place : place + _ROWS]
            found[place : place + _ROWS] = self._index[_cells(rows.reshape(-1, 3))].reshape(rows.shape[:2])
        return found


def _commonest(pictures: Iterable[Image.Image]) -> NDArray[np.float32]:
    """The colours (n, 3) that fill these pictures best; of large pictures every so many pixels count."""
    looked_at = []
    for picture in pictures:
        every = math.ceil(math.sqrt(picture.width * picture.height / _PIXELS))
        looked_at.append(np.asarray(picture)[::every, ::every].reshape(-1, 3).copy())
    pixels = np.concatenate(looked_at)
    wide = math.ceil(math.sqrt(len(pixels)))
    mosaic = Image.fromarray(np.resize(pixels, (-(-len(pixels) // wide), wide, 3)))
    found = mosaic.quantize(_MOST, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return np.array(found.getpalette(), np.float32).reshape(-1, 3)


def _cells(pixels: NDArray[np.uint8]) -> NDArray[np.int32]:
    """In which cell each of the pixels (n, 3) lies."""
    red, green, blue = (pixels // _CELL).astype(np.int32).T
    cells: NDArray[np.int32] = (red * _CELLS + green) * _CELLS + blue
    return cells


def _nearest(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Which colour of the table (n, 3) is nearest to the middle of each cell."""
    own = table.astype(np.float32)
    values = np.arange(_CELLS, dtype=np.float32) * _CELL + (_CELL - 1) / 2
    green, blue = (plane.ravel() for plane in np.meshgrid(values, values, indexing="ij"))
    index = np.empty((_CELLS, _CELLS**2), np.uint8)
    for k, red in enumerate(values):
        middle = np.stack([np.full_like(green, red), green, blue], axis=1)
        # The squared distance without the part that is the same for all colours.
        index[k] = (np.square(own).sum(axis=1) - 2 * middle @ own.T).argmin(axis=1)
    return index.ravel()
