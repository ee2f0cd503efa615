"""Files of pictures, as brightness: bounded in memory, and read for their pixels alone.

Text and EXIF that are damaged or too long change nothing in what a picture shows, so they are left aside.
"""

from __future__ import annotations

import io
import logging
import math
import struct
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError, features

from netviz.files.errors import FileError, reason, shown
from netviz.files.formats import HEAD, foreign
from netviz.files.paths import readable
from netviz.tasks.digits import quiet
from netviz.tasks.examples import DataError, NoPictureError

Page = NDArray[np.uint8]

# Only formats that Pillow decodes itself: some others start a foreign program.
FORMATS: Final = (
    *("PNG", "JPEG", "BMP", "DIB", "WEBP", "TIFF", "GIF", "PPM", "TGA", "ICO"),
    *(("AVIF",) if features.check("avif") else ()),
)
WORKING_SIDE: Final = 280
"""Pixels of a page's longer side at most; 28 of them are needed in the end."""
MOST_SIDE: Final = 20_000

# What is wrong with a file is said in a sentence, not on stderr by the way.
logging.getLogger("PIL").addHandler(logging.NullHandler())

# Pillow would refuse a JPEG of 200 million pixels, however small it can be had; here memory is bounded.
Image.MAX_IMAGE_PIXELS = MOST_SIDE * MOST_SIDE // 2
quiet.silence()

