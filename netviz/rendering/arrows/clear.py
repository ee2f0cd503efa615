"""Where words on the canvas stand clear of what is there already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF

_APART: Final = 1.0  # between words and what they give way to


def clear_place(words: QRectF, taken: Sequence[QRectF], page: QRectF) -> QRectF:
    """`words`, moved as little as it takes to lie on nothing that is `taken`, and within the `page`.

    Where no such place is near, they stay.
    """
    if not any(words.intersects(other) for other in taken):
        return words
    # The nearest clear place touches an edge of something that is taken, along one axis or both.
    across = [words.x()] + [x for other in taken for x in _beside(other, words)]
    upright = [words.y()] + [y for other in taken for y in _above_and_below(other, words)]
    best, least = words, words.width() + 4 * words.height()  # farther away they would be another's words
    for x in across:
        for y in upright:
            way = abs(x - words.x()) + abs(y - words.y())
            place = QRectF(x, y, words.width(), words.height())
            if way < least and page.contains(place) and not any(place.intersects(t) for t in taken):
                best, least = place, way
    return best


def _beside(other: QRectF, words: QRectF) -> tuple[float, float]:
    return other.left() - words.width() - _APART, other.right() + _APART


def _above_and_below(other: QRectF, words: QRectF) -> tuple[float, float]:
    return other.top() - words.height() - _APART, other.bottom() + _APART
