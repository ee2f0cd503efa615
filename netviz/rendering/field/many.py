"""Many edges: each half of the columns by one Radon transform of the strengths.

Edge (i, j) passes height (1 - t) · y_in[i] + t · y_out[j] at the share t of the way. So the picture's column
at t is the sum of the strengths along a family of parallel lines through the matrix laid out at
(y_in, y_out), and the whole picture is the Radon transform of the weight matrix. Up to t = ½ the lines are
followed across the output's neurons, after it across the input's: so their slope is never more than 1.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from netviz.rendering.field.radon import RadonPlan, plan_radon, radon
from netviz.rendering.field.scratch import Complexes, Floats, Heights, Indices, Scratch

_DENSE = 3.0  # neurons closer than this (in rows) are first shared out among evenly spaced points
_COARSEST = 2.0  # rows: the largest distance of these points; mist needs no more
_BLOCK = 64  # neurons of the input that are dealt with at a time


class _Share(NamedTuple):
    """Consecutive neurons and the cells among which they are shared out: `weights` (cells, neurons)."""

    neurons: slice
    cells: slice
    weights: Floats


class _Sharing(NamedTuple):
    """How a layer's neurons are shared out among evenly spaced points, each between the two next to it."""

    cells: int
    shares: tuple[_Share, ...]


class _Half(NamedTuple):
    """The columns nearer to one layer: profiles lie along it, lines are followed across the other."""

    columns: slice
    over_in: _Sharing | None  # None where each neuron keeps its own place
    over_out: _Sharing | None
    across_out: bool
    radon: RadonPlan
    rise: Indices  # (columns,) the whole rise just below a column's true one
    rise_part: Floats  # (columns, 1) what is left of it
    border: Indices  # (columns, rows + 1) the pixels' borders in the flattened running sum
    border_part: Floats


class ManyPlan(NamedTuple):
    """Left and right half."""

    halves: tuple[_Half, _Half]


def plan_many(y_in: Heights, y_out: Heights, rows: int, columns: int) -> ManyPlan:
    """Plan for edges from each of `y_in` to each of `y_out`."""
    t = (np.arange(columns) + 0.5) / columns
    middle = columns // 2
    left = _plan_half(y_in, y_out, t[:middle], slice(0, middle), rows, across_out=True)
    right = _plan_half(y_out, y_in, 1 - t[middle:], slice(middle, columns), rows, across_out=False)
    return ManyPlan((left, right))


def add_many(
    density: Floats,
    strengths: Callable[[slice, Floats], None],
    shape: tuple[int, int],
    plan: ManyPlan,
    scratch: Scratch,
) -> None:
    """Fill `density` (2, rows, columns) with the edges of a matrix of `shape` (n_in, n_out).

    `strengths(neurons, out)` fills in the strengths (2, neurons, n_out) of some neurons of the input: those
    of a few at a time stay in the processor's cache.
    """
    n_in, n_out = shape
    sizes = [n_in if half.over_in is None else half.over_in.cells for half in plan.halves]
    shared = [scratch.floats(f"half {k}", 2, size, n_out) for k, size in enumerate(sizes)]
    for points in shared:
        points[...] = 0
    for block, start in enumerate(range(0, n_in, _BLOCK)):
        these = slice(start, min(start + _BLOCK, n_in))
        some = scratch.floats("strengths", 2, these.stop - start, n_out)
        strengths(these, some)
        for half, points in zip(plan.halves, shared, strict=True):
            if half.over_in is None:
                points[:, these] = some
            else:
                share = half.over_in.shares[block]
                points[:, share.cells] += share.weights @ some
    for half, points in zip(plan.halves, shared, strict=True):
        neurons = scratch.complexes("neurons", *points.shape[:0:-1])
        neurons.real, neurons.imag = points[0].T, points[1].T
        profiles = neurons if half.over_out is None else _over_out(neurons, half.over_out, scratch)
        _paint(profiles if half.across_out else profiles.T, half, density, scratch)


def _over_out(neurons: Complexes, sharing: _Sharing, scratch: Scratch) -> Complexes:
    points = scratch.complexes("points", sharing.cells, neurons.shape[1])
    points[...] = 0
    for share in sharing.shares:
        points.view(np.float32)[share.cells] += share.weights @ neurons[share.neurons].view(np.float32)
    return points


