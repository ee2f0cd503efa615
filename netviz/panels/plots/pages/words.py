"""How the pages write their numbers, and what they say where there is nothing to draw."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.panels.kit.figures import MINUS, compact, plain
from netviz.panels.plots.measured import MeasureHistory
from netviz.panels.plots.pages.page import Look

_WAIT: Final = "Press Train: layers are measured now and then, and what is found appears here."
_NOT_KEPT: Final = (
    "Nothing was measured of the layers while this run was recorded. "
    "Press Train, and they are measured from there on."
)
ALL_ZERO: Final = "All of them are 0 here, and a logarithmic scale has no place for that."


def waiting(look: Look) -> str:
    """Why there is nothing of the layers yet."""
    return _NOT_KEPT if look.unmeasured else _WAIT


def before(measures: MeasureHistory) -> str:
    """Why a plot does not begin with the run."""
    if measures.shape_before is None:
        return ""
    layers = "-".join(map(str, measures.shape_before))
    return f"The layers were {layers} before. Where they change, all of them are measured anew."


def share(value: float) -> str:
    """`2.5 %`: beside an axis."""
    return f"{value * 100:g}\u00a0%" if value >= 1e-4 else f"{compact(value * 100)}\u00a0%"


def three(value: float) -> str:
    """Three digits, so that what changes keeps its width."""
    if value == 0 or not np.isfinite(value):
        return plain(value)
    digits = 2 - int(np.floor(np.log10(abs(value))))
    if abs(value) < 1e-3:
        return plain(value, 5)
    return f"{value:,.{min(max(digits, 0), 5)}f}".replace("-", MINUS)
