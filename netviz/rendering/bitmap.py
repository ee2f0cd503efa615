"""Pictures that numpy has worked out, as Qt draws them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def opaque_image(pixels: NDArray[np.uint8]) -> QImage:
    """Opaque RGBA, uint8 (rows, columns, 4), its top row first, as an image with memory of its own."""
    rows, columns = pixels.shape[:2]
    form = QImage.Format.Format_RGBA8888
    # Converted, it no longer looks at the bytes, which go.
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, form).convertToFormat(
        QImage.Format.Format_RGB32
    )
