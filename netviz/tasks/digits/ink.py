"""Ink to the 28×28 pixels that a network reads: normalised as MNIST's digits were.

LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition" (1998), section
III-A: the ink is scaled to fit a box of 20×20 pixels with its shape kept and antialiased, and its centre of
mass goes to the middle of 28×28. In the 70,000 digits themselves the longer side is 20 and the centre of mass
lies between 14 and 15 pixels from the border, in both directions: so they were rounded, and so are these.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.digits import SIDE
from netviz.tasks.on_demand import OnDemand

BOX: Final = 20

# Strokes of MNIST's digits are 2.5 pixels wide at the median; 1 % of them are thinner than 1.5 pixels.
# Networks misread what they never saw, so thinner ink is widened to 2, as if a broader pen had been used.
THIN: Final = 1.5
PEN: Final = 2.0
# 1 % are broader than 4.7 pixels. Broader ink is narrowed to 3.
BROAD: Final = 4.7
BROAD_PEN: Final = 3.0

# Ink below this share of the darkest does not widen the box, and a piece that stands apart with less than
# this share of all ink is a speck.
FAINT: Final = 0.03
SPECK: Final = 0.02

# Where nothing is drawn yet, the library that scales pictures is not needed.
_SCALED: Final[Callable[[NDArray[np.uint8], tuple[int, int]], NDArray[np.float64]]] = OnDemand(
    "netviz.tasks.digits.scaled", "scaled"
)


def normalise(page: NDArray[Any], full: float = 255.0) -> NDArray[np.uint8]:
    """The ink of `page` as the data set has its digits: uint8 (784,), 0 = paper, 255 = ink.

    `page` is (h, w), any size, integer or float; 0 is paper and `full` is full ink (what lies outside is
    clipped, nan is paper). A page without ink gives zeros. Raises ValueError for an array that is not (h, w).
    """
    return centred(boxed(page, full))


def boxed(page: NDArray[Any], full: float = 255.0) -> NDArray[np.float64]:
    """The first half of `normalise`: the ink in its box, float64, up to 20×20 pixels; (0, 0) without ink."""
    if page.ndim != 2:
        raise ValueError(f"Ink is a picture of rows and columns, not an array of {page.ndim} dimensions.")
    ink = _as_bytes(page, full)
    crop = ink[inked(ink)]
    if crop.size == 0:
        return np.zeros((0, 0))
    width = stroke_width(crop) * BOX / max(crop.shape)
    if width < THIN:
        crop = _widened(crop, round((PEN - width) * max(crop.shape) / BOX))
    elif width > BROAD:
        crop = _narrowed(crop, round((width - BROAD_PEN) * max(crop.shape) / BOX))
    return _fitted(crop)


def centred(digit: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    """Ink, up to 20×20 pixels of 0 to 255, as dark as the data set's and centred by mass: uint8 (784,)."""
    result = np.zeros((SIDE, SIDE), np.uint8)
    if not digit.any():
        return result.reshape(-1)
    digit = _brightened(digit)
    height, across = digit.shape
    mass = digit.sum()
    # ceil(14 − c) moves a centre of mass c into [14, 15); the bounds keep the ink on the page.
    top = _offset(float((np.arange(height) + 0.5) @ digit.sum(axis=1) / mass), height)
    left = _offset(float((np.arange(across) + 0.5) @ digit.sum(axis=0) / mass), across)
    result[top : top + height, left : left + across] = np.rint(digit)
    return result.reshape(-1)


def _as_bytes(page: NDArray[Any], full: float) -> NDArray[np.uint8]:
    """The page with full ink at 255; copied only where it has to change."""
    if page.dtype == np.uint8 and full == 255:
        return page
    scaled = np.nan_to_num(page.astype(np.float32) * np.float32(255 / full), nan=0.0)
    whole: NDArray[np.uint8] = np.rint(np.clip(scaled, 0, 255)).astype(np.uint8)
    return whole


