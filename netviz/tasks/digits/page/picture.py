"""Files of pages: in colour, upright, and as large as is needed to tell digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netviz.tasks.digits.picture_file import Wanted, colours, look_at

SIDE: Final = 2000
"""Pixels of a picture's longer side at most: the sheet in a photo takes less."""
_ENOUGH: Final = 1600


@dataclass(frozen=True, eq=False)
class PagePicture:
    """A picture of a page, RGB, and the width and height that it has in its file, when it stands upright.

    `screen`, where there is a quicker way than from `picture`: what screens have of it, as `Shown.pixels`, of
    a width and a height.
    """

    picture: Image.Image
    size: tuple[int, int]
    screen: Callable[[int, int], NDArray[np.uint8]] | None = None


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture as screens have it, uint8 (h, w, 4), of each pixel blue, green, red and what nobody looks at;
    and the width and height that it has in its file.
    """

    pixels: NDArray[np.uint8]
    size: tuple[int, int]


def shown_of(given: PagePicture) -> Shown:
    """All of it."""
    picture = given.picture
    pixels = np.frombuffer(picture.tobytes("raw", "BGRX"), np.uint8)
    return Shown(pixels.reshape(picture.height, picture.width, 4), given.size)


def shown_in(given: PagePicture, room: tuple[int, int]) -> Shown:
    """As large as it is, or as `room`, a width and a height in pixels, lets it be."""
    picture = given.picture
    scale = min(1.0, room[0] / picture.width, room[1] / picture.height)
    size = max(1, round(scale * picture.width)), max(1, round(scale * picture.height))
    if given.screen is not None:
        return Shown(given.screen(*size), given.size)
    if scale < 1.0:
        picture = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.5)
    return shown_of(PagePicture(picture, given.size))


def read_picture(path: Path) -> PagePicture:
    """The picture in a file; its kind is told by its content. Raises DataError, which names the file."""
    seen = look_at(path, _WANTED)[0]
    return PagePicture(Image.fromarray(seen.pixels), seen.size)


def _look(picture: Image.Image) -> NDArray[np.uint8]:
    return colours(picture, SIDE)


def _enough(size: tuple[int, int]) -> tuple[int, int]:
    """A JPEG is decoded to half its size, a quarter or an eighth, as long as so much is left."""
    scale = min(1.0, _ENOUGH / max(size))
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


_WANTED: Final = Wanted("a picture of one page with digits", _look, "RGB", _enough, 1)
