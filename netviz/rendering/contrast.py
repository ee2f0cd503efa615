"""Which ink can be read on a colour, and the ground of words that lie over a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from netviz.viewmodels.palette import Palette

_GROUND: Final = 0.86  # how opaque it is


def contrast(colour: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as the Web Content Accessibility Guidelines 2.2 define it."""

    def luminance(name: str) -> float:
        c = QColor(name)
        linear = [
            v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
            for v in (c.redF(), c.greenF(), c.blueF())
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((luminance(colour), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def best_ink(fill: QColor, inks: Sequence[str]) -> str:
    """The one of `inks` that has the most contrast on `fill`."""
    return max(inks, key=lambda ink: contrast(ink, fill.name()))


def paint_ground(painter: QPainter, palette: Palette, words: QRectF) -> None:
    """The page's colour behind words that lines pass."""
    page = QColor(palette.page)
    page.setAlphaF(_GROUND)
    painter.fillRect(words.adjusted(-3, 0, 3, 0), page)
