"""The input image as pixels: the shader's formula in numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.image.cells import BORDER_WIDTH, GRID_OPACITY, GRID_WIDTH, SMALLEST_CELL


def image_pixels(
    cells: NDArray[np.uint8],
    grid: NDArray[np.float32],
    border: NDArray[np.float32],
    place: tuple[float, float, float],
    scale: float,
) -> tuple[NDArray[np.uint8], int, int]:
    """Premultiplied RGBA, uint8 (h, w, 4), and the device pixel (left, top) of its corner.

    `cells` uint8 (n, n, 3): the colour of each; `grid` and `border` float32 (3,): those of the lines, 0 to
    255. `place`: left, top and side of the image in device pixels, `scale` of them per logical pixel.
    """
    x, y, side = place
    n, line = len(cells), BORDER_WIDTH * scale
    cell = side / n
    left, top = int(np.floor(x - line)), int(np.floor(y - line))
    size = int(np.ceil(side + 2 * line)) + 1
    px, py = (corner + np.arange(size, dtype=np.float32) + np.float32(0.5) for corner in (left - x, top - y))
    column, row = (np.clip(np.floor(p / cell), 0, n - 1).astype(np.intp) for p in (px, py))
    lines = cell >= SMALLEST_CELL * scale
    across = _grid(px, cell, n, scale) if lines else np.zeros(size, np.float32)
    down = _grid(py, cell, n, scale) if lines else np.zeros(size, np.float32)
    colours = cells.astype(np.float32)[:, column]
    colours += (grid - colours) * across[:, None]

    def finished(rows: NDArray[np.float32], qy: NDArray[np.float32]) -> NDArray[np.uint8]:
        """With the border; `qy`: how far outside the square, up or down, each row is."""
        qx = np.abs(px - np.float32(side / 2)) - np.float32(side / 2)
        inside = ((qx < 0) & (qy < 0)[:, None])[..., None]
        edge = _covers(np.maximum(qx, qy[:, None]), line)[..., None]
        result = np.empty((len(rows), size, 4), np.float32)
        result[..., :3] = np.where(inside, rows, 0) * (1 - edge) + border * edge
        result[..., 3:] = 255 * (inside * (1 - edge) + edge)
        return np.rint(result).astype(np.uint8)

    # Within a cell all rows are alike; only those on lines are worked out one by one.
    pixels = finished(colours, np.full(n, -side, np.float32))[row]
    qy = np.abs(py - np.float32(side / 2)) - np.float32(side / 2)
    special = np.flatnonzero((down > 0) | (qy > -line - 1))
    some = colours[row[special]]
    some += (grid - some) * down[special, None, None]
    pixels[special] = finished(some, qy[special])
    return pixels, left, top


def _grid(p: NDArray[np.float32], cell: float, n: int, scale: float) -> NDArray[np.float32]:
    """How much of each pixel the lines between the cells cover, as opaque as they are."""
    nearest = np.floor(p / cell + 0.5)
    inner = (nearest >= 0.5) & (nearest <= n - 0.5)
    covered = _covers(p - (nearest * cell).astype(np.float32), GRID_WIDTH * scale)
    return np.where(inner, np.float32(GRID_OPACITY) * covered, np.float32(0))


def _covers(distance: NDArray[np.float32], width: float) -> NDArray[np.float32]:
    return np.clip(np.float32(0.5 * width + 0.5) - np.abs(distance), 0, np.float32(min(width, 1.0)))
