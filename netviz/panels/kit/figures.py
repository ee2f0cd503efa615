"""Numbers and type: how the panels write them, so that nothing jumps when a number changes."""

from __future__ import annotations

import functools
import re
from typing import Final

from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF

from netviz.training.figures import MINUS, compact, fixed, percent, plain, short, signed

__all__ = ["MINUS", "compact", "digits_width", "fixed", "percent", "plain", "short", "signed", "sized"]

_TABULAR: Final = QFont.Tag("tnum")


def sized(base: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """`base` at this size and weight, with all its digits equally wide where the font can."""
    font = QFont(base)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(_TABULAR, 1)
    return font


def digits_width(font: QFont, pattern: str) -> float:
    """The room for a number like `pattern`, with the widest digit in the place of each of its digits."""
    return _digits_width(font.toString(), pattern)


@functools.lru_cache(maxsize=256)
def _digits_width(font: str, pattern: str) -> float:
    """Panels ask for the same widths in every picture, and measuring takes longer than painting."""
    measured = QFont()
    measured.fromString(font)
    metrics = QFontMetricsF(measured)
    widest = max("0123456789", key=metrics.horizontalAdvance)
    return metrics.horizontalAdvance("".join(widest if c.isdigit() else c for c in pattern))


def whole_sentences(words: str, metrics: QFontMetrics, room: float) -> str:
    """As many of the sentences (or parts that end with a semicolon) as a line of `room` takes, none cut."""
    ends = [match.end() for match in re.finditer(r"[.;](?=\s|$)", words)]
    fitting = [end for end in ends if metrics.horizontalAdvance(words[:end]) <= room]
    return words[: fitting[-1]].rstrip(";") if fitting else ""