def _plan_half(
    along: Heights, across: Heights, t: Heights, columns: slice, rows: int, *, across_out: bool
) -> _Half:
    """`t` (columns,) is the share of the way as seen from the layer `along` which the profiles lie."""
    bottom, extent, n = float(across.max()), float(np.ptp(across)), len(across)
    if extent < _DENSE * (n - 1):
        strip, levels = 1, int(np.ceil(np.log2(extent / _COARSEST + 1)))
        unit = max(extent / max((1 << levels) - 1, 1), _COARSEST / 2)
        sharing: _Sharing | None = _share(across, bottom, -unit, 1 << levels)
        heights = np.arange(float(1 << levels))
    else:
        levels = (n - 1).bit_length()
        extent = max(extent * n / (n - 1) if n == 1 << levels and n > 4 else extent, 1.0)
        strip = max(1, round(extent / (1 << levels)))
        unit = extent / (strip << levels)
        sharing = None
        heights = np.round((bottom - across) / unit, 9)
    height = strip << levels

    cells = int(np.ceil(np.ptp(along) / unit)) + 2
    first = (along.min() + along.max() - (cells - 1) * unit) / 2
    rise = t / (1 - t) * height
    below = np.minimum(rise.astype(np.intp), height - 1)
    # The line through the upper border of row r, at t, meets the layer at (r - t · bottom) / (1 - t).
    t = t[:, None]
    border = ((np.arange(rows + 1) - t * bottom) / (1 - t) - first) / unit + rise[:, None]
    reach = cells + height
    border = np.clip(border + 0.5, 0, reach)  # a cell reaches half its width to both sides of its point
    border[:, 0], border[:, -1] = 0, reach  # nothing is lost at the picture's edge
    whole = np.minimum(border.astype(np.intp), reach - 1)
    profiles = _share(along, first, unit, cells)
    return _Half(
        columns=columns,
        over_in=profiles if across_out else sharing,
        over_out=sharing if across_out else profiles,
        across_out=across_out,
        radon=plan_radon(heights, cells, strip=strip, levels=levels),
        rise=below,
        rise_part=(rise - below).astype(np.float32)[:, None],
        border=whole + (reach + 1) * np.arange(len(t))[:, None],
        border_part=(border - whole).astype(np.float32),
    )


def _share(y: Heights, first: float, unit: float, cells: int) -> _Sharing:
    """Share neurons at `y` out among the points `first + unit · k`, k = 0 … cells - 1."""
    place = np.clip((y - first) / unit, 0, cells - 1)
    low = np.clip(place.astype(np.intp), 0, max(cells - 2, 0))
    part = place - low
    shares = []
    for start in range(0, len(y), _BLOCK):
        neurons = slice(start, min(start + _BLOCK, len(y)))
        top, end = int(low[neurons].min()), min(int(low[neurons].max()) + 2, cells)
        weights = np.zeros((end - top, neurons.stop - start), np.float32)
        row, column = low[neurons] - top, np.arange(neurons.stop - start)
        weights[row, column] = 1 - part[neurons]
        if cells > 1:
            weights[row + 1, column] = part[neurons]
        shares.append(_Share(neurons, slice(top, end), weights))
    return _Sharing(cells, tuple(shares))


def _paint(profiles: Complexes, half: _Half, density: Floats, scratch: Scratch) -> None:
    """Sum along the lines and measure the sums off in the half's pixels."""
    lines = radon(profiles, half.radon, scratch)
    columns, cells = len(half.rise), lines.shape[1]
    wanted = np.take(lines, half.rise, axis=0, out=scratch.complexes("wanted", columns, cells), mode="clip")
    upper = np.take(lines, half.rise + 1, axis=0, out=scratch.complexes("upper", columns, cells), mode="clip")
    upper -= wanted
    parts = upper.view(np.float32)
    parts *= half.rise_part
    wanted += upper
    running = scratch.complexes("running", columns, cells + 1)
    running[:, 0] = 0
    np.cumsum(wanted, axis=1, out=running[:, 1:])
    running = running.reshape(-1)
    shape = half.border.shape
    low = np.take(running, half.border, out=scratch.complexes("low", *shape), mode="clip")
    high = np.take(running, half.border + 1, out=scratch.complexes("high", *shape), mode="clip")
    high -= low
    high *= half.border_part
    low += high
    # Digital lines are softer at some slopes than at others; ¼, ½, ¼ over the rows hides that.
    around = np.add(low[:, :-2], low[:, 2:], out=scratch.complexes("around", columns, shape[1] - 2))
    parts = around.view(np.float32)
    parts *= np.float32(0.25)
    low[:, 1:-1] *= np.float32(0.5)
    low[:, 1:-1] += around
    pixels = np.subtract(low[:, 1:], low[:, :-1], out=high[:, 1:])
    density[0, :, half.columns] = pixels.real.T
    density[1, :, half.columns] = pixels.imag.T
