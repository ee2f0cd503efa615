"""How made examples were asked for: how noisy, how many, from which seed, and those that somebody placed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from netviz.tasks import how as hows
from netviz.tasks.examples import DataError

Place: TypeAlias = tuple[float, ...]

MOST_NOISE: Final = 1.0
FEWEST: Final = 20
MOST: Final = 100_000
MOST_OWN: Final = 5000
FARTHEST: Final = 1e6
_DECIMALS: Final = 3  # of a place that a hand has chosen


@dataclass(frozen=True)
class Recipe:
    """`noise`: the standard deviation by which each lies beside its place. `count`: how many are made, 0 only
    where there are `own` ones: rows of what is read and what is right for it, such as (x, y, class).
    """

    noise: float
    count: int
    seed: int = 0
    own: tuple[Place, ...] = ()

    def with_own(self, *places: Place) -> Recipe:
        """With these besides, rounded as files hold them; the oldest go where there are too many."""
        rounded = tuple(tuple(round(value, _DECIMALS) for value in place) for place in places)
        return replace(self, own=(self.own + rounded)[-MOST_OWN:])

    def written(self, usual: Recipe) -> str:
        """As DataName.how has it; empty for what is usual."""
        if self == usual:
            return ""
        table: dict[str, Any] = {"noise": self.noise, "count": self.count, "seed": self.seed}
        if self.own:
            table["points"] = [list(place) for place in self.own]
        return hows.written(table)

    @staticmethod
    def read(text: str, usual: Recipe, width: int, classes: int | None = None) -> Recipe:
        """What such a text says, which may be anything. Raises DataError.

        `width`: numbers of a place, the last of which is one of so many `classes`, if that is a number.
        """
        if not text:
            return usual
        table = hows.read(text)
        noise = _number(table, "noise", 0, MOST_NOISE)
        seed = int(_number(table, "seed", 0, 2**32 - 1, whole=True))
        own = _places(table.get("points", []), width)
        for *_, label in own if classes is not None else ():
            if label not in range(classes or 0):
                raise _wrong("points", label, f"a class from 0 to {(classes or 1) - 1}")
        count = int(_number(table, "count", 0 if own else FEWEST, MOST, whole=True))
        if 0 < count < FEWEST:
            raise _wrong("count", count, f"0, or from {FEWEST} up")
        return Recipe(noise, count, seed, own)


def _number(table: Mapping[str, Any], name: str, low: float, high: float, *, whole: bool = False) -> float:
    value = table.get(name)
    right = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    number = float(value) if value is not None and right else math.nan
    if not low <= number <= high:
        kind = "a whole number" if whole else "a number"
        raise _wrong(name, value, f"{kind} from {low:g} to {high:,g}")
    return number


def _places(rows: object, width: int) -> tuple[Place, ...]:
    if not isinstance(rows, list) or len(rows) > MOST_OWN:
        raise _wrong("points", "they", f"a list of up to {MOST_OWN:,}")
    for row in rows:
        right = isinstance(row, list) and len(row) == width
        if not right or not all(_is_place(value) for value in row):
            raise _wrong("points", row, f"{width} numbers each")
    return tuple(tuple(float(value) for value in row) for row in rows)


def _is_place(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= FARTHEST


def _wrong(name: str, value: object, right: str) -> DataError:
    return DataError(f"How its points were made: {name} is {str(value)[:40]}; {right} would be right.")
