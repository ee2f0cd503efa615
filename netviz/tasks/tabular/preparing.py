"""From raw rows to what a network reads: scales and values for gaps, fitted on training rows alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.columns import Numeric

_FLAT = 1e-9


def fitted(name: str, training: NDArray[Any], unit: str = "", *, logarithmic: bool = False) -> Numeric:
    """A column of numbers with its scale: of these alone, float (m,), nan for a gap."""
    known = np.asarray(training[~np.isnan(training)], np.float64)
    if not len(known):
        return Numeric(name, unit, logarithmic=logarithmic)
    gap = float(np.median(known))
    scaled = np.log1p(np.maximum(known, 0.0)) if logarithmic else known
    mean, deviation = float(scaled.mean()), float(scaled.std())
    least = _FLAT * max(abs(mean), 1.0)
    return Numeric(
        name,
        unit,
        mean,
        deviation if deviation > least else 1.0,
        gap,
        float(known.min()),
        float(known.max()),
        logarithmic,
    )
