"""Pictures of one digit from anywhere: a scan, a photo of ink on paper, a drawing on a transparent ground."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from netviz.files.errors import shown
from netviz.tasks.digits.digits import PIXELS, SIDE, DataError
from netviz.tasks.digits.ink import BOX, normalise
from netviz.tasks.digits.picture_file import ONE_DIGIT, brightness, read_pages
from netviz.tasks.digits.sheet import holds_two, without_lines, without_surroundings

# Grey levels (of 255) and multiples of the paper's noise by which ink must differ from the paper.
_LEAST_CONTRAST: Final = 12.0
_LEAST_TIMES_NOISE: Final = 6.0
_MARGIN: Final = 0.25  # of the longer side
_LEAST_APART: Final = 40.0
_TWO_LEVELS: Final = 0.8  # of the variance lies between light and dark; of a gradient three quarters do
_LIGHT_PAPER: Final = 0.35  # of the border is light, where paper is


def read_image(path: Path) -> NDArray[np.uint8]:
    """The digit in a picture as networks read it: uint8 (784,), normalised as MNIST was, 255 = ink.

    The kind of file is told by its content. Dark ink on light paper and light on dark are told apart, uneven
    light is levelled, and transparency is paper. A desk around the sheet, frames, boxes and ruling are left
    out, and a picture that is cropped to its digit is one too; of several pages the one with ink counts. A
    picture of 28×28 pixels that is normalised already stays as it is. Raises DataError, with a sentence that
    names the file, where there is no digit, or two beside each other.
    """
    pages = read_pages(path, ONE_DIGIT)
    with_ink = [number for number, page in enumerate(pages) if _shows_ink(page)] if len(pages) > 1 else [0]
    if len(with_ink) == 1:
        return _digit_on(pages[with_ink[0]], shown(path))
    if not with_ink:
        raise DataError(
            f"{shown(path)} shows no ink on any of its {len(pages)} pages; one digit, clearly darker or "
            "lighter than its paper, would be right."
        )
    several = ", ".join(str(number + 1) for number in with_ink)
    raise DataError(
        f"{shown(path)} has ink on several of its {len(pages)} pages ({several}); a picture of one digit "
        "would be right."
    )


def read_pixels(pixels: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """The same of a picture that no file holds: uint8 (h, w, 4), red, green, blue and how opaque.

    `name` begins the sentence of a DataError.
    """
    whole = Image.fromarray(pixels, "RGBA")
    return _digit_on(brightness(whole if pixels[..., 3].min() < 255 else whole.convert("RGB")), name)


def _shows_ink(page: NDArray[np.uint8]) -> bool:
    ready = page.shape == (SIDE, SIDE) and _already_normalised(page) is not None
    return ready or bool(ink_of_digit(page).any())


def _digit_on(grey: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    if grey.shape == (SIDE, SIDE):
        ready = _already_normalised(grey)
        if ready is not None:
            return ready
    ink = ink_of_digit(grey)
    if not ink.any():
        raise DataError(
            f"{name} shows no ink; one digit, clearly darker or lighter than its paper, would be right."
        )
    if holds_two(ink):
        raise DataError(f"{name} shows two digits beside each other; a picture of each would be right.")
    return normalise(ink)


def ink_of_digit(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What of a grey picture (h, w) is ink of its digit: uint8, 255 = full; zeros where there is none."""
    sheet = without_surroundings(grey)
    ink = find_ink(sheet)
    if ink is None and _of_two_levels(sheet):  # cropped to its ink, it hardly shows its paper
        ink = find_ink(_with_a_margin(sheet))
    return np.zeros_like(sheet) if ink is None else without_lines(ink)


def _of_two_levels(grey: NDArray[np.uint8]) -> bool:
    """Whether what differs in it is that some is light and the rest dark; not so in uneven light."""
    values = grey.astype(np.float64)
    light = values > _otsu(values)
    if not 0 < light.mean() < 1:
        return False
    high, low = values[light].mean(), values[~light].mean()
    between = light.mean() * (1 - light.mean()) * (high - low) ** 2
    return bool(high - low >= _LEAST_APART and between >= _TWO_LEVELS * values.var())


