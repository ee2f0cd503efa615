"""Numbers as the story writes them: as many digits as say something. What all rooms share is in
`training.figures`.
"""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import Final

from netviz.training.figures import MINUS, activation, from_to, percent, percents
from netviz.training.figures import significant as plain

__all__ = [
    "MINUS",
    "activation",
    "digits_that_differ",
    "from_to",
    "in_brackets",
    "nice_below",
    "nice_text",
    "percent",
    "percents",
    "plain",
    "short",
    "signed",
    "subscript",
]
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LADDER: Final = (1.0, 2.0, 5.0)


def signed(value: float, digits: int = 3) -> str:
    """As `plain`, with a plus sign."""
    text = plain(value, digits)
    return text if value <= 0 or not isfinite(value) else f"+{text}"


def nice_below(value: float) -> float:
    """The largest of … 0.1, 0.2, 0.5, 1, 2, 5, 10 … that is not above `value` (> 0)."""
    power = 10.0 ** floor(log10(value))
    return max(step * power for step in _LADDER if step * power <= value * (1 + 1e-9))


def nice_text(value: float) -> str:
    """A number of that ladder, as short as it goes: `0.002`, `50`, `2·10⁻⁷`."""
    if 1e-4 <= value < 1e6:
        return f"{value:.10f}".rstrip("0").rstrip(".")
    mantissa, power = f"{value:.0e}".split("e")
    return f"{mantissa}·10{str(int(power)).translate(_RAISED)}"


def in_brackets(value: float, digits: int = 3) -> str:
    """A factor: `0.171`, but `(−0.171)`."""
    text = plain(float(value), digits)
    return f"({text})" if value < 0 else text


def short(value: float, digits: int = 3) -> str:
    """As `plain`, but a whole 1 is `1`."""
    return "1" if value == 1 else plain(value, digits)


def digits_that_differ(a: float, b: float) -> int:
    """Significant digits (3 to 8) at which two numbers read differently."""
    return next((digits for digits in range(3, 9) if plain(a, digits) != plain(b, digits)), 8)


def subscript(label: int) -> str:
    """`₃`, as in a₃."""
    return str(label).translate(_SUBSCRIPT)
