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
_SHADES: Final = 31  # between a line's ground and its ink
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
    result[:first] = _coloured(signed, level[:first])
    if surfaces.classes is not None:
        for k in range(surfaces.classes.n):
            ramp = _ramp(palette.low, palette.low, hue(surfaces.classes, k, palette))
            result[first + k] = _coloured(ramp, level[first + k])
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
    columns = values.shape[1]
    x = (np.arange(SIDE, dtype=np.float32) + np.float32(0.5)) * np.float32(columns / SIDE) - np.float32(0.5)
    left = np.clip(np.floor(x).astype(np.intp), 0, columns - 2)
    height = values[:, left] + (values[:, left + 1] - values[:, left]) * (x - left).astype(np.float32)
    y = np.float32(SIDE / 2) - height * np.float32(REACH * SIDE)
    steep = np.float32(_SHADES) / np.hypot(np.float32(1), np.gradient(y, axis=1).astype(np.float32))
    rows = np.arange(SIDE, dtype=np.float32) + np.float32(0.5)
    away = np.abs(rows[None, :, None] - y[:, None, :])
    away *= steep[:, None, :]
    np.subtract(np.float32((_THICK + 0.5) * _SHADES), away, out=away)
    np.clip(away, 0, _SHADES, out=away)
    level = away.astype(np.uint8)
    level += ((height < 0) * np.uint8(_SHADES + 1))[:, None, :]
    middle = slice(SIDE // 2 - 1, SIDE // 2 + 1)
    level[:, middle] += np.uint8(2 * (_SHADES + 1))
    low, line = _rgb(palette.low), _rgb(palette.muted)
    shades = np.linspace(0, 1, _SHADES + 1)[:, None]
    table = np.full((4 * (_SHADES + 1), 4), 255, np.uint8)
    grounds, inks = (low, low + (line - low) * 0.35), (_rgb(palette.positive), _rgb(palette.negative))
    pairs = [(ground, ink) for ground in grounds for ink in inks]
    table[:, :3] = np.rint(np.concatenate([ground + (ink - ground) * shades for ground, ink in pairs]))
    return _coloured(table, level)


def _coloured(table: Bytes, level: Bytes) -> Bytes:
    """Of colours (k, 4) the one of each level, as one number each: four times as fast as four."""
    return table.view(np.uint32)[:, 0][level][..., None].view(np.uint8)


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
