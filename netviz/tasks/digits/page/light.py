"""The light evened out: how much each pixel differs from the paper that lies there, whatever its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from netviz.tasks.digits.page.plane import Colours

Contrast = NDArray[np.uint8]  # (h, w): 0 is paper

_SIDE: Final = 200  # pixels in which the paper is looked for
_WINDOW: Final = 1 / 7  # of the shorter side: what is narrower is no paper
_DARKEST: Final = 40  # levels of paper: what is darker is not evened out any more


@dataclass(frozen=True, eq=False)
class Evened:
    """How much of ink may lie at each pixel, uint8 (h, w); the noise in it (standard deviation, in levels);
    and whether the ink is lighter than its paper.
    """

    contrast: Contrast
    noise: float
    light_on_dark: bool


def even(colours: Colours) -> Evened:
    """Dark ink on light paper or light on dark, of any colours, uint8 (h, w, 3).

    The paper is what is left where all that is narrower than a window is closed (a running maximum, then a
    running minimum): the edge of a shadow stays where it is. Of red, green and blue that counts which differs
    most, so red ink and yellow chalk are ink as well.
    """
    picture = Image.fromarray(colours)
    times = max(1, max(picture.size) // _SIDE)
    small = np.asarray(picture.reduce(times))
    inverted = _light_on_dark(small)
    if inverted:
        picture, small = ImageChops.invert(picture), 255 - small
    window = max(3, round(_WINDOW * min(small.shape[:2])))
    paper = _closed(small, window)
    wide = (
        Image.fromarray(paper).filter(ImageFilter.BoxBlur(1)).resize(picture.size, Image.Resampling.BILINEAR)
    )
    red, green, blue = ImageChops.subtract(wide, picture).split()
    differs = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    if not inverted:  # dark ink takes away a share of the light; light ink adds to what there is
        factor = 255.0 / np.maximum(paper.max(axis=2), _DARKEST).astype(np.float32)
        shares = Image.fromarray(factor).resize(picture.size, Image.Resampling.BILINEAR)
        levels = np.asarray(differs, np.float32) * np.asarray(shares)
        differs = Image.fromarray(np.minimum(levels, 255).astype(np.uint8))
    radius = max(0.6, max(picture.size) / 1600)
    contrast = np.asarray(differs.filter(ImageFilter.GaussianBlur(radius)))
    return Evened(contrast, _noise(contrast), inverted)


def _light_on_dark(small: Colours) -> bool:
    """Whether what differs most from its surroundings, which is ink, is lighter than they are."""
    grey = Image.fromarray(small).convert("L")
    levels = np.asarray(grey, np.float64)
    around = np.asarray(grey.filter(ImageFilter.BoxBlur(max(2, min(grey.size) // 8))), np.float64)
    return bool(((levels - around) ** 3).sum() > 0)


def _closed(small: Colours, window: int) -> Colours:
    lightest = _running(
        np.pad(small, ((window, window), (window, window), (0, 0)), "edge"), window, np.maximum
    )
    return _running(lightest, window, np.minimum)


def _running(values: Colours, by: int, choose: np.ufunc) -> Colours:
    """The largest or smallest of every square of `by` + 1 pixels, in doubling steps."""
    for axis in (0, 1):
        done = 0
        while done < by:
            step = min(done + 1, by - done)
            length = values.shape[axis]
            ahead = np.take(values, range(step, length), axis)
            values = choose(ahead, np.take(values, range(length - step), axis))
            done += step
    return values


def _noise(contrast: Contrast) -> float:
    some = contrast[::3].astype(np.int16)
    return 1.4826 * float(np.median(np.abs(some[:, 3:] - some[:, :-3]))) / 2**0.5 + 0.3
