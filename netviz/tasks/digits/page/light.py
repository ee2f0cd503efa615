"""The light evened out: how much each pixel differs from the paper that lies there, whatever its colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from netviz.tasks.digits.page.plane import Colours

Contrast = NDArray[np.uint8]  # (h, w): 0 is paper

_SIDE: Final = 200  # pixels in which the paper is looked for
_WINDOW: Final = 1 / 7  # of the shorter side: what is narrower is no paper
_AS_STRONG: Final = 0.1  # as in the colour in which ink differs most
_DARKEST: Final = 40  # levels of paper: what is darker is not evened out any more


@dataclass(frozen=True, eq=False)
class Evened:
    """How much of ink may lie at each pixel, uint8 (h, w); the noise in it (standard deviation, in levels);
    and whether the ink is lighter than its paper.
    """

    contrast: Contrast
    noise: float
    light_on_dark: bool


def even(colours: Colours, beyond: NDArray[np.bool_] | None = None) -> Evened:
    """Dark ink on light paper or light on dark, of any colours, uint8 (h, w, 3); `beyond`, (h, w): pixels of
    which the picture shows nothing.

    The paper is what is left where all that is narrower than a window is closed (a running maximum, then a
    running minimum): the edge of a shadow stays where it is. Of red, green and blue that counts which differs
    most, so red ink and yellow chalk are ink as well.
    """
    picture = Image.fromarray(colours)
    times = max(1, max(picture.size) // _SIDE)
    small = np.asarray(picture.reduce(times))
    inverted, channels = _ink_in(small)
    if inverted:
        picture, small = ImageChops.invert(picture), 255 - small
    window = max(3, round(_WINDOW * min(small.shape[:2])))
    if beyond is not None:
        nothing = np.asarray(Image.fromarray(beyond).convert("L").reduce(times)) > 0
        small = np.where(nothing[..., None], 0, np.maximum(small, 1))
    paper = _closed(small, window)
    wide = (
        Image.fromarray(paper).filter(ImageFilter.BoxBlur(1)).resize(picture.size, Image.Resampling.BILINEAR)
    )
    every = without(wide, picture).split()
    differs = reduce(ImageChops.lighter, [every[channel] for channel in channels])
    if not inverted:  # dark ink takes away a share of the light; light ink adds to what there is
        factor = 255.0 / np.maximum(paper[..., list(channels)].max(axis=2), _DARKEST).astype(np.float32)
        shares = Image.fromarray(factor).resize(picture.size, Image.Resampling.BILINEAR)
        levels = np.asarray(differs, np.float32) * np.asarray(shares)
        differs = Image.fromarray(np.minimum(levels, 255).astype(np.uint8))
    radius = max(0.6, max(picture.size) / 1600)
    contrast = np.asarray(differs.filter(ImageFilter.GaussianBlur(radius)))
    noise = _noise(contrast)
    if beyond is not None:
        contrast = np.where(beyond, 0, contrast).astype(np.uint8)
    return Evened(contrast, noise, inverted)


def without(one: Image.Image, other: Image.Image) -> Image.Image:
    """What `one` has more, 0 where it has less: `ImageChops.subtract` divides, which takes longer."""
    return ImageChops.subtract_modulo(ImageChops.lighter(one, other), other)


def _ink_in(small: Colours) -> tuple[bool, tuple[int, ...]]:
    """Whether what differs most from its surroundings, which is ink, is lighter than they are; and in which
    of red, green and blue it is: violet ink on yellow paper is darker, but not in blue.
    """
    picture = Image.fromarray(small)
    around = picture.filter(ImageFilter.BoxBlur(max(2, min(picture.size) // 8)))
    differs = np.asarray(picture, np.float32) - np.asarray(around, np.float32)
    cubes = (differs * differs * differs).reshape(-1, 3).sum(axis=0, dtype=np.float64)
    strongest = float(cubes[np.abs(cubes).argmax()])
    inverted = strongest > 0
    if inverted:
        cubes, strongest = -cubes, -strongest
    return inverted, tuple(int(c) for c in np.flatnonzero(cubes <= _AS_STRONG * strongest))


def _closed(small: Colours, window: int) -> Colours:
    """What is dark and narrower than `window` is filled; where there is 0 nothing is known."""
    lightest = _running(
        np.pad(small, ((window, window), (window, window), (0, 0)), "edge"), window, np.maximum
    )
    lightest[lightest == 0] = 255
    return _running(lightest, window, np.minimum)


def _running(values: Colours, by: int, choose: np.ufunc) -> Colours:
    """The largest or smallest of every square of `by` + 1 pixels, in doubling steps."""
    for axis in (0, 1):
        done = 0
        while done < by:
            step = min(done + 1, by - done)
            length = values.shape[axis]
            if axis:
                values = choose(values[:, step:], values[:, : length - step])
            else:
                values = choose(values[step:], values[: length - step])
            done += step
    return values


def _noise(contrast: Contrast) -> float:
    some = contrast[::3]
    one, other = some[:, 3:], some[:, :-3]
    apart = np.bincount((np.maximum(one, other) - np.minimum(one, other)).reshape(-1), minlength=1)
    median = int(np.searchsorted(np.cumsum(apart), (apart.sum() + 1) // 2))
    return 1.4826 * median / 2**0.5 + 0.3
