"""Counts, lists and articles in English. Who needs one calls it here; nobody glues an ending to a word.

Texts have named gaps, `{n} digits of {all}`, so that each is whole, and in another language may stand in
another order.
"""

from __future__ import annotations

from collections.abc import Iterable


def counted(n: float, one: str, many: str, **gaps: object) -> str:
    """The text for one, or for none or several, with its gaps filled: `{n}` by the count itself."""
    text = one if n == 1 else many
    return text.format(n=f"{n:,}" if isinstance(n, int) else f"{n:,g}", **gaps)


def all_of(things: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; empty for none."""
    return _listed(things, " and ")


def one_of(things: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`; empty for none."""
    return _listed(things, " or ")


def a_digit(digit: int | str) -> str:
    """`a 3`, `an 8`."""
    return f"an {digit}" if str(digit) == "8" else f"a {digit}"


def _listed(things: Iterable[str], joint: str) -> str:
    listed = tuple(things)
    return joint.join((", ".join(listed[:-1]), listed[-1])) if len(listed) > 1 else "".join(listed)
