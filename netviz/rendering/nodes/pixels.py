"""Small neurons as pixels: the shader's formula in numpy, all neurons of a column at once.

The painter would take as long for one of them as this takes for ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.nodes.shape import BAR, DASH_SHARE, DASHES, RIM, RIM_SHARE, SMALLEST_WITH_RIM

_CROWD: Final = 2  # neurons to a pixel


Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Strip:
    """`pixels` uint8 (rows, columns, 4), premultiplied RGBA; its corner is the device pixel (left, top)."""

    pixels: NDArray[np.uint8]
    left: int
    top: int


def column_strip(
    x: float,
    y: NDArray[np.float64],
    half: float,
    fill: NDArray[np.float64],
    rim: NDArray[np.float64],
    negative: NDArray[np.bool_],
    scale: float,
    height: int,
) -> Strip | None:
    """Neurons at (`x`, `y`), y float64 (n,) ascending, in device pixels, where the screen is `height` high.

    `half`: half their height. `fill` float64 (n, 3) and `rim` (3,): colours, 0 to 255. `negative` bool (n,):
    with a dashed rim. `scale`: device pixels per logical pixel. None where none of them is on the screen.
    """
    fade = min(2 * half, 1.0)
    half = max(half, 0.5)
    wide = max(half, BAR * scale)
    seen = (y > -half - 1) & (y < height + half + 1)
    if not seen.any():
        return None
    y, fill, negative = y[seen], fill[seen], negative[seen]
    line = min(RIM * scale, RIM_SHARE * half) if half > SMALLEST_WITH_RIM * scale else 0.0
    weight = np.full(len(y), fade)
    if line == 0.0 and len(y) > _CROWD * height:
        # Many to a pixel: their mean is what one sees.
        begin = np.flatnonzero(np.diff(np.floor(y), prepend=-np.inf))
        count = np.diff(begin, append=len(y))
        weight = fade * count
        y = np.add.reduceat(y, begin) / count
        fill = np.add.reduceat(fill, begin) / count[:, None]
        negative = negative[begin]
    left, columns = int(np.floor(x - wide - 1)), int(np.ceil(2 * wide + 3))
    first = np.floor(y - half - 1).astype(np.intp)
    rows = int(np.ceil(2 * half + 3))
    top, bottom = int(first.min()), int(first.max()) + rows
    px = left + np.arange(columns) + 0.5 - x
    py = first[:, None] + np.arange(rows) + 0.5 - y[:, None]
    # Neighbours share no more than the softened pixels of their borders; closer ones begin at the same row.
    starts = np.flatnonzero(np.diff(first, prepend=first[0] - 1))
    at = first[starts] - top
    if line == 0.0:
        colours = np.concatenate([fill + (rim - fill) * RIM_SHARE, np.full((len(fill), 1), 255.0)], axis=1)
        rows_of = colours[:, None] * (np.clip(half + 0.5 - np.abs(py), 0.0, 1.0) * weight[:, None])[..., None]
        column = np.zeros((bottom - top, 4))
        for row in range(rows):
            column[at + row] += np.add.reduceat(rows_of[:, row], starts)
        # What a row of pixels holds is spread over the columns: round ends are too small to see.
        drawn = column[:, None] * np.clip(wide + 0.5 - np.abs(px), 0.0, 1.0)[:, None]
    else:
        values = _discs(px, py, wide, half, line, fill, rim, negative) * fade
        drawn = np.zeros((bottom - top, columns, 4))
        for row in range(rows):
            drawn[at + row] += np.add.reduceat(values[:, row], starts)
    drawn /= np.maximum(drawn[..., 3:] / 255, 1.0)
    return Strip(np.rint(np.clip(drawn, 0, 255)).astype(np.uint8), left, top)


def _discs(
    px: Floats,
    py: Floats,
    wide: float,
    half: float,
    line: float,
    fill: Floats,
    rim: Floats,
    negative: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Capsules with rims, float64 (n, rows, columns, 4), premultiplied."""
    beyond = np.maximum(np.abs(px) - (wide - half), 0.0)
    away = np.sqrt(beyond**2 + (py**2)[..., None]) - half
    outer = np.clip(0.5 - away, 0.0, 1.0)
    inner = np.minimum(np.clip(0.5 - away - line, 0.0, 1.0), outer)
    if negative.any():
        turn = np.mod(np.arctan2(-py[negative][..., None], px) / (2 * np.pi), 1.0) * DASHES
        between = np.mod(turn, 1.0) > DASH_SHARE
        inner[negative] = np.where(between, outer[negative], inner[negative])
    values = np.empty((*outer.shape, 4))
    values[..., :3] = rim * (outer - inner)[..., None] + fill[:, None, None, :] * inner[..., None]
    values[..., 3] = 255 * outer
    return values
