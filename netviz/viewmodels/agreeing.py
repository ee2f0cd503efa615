"""Formulas that a reader can check: what the shown digits give is the shown result."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Final

from netviz.training.figures import MINUS, significant

FEWEST: Final = 3
MOST: Final = 8
"""Digits of a factor."""

EQUAL: Final = "="
ABOUT: Final = "≈"
_LOWERED: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def digits_for(
    compute: Callable[..., float],
    *factors: float,
    gives: float,
    most: int = MOST,
    write: Callable[[float, int], str] = significant,
    result: Callable[[float, int], str] | None = None,
    shown: int = FEWEST,
) -> tuple[int, str]:
    """So many digits as the factors need, and `=`; FEWEST and `≈` where not even `most` give the result as it
    is shown, with `shown` digits. `write` writes a factor with so many digits, and the result, where that is
    not written by `result`.
    """
    result = result or write
    if all(map(isfinite, (*factors, gives))):
        wanted = result(gives, shown)
        for digits in range(FEWEST, most + 1):
            if result(compute(*(as_read(write(factor, digits)) for factor in factors)), shown) == wanted:
                return digits, EQUAL
    return FEWEST, ABOUT


def as_read(text: str) -> float:
    """The number that a reader takes from what was written."""
    mantissa, _, power = text.replace(MINUS, "-").partition("·10")
    return float(f"{mantissa}e{power.translate(_LOWERED) or 0}")
