"""Ink brought to another size, antialiased."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def scaled(crop: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.float64]:
    """`crop`, uint8 (h, w), at this width and height: float64 (h, w), not rounded in between."""
    picture = Image.fromarray(np.ascontiguousarray(crop, np.float32))
    return np.asarray(picture.resize(size, Image.Resampling.BILINEAR), np.float64)