_MOST_BYTES: Final = 330_000_000  # that decoding may take
_BYTES: Final = {"1": 2, "L": 2, "P": 9, "RGB": 5, "YCbCr": 5, "CMYK": 5}  # of a pixel, while it is read
_BYTES_OF_OTHERS: Final = 12
_WHOLE_CANVAS: Final = ("WEBP", "AVIF")  # their decoders hold more than one picture
_MOST_PAGES: Final = 20
_WITH_PAGES: Final = ("TIFF", "GIF", "WEBP", "PNG", "AVIF")
_SUBFILE_TYPE: Final = 254  # of TIFF; 1 in it is a page that repeats another one, smaller
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUARTERS: Final = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
_NO_EXIF: Final = (SyntaxError, struct.error, ValueError, LookupError, TypeError, OSError, ArithmeticError)
"""Whatever Pillow meets in EXIF that is none."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_WITH_PIXELS: Final = (b"tRNS", b"eXIf", b"acTL", b"fcTL", b"fdAT")  # beside the critical chunks
_LONGEST_PNG: Final = 400_000_000  # bytes that are looked through


@dataclass(frozen=True)
class Wanted:
    """What a picture is read for: what would be right in its place; how it is looked at, which gives uint8
    (h, w) or (h, w, 3); the mode and the size in which a large JPEG is enough; and of how many pages.
    """

    what: str
    look: Callable[[Image.Image], NDArray[np.uint8]]
    mode: str
    enough: Callable[[tuple[int, int]], tuple[int, int]]
    most_pages: int

    @property
    def kinds(self) -> str:
        """What would be right, with the kinds of file."""
        return f"{self.what} (PNG, JPEG, BMP, WebP, TIFF, GIF or PGM)"


class Seen(NamedTuple):
    """A page as it was looked at, upright, and the width and height that it has in its file, upright."""

    pixels: NDArray[np.uint8]
    size: tuple[int, int]


def endings() -> tuple[str, ...]:
    """Of the names that such files usually have: ".apng", ".bmp" and on."""
    return tuple(sorted(ending for ending, form in Image.registered_extensions().items() if form in FORMATS))


def read_pages(path: Path, wanted: Wanted) -> list[Page]:
    """The brightness of each page, uint8 (h, w), upright and on a background in place of transparency.

    The kind of file is told by its content. Raises DataError, which names the file.
    """
    return [page.pixels for page in look_at(path, wanted)]


def look_at(path: Path, wanted: Wanted) -> list[Seen]:
    """Each page of a picture as it is wanted. Raises DataError, which names the file."""
    try:
        readable(path, f"{wanted.kinds} would be right")
    except FileError as error:
        raise DataError(str(error)) from error
    try:
        try:
            return _pages(path, path, wanted)
        except (DataError, UnidentifiedImageError, Image.DecompressionBombError, OSError):
            raise
        except Exception:
            plain = _without_text(path)
            if plain is None:
                raise
            return _pages(path, plain, wanted)
    except DataError:
        raise
    except Image.DecompressionBombError as error:
        raise DataError(
            f"{shown(path)} is too large: no side may have more than {MOST_SIDE:,} pixels."
        ) from error
    except UnidentifiedImageError as error:
        raise _unknown(path, wanted) from error
    except PermissionError as error:
        raise DataError(f"{shown(path)} can't be opened, for lack of permission to read it.") from error
    except Exception as error:  # on damaged files Pillow's decoders raise whatever they meet
        raise DataError(
            f"{shown(path)} is damaged or cut off; {wanted.kinds}, complete, would be right."
        ) from error


def brightness(picture: Image.Image, side: int = WORKING_SIDE) -> Page:
    """Brightness 0 to 255 of any kind of picture, shrunk to `side`."""
    if picture.mode.startswith(("I", "F")):
        # Sixteen bits and more: only what is lighter or darker than the rest counts.
        wide = picture if picture.mode == "F" else picture.convert("I").convert("F")
        values = np.nan_to_num(np.asarray(_shrunk(wide, side), np.float64), posinf=0.0, neginf=0.0)
        low, high = float(values.min()), float(values.max())
        return _bytes((values - low) * (255 / max(high - low, 1e-9)))
    if not picture.has_transparency_data:
        return np.asarray(_shrunk(_reduced(picture, side).convert("L"), side))
    whole = picture if picture.mode in ("LA", "RGBA") else picture.convert("RGBA")
    small = _shrunk(_reduced(whole, side).convert("RGBA"), side)
    both = np.asarray(small.convert("LA"), np.float64)
    levels, alpha = both[..., 0], both[..., 1]
    opaque = alpha > 127
    if opaque.mean() > 0.5:
        paper = float(np.median(levels[opaque]))
    else:  # only the ink is there, so the paper is its opposite
        paper = 255.0 if alpha.any() and np.average(levels, weights=alpha) < 128 else 0.0
    return _bytes(paper + (levels - paper) * alpha / 255)


def _pages(path: Path, source: Path | IO[bytes], wanted: Wanted) -> list[Seen]:
    with warnings.catch_warnings(action="ignore"), Image.open(source, formats=FORMATS) as picture:
        return [_upright(picture, size, wanted) for size in _looked_at(path, picture, wanted)]


def _looked_at(path: Path, picture: ImageFile.ImageFile, wanted: Wanted) -> Iterator[tuple[int, int]]:
    """Goes to each page that is one, and gives the size that it has in its file."""
    n_pages = getattr(picture, "n_frames", 1) if picture.format in _WITH_PAGES else 1
    if n_pages > wanted.most_pages:
        raise DataError(f"{shown(path)} has {n_pages:,} pages; {wanted.what} would be right.")
    first = _check_size(path, picture, wanted)
    for number in range(n_pages):
        size = first
        if number:
            picture.seek(number)
            size = _check_size(path, picture, wanted)
            tags = getattr(picture, "tag_v2", {})
            if picture.format == "TIFF" and tags.get(_SUBFILE_TYPE, 0) & 1:
                continue
        yield size


def _check_size(path: Path, picture: ImageFile.ImageFile, wanted: Wanted) -> tuple[int, int]:
    """Raise DataError before anything is decoded that would take too much memory; JPEG can be had smaller.

    Gives the width and height that it has.
    """
    width, height = picture.size
    if not (width and height):
        raise DataError(f"{shown(path)} has no pixels; {wanted.kinds} would be right.")
    if max(width, height) > MOST_SIDE:
        raise Image.DecompressionBombError
    needed = _bytes_before(picture)
    picture.draft(wanted.mode, wanted.enough(picture.size))
    each = _BYTES.get(picture.mode, _BYTES_OF_OTHERS)
    if picture.format in _WHOLE_CANVAS or "transparency" in picture.info:
        each = max(each, _BYTES_OF_OTHERS)
    needed += math.prod(picture.size) * each
    if needed > _MOST_BYTES:
        most = width * height * _MOST_BYTES / needed / 1e6
        raise DataError(
            f"{shown(path)} is too large, with {width * height / 1e6:,.0f} million pixels; of its kind, up "
            f"to {math.floor(most)} million would be right."
        )
    return width, height


def _bytes_before(picture: ImageFile.ImageFile) -> float:
    """What a progressive JPEG takes however small it is decoded: all its coefficients, of two bytes each."""
    if picture.format != "JPEG" or not picture.info.get("progressive"):
        return 0.0
    layers = [(float(across), float(down)) for _, across, down, *_ in getattr(picture, "layer", [])]
    most = max((across * down for across, down in layers), default=1.0)
    share = sum(across * down / most for across, down in layers)
    return 2 * math.prod(picture.size) * max(share, 1.0)


def _upright(picture: ImageFile.ImageFile, size: tuple[int, int], wanted: Wanted) -> Seen:
    levels = wanted.look(picture)
    try:
        turn = _UPRIGHT.get(picture.getexif().get(_ORIENTATION, 1))
    except _NO_EXIF:
        turn = None
    if turn is None:
        return Seen(levels, size)
    lies = turn in (Image.Transpose.TRANSPOSE, Image.Transpose.TRANSVERSE, *_QUARTERS)
    return Seen(np.asarray(Image.fromarray(levels).transpose(turn)), size[::-1] if lies else size)


def _unknown(path: Path, wanted: Wanted) -> DataError:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        return NoPictureError(f"{shown(path)} is empty; {wanted.kinds} would be right.")
    kind = foreign(path, head)
    if kind:
        return DataError(f"{shown(path)} {kind}.")
    return NoPictureError(f"{shown(path)} is no picture that can be read; {wanted.kinds} would be right.")


def _without_text(path: Path) -> io.BytesIO | None:
    """A PNG with nothing in it but what its pixels need; None for any other file."""
    try:
        if path.stat().st_size > _LONGEST_PNG:
            return None
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{shown(path)} can't be read: {reason(error)}.") from error
    if not content.startswith(_PNG):
        return None
    kept = io.BytesIO()
    kept.write(_PNG)
    place = len(_PNG)
    while place + 8 <= len(content):
        length, name = struct.unpack(">I4s", content[place : place + 8])
        if name[:1].isupper() or name in _WITH_PIXELS:
            kept.write(content[place : place + 12 + length])
        place += 12 + length
    kept.seek(0)
    return kept


def _bytes(values: NDArray[np.float64]) -> Page:
    rounded: Page = np.rint(values).astype(np.uint8)
    return rounded


def colours(picture: Image.Image, side: int) -> NDArray[np.uint8]:
    """Red, green and blue, uint8 (h, w, 3), of any kind of picture, shrunk to `side`; grey where it has more
    levels than 256, or a transparent ground.
    """
    if picture.mode.startswith(("I", "F")) or picture.has_transparency_data:
        return np.repeat(brightness(picture, side)[..., None], 3, axis=2)
    return np.asarray(_shrunk(_reduced(picture, side).convert("RGB"), side))


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """Some times smaller, before anything else is made of a large picture."""
    times = max(picture.size) // (2 * side)
    if times < 2 or picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return picture
    return picture.reduce(times)


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    scale = side / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(length * scale)) for length in picture.size)
    return picture.resize((width, height), Image.Resampling.BOX)


ONE_DIGIT: Final = Wanted(
    "a picture of one digit", brightness, "L", lambda _: (2 * WORKING_SIDE, 2 * WORKING_SIDE), _MOST_PAGES
)
ONE_PICTURE: Final = replace(ONE_DIGIT, what="a picture")
"""Of whatever somebody has pictures of."""
