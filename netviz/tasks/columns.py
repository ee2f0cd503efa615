"""What a network reads of a table: named columns of numbers and of categories."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.input import AsStored, Sentences

MOST_COLUMNS: Final = 4096
MOST_CATEGORIES: Final = 256
LONGEST_NAME: Final = 80
_NARROW: Final = 1e-12
_FILLED_IN: Final = Sentences("Fill in a {example}", "Fill in a {example}")


@dataclass(frozen=True)
class Numeric:
    """A column of numbers: one input. A number is read as (number − mean) / deviation, both of the training
    rows alone; where `logarithmic`, of log(1 + number).

    `gap`: what a missing one is taken for, the training rows' median. `low` and `high`: between which values
    the training rows lie.
    """

    name: str
    unit: str = ""
    mean: float = 0.0
    deviation: float = 1.0
    gap: float = 0.0
    low: float = 0.0
    high: float = 1.0
    logarithmic: bool = False

    @property
    def n(self) -> int:
        """How many inputs."""
        return 1

    @property
    def names(self) -> tuple[str, ...]:
        """Of its input: `bill length (mm)`."""
        return (f"{self.name} ({self.unit})" if self.unit else self.name,)

    def prepared(self, raw: NDArray[Any]) -> NDArray[np.float64]:
        """Numbers (…,), nan for a gap, as a network reads them."""
        filled = np.where(np.isnan(raw), self.gap, raw)
        if self.logarithmic:
            filled = np.log1p(np.maximum(filled, 0.0))
        return np.asarray((filled - self.mean) / self.deviation, np.float64)

    def raw(self, prepared: float) -> float:
        """The number that is read as this."""
        value = prepared * self.deviation + self.mean
        return math.expm1(value) if self.logarithmic else value

    def to_table(self) -> dict[str, Any]:
        """Fit for JSON."""
        return {
            "name": self.name,
            "unit": self.unit,
            **{key: getattr(self, key) for key in _NUMBERS},
            "logarithmic": self.logarithmic,
        }


@dataclass(frozen=True)
class Categories:
    """A column that names one of several: an input for each, 1 for the one that is named, 0 for all others.
    A gap is nought everywhere.
    """

    name: str
    categories: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many inputs."""
        return len(self.categories)

    @property
    def names(self) -> tuple[str, ...]:
        """Of its inputs: `island: Biscoe`."""
        return tuple(f"{self.name}: {category}" for category in self.categories)

    def to_table(self) -> dict[str, Any]:
        """Fit for JSON."""
        return {"name": self.name, "categories": list(self.categories)}


Column: TypeAlias = Numeric | Categories
_NUMBERS: Final = ("mean", "deviation", "gap", "low", "high")


@dataclass(frozen=True)
class Columns(AsStored):
    """Columns of a table. A row of it, as it came, is *raw*: float64 (…, n_columns), for each column its
    number, or the place of its category from 0, nan for a gap. Examples are stored *prepared*,
    float32 (…, n), as a network reads them: an input for a number, one for each category.
    """

    called: str
    columns: tuple[Column, ...]

    @property
    def n(self) -> int:
        """How many inputs."""
        return len(self.names)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of all inputs."""
        return tuple(name for column in self.columns for name in column.names)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first input of each column."""
        ends = np.cumsum([column.n for column in self.columns])
        return (0, *map(int, ends[:-1]))

    @property
    def sentences(self) -> Sentences:
        """As Input says."""
        return _FILLED_IN

    @property
    def known_as(self) -> tuple[str, ...]:
        """What each column is called in files besides its name."""
        return tuple(
            column.names[0] if isinstance(column, Numeric) else column.name for column in self.columns
        )

    def name(self, index: int) -> str:
        """As Input says."""
        return self.names[index]

    def blank(self) -> NDArray[np.float32]:
        """A row of gaps, float32 (n,), read-only."""
        stored = self.prepared(np.full(len(self.columns), np.nan))
        stored.flags.writeable = False
        return stored

    def prepared(self, raw: NDArray[Any]) -> NDArray[np.float32]:
        """Raw rows, (…, n_columns), as they are stored, float32 (…, n)."""
        result = np.zeros((*raw.shape[:-1], self.n), np.float32)
        for place, (start, column) in enumerate(zip(self.starts, self.columns, strict=True)):
            cells = raw[..., place]
            if isinstance(column, Numeric):
                result[..., start] = column.prepared(cells)
            else:
                for category in range(column.n):
                    result[..., start + category] = cells == category
        return result

    def raw(self, stored: NDArray[Any]) -> NDArray[np.float64]:
        """The row, (n_columns,), that is stored as this, (n,); of a gap in numbers the value that it is taken
        for.
        """
        cells = np.full(len(self.columns), np.nan)
        for place, (start, column) in enumerate(zip(self.starts, self.columns, strict=True)):
            if isinstance(column, Numeric):
                cells[place] = column.raw(float(stored[start]))
                continue
            which = np.flatnonzero(stored[start : start + column.n])
            if len(which):
                cells[place] = which[0]
        return cells

    def to_table(self) -> dict[str, Any]:
        """Fit for JSON; `columns_from` reads it."""
        return {"called": self.called, "columns": [column.to_table() for column in self.columns]}


def columns_from(table: object) -> Columns:
    """Columns out of a file that may hold anything. Raises ValueError with a sentence."""
    columns = table.get("columns") if isinstance(table, dict) else None
    if not isinstance(table, dict) or not isinstance(columns, list) or not 0 < len(columns) <= MOST_COLUMNS:
        raise ValueError(f"A table's columns are missing; 1 to {MOST_COLUMNS:,} of them would be right.")
    read = Columns(_name(table.get("called")), tuple(map(_column, columns)))
    if read.n > MOST_COLUMNS:
        raise ValueError(f"The columns make {read.n:,} inputs; up to {MOST_COLUMNS:,} would be right.")
    return read


def _column(table: object) -> Column:
    if not isinstance(table, dict):
        raise ValueError("A column of the table is no table itself.")
    name = _name(table.get("name"))
    categories = table.get("categories")
    if categories is not None:
        if not isinstance(categories, list) or not 0 < len(categories) <= MOST_CATEGORIES:
            raise ValueError(f"Column {name}: 1 to {MOST_CATEGORIES} categories would be right.")
        names = tuple(map(_name, categories))
        if len(set(names)) < len(names):
            raise ValueError(f"Column {name}: a category is named twice.")
        return Categories(name, names)
    numbers = {key: table.get(key) for key in _NUMBERS}
    for key, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) < 1e30:
            raise ValueError(f"Column {name}: {key} is no finite number.")
    unit = table.get("unit", "")
    logarithmic = table.get("logarithmic", False)
    if not isinstance(unit, str) or len(unit) > LONGEST_NAME or not isinstance(logarithmic, bool):
        raise ValueError(f"Column {name}: its unit or its kind of scale can't be read.")
    values = {key: float(number) for key, number in numbers.items() if number is not None}
    if values["deviation"] < _NARROW:
        raise ValueError(f"Column {name}: a deviation above 0 would be right.")
    return Numeric(name, unit, **values, logarithmic=logarithmic)


def _name(name: object) -> str:
    if not isinstance(name, str) or not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(
            f"A name in the table can't be read; 1 to {LONGEST_NAME} printable characters would be right."
        )
    return name
