"""Inputs that were made, as examples are stored."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.input import Input, Picture
from netviz.training.insight.exact import Floats


def as_stored(reads: Input, x: Floats) -> NDArray[Any]:
    """What the network reads as `x`, (n_in,), as nearly as it can be stored."""
    if isinstance(reads, Picture):
        x = np.rint(np.clip(x, 0, 1) * reads.most)
    return x.astype(reads.dtype)
