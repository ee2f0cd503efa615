"""What a matrix of counts says: its shares, and how they are written where there is little room."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QFontMetricsF

from netviz.panels.kit.figures import percent


def shares_right(counts: NDArray[np.integer[Any]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Recall and precision of each class; not a number where nothing was counted."""
    right = counts.diagonal()
    with np.errstate(invalid="ignore"):
        return right / counts.sum(axis=1), right / counts.sum(axis=0)


def count_in(room: float, count: int, font: QFont) -> tuple[str, QFont]:
    """A count and its font, so that it takes no more than `room`: whole in any case, without its comma or
    narrower where it has to be.
    """
    for words in (f"{count:,}", f"{count}"):
        if QFontMetricsF(font).horizontalAdvance(words) <= room:
            return words, font
    narrow = QFont(font)
    for stretch in range(95, 0, -5):
        narrow.setStretch(stretch)
        if QFontMetricsF(narrow).horizontalAdvance(words) <= room:
            break
    return words, narrow


def bare_percent(share: float) -> str:
    """Without its sign."""
    return percent(share).removesuffix("\u00a0%")


def whole_percent(share: float) -> str:
    """Without sign and decimals; a dash where nothing was counted."""
    return "–" if not np.isfinite(share) else f"{share * 100:.0f}"
