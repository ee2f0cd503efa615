"""Numbers as a worksheet prints them, and blanks whose answers come from just these printed numbers.

Everything is decimal, as on paper: who computes with what is printed gets what the answer sheet says. Sums
and differences are exact; of anything else three significant digits are asked, halves rounded up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final, NamedTuple, TypeAlias

from netviz.training.figures import MINUS

ASKED: Final = 3
"""Significant digits of an answer that is no sum."""

MOST: Final = 5
"""Digits of a number that is given."""

_PRECISION: Final = 50
_FAR: Final = 1e12  # decimals say nothing of what is so large
_LONGEST: Final = 12  # decimals that anybody writes down
_LOWEST, _HIGHEST = -4, 5  # powers of ten that are written out
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Compute: TypeAlias = Callable[[Sequence[Decimal]], Decimal]


class Number(NamedTuple):
    """A number that is printed: `text`, and what a reader takes from it."""

    text: str
    value: Decimal


@dataclass(frozen=True)
class Blank:
    """A number that is to be found: its place among all, the answer as it is printed, and its value."""

    number: int
    answer: str
    value: Decimal

    @property
    def text(self) -> str:
        """How a later line names it."""
        return f"[{self.number}]"


Known: TypeAlias = Number | Blank
"""What a line computes with."""

Part: TypeAlias = str | Blank


class Line(NamedTuple):
    """A line of a worksheet: words, and blanks to fill in."""

    parts: tuple[Part, ...]


class Table(NamedTuple):
    """Rows of equal length, the first of which says what the columns hold."""

    rows: tuple[tuple[Part, ...], ...]


Exercise: TypeAlias = Line | Table


def rounded(value: Decimal, digits: int = ASKED) -> Decimal:
    """So many significant digits, halves away from zero."""
    if not value:
        return Decimal(0)
    with localcontext() as context:
        context.prec = _PRECISION
        return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), ROUND_HALF_UP)


def written(value: Decimal, digits: int | None = None) -> str:
    """A number as it is printed: with so many significant digits, or as it is; very small and very large
    ones with a power of ten.
    """
    if digits is not None:
        value = rounded(value, digits)
    sign, size = (MINUS if value < 0 else ""), abs(value)
    power = size.adjusted() if size else 0
    if (digits is None and -int(size.as_tuple().exponent) <= _LONGEST) or _LOWEST <= power <= _HIGHEST:
        return sign + f"{size:f}"
    exact = size.scaleb(-power)
    return f"{sign}{exact:f}·10{str(power).translate(_RAISED)}"


def given(value: float, digits: int = ASKED) -> Number:
    """A number that is printed with so many significant digits."""
    exact = rounded(Decimal(value), digits)
    return Number(written(Decimal(value), digits), exact)


def whole(value: int) -> Number:
    """A whole number."""
    return Number(str(value).replace("-", MINUS), Decimal(value))


def with_decimals(value: float, decimals: int) -> Number:
    """A number that is printed with so many decimals."""
    if abs(value) >= _FAR:
        return given(value, MOST)
    exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    exact = exact + 0 if exact or value else Decimal(0)  # no zero has a sign
    return Number(written(exact), exact)


def factor(known: Known) -> str:
    """A number within a product: `0.171`, but `(−0.171)`."""
    return f"({known.text})" if known.text.startswith(MINUS) else known.text


def agreeing(values: Sequence[float], compute: Compute, gives: float) -> tuple[Number, ...]:
    """Given numbers with just so many digits that the printed ones give what is true, as it is asked for;
    with ASKED + 1 where not even MOST do.
    """
    wanted = rounded(Decimal(gives))
    for digits in range(ASKED, MOST + 1):
        numbers = tuple(given(value, digits) for value in values)
        if rounded(compute([number.value for number in numbers])) == wanted:
            return numbers
    return tuple(given(value, ASKED + 1) for value in values)


@dataclass
class Working:
    """The blanks of one sheet, in their order, and the δ that are known from lines before."""

    blanks: list[Blank] = field(default_factory=list)
    deltas: dict[tuple[int, int], Known] = field(default_factory=dict)

    def asked(self, value: Decimal) -> Blank:
        """A blank for a product, a quotient, a power: three significant digits."""
        return self._blank(rounded(value), ASKED)

    def exact(self, value: Decimal) -> Blank:
        """A blank for a sum or a difference, or a whole number: as it comes."""
        return self._blank(value, None)

    def _blank(self, value: Decimal, digits: int | None) -> Blank:
        value = value + 0  # no zero has a sign
        blank = Blank(len(self.blanks) + 1, written(value, digits if value else None), value)
        self.blanks.append(blank)
        return blank
