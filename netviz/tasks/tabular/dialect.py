"""How a table is written: what parts its cells, how decimals are written, whether columns are named."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from netviz.tasks.tabular.lines import Lines

GAPS: Final = frozenset(("", "na", "n/a", "nan", "null", "none", "?", "-", "#n/a"))
"""What stands where nothing is known, in lower case."""
_DELIMITERS: Final = ("\t", ";", ",", "|")
_LOOKED_AT: Final = 200  # rows
_COMMA: Final = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_POINT: Final = re.compile(r"[+-]?\d*\.\d+(?:[eE][+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"[-+]?\d{1,3}(,\d{3})+")


@dataclass(frozen=True)
class Dialect:
    """`header`: whether the first row names the columns. No `delimiter`: a file that is no text."""

    delimiter: str
    decimal_comma: bool
    header: bool
    encoding: str

    @property
    def words(self) -> str:
        """For people: `cells parted by semicolons, decimal commas, UTF-8`."""
        if not self.delimiter:
            return "columns of a Parquet file"
        parts = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}
        encoding = self.encoding.upper().removesuffix("-SIG")
        decimals = "decimal commas, " if self.decimal_comma else ""
        named = "" if self.header else "columns without names, "
        return f"cells parted by {parts[self.delimiter]}, {decimals}{named}{encoding}"

    @property
    def place(self) -> str:
        """What is counted where something is wrong."""
        return "line" if self.delimiter else "row"

    def number(self, cell: str) -> float:
        """The number that is written here. ValueError where there is none."""
        return float(cell.replace(",", ".") if self.decimal_comma else cell)


def is_gap(cell: str) -> bool:
    """Whether nothing is known here."""
    return cell.strip().lower() in GAPS


def text_dialect(path: Path) -> Dialect:
    """How this file of text is written, by its first rows. Raises DataError."""
    with Lines(path) as lines:
        sample = lines.sample()
    delimiter = max(_DELIMITERS, key=lambda one: _regularity(sample, one))
    rows = _rows(sample, delimiter)
    cells = [cell.strip() for row in rows[1:] for cell in row]
    with_commas = [cell for cell in cells if _COMMA.fullmatch(cell)]
    points = sum(bool(_POINT.fullmatch(cell)) for cell in cells)
    # Among commas, in quotes, 1,234 is more likely a thousand; 1,5 can only be a half more than one.
    decimal = delimiter != "," or not all(map(_THOUSANDS.fullmatch, with_commas))
    plain = Dialect(delimiter, decimal and len(with_commas) > points, True, lines.encoding)
    return Dialect(delimiter, plain.decimal_comma, _has_header(plain, rows), lines.encoding)


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    lines = sample.splitlines(keepends=True)[: _LOOKED_AT + 1]
    try:
        return [row for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if row]
    except csv.Error:
        return []


def _regularity(sample: str, delimiter: str) -> tuple[float, int]:
    """How alike rows are if this parts their cells, and into how many; the more the better."""
    counts = Counter(len(row) for row in _rows(sample, delimiter))
    if not counts:
        return 0.0, 0
    n, often = counts.most_common(1)[0]
    return (often / counts.total() if n > 1 else 0.0), n


def _has_header(dialect: Dialect, rows: list[list[str]]) -> bool:
    """Whether no cell of the first row is a number or a gap (but the first, which has no name where rows are
    numbered), nor, in a table of words, seen again below.
    """
    if not rows:
        return False
    names = rows[0][1:] if not rows[0][0].strip() else rows[0]
    if not names or any(is_gap(cell) or _is_number(dialect, cell) for cell in names):
        return False
    below = rows[1:]
    if any(_is_number(dialect, cell) for row in below for cell in row):
        return True
    return not any(
        cell in {row[place] for row in below if place < len(row)} for place, cell in enumerate(rows[0])
    )


def _is_number(dialect: Dialect, cell: str) -> bool:
    try:
        dialect.number(cell)
    except ValueError:
        return False
    return True
