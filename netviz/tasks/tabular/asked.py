"""Rows that a network is asked about: of a file, or typed. The answer's column may be missing or not."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.language.grammar import all_of, one_of
from netviz.tasks.columns import Column, Columns, Numeric
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.dialect import Dialect, is_gap
from netviz.tasks.tabular.source import Source, find_dialect, opened, rows_in

_PLAIN: Final = Dialect(",", False, False, "utf-8")
_SHOWN: Final = 6  # names in a sentence
MOST_ROWS: Final = 1_000_000


class Asked(NamedTuple):
    """`raw` rows, float64 (m, n_columns), and the line on which each stands."""

    raw: NDArray[np.float64]
    lines: tuple[int, ...]


def typed_row(reads: Columns, text: str) -> NDArray[np.float64]:
    """A row that was typed: a value for each column, parted by commas, nothing for a gap; (n_columns,).

    Raises DataError: what is wrong, without where.
    """
    cells = next(csv.reader([text], skipinitialspace=True), [])
    if len(cells) != len(reads.columns):
        raise DataError(f"“{text[:40]}” has {len(cells)} values for {len(reads.columns)} columns")
    return _row(reads, cells, _PLAIN, "")


def read_rows(path: Path, reads: Columns) -> Asked:
    """The rows of this file: its header names the columns, or there is a cell for each. Raises DataError."""
    dialect = find_dialect(path)
    with opened(path, dialect) as lines:
        rows = rows_in(lines, dialect)
        places = list(range(len(reads.columns)))
        if dialect.header:
            places = _places(reads, next(rows), lines)
        found, at = [], []
        for row in rows:
            if max(places) >= len(row) or not (dialect.header or len(row) == len(places)):
                raise DataError(
                    f"{lines.at()} has {len(row)} cells; a value for each of "
                    f"{len(reads.columns)} columns would be right."
                )
            found.append(_row(reads, [row[place] for place in places], dialect, lines.at()))
            at.append(lines.number)
            if len(found) > MOST_ROWS:
                raise DataError(f"{shown(path)} has more than {MOST_ROWS:,} rows; fewer would be right.")
    if not found:
        raise DataError(f"{shown(path)} holds no rows; one for each example would be right.")
    return Asked(np.stack(found), tuple(at))


def _places(reads: Columns, header: list[str], lines: Source) -> list[int]:
    """Where each column stands in the file."""
    plain = [_plain(cell) for cell in header]
    places, missing = [], []
    for column, known_as in zip(reads.columns, reads.known_as, strict=True):
        names = (_plain(known_as), _plain(column.name))
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is None:
            missing.append(f"“{known_as}”")
        else:
            places.append(place)
    if missing:
        more = " and others" if len(missing) > _SHOWN else ""
        raise DataError(
            f"{lines.at()} names no column {all_of(missing[:_SHOWN])}{more}, which the network reads."
        )
    return places


def _plain(name: str) -> str:
    """`bill_length_mm` and `bill length (mm)` are one name."""
    return "".join(c for c in name.casefold() if c.isalnum())


def _row(reads: Columns, cells: list[str], dialect: Dialect, where: str) -> NDArray[np.float64]:
    values = [
        _value(column, cell.strip(), dialect, f"{where}, column “{column.name}”: " if where else "")
        for column, cell in zip(reads.columns, cells, strict=True)
    ]
    return np.asarray(values, np.float64)


def _value(column: Column, cell: str, dialect: Dialect, where: str) -> float:
    if is_gap(cell):
        return math.nan
    end = "." if where else ""
    if isinstance(column, Numeric):
        try:
            number = dialect.number(cell)
        except ValueError:
            number = math.inf
        if not math.isfinite(number):
            raise DataError(f"{where}“{cell[:40]}” is no number for {column.names[0]}{end}")
        return number
    if cell not in column.categories:
        known = one_of(f"“{name}”" for name in column.categories[:_SHOWN])
        raise DataError(f"{where}“{cell[:40]}” is no {column.name}; {known} would be right{end}")
    return float(column.categories.index(cell))
