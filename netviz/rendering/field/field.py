"""All edges of a dense layer at once, at a cost that hardly grows with their number.

Edge (i, j) passes height (1 - t) · y_in[i] + t · y_out[j] at the share t of the way. So the picture's column
at t is the sum of the strengths along a family of parallel lines through the matrix laid out at
(y_in, y_out), and the whole picture is the Radon transform of the weight matrix. Up to t = ½ the lines are
followed across the output's neurons, after it across the input's: so their slope is never more than 1.
"""

from dataclasses import dataclass
from math import gamma, pi, sqrt

import numpy as np
import numpy.typing as npt

from netviz.rendering.field.radon import Complexes, Floats, Indices, RadonPlan, Scratch, plan_radon, radon

Heights = npt.NDArray[np.float64]

_DENSE = 3.0  # neurons closer than this (in rows) are first shared out among evenly spaced points
_COARSEST = 1.45  # rows: the largest distance of these points
_TINY = float(np.finfo(np.float32).tiny)
_BLOCK = 64  # neurons of the input that are dealt with at a time, so that their edges stay in the cache


@dataclass(frozen=True, eq=False)
class EdgeField:
    """`density` (2, rows, columns) float32: what the positive and the negative edges deposit in each pixel.

    An edge deposits strength · √(1 + slope²) in every column, whichever way it goes. To compare with: the
    same layer with normally distributed weights has about the mean density `usual_total`, both signs
    together, and the standard deviation `usual_surplus` of their difference.
    """

    density: Floats
    usual_total: float
    usual_surplus: float


@dataclass(frozen=True, eq=False)
class _Share:
    """Consecutive neurons, and the cells among which they are shared out: `weights` is (cells, neurons)."""

    neurons: slice
    cells: slice
    weights: Floats


@dataclass(frozen=True, eq=False)
class _Sharing:
    """How a layer's neurons are shared out among evenly spaced points, each between the two next to it."""

    cells: int
    shares: tuple[_Share, ...]


@dataclass(frozen=True, eq=False)
class _Half:
    """The columns nearer to one layer: profiles lie along it, lines are followed across the other layer."""

    columns: slice
    over_in: _Sharing | None  # None where each neuron keeps its own place
    over_out: _Sharing | None
    across_out: bool
    radon: RadonPlan
    rise: Indices  # (columns,) the whole rise just below a column's true one
    rise_part: Floats  # (columns, 1) what is left of it
    border: Indices  # (columns, rows + 1) the pixels' borders in the flattened running sum
    border_part: Floats


@dataclass(frozen=True, eq=False)
class FieldPlan:
    """All that depends on the layout alone: made once by `plan_field`, used for every weight update."""

    rows: int
    columns: int
    length: Floats  # (n_in, n_out) √(1 + slope²)
    crowd: float  # edges per row
    left: _Half
    right: _Half


def plan_field(
    y_in: npt.ArrayLike, y_out: npt.ArrayLike, *, rows: int, columns: int, slope_scale: float
) -> FieldPlan:
    """Plan the field between neurons at heights `y_in` (n_in,) and `y_out` (n_out,), in rows from the top.

    Row r covers the heights r … r + 1; column c stands at t = (c + ½) / columns. `slope_scale` turns a
    difference of heights into the slope on screen: a row's height divided by the distance of the layers.
    Raises ValueError if a height lies outside the picture.
    """
    if rows < 1 or columns < 1:
        raise ValueError(f"a field needs at least one row and one column, not {rows} and {columns}")
    into, out = _heights(y_in, rows, "y_in"), _heights(y_out, rows, "y_out")
    length = np.sqrt(1 + ((out - into[:, None]) * slope_scale) ** 2).astype(np.float32)
    crowd = length.size / max(1.0, (np.ptp(into) + np.ptp(out)) / 2)
    t = (np.arange(columns) + 0.5) / columns
    middle = columns // 2
    left = _plan_half(into, out, t[:middle], slice(0, middle), rows, across_out=True)
    right = _plan_half(out, into, 1 - t[middle:], slice(middle, columns), rows, across_out=False)
    return FieldPlan(rows, columns, length, crowd, left, right)


