"""Numbers and type: how the panels write them, so that nothing jumps when a number changes."""

from __future__ import annotations

import functools
import math
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

_TABULAR: Final = QFont.Tag("tnum")
MINUS: Final = "\u2212"


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


def percent(share: float) -> str:
    """A share as a percentage with one decimal; rounding never makes it certain (`>99.9 %`) or impossible."""
    if math.isnan(share):
        return "–"
    text = f"{share * 100:.1f}"
    if text == "100.0" and share < 1:
        return ">99.9 %"
    if text == "0.0" and share > 0:
        return "<0.1 %"
    return f"{text} %"


def signed(number: float, decimals: int = 3) -> str:
    """`+6.500` or `−0.402`, with a true minus sign; very large and very small numbers as powers of ten. Zero
    has no sign.
    """
    if math.isnan(number):
        return "not a number"
    if math.isinf(number):
        return "+∞" if number > 0 else f"{MINUS}∞"
    size = abs(number)
    if size >= 100_000 or 0 < size < 0.5 * 10**-decimals:
        mantissa, exponent = f"{size:.1e}".split("e")
        text = f"{mantissa}·10{_raised(int(exponent))}"
    else:
        text = f"{size:.{decimals}f}"
    return ("" if number == 0 else MINUS if number < 0 else "+") + text


def fixed(number: float, decimals: int = 2) -> str:
    """A sign and always the same decimals, for columns of numbers; what is rounded to zero has no sign."""
    if not math.isfinite(number):
        return signed(number)
    text = f"{abs(number):.{decimals}f}"
    return ("" if not float(text) else MINUS if number < 0 else "+") + text


def plain(number: float, decimals: int = 3) -> str:
    """As `signed`, without a plus sign."""
    return signed(number, decimals).removeprefix("+")


def compact(number: float) -> str:
    """A number on an axis: `0.5`, `10,000`, `2·10²⁰`."""
    if number == 0 or 1e-3 <= abs(number) < 100_000:
        return f"{number:,g}"
    mantissa, exponent = f"{number:.1e}".split("e")
    return f"{mantissa.removesuffix('.0').replace('-', MINUS)}·10{_raised(int(exponent))}"


def short(number: float) -> str:
    """A setting as a person would type it: `0.02`, `0.0005`, `1e-06`."""
    return f"{number:.6g}"


def _raised(number: int) -> str:
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
