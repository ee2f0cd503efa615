"""How strongly an edge is drawn."""

import numpy as np

from netviz.rendering.field.scratch import Floats

_TINY = float(np.finfo(np.float32).tiny)


def fill_strengths(
    strengths: Floats, W: Floats, gain: Floats | None, length: Floats, *, ref: float, power: float
) -> None:
    """Fill `strengths` (2, n_in, n_out) with min(|w · gain| / ref, 1) ** power · length.

    First of the positive edges, then of the negative ones; 0 for what is not a number, and if `ref` is 0.
    """
    scale = 1 / np.float32(ref) if ref > _TINY else np.float32(0)
    with np.errstate(over="ignore", invalid="ignore"):  # infinities: they are clipped below
        w = W if gain is None else W * gain[:, None]
        np.fmax(w, 0, out=strengths[0])  # of a number and what is none, fmax and fmin choose the number
        np.fmin(w, 0, out=strengths[1])
        strengths *= np.array([scale, -scale])[:, None, None]
    np.fmin(strengths, 1, out=strengths)
    strengths **= power  # a power of 2 is but a product
    strengths *= length
