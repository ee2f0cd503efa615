"""A number as people write it, and whether it can be read in two ways: 1,500 is 1.5, or 1500."""

from __future__ import annotations

import re
from typing import Final

_DECIMAL: Final = re.compile(r"[-+]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?")
_GROUPED: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}([.,'’ \u00a0\u202f])[0-9]{3}(\1[0-9]{3})*")
_POINT_AS_ALWAYS: Final = re.compile(r"[^.]*\.[0-9]*[1-9]")


def readings(text: str) -> tuple[float, ...]:
    """What `text` may mean: nothing where it is no number, two where a point or comma may stand before
    decimals or between thousands. A point as this program writes it, without a zero at the end, is one before
    decimals.
    """
    plain = text.strip().replace("\u2212", "-")
    found = []
    if _DECIMAL.fullmatch(plain):
        found.append(float(plain.replace(",", ".")))
    if _GROUPED.fullmatch(plain) and not (found and _POINT_AS_ALWAYS.fullmatch(plain)):
        thousands = float(re.sub(r"[^0-9+-]", "", plain))
        if thousands not in found:
            found.append(thousands)
    return tuple(found)


def written(number: float) -> str:
    """A reading, so that it has no other."""
    return f"{number:.15g}" if abs(number) < 1e15 else f"{number:g}"


def either(text: str) -> str:
    """Both readings of `text`, as the end of a sentence; empty where it has one or none."""
    found = readings(text)
    return f"can be read as {written(found[0])} or as {written(found[1])}" if len(found) == 2 else ""
