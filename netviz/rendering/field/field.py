"""All edges of a dense layer at once, at a cost that hardly grows with their number."""

from math import gamma, pi, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from netviz.rendering.field.few import FewPlan, add_few, plan_few
from netviz.rendering.field.many import ManyPlan, add_many, plan_many
from netviz.rendering.field.scratch import Floats, Heights, Scratch
from netviz.rendering.field.strength import fill_strengths

_FEW = 800_000  # edges · columns up to which each edge by itself is the faster way


class EdgeField(NamedTuple):
    """`density` (2, rows, columns) float32: what the positive and the negative edges deposit in each pixel.

    An edge deposits strength · √(1 + slope²) in every column, whichever way it goes. To compare with: the
    same layer with normally distributed weights has about the mean density `usual_total`, both signs
    together, and the standard deviation `usual_surplus` of their difference.
    """

    density: Floats
    usual_total: float
    usual_surplus: float


class FieldPlan(NamedTuple):
    """All that depends on the layout alone: made once by `plan_field`, used for every weight update."""

    rows: int
    columns: int
    into: Floats  # (n_in,) heights
    out: Floats  # (n_out,)
    slope_scale: float
    crowd: float  # edges per row
    edges: FewPlan | ManyPlan

    @property
    def shape(self) -> tuple[int, int]:
        """That of the weights."""
        return len(self.into), len(self.out)

    def lengths(self, neurons: slice) -> Floats:
        """√(1 + slope²) of the edges of these neurons, (neurons, n_out). All of them would be as large as the
        weights, so they are not kept.
        """
        length: Floats = np.subtract(self.out, self.into[neurons, None])
        length *= np.float32(self.slope_scale)
        length *= length
        length += np.float32(1)
        np.sqrt(length, out=length)
        return length


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
    n_edges = len(into) * len(out)
    crowd = n_edges / max(1.0, (np.ptp(into) + np.ptp(out)) / 2)
    plan = plan_few if n_edges * columns <= _FEW else plan_many
    heights = into.astype(np.float32), out.astype(np.float32)
    return FieldPlan(rows, columns, *heights, slope_scale, crowd, plan(into, out, rows, columns))


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
    if W.shape != plan.shape:
        raise ValueError(f"weights of shape {W.shape} do not fit a field planned for {plan.shape}")
    if gain is not None and gain.shape != W.shape[:1]:
        raise ValueError(f"a gain of shape {gain.shape} does not fit weights of shape {W.shape}")
    scratch = scratch or Scratch()
    density = np.empty((2, plan.rows, plan.columns), np.float32)

    def strengths(neurons: slice, out: Floats) -> None:
        own = None if gain is None else gain[neurons]
        fill_strengths(out, W[neurons], own, plan.lengths(neurons), ref=ref, power=power)

    if isinstance(plan.edges, FewPlan):
        every = scratch.floats("strengths", 2, *W.shape)
        strengths(slice(None), every)
        add_few(density, every, plan.edges)
    else:
        add_many(density, strengths, W.shape, plan.edges, scratch)
    crowd = plan.crowd if gain is None else plan.crowd * np.count_nonzero(gain) / len(gain)
    return EdgeField(density, crowd * _usual(power), sqrt(crowd * _usual(2 * power)))


def _usual(power: float) -> float:
    """Mean of |w / ref| ** power for normally distributed w, ref their 99.5th percentile of |w|."""
    mean: float = (sqrt(2) / 2.807) ** power * gamma((power + 1) / 2) / sqrt(pi)
    return mean


def _heights(y: npt.ArrayLike, rows: int, name: str) -> Heights:
    heights = np.asarray(y, np.float64)
    if heights.ndim != 1 or not heights.size or not (heights.min() >= 0 and heights.max() <= rows):
        raise ValueError(f"{name} must be a list of heights between 0 and {rows}")
    return heights
