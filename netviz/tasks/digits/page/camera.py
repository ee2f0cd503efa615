"""The pictures of one camera read one after the other: one that shows what the last one did is not read anew
each time.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netviz.tasks.digits.page.picture import PagePicture
from netviz.tasks.digits.page.piece import Measure
from netviz.tasks.digits.page.read import FRAME_SIDE, PageRead, read_page

_BLOCK: Final = 6  # pixels of a square whose mean is compared: noise is small there, a stroke isn't
_ALIKE: Final = 10  # levels by which a mean may differ
_AGAIN: Final = 0.25  # seconds after which what lies still is read again: averages need more than one look

_Means = NDArray[np.uint8]  # (h, w, 3)


class CameraPages:
    """One for a camera; not for several threads."""

    def __init__(self) -> None:
        self._read: PageRead | None = None
        self._means: _Means | None = None  # of the picture that was read
        self._size = (0, 0)  # that it has in its file
        self._at = 0.0

    def read(self, picture: PagePicture, measure: Measure, least: float, at: float) -> PageRead:
        """The digits on this one, as `read_page` finds them, taken `at` so many seconds, which never go back.
        Of a picture that differs nowhere from the one that was read less than a quarter of a second before
        they are the same.
        """
        means = _means(picture.picture)
        read = self._read
        if read is None or at - self._at >= _AGAIN or picture.size != self._size or self._moved(means):
            read = read_page(picture, measure, least, FRAME_SIDE)
            self._read, self._means, self._size, self._at = read, means, picture.size, at
        return read

    def _moved(self, means: _Means) -> bool:
        """Whether anything differs from the picture that was read, not from the last one: what moves slowly
        moves.
        """
        before = self._means
        if before is None or before.shape != means.shape:
            return True
        apart = np.maximum(means, before) - np.minimum(means, before)
        return int(apart.max()) > _ALIKE


def _means(picture: Image.Image) -> _Means:
    return np.asarray(picture.reduce(_BLOCK))
