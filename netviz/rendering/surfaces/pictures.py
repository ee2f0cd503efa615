"""Surfaces as pixels. The shader lays them down as they are, and so does the painter."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.surfaces.form import REACH
from netviz.viewmodels.hues import hue
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.surface import Surfaces

SIDE: Final = 48  # pixels of a line's picture

_THICK: Final = 1.5  # pixels, half the line
_STRENGTH: Final = 0.9  # of the colour where the activation is largest

Bytes = NDArray[np.uint8]


def surface_pictures(surfaces: Surfaces, palette: Palette) -> Bytes:
    """A picture of each neuron, uint8 (n_neurons, side, side, 4), opaque RGBA, its top row first.

    Above 0 in the colour of positive weights, below 0 in that of negative ones, paler towards 0; outputs of
    classes in the hue of theirs.
    """
    if surfaces.flat:
        return _lines(surfaces, palette)
    values = surfaces.values[:, ::-1]
    result = np.empty((*values.shape, 4), np.uint8)
    first = len(values) if surfaces.classes is None else len(values) - surfaces.classes.n
    signed = _ramp(palette.low, palette.negative, palette.positive)
    level = np.rint((values + 1) * np.float32(127.5)).astype(np.uint8)
    result[:first] = signed[level[:first]]
    if surfaces.classes is not None:
        for k in range(surfaces.classes.n):
            ramp = _ramp(palette.low, palette.low, hue(surfaces.classes, k, palette))
            result[first + k] = ramp[level[first + k]]
    return result


def field_picture(surfaces: Surfaces, palette: Palette, neuron: int | None = None) -> Bytes:
    """The plane as one picture, uint8 (rows, columns, 4), its top row first: each place in the hue of the
    class that is answered there, the paler the less sure; or what one neuron gives.
    """
    if (neuron is not None and neuron < len(surfaces.values)) or surfaces.classes is None:
        picture: Bytes = surface_pictures(surfaces, palette)[-1 if neuron is None else neuron]
        return picture
    shares = surfaces.outputs[::-1]
    n = surfaces.classes.n
    with np.errstate(invalid="ignore"):
        winner = np.argmax(shares, axis=2)
        sure = (np.max(shares, axis=2) - 1 / n) / (1 - 1 / n)
    sure = np.nan_to_num(sure).clip(0, 1)
    ground = _rgb(palette.low)
    hues = np.array([_rgb(hue(surfaces.classes, k, palette)) for k in range(n)])
    strength = (0.06 + 0.46 * sure)[..., None]
    result = np.full((*winner.shape, 4), 255, np.uint8)
    result[..., :3] = np.rint(ground + (hues[winner] - ground) * strength)
    return result


def _lines(surfaces: Surfaces, palette: Palette) -> Bytes:
    """Each neuron's activation as a line over what is read, with the line of 0."""
    values = surfaces.values[:, 0]
    n, columns = values.shape
    x = (np.arange(SIDE) + 0.5) / SIDE * columns - 0.5
    left = np.clip(np.floor(x).astype(np.intp), 0, columns - 2)
    height = values[:, left] + (values[:, left + 1] - values[:, left]) * (x - left).astype(np.float32)
    y = SIDE / 2 - height * (REACH * SIDE)
    slope = np.gradient(y, axis=1)
    away = np.abs((np.arange(SIDE) + 0.5)[None, :, None] - y[:, None, :]) / np.sqrt(1 + slope**2)[:, None, :]
    inked = np.clip(_THICK + 0.5 - away, 0, 1)[..., None]
    low, line = _rgb(palette.low), _rgb(palette.muted)
    sign = np.where((height < 0)[..., None], _rgb(palette.negative), _rgb(palette.positive))[:, None]
    ground = np.broadcast_to(low, (SIDE, SIDE, 3)).copy()
    ground[SIDE // 2 - 1 : SIDE // 2 + 1] = low + (line - low) * 0.35
    result = np.full((n, SIDE, SIDE, 4), 255, np.uint8)
    result[..., :3] = np.rint(ground + (sign - ground) * inked)
    return result


def _ramp(low: str, negative: str, positive: str) -> Bytes:
    """Colours of 256 levels from -1 to 1, uint8 (256, 4)."""
    share = np.linspace(-1, 1, 256)[:, None]
    ground = _rgb(low)
    end = np.where(share < 0, _rgb(negative), _rgb(positive))
    ramp = np.full((256, 4), 255, np.uint8)
    ramp[:, :3] = np.rint(ground + (end - ground) * (np.abs(share) * _STRENGTH))
    return ramp


def _rgb(colour: str) -> NDArray[np.float32]:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], np.float32)
