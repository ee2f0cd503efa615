"""Neurons as pixels: the shader's formula in numpy, all neurons of a column at once.

The painter would take as long for one of them as this takes for ten. What depends on the layout and the
camera alone is worked out once; in each frame only the colours are laid into it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.nodes.shape import (
    DASH_SHARE,
    DASHES,
    MIX_SHARE,
    RIM,
    RIM_SHARE,
    SMALLEST_WITH_RIM,
    half_width,
)

_CROWD: Final = 2  # neurons to a pixel

Floats = NDArray[np.float32]


class Strip(NamedTuple):
    """`pixels` uint8 (rows, columns, 4), premultiplied RGBA; its corner is the device pixel (left, top)."""

    pixels: NDArray[np.uint8]
    left: int
    top: int


def column_strip(
    x: float,
    y: NDArray[np.float64],
    half: float,
    fill: Floats,
    rim: Floats,
    negative: NDArray[np.bool_],
    scale: float,
    height: int,
) -> Strip | None:
    """Neurons at (`x`, `y`), y float64 (n,) ascending, in device pixels, where the screen is `height` high.

    `half`: half their height. `fill` float32 (n, 3) and `rim` (3,): colours, 0 to 255. `negative` bool (n,):
    with a dashed rim. `scale`: device pixels per logical pixel. None where none of them is on the screen.
    """
    seen = (y > -half - 2) & (y < height + half + 2)
    if not seen.any():
        return None
    # While a network trains on an empty pad all colours stay: then this is a look into a table.
    return _strip(
        np.asarray(fill[seen], np.float32).tobytes(),
        np.asarray(rim, np.float32).tobytes(),
        (x, y[seen].tobytes(), half, negative[seen].tobytes(), scale, height),
    )


@lru_cache(maxsize=24)
def _strip(fills: bytes, rims: bytes, place: tuple[float, bytes, float, bytes, float, int]) -> Strip:
    fill, rim = np.frombuffer(fills, np.float32).reshape(-1, 3), np.frombuffer(rims, np.float32)
    forms = _forms(*place)
    if forms.groups is not None:
        count = np.diff(forms.groups, append=len(fill)).astype(np.float32)
        fill = np.asarray(np.add.reduceat(fill, forms.groups) / count[:, None], np.float32)
    drawn = np.empty((*forms.alpha.shape, 4), np.float32)
    drawn[..., 3] = forms.alpha * np.float32(255)
    if forms.across is not None:
        # Flat: what a row of pixels holds is spread over the columns; round ends are too small to see.
        fill = np.asarray(fill + (rim - fill) * np.float32(MIX_SHARE), np.float32)
        column = np.zeros((len(drawn), 3), np.float32)
        inner = forms.inner * fill[:, None, :]
        for row in range(inner.shape[1]):
            column[forms.at + row] += np.add.reduceat(inner[:, row], forms.starts)
        drawn[..., :3] = column[:, None] * forms.across[:, None]
    else:
        drawn[..., :3] = rim * forms.rim[..., None]
        inner = forms.inner * fill[:, None, None, :]
        for row in range(inner.shape[1]):
            drawn[forms.at + row, :, :3] += np.add.reduceat(inner[:, row], forms.starts)
    return Strip(np.rint(np.clip(drawn, 0, 255)).astype(np.uint8), forms.left, forms.top)


class _Forms(NamedTuple):
    """Where a column's neurons cover how much of which pixel.

    `alpha` and `rim` float32 (height, columns): by all of them, and by their rims. `inner` float32 (n, rows,
    columns, 1): by each one's inside, in the rows from its first one on; (n, rows, 1) where they are flat,
    too small for rims: `across`, float32 (columns,), says how much of that each column gets. Those that begin
    at the same row stand together: `starts` says where each such run begins, `at` at which row. `groups`:
    where the neurons begin that stand for several, None where each stands for itself.
    """

    alpha: Floats
    rim: Floats
    inner: Floats
    starts: NDArray[np.intp]
    at: NDArray[np.intp]
    groups: NDArray[np.intp] | None
    across: Floats | None
    left: int
    top: int


@lru_cache(maxsize=24)
def _forms(x: float, heights: bytes, half: float, negatives: bytes, scale: float, height: int) -> _Forms:
    y, negative = np.frombuffer(heights, np.float64), np.frombuffer(negatives, np.bool_)
    fade = min(2 * half, 1.0)
    half = max(half, 0.5)
    wide = half_width(half, scale)
    line = min(RIM * scale, RIM_SHARE * half) if half > SMALLEST_WITH_RIM * scale else 0.0
    weight, groups = np.full(len(y), fade), None
    if line == 0.0 and len(y) > _CROWD * height:
        # Many to a pixel: their mean is what one sees.
        groups = np.flatnonzero(np.diff(np.floor(y), prepend=-np.inf))
        count = np.diff(groups, append=len(y))
        y, weight = np.add.reduceat(y, groups) / count, fade * count
    left, columns = int(np.floor(x - wide - 1)), int(np.ceil(2 * wide + 3))
    first = np.floor(y - half - 1).astype(np.intp)
    rows = int(np.ceil(2 * half + 3))
    top, bottom = int(first.min()), int(first.max()) + rows
    px = left + np.arange(columns) + 0.5 - x
    py = first[:, None] + np.arange(rows) + 0.5 - y[:, None]
    across = None
    if line == 0.0:
        across = np.clip(wide + 0.5 - np.abs(px), 0.0, 1.0)
        outer = (np.clip(half + 0.5 - np.abs(py), 0.0, 1.0) * weight[:, None])[..., None]
        inner = outer
    else:
        away = np.hypot(np.maximum(np.abs(px) - (wide - half), 0.0), py[..., None]) - half
        outer = np.clip(0.5 - away, 0.0, 1.0) * weight[:, None, None]
        inner = np.minimum(np.clip(0.5 - away - line, 0.0, 1.0) * weight[:, None, None], outer)
        if negative.any():
            turn = np.mod(np.arctan2(-py[negative][..., None], px) / (2 * np.pi), 1.0) * DASHES
            between = np.mod(turn, 1.0) > DASH_SHARE
            inner[negative] = np.where(between, outer[negative], inner[negative])
    starts = np.flatnonzero(np.diff(first, prepend=first[0] - 1))
    at = first[starts] - top
    alpha = np.zeros((bottom - top, outer.shape[2]))
    rim = np.zeros_like(alpha)
    for row in range(rows):
        alpha[at + row] += np.add.reduceat(outer[:, row], starts)
        rim[at + row] += np.add.reduceat((outer - inner)[:, row], starts)
    # Neighbours share no more than the softened pixels of their borders; closer ones are made to fit.
    fits = 1 / np.maximum(alpha, 1.0)
    for row in range(rows):
        inner[:, row] *= fits[first - top + row]
    alpha, rim = alpha * fits, rim * fits
    if across is not None:
        alpha, rim = alpha * across, rim * across
    return _Forms(
        alpha.astype(np.float32),
        rim.astype(np.float32),
        inner.astype(np.float32)[..., None] if across is None else inner.astype(np.float32),
        starts,
        at,
        groups,
        None if across is None else across.astype(np.float32),
        left,
        top,
    )
