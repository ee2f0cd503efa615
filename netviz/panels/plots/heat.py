"""Histograms of many steps as one picture: steps across, values up, shade by how many."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.panels.kit.images import ramp
from netviz.panels.plots.chart import Chart, Heat
from netviz.panels.plots.measured import Histograms
from netviz.panels.plots.scale import Scale
from netviz.panels.run.columns import Array
from netviz.viewmodels.palette import Palette

ROWS: Final = 96
_LEAST: Final = 0.03  # of what is visible: a single histogram's width
_PIXELS: Final = 3  # to a column at least
_POWER: Final = 0.6  # of the share: few are seen too
_LEVELS: Final = 127  # of shade, in either ink
_TAIL: Final = 1e-3  # of what was counted may lie beyond the picture at either end
_FULL: Final = 98.0  # percent of the shades below the darkest


def rebinned(counts: NDArray[Any], low: Array, high: Array, edges: Array) -> NDArray[np.float64]:
    """Counts (n, bins) in equal bins from `low` to `high` as counts between common `edges` (rows + 1,).

    What lies in a bin is taken to be spread evenly in it.
    """
    n, bins = counts.shape
    below = np.zeros((n, bins + 1))
    np.cumsum(counts, axis=1, out=below[:, 1:])
    width = np.maximum((high - low) / bins, 1e-30)
    place = np.clip((edges[None, :] - low[:, None]) / width[:, None], 0, bins)
    whole = np.minimum(place.astype(np.intp), bins - 1)
    at = np.take_along_axis(below, whole, 1)
    after = np.take_along_axis(below, whole + 1, 1)
    return np.diff(at + (after - at) * (place - whole), axis=1)


def heat_of(found: Histograms, start: float, end: float, pixels: int, ink: str, below: str) -> Heat | None:
    """The picture of the histograms between two steps; None where there are none."""
    step = found.step
    a = max(int(np.searchsorted(step, start)) - 1, 0)
    b = min(int(np.searchsorted(step, end, side="right")) + 1, len(step))
    sound = a + np.flatnonzero(
        np.isfinite(found.low[a:b]) & np.isfinite(found.high[a:b]) & (found.counts[a:b].sum(axis=1) > 0)
    )
    if not len(sound):
        return None
    # Of more histograms than columns, evenly chosen ones: each column is one that was measured.
    column = ((step[sound] - start) / max(end - start, 1e-9) * (pixels / _PIXELS)).astype(np.int64)
    last = np.flatnonzero(np.diff(column, append=column[-1] + 1))
    sound = sound[last]
    counts = found.counts[sound].astype(np.float64)
    low, high = found.low[sound].astype(np.float64), found.high[sound].astype(np.float64)
    scale = _scale(counts, low, high)
    share = rebinned(counts, low, high, np.linspace(scale.low, scale.high, ROWS + 1))
    share /= counts.sum(axis=1, keepdims=True)
    inked = share[share > 0]
    full = float(np.percentile(inked, _FULL)) if len(inked) else 1.0
    shade = (np.clip(share / max(full, 1e-30), 0, 1) ** _POWER).astype(np.float32)
    return Heat(
        ink, below, _edges(step[sound], start, end), np.ascontiguousarray(shade.T[::-1]), low, high, scale
    )


def _scale(counts: Array, low: Array, high: Array) -> Scale:
    """From the least to the greatest, without the last thousandth at either end."""
    bins = counts.shape[1]
    share = np.cumsum(counts, axis=1) / counts.sum(axis=1, keepdims=True)
    first = (share > _TAIL).argmax(axis=1)
    last = (share >= 1 - _TAIL).argmax(axis=1)
    width = (high - low) / bins
    bottom, top = float((low + first * width).min()), float((low + (last + 1) * width).max())
    return Scale(bottom, top) if top > bottom else Scale(bottom - 0.5, bottom + 0.5)


def _edges(step: Array, start: float, end: float) -> Array:
    """Borders half-way between steps; a single one reaches from its step to the end, wide enough to see."""
    if len(step) == 1:
        return np.array([min(step[0], end - _LEAST * (end - start)), max(end, step[0])], np.float64)
    middle = (step[1:] + step[:-1]) / 2
    first, last = step[0] - (middle[0] - step[0]), step[-1] + (step[-1] - middle[-1])
    return np.concatenate([[max(first, 0.0)], middle, [last]])


def heat_levels(chart: Chart, heat: Heat, width: int) -> NDArray[np.uint8]:
    """A picture (rows, width), the lowest row first: 128 to 255 above zero, 127 to 0 below it."""
    step = chart.start + (np.arange(width) + 0.5) / max(width, 1) * (chart.end - chart.start)
    column = np.searchsorted(heat.edges, step, side="right") - 1
    there = (column >= 0) & (column < heat.shade.shape[1])
    shade = heat.shade[::-1, np.clip(column, 0, heat.shade.shape[1] - 1)] * there
    level: NDArray[np.uint8] = np.clip(np.rint(shade * _LEVELS), 0, _LEVELS).astype(np.uint8)
    rows = level.shape[0]
    value = heat.scale.low + (np.arange(rows) + 0.5) / rows * (heat.scale.high - heat.scale.low)
    level[value >= 0] += _LEVELS + 1
    level[value < 0] = _LEVELS - level[value < 0]
    return level


def heat_colours(heat: Heat, palette: Palette) -> NDArray[np.uint8]:
    """The colours of those levels, (256, 3)."""
    inks = [*ramp(palette.panel, heat.below)[::-2], *ramp(palette.panel, heat.ink)[::2]]
    packed = np.array(inks, np.uint32)
    return np.stack([(packed >> shift & 255).astype(np.uint8) for shift in (16, 8, 0)], axis=1)
