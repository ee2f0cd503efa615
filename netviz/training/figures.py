"""Numbers as people read them: shares, losses, signed numbers. Every text on screen takes them from here.

Rounding never makes anything certain or impossible, zero has no sign, and a minus is a minus sign.
"""

from __future__ import annotations

from math import floor, isfinite, isinf, isnan, log10
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netviz.tasks.answer import Numbers

MINUS: Final = "\u2212"
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MOST_DECIMALS: Final = 4  # of two percentages that are to be told apart


def percent(share: float, decimals: int = 1) -> str:
    """`97.5 %`, which no line's end parts; what is not certain is never 100 % (`>99.9 %`), what is possible
    never 0 % (`<0.1 %`).
    """
    if isnan(share):
        return "–"
    text = f"{share * 100:.{decimals}f}"
    if share < 1 and float(text) >= 100:
        return f">{100 - 10.0**-decimals:.{decimals}f}\u00a0%"
    if share > 0 and float(text) == 0:
        return f"<{10.0**-decimals:.{decimals}f}\u00a0%"
    return f"{text}\u00a0%"


def hundred(shares: Sequence[float], decimals: int = 0) -> list[str]:
    """Shares of a whole as `percent` writes them, whose figures add up to 100 (largest remainders); what is
    possible is never 0 %.
    """
    unit = 10**decimals
    wanted = [share * 100 * unit for share in shares]
    whole = [floor(value) for value in wanted]
    for k in sorted(range(len(whole)), key=lambda k: whole[k] - wanted[k])[: 100 * unit - sum(whole)]:
        whole[k] += 1
    texts = [f"{count / unit:.{decimals}f}\u00a0%" for count in whole]
    for k, (share, count) in enumerate(zip(shares, whole, strict=True)):
        if share > 0 and not count:
            texts[k] = f"<{1 / unit:.{decimals}f}\u00a0%"
        if share < 1 and count == 100 * unit:
            texts[k] = f">{100 - 1 / unit:.{decimals}f}\u00a0%"
    return texts


def percents(before: float, after: float) -> tuple[str, str]:
    """Two shares with as many decimals (1 to 4) as it takes to tell them apart."""
    return next(
        (
            pair
            for n in range(1, MOST_DECIMALS + 1)
            if (pair := (percent(before, n), percent(after, n)))[0] != pair[1]
        ),
        (percent(before), percent(after)),
    )


def tight_percent(share: float) -> str:
    """Without decimals and with a narrow space, for narrow places: `97 %`, `>99 %`, `<1 %`."""
    if isnan(share):
        return "–"
    text = percent(share, 0)
    return text.replace("\u00a0", "\u202f")


def signed(number: float, decimals: int = 3) -> str:
    """`+6.500` or `−0.402`; very large and very small numbers as powers of ten."""
    if isnan(number):
        return "not a number"
    if isinf(number):
        return "+∞" if number > 0 else f"{MINUS}∞"
    size = abs(number)
    text = f"{size:.{decimals}f}"
    if size >= 100_000 or 0 < size < 0.5 * 10**-decimals or (size and not float(text)):
        text = _power(size, 1)
    return ("" if number == 0 else MINUS if number < 0 else "+") + text


def plain(number: float, decimals: int = 3) -> str:
    """As `signed`, without a plus sign."""
    return signed(number, decimals).removeprefix("+")


def fixed(number: float, decimals: int = 2) -> str:
    """A sign and always the same decimals, for columns of numbers; what is rounded to zero has no sign."""
    if not isfinite(number):
        return signed(number)
    text = f"{abs(number):.{decimals}f}"
    return ("" if not float(text) else MINUS if number < 0 else "+") + text


def significant(value: float, digits: int = 3) -> str:
    """So many significant digits at least: `0.171`, `2.31`, `−0.00961`, `3.2·10⁻⁷`."""
    if not isfinite(value):
        return plain(value)
    if value == 0:
        return "0"
    size = abs(value)
    exponent = floor(log10(size))
    few = exponent < -4 or exponent > 5
    text = _power(size, digits - 2) if few else f"{size:.{max(digits - 1 - exponent, 0)}f}"
    return (MINUS if value < 0 else "") + text


def activation(value: float) -> str:
    """An activation in three decimals, as `percent` has one: `0.171`, `1.310`; neither certain nor impossible
    by rounding: `>0.999`, `<0.001`.
    """
    if 0 < value < 0.0005:
        return "<0.001"
    return ">0.999" if 0.9995 <= value < 1 else fixed(value, 3).removeprefix("+")


def from_to(before: float, after: float) -> str:
    """What a step did to an activation: `0.114 → 0.106`."""
    return " → ".join(map(activation, (before, after)))


def compact(number: float) -> str:
    """A number on an axis: `0.5`, `10,000`, `2·10²⁰`."""
    if number == 0 or 1e-3 <= abs(number) < 100_000:
        return f"{number:,g}".replace("-", MINUS)
    return (MINUS if number < 0 else "") + _power(abs(number), 1).replace(".0·", "·")


def short(number: float) -> str:
    """A setting as a person would type it: `0.02`, `0.0005`, `1e-06`."""
    return f"{number:.6g}"


def said(number: float, digits: int = 6) -> str:
    """A setting or a loss within a sentence, so many significant digits at most: `0.02`, `3.1·10⁻⁵`."""
    text = f"{number:.{digits}g}"
    if "e" not in text:
        return text.replace("-", MINUS)
    mantissa, exponent = text.replace("-", MINUS, 1 if number < 0 else 0).split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(_RAISED)}"


def _power(size: float, decimals: int) -> str:
    mantissa, exponent = f"{size:.{decimals}e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(_RAISED)}"


def answered(answer: Numbers, output: float) -> str:
    """What an output, or a stored answer, stands for: `0.953`; where these are scaled with so many decimals
    as tell anything: `231,400`.
    """
    return spaced(float(answer.meant(output)), answer.unit) if answer.is_scaled else plain(output, 3)


def off(answer: Numbers, right: float, output: float) -> str:
    """How far an output is from what is right, in words: `0.047 too much`."""
    scaled, unit = answer.is_scaled, answer.unit
    place = -_last_place(unit) if scaled and _has_places(unit) else 3
    wanted, given = (float(answer.meant(v)) if scaled else v for v in (right, output))
    # Of the numbers as they are written: people subtract them.
    short = round(wanted, place) - round(given, place) if not scaled or _has_places(unit) else wanted - given
    if not isfinite(short):
        return "no number to compare"
    size = spaced(abs(short), unit) if scaled else plain(abs(short), 3)
    if not any(c in "123456789" for c in size):
        return "that is it"
    return f"{size} too {'much' if short < 0 else 'little'}"


def _has_places(spread: float) -> bool:
    return 1e-9 < spread < 1e12


def _last_place(spread: float) -> int:
    """The power of ten of the last digit that says something."""
    return floor(log10(spread)) - 2


def spaced(number: float, spread: float) -> str:
    """A number among others that are about so far from each other: `231,400`, `−0.0123`."""
    if not isfinite(number):
        return plain(number)
    if not _has_places(spread):
        return significant(number)
    place = _last_place(spread)
    text = f"{abs(round(number, -place)):,.{max(-place, 0)}f}"
    return (MINUS if number < 0 and any(c in "123456789" for c in text) else "") + text
