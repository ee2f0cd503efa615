"""Numbers as the story writes them: a true minus sign, as many digits as say something."""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import Final

MINUS: Final = "\u2212"
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LADDER: Final = (1.0, 2.0, 5.0)


def plain(value: float, digits: int = 3) -> str:
    """Three significant digits at least: `0.171`, `2.31`, `−0.0096`, `3.2·10⁻⁷`."""
    if not isfinite(value):
        return "not a number" if value != value else ("∞" if value > 0 else f"{MINUS}∞")
    if value == 0:
        return "0"
    size = abs(value)
    exponent = floor(log10(size))
    if exponent < -4 or exponent > 5:
        mantissa, power = f"{size:.{digits - 2}e}".split("e")
        text = f"{mantissa}·10{str(int(power)).translate(_RAISED)}"
    else:
        text = f"{size:.{max(digits - 1 - exponent, 0)}f}"
    return (MINUS if value < 0 else "") + text


def signed(value: float, digits: int = 3) -> str:
    """As `plain`, with a plus sign."""
    text = plain(value, digits)
    return text if value <= 0 or not isfinite(value) else f"+{text}"


def activation(value: float) -> str:
    """An activation in two decimals, never rounded to certainty: `0.17`, `1.31`, `0.9996`."""
    if 0 < value < 0.005:
        return "<0.01" if value >= 0.001 else "0.00"
    if 0.995 <= value < 1:
        return f"{floor(value * 10000) / 10000:.4f}" if value < 0.99995 else ">0.9999"
    return f"{value:.2f}".replace("-", MINUS)


def from_to(before: float, after: float) -> str:
    """What a step did to an activation, in three decimals, as it moves by little: `0.114 → 0.106`."""
    return " → ".join(_third(value) for value in (before, after))


def _third(value: float) -> str:
    close_to_one = 0.9995 <= value < 1
    return activation(value) if close_to_one else f"{value:.3f}".replace("-", MINUS)


def percent(share: float, decimals: int = 1) -> str:
    """`17.1 %`; rounding never makes it certain or impossible."""
    text = f"{share * 100:.{decimals}f}"
    if float(text) == 100 and share < 1:
        return percent(share, decimals + 1) if decimals < 8 else ">99.9999 %"
    if float(text) == 0 and share > 0:
        return f"<{10.0**-decimals:.{decimals}f} %"
    return f"{text} %"


def percents(before: float, after: float) -> tuple[str, str]:
    """Two shares with as many decimals (1 to 6) as it takes to tell them apart."""
    return next(
        (pair for n in range(1, 7) if (pair := (percent(before, n), percent(after, n)))[0] != pair[1]),
        (percent(before), percent(after)),
    )


def below_one(a: float) -> str:
    """An activation whose distance from 1 matters: three digits of it, or of what is left to 1."""
    return plain(a) if a < 0.99 or a >= 1 else f"{a:.{min(2 - floor(log10(1 - a)), 12)}f}"


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


def in_brackets(value: float) -> str:
    """A factor: `0.171`, but `(−0.171)`."""
    text = plain(float(value))
    return f"({text})" if value < 0 else text


def short(value: float) -> str:
    """As `plain`, but a whole 1 is `1`."""
    return "1" if value == 1 else plain(value)


def digits_that_differ(a: float, b: float) -> int:
    """Significant digits (3 to 8) at which two numbers read differently."""
    return next((digits for digits in range(3, 9) if plain(a, digits) != plain(b, digits)), 8)


def subscript(label: int) -> str:
    """`₃`, as in a₃."""
    return str(label).translate(_SUBSCRIPT)