def _with_a_margin(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """More paper around: as light as the picture's light part, or its dark one where the border is dark."""
    level = _otsu(grey.astype(np.float64))
    light = grey > level
    rim = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    paper = light if rim.mean() >= _LIGHT_PAPER else ~light
    if not paper.any():
        return grey
    return np.pad(grey, round(_MARGIN * max(grey.shape)), constant_values=int(np.median(grey[paper])))


def find_ink(grey: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """How much ink covers each pixel of a grey picture (h, w): uint8, 255 = ink; None where there is none.

    The paper's brightness is taken as a surface of second degree, fitted to what is not ink: right for light
    that falls off gently, not for a shadow with a hard edge.
    """
    page = Image.fromarray(grey)
    for blur in (0.003, 0.009):  # shares of the side; the second where ink drowns in noise
        ink = _ink_on(np.asarray(page.filter(ImageFilter.GaussianBlur(blur * max(page.size)))))
        if ink is not None:
            return ink
    return None


def _ink_on(page: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    difference = page - _paper(page)
    if (difference**3).sum() < 0:  # the strongest differences are darker
        difference = -difference
    noise = 1.4826 * float(np.median(np.abs(difference - np.median(difference))))
    contrast = np.maximum(difference, 0.0)
    ink = contrast[contrast > _otsu(contrast)]
    level = float(np.median(ink)) if ink.size else 0.0
    if level < max(_LEAST_CONTRAST, _LEAST_TIMES_NOISE * noise):
        return None
    # Symmetric about half the level, so that strokes keep their width.
    low = min(max(0.1, 3 * noise / level), 0.4) * level
    covered = np.clip((contrast - low) / (level - 2 * low), 0.0, 1.0)
    return _bytes(255 * covered)


def _already_normalised(grey: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The pixels of a 28×28 picture whose ink fits the box and is centred as MNIST's is; otherwise None."""
    border = np.concatenate([grey[0], grey[-1], grey[1:-1, 0], grey[1:-1, -1]])
    ink = grey if np.median(border) < 128 else 255 - grey
    rows, columns = np.flatnonzero(ink.max(axis=1) > 16), np.flatnonzero(ink.max(axis=0) > 16)
    if not rows.size or max(np.ptp(rows), np.ptp(columns)) + 1 > BOX:
        return None
    mass, middles = ink.sum(), np.arange(SIDE) + 0.5
    centre = ink.sum(axis=1) @ middles / mass, ink.sum(axis=0) @ middles / mass
    if max(abs(c - SIDE / 2 - 0.5) for c in centre) > 1.0:
        return None
    return ink.reshape(PIXELS)


def _bytes(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    rounded: NDArray[np.uint8] = np.rint(values).astype(np.uint8)
    return rounded


def _paper(page: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The brightness that the paper has at each pixel.

    Least squares over the border at first, as ink is rarely there, then over all that lies near the surface.
    """
    step = max(1, max(page.shape) // 80)
    some, terms = page[::step, ::step].astype(np.float64), _second_degree(page.shape)
    places = terms[::step, ::step]
    # Where a camera saw only white or black the paper's brightness is unknown; not so in clean drawings.
    known = (some > 1) & (some < 254)
    if known.mean() < 0.5:
        known[:] = True
    rim = max(1, round(0.06 * min(some.shape)))
    near = np.ones(some.shape, bool)
    near[rim:-rim, rim:-rim] = False
    near &= np.abs(some - np.median(some[near])) <= 64
    if not near.any():
        near[:] = True  # half black and half white: nothing lies near the middle
    factors: NDArray[np.floating] = np.zeros(6)
    for _ in range(5):
        fitted = near & known if (near & known).sum() > 6 else near
        factors = np.linalg.lstsq(places[fitted], some[fitted], rcond=None)[0]
        distance = np.abs(some - np.clip(places @ factors, 0, 255))
        near = distance <= max(3.0, 2.5 * 1.4826 * float(np.median(distance[near])))
    surface: NDArray[np.float64] = np.clip(terms @ factors, 0, 255)
    return surface


def _second_degree(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """1, x, y, xy, x² and y² at each pixel, x and y from −1 to 1: (h, w, 6)."""
    height, width = shape
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)


def _otsu(values: NDArray[np.float64]) -> float:
    """The threshold that parts values into two classes with the least variance within (Otsu 1979)."""
    counts, edges = np.histogram(values, bins=256)
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * (edges[:-1] + edges[1:]) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(edges[1:][np.nanargmax(np.nan_to_num(between, nan=-1.0))])