def edge_field(
    W: Floats,
    plan: FieldPlan,
    *,
    ref: float,
    power: float,
    gain: Floats | None = None,
    scratch: Scratch | None = None,
) -> EdgeField:
    """The field of the weights `W` (n_in, n_out), each row multiplied by its `gain` (n_in,) if there is one.

    The strength of an edge is min(|w · gain| / ref, 1) ** power, its sign that of w · gain; what is not a
    number is not drawn, and with `ref` 0 nothing is. Who calls often gives a `scratch` of its own. The calls
    into numpy are few and large, and let other threads run. Raises ValueError if `W` or `gain` does not fit.
    """
    if W.shape != plan.length.shape:
        raise ValueError(f"weights of shape {W.shape} do not fit a field planned for {plan.length.shape}")
    if gain is not None and gain.shape != W.shape[:1]:
        raise ValueError(f"a gain of shape {gain.shape} does not fit weights of shape {W.shape}")
    scratch = scratch or Scratch()
    density = np.empty((2, plan.rows, plan.columns), np.float32)
    halves = (plan.left, plan.right)
    for half, points in zip(halves, _over_in(W, plan, ref, power, gain, scratch), strict=True):
        neurons = scratch.complexes("neurons", *points.shape[:0:-1])
        neurons.real, neurons.imag = points[0].T, points[1].T
        profiles = neurons if half.over_out is None else _over_out(neurons, half.over_out, scratch)
        _paint(profiles if half.across_out else profiles.T, half, density, scratch)
    crowd = plan.crowd if gain is None else plan.crowd * np.count_nonzero(gain) / len(gain)
    return EdgeField(density, crowd * _usual(power), sqrt(crowd * _usual(2 * power)))


def _usual(power: float) -> float:
    """Mean of |w / ref| ** power for normally distributed w, ref their 99.5th percentile of |w|."""
    mean: float = (sqrt(2) / 2.807) ** power * gamma((power + 1) / 2) / sqrt(pi)
    return mean


def _over_in(
    W: Floats, plan: FieldPlan, ref: float, power: float, gain: Floats | None, scratch: Scratch
) -> list[Floats]:
    """Strengths, shared out over the input's side as each half wants it: (2, cells or n_in, n_out)."""
    n_in, n_out = W.shape
    halves = (plan.left, plan.right)
    sizes = [n_in if half.over_in is None else half.over_in.cells for half in halves]
    shared = [scratch.floats(f"half {k}", 2, size, n_out) for k, size in enumerate(sizes)]
    for points in shared:
        points[...] = 0
    for block, start in enumerate(range(0, n_in, _BLOCK)):
        neurons = slice(start, min(start + _BLOCK, n_in))
        some = None if gain is None else gain[neurons]
        strengths = scratch.floats("strengths", 2, neurons.stop - start, n_out)
        _strengths(W[neurons], some, plan.length[neurons], ref, power, strengths)
        for half, points in zip(halves, shared, strict=True):
            if half.over_in is None:
                points[:, neurons] = strengths
            else:
                share = half.over_in.shares[block]
                points[:, share.cells] += share.weights @ strengths
    return shared


def _over_out(neurons: Complexes, sharing: _Sharing, scratch: Scratch) -> Complexes:
    points = scratch.complexes("points", sharing.cells, neurons.shape[1])
    points[...] = 0
    for share in sharing.shares:
        points.view(np.float32)[share.cells] += share.weights @ neurons[share.neurons].view(np.float32)
    return points


def _heights(y: npt.ArrayLike, rows: int, name: str) -> Heights:
    heights = np.asarray(y, np.float64)
    if heights.ndim != 1 or not heights.size or not (heights.min() >= 0 and heights.max() <= rows):
        raise ValueError(f"{name} must be a list of heights between 0 and {rows}")
    return heights


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


def _strengths(
    W: Floats, gain: Floats | None, length: Floats, ref: float, power: float, strengths: Floats
) -> None:
    """Fill `strengths` (2, n_in, n_out): of the positive edges and of the negative ones."""
    scale = 1 / np.float32(ref) if ref > _TINY else np.float32(0)
    with np.errstate(over="ignore", invalid="ignore"):  # infinities: the first clips, nothing else follows
        w = W if gain is None else W * gain[:, None]
        np.fmax(w, 0, out=strengths[0])  # of a number and what is none, fmax and fmin choose the number
        np.fmin(w, 0, out=strengths[1])
        strengths *= np.array([scale, -scale])[:, None, None]
    np.fmin(strengths, 1, out=strengths)
    strengths **= power  # a power of 2 is but a product
    strengths *= length


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
