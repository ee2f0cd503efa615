"""A grid of losses as shaded bands with lines between them: the higher, the darker on light paper."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from netviz.training.landscape.grid import Grid
from netviz.viewmodels.palette import Palette

BANDS: Final = 14
_HIGHEST: Final = (
    0.985  # of the losses, ascending: what lies above has the last band, or it would take them all
)
_LEAST: Final = 1e-4  # of the highest, or of 1 where that is less: lower losses are drawn as this one
_SPAN: Final = 0.02  # of the logarithm, at least: a flat landscape is not blown up to mountains
_DARKEST: Final = 0.62
_LINE: Final = 0.34
_ENLARGED: Final = 1.2  # what is drawn may be stretched so far
_REDUCED: Final = 3.0
_TINY: Final = 1e-30


class Relief:
    """Heights of a grid, 0 to 1, on a logarithmic scale from `low` to `high`, both losses."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        finite = grid.loss[np.isfinite(grid.loss)]
        high = float(np.quantile(finite, _HIGHEST)) if len(finite) else 1.0
        self.high = max(high, _TINY)
        self.low = max(float(finite.min()) if len(finite) else 0.0, _LEAST * min(self.high, 1.0), _TINY)
        self._span = max(float(np.log(self.high / self.low)), _SPAN)
        self.heights = self.height(grid.loss)
        self._drawn: tuple[Palette, QImage] | None = None

    def height(self, loss: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Where losses stand between the lowest and the highest, 0 to 1; no number is the highest."""
        known = np.where(np.isfinite(loss), loss, self.high)
        share = np.log(np.maximum(known, self.low) / self.low) / self._span
        return np.asarray(np.clip(share, 0, 1), np.float64)

    def loss_at(self, height: float) -> float:
        """The inverse of `height`."""
        return float(self.low * np.exp(height * self._span))

    def image(self, width: int, height: int, palette: Palette) -> QImage:
        """The whole grid in about so many pixels, α to the right and β upwards. One is kept, so that a zoom
        does not draw it anew at each notch.
        """
        drawn = self._drawn
        if drawn is None or drawn[0] is not palette or not _serves(drawn[1], width, height):
            drawn = self._drawn = palette, self._draw(width, height, palette)
        return drawn[1]

    def _draw(self, width: int, height: int, palette: Palette) -> QImage:
        grid = self.grid
        across = _weights(grid.alphas, np.linspace(grid.alphas[0], grid.alphas[-1], width))
        up = _weights(grid.betas, np.linspace(grid.betas[-1], grid.betas[0], height))
        bands = (up @ self.heights.T @ across.T) * BANDS
        shade = (np.floor(np.minimum(bands, BANDS - 1e-6)) + 0.5) / BANDS
        slope = np.hypot(*np.gradient(bands)) if min(width, height) > 1 else np.ones_like(bands)
        # A line is where a band ends: its distance in pixels is the height's over the slope.
        nearest = np.rint(bands)
        line = np.clip(1.1 - np.abs(bands - nearest) / np.maximum(slope, 1e-9), 0, 1)
        line *= (nearest > 0) & (nearest < BANDS)
        paper, ink = _rgb(palette.panel), _rgb(palette.loss)
        share = shade * _DARKEST + line * _LINE * (1 - shade)
        colours = paper + np.minimum(share, 1.0)[..., None] * (ink - paper)
        packed = np.rint(colours).astype(np.uint32)
        pixels = 0xFF000000 | packed[..., 0] << 16 | packed[..., 1] << 8 | packed[..., 2]
        pixels = np.ascontiguousarray(pixels, np.uint32)
        return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def shade_at(height: float, palette: Palette) -> QColor:
    """The colour of a band's middle."""
    shade = (np.floor(min(height, 1 - 1e-9) * BANDS) + 0.5) / BANDS
    paper, ink = _rgb(palette.panel), _rgb(palette.loss)
    r, g, b = np.rint(paper + _DARKEST * shade * (ink - paper)).astype(int)
    return QColor(int(r), int(g), int(b))


def _serves(image: QImage, width: int, height: int) -> bool:
    """Whether an image can stand for one of this size: a little smaller, or larger, at most."""
    asked = ((width, image.width()), (height, image.height()))
    return all(wanted <= has * _ENLARGED and has <= wanted * _REDUCED for wanted, has in asked)


def _weights(axis: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each point of an axis counts at other points, (k, n)."""
    n = len(axis)
    found = np.zeros((len(points), n))
    if n == 1:
        found[:] = 1
        return found
    place = np.clip((points - axis[0]) / (axis[-1] - axis[0]) * (n - 1), 0, n - 1)
    below = np.minimum(place.astype(np.intp), n - 2)
    rows = np.arange(len(points))
    found[rows, below] = 1 - (place - below)
    found[rows, below + 1] = place - below
    return found


def _rgb(colour: str) -> NDArray[np.float64]:
    c = QColor(colour)
    return np.array([c.red(), c.green(), c.blue()], np.float64)
