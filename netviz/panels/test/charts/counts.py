"""What a matrix of counts says: its shares, and how they are written where there is little room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QFontMetricsF

from netviz.panels.kit.figures import percent

Totals: TypeAlias = tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]
"""How often each class is the label, and how often the answer, whatever is shown of them."""


def totals_of(counts: NDArray[np.integer[Any]]) -> Totals:
    """Those of a whole confusion matrix."""
    return counts.sum(axis=1), counts.sum(axis=0)


def shares_right(
    counts: NDArray[np.integer[Any]], totals: Totals
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Recall and precision of each class; not a number where nothing was counted."""
    right = counts.diagonal()
    with np.errstate(invalid="ignore"):
        return right / totals[0], right / totals[1]


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


def writing(
    shares: NDArray[np.floating[Any]], font: QFont, room: float
) -> tuple[Callable[[float], str], str]:
    """How shares are written alike, so short that each has room; and what stands once for all where each
    lacks it.
    """
    metrics, known = QFontMetricsF(font), shares[np.isfinite(shares)]
    for write in (percent, bare_percent):
        if all(metrics.horizontalAdvance(write(float(share))) <= room for share in known):
            return write, "" if write is percent else "\u00a0%"
    return whole_percent, "\u00a0%"