def inked(page: NDArray[np.uint8]) -> tuple[slice, slice]:
    """Rows and columns of the ink's box in `page`, uint8 (h, w), without specks; empty without ink."""
    most = page.max() if page.size else 0
    if not most:
        return slice(0, 0), slice(0, 0)
    floor = int(most * FAINT)
    (rows, whole), (columns, as_whole) = _span(page, floor, axis=1), _span(page, floor, axis=0)
    if whole and as_whole:
        return rows, columns
    crop = page[rows, columns]
    # A speck beside the digit can hide a speck above it, so the crop is looked at once more.
    return _within(rows, _span(crop, floor, axis=1)[0]), _within(columns, _span(crop, floor, axis=0)[0])


def _within(outer: slice, inner: slice) -> slice:
    return slice(outer.start + inner.start, outer.start + inner.stop)


def _span(page: NDArray[np.uint8], floor: int, axis: int) -> tuple[slice, bool]:
    """From the first to the last line with ink, without lines of specks at either end; and whether it has ink
    all through.
    """
    inked = np.zeros(page.shape[1 - axis] + 2, bool)
    inked[1:-1] = page.max(axis=axis) > floor
    edges = np.flatnonzero(inked[1:] != inked[:-1])
    starts, ends = edges[::2], edges[1::2]
    through = len(starts) == 1
    if not through:
        sums = page.sum(axis=axis, dtype=np.int64)
        mass = np.add.reduceat(sums, edges[:-1] if ends[-1] == len(sums) else edges)[::2]
        kept = np.flatnonzero(mass > SPECK * mass.sum())
        starts, ends = starts[kept], ends[kept]
    return slice(int(starts[0]), int(ends[-1])), through


def stroke_width(crop: NDArray[np.uint8]) -> float:
    """The mean width of the strokes in pixels: twice the area by the length of the outline.

    The outline is the total variation along rows and columns, which counts an outline that runs in all
    directions 4/π times.
    """
    ink = crop.astype(np.float32)
    outline = np.abs(ink[1:] - ink[:-1]).sum() + np.abs(ink[:, 1:] - ink[:, :-1]).sum()
    outline += ink[0].sum() + ink[-1].sum() + ink[:, 0].sum() + ink[:, -1].sum()
    return float(2 * ink.sum() / (outline * np.pi / 4))


def _narrowed(crop: NDArray[np.uint8], by: int) -> NDArray[np.uint8]:
    """As if drawn with a pen that is `by` pixels finer; as it is where nothing would be left."""
    # Narrowed is paper widened, with paper all around.
    fine = 255 - _widened(255 - np.pad(crop, by), by)[by:-by, by:-by] if by else crop
    rows, columns = inked(fine)
    kept: NDArray[np.uint8] = fine[rows, columns]
    # A dot or a blot is no stroke.
    return kept if kept.size and max(kept.shape) >= 0.5 * max(crop.shape) else crop


def _widened(crop: NDArray[np.uint8], by: int) -> NDArray[np.uint8]:
    """Every pixel spread over a square of `by` + 1 pixels: a running maximum, in doubling steps."""
    height, width = crop.shape
    wide = np.zeros((height + 2 * by, width + 2 * by), np.uint8)  # a tenth of what np.pad takes
    wide[by : by + height, by : by + width] = crop
    for _ in range(2):
        done = 0
        while done < by:
            step = min(done + 1, by - done)
            wide = np.maximum(wide[step:], wide[:-step])
            done += step
        wide = wide.T
    return wide


def _fitted(crop: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Scaled with antialiasing until the longer side is 20 pixels; float, not rounded in between."""
    height, width = crop.shape
    scale = BOX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return _SCALED(crop, size)


def _brightened(digit: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Faint ink raised until the middle of its strokes is as dark as the data set's: 250 and more."""
    inks = np.sort(digit[digit > 0.1 * digit.max()])
    middle = upper_quartile(inks)
    raised: NDArray[np.float64] = np.minimum(digit * max(1.0, 250 / middle), 255.0)
    return raised


def upper_quartile(ordered: NDArray[Any]) -> float:
    """Of numbers in their order, at least one; np.percentile takes ten times as long."""
    below, share = divmod(0.75 * (len(ordered) - 1), 1.0)
    low, high = float(ordered[int(below)]), float(ordered[min(int(below) + 1, len(ordered) - 1)])
    return low + share * (high - low)


def _offset(centre: float, length: int) -> int:
    return min(max(math.ceil(SIDE / 2 - centre), 0), SIDE - length)
