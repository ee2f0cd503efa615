"""Pixels and weights as small images in the theme's colours."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from netviz.rendering.contrast import best_ink, contrast
from netviz.viewmodels.palette import Palette

LEAST_CONTRAST: Final = 7.0  # of words, as the Web Content Accessibility Guidelines 2.2 ask for at best


def rgb(colour: str) -> NDArray[np.float32]:
    """`#RRGGBB` as float32 (3,), 0 to 255."""
    c = QColor(colour)
    return np.array([c.red(), c.green(), c.blue()], np.float32)


def mix(colour: str, other: str, share: float) -> QColor:
    """`colour` with `share` (0 to 1) of `other` in it."""
    return QColor(*_mixed(colour, other, share))


@lru_cache(256)
def _mixed(colour: str, other: str, share: float) -> tuple[int, int, int]:
    r, g, b = np.rint(rgb(colour) * (1 - share) + rgb(other) * share).astype(int)
    return int(r), int(g), int(b)


def readable(fill: QColor, palette: Palette) -> QColor:
    """The ink for words on `fill`: the theme's own where its contrast is 7 or more, else black or white, of
    which one has that on what `legible` gives.
    """
    inks = (palette.text, palette.panel, "#000000", "#FFFFFF")
    own = (ink for ink in inks if contrast(ink, fill.name()) >= LEAST_CONTRAST)
    return QColor(next(own, best_ink(fill, inks)))


def legible(fill: QColor) -> QColor:
    """`fill`, where black or white words have a contrast of 7 on it; else, as on middle greys neither has,
    the nearest one towards the end that is nearer.
    """
    for share in np.linspace(0, 1, 26).tolist():
        for end, ink in (("#000000", "#FFFFFF"), ("#FFFFFF", "#000000")):
            moved = mix(fill.name(), end, share)
            if contrast(ink, moved.name()) >= LEAST_CONTRAST:
                return moved
    return fill


@lru_cache(maxsize=16)
def ramp(low: str, high: str) -> tuple[int, ...]:
    """256 colours from `low` to `high` as 0xAARRGGBB: a colour table for ink and for activations."""
    share = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    r, g, b = np.rint(rgb(low) * (1 - share) + rgb(high) * share).astype(np.uint32).T
    return tuple(int(v) for v in (0xFF000000 | (r << 16) | (g << 8) | b))


def share_of(value: float, reference: float) -> float:
    """|value| as a share of `reference`, 0 to 1; 0 for what is no number."""
    share = abs(value) / max(reference, 1e-30)
    return 0.0 if math.isnan(share) else min(share, 1.0)


def ink_image(ink: NDArray[np.uint8], palette: Palette) -> QImage:
    """uint8 (h, w) as an image, 0 in the colour of activation 0 and 255 in that of activation 1."""
    ink = np.ascontiguousarray(ink)
    height, width = ink.shape
    view = QImage(ink.data, width, height, width, QImage.Format.Format_Indexed8)
    view.setColorTable(ramp(palette.low, palette.high))
    return view.convertToFormat(QImage.Format.Format_RGB32)


def weight_colours(weights: NDArray[np.float32], reference: float, palette: Palette) -> NDArray[np.uint32]:
    """Weights of any shape as 0xFFRRGGBB: the panel's colour at 0, blue or red in full at |w| = reference.

    What is no number has the colour of 0.
    """
    strength = np.nan_to_num(np.abs(weights) / np.float32(max(reference, 1e-30)), nan=0.0, posinf=1.0)
    share = np.clip(strength, 0, 1)[..., None]
    full = np.where((weights >= 0)[..., None], rgb(palette.positive), rgb(palette.negative))
    channels = np.rint(rgb(palette.panel) * (1 - share) + full * share).astype(np.uint32)
    packed = 0xFF000000 | (channels[..., 0] << 16) | (channels[..., 1] << 8) | channels[..., 2]
    return packed.astype(np.uint32)


def weight_image(weights: NDArray[np.float32], reference: float, palette: Palette) -> QImage:
    """Weights (h, w) as an image of one pixel each."""
    colours = np.ascontiguousarray(weight_colours(weights, reference, palette))
    height, width = colours.shape
    return QImage(colours.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
