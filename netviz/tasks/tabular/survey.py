"""What a table holds, column by column: looked at once, before anything is taken."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.tasks.columns import LONGEST_NAME, MOST_CATEGORIES, MOST_COLUMNS
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.dialect import Dialect, is_gap
from netviz.tasks.tabular.source import Source, find_dialect, opened, rows_in

CHUNK: Final = 2048  # rows
MOST_CELLS: Final = 100_000_000
MOST_VALUES: Final = 1000  # different ones of a column that are counted: also so many classes at most
LARGEST: Final = 1e30  # a number that can be read is nearer to 0
MOST_TOLD: Final = 200  # cells, or lines, that can't be read and are named
_LONGEST_TOLD: Final = 40  # characters of a cell
_HEAD: Final = 6  # rows
_STRAY: Final = 0.02  # of a column's cells: fewer words than that among numbers are mistakes


@dataclass
class Looked:
    """One column: how many cells say nothing, how many are numbers, how many are words, on which lines the
    first of these stand (`told`), and how often each value stands there, as long as they are few.
    """

    name: str
    gaps: int = 0
    numbers: int = 0
    words: int = 0
    told: list[tuple[int, str]] = field(default_factory=list)
    low: float = math.inf
    high: float = -math.inf
    values: Counter[str] | None = None

    @property
    def first_word(self) -> tuple[int, str]:
        """The line of the first cell that is no number, and what stands there."""
        return self.told[0] if self.told else (0, "")

    @property
    def is_numeric(self) -> bool:
        """Whether it is read as numbers: a few words among them are mistakes."""
        return self.numbers > 0 and self.words <= _STRAY * (self.words + self.numbers)

    @property
    def is_constant(self) -> bool:
        """Whether all that is known is the same."""
        if self.is_numeric and not self.words:
            return self.low == self.high
        return self.values is not None and len(self.values) < 2

    @property
    def is_text(self) -> bool:
        """Whether it holds words, and too many different ones to be categories."""
        if self.is_numeric:
            return False
        known = self.words + self.numbers
        return self.values is None or len(self.values) > min(MOST_CATEGORIES, max(known // 2, 2))

    def look(self, cells: list[str], line: list[int], dialect: Dialect) -> None:
        """Take note of these cells and of the lines on which they stand."""
        if self.values is not None:
            for cell, often in Counter(cells).items():
                if not is_gap(cell):
                    self.values[cell.strip()] += often
            if len(self.values) > MOST_VALUES:
                self.values = None
        quick = numbers_at_once(cells, dialect)
        if quick is not None:
            self._take(quick)
            return
        found = []
        for cell, at in zip(cells, line, strict=True):
            if is_gap(cell):
                self.gaps += 1
                continue
            try:
                number = dialect.number(cell)
            except ValueError:
                number = math.inf
            if abs(number) < LARGEST:
                found.append(number)
                continue
            self.words += 1
            if len(self.told) < MOST_TOLD:
                self.told.append((at, cell.strip()[:_LONGEST_TOLD]))
        self._take(np.asarray(found, np.float64))

    def _take(self, numbers: NDArray[np.float64]) -> None:
        self.numbers += len(numbers)
        if len(numbers):
            self.low = min(self.low, float(numbers.min()))
            self.high = max(self.high, float(numbers.max()))


@dataclass(frozen=True)
class Survey:
    """A table that was looked at: `n` rows with as many cells as the first has, and `n_ragged` with more or
    fewer; `ragged` has the lines of the first of these, and how many cells they have. `head`: the first rows,
    each with its line. `sha256` of the file.
    """

    path: Path
    dialect: Dialect
    columns: tuple[Looked, ...]
    n: int
    n_ragged: int
    ragged: tuple[tuple[int, int], ...]
    head: tuple[tuple[int, tuple[str, ...]], ...]
    sha256: str

    def place(self, name: str) -> int:
        """Of the column of this name. Raises DataError where there is none."""
        names = [column.name for column in self.columns]
        for candidate in (name, name.strip()):
            if candidate in names:
                return names.index(candidate)
        raise DataError(
            f"{shown(self.path)} has no column “{name[:LONGEST_NAME]}”; {_few(names)} would be right."
        )


def survey(path: Path) -> Generator[float, None, Survey]:
    """Look at all of it; yields how much is done. Raises DataError."""
    dialect = find_dialect(path)
    with opened(path, dialect) as lines:
        rows = rows_in(lines, dialect)
        first = next(rows, None)
        if first is None:
            raise DataError(f"{shown(path)} holds nothing; a row for each example would be right.")
        columns = tuple(Looked(name, values=Counter()) for name in _names(first, dialect, lines))
        n, n_ragged = 0, 0
        ragged: list[tuple[int, int]] = []
        head: list[tuple[int, tuple[str, ...]]] = []
        ahead = [] if dialect.header else [(lines.number, first)]
        for chunk in chunks(ahead, rows, lines):
            whole = [(line, row) for line, row in chunk if len(row) == len(columns)]
            n_ragged += len(chunk) - len(whole)
            some = ((line, len(row)) for line, row in chunk if len(row) != len(columns))
            ragged += islice(some, MOST_TOLD - len(ragged))
            n += len(whole)
            head += [
                (line, tuple(cell.strip()[:_LONGEST_TOLD] for cell in row))
                for line, row in whole[: _HEAD - len(head)]
            ]
            if n * len(columns) > MOST_CELLS:
                raise DataError(f"{shown(path)} holds more than {MOST_CELLS:,} cells; fewer would be right.")
            numbers = [line for line, _ in whole]
            for column, cells in zip(columns, zip(*(row for _, row in whole), strict=True), strict=False):
                column.look(list(cells), numbers, dialect)
            yield lines.share
        sha256 = lines.sha256()
    return Survey(path, dialect, columns, n, n_ragged, tuple(ragged), tuple(head), sha256)


def chunks(
    ahead: list[tuple[int, list[str]]], rows: Iterator[list[str]], lines: Source
) -> Iterator[list[tuple[int, list[str]]]]:
    """Rows, many at a time, each with the line on which it ends; `ahead` goes first."""
    numbered = ((lines.number, row) for row in rows)
    chunk = ahead + list(islice(numbered, CHUNK))
    while chunk:
        yield chunk
        chunk = list(islice(numbered, CHUNK))


def numbers_at_once(cells: list[str], dialect: Dialect) -> NDArray[np.float64] | None:
    """These cells as numbers, float64 (m,); None where one is none, or too large."""
    try:
        numbers = np.asarray(list(map(dialect.number if dialect.decimal_comma else float, cells)), np.float64)
    except ValueError:
        return None
    return numbers if (np.abs(numbers) < LARGEST).all() else None


def _names(first: list[str], dialect: Dialect, lines: Source) -> list[str]:
    if len(first) > MOST_COLUMNS:
        raise DataError(f"{lines.at()} has {len(first):,} cells; up to {MOST_COLUMNS:,} would be right.")
    if len(first) < 2:
        raise DataError(
            f"{lines.at()} has one cell; several, parted by commas, semicolons or tabs, would be right."
        )
    if not dialect.header:
        return [f"column {place}" for place in range(1, len(first) + 1)]
    names: list[str] = []
    for cell in first:
        name = "".join(c if c.isprintable() else " " for c in cell).strip()[:LONGEST_NAME]
        if name in names:
            raise DataError(f"{lines.at()} names two columns “{name}”; a name for each would be right.")
        names.append(name)
    return names


def _few(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names[:8]]
    return f"{', '.join(quoted)}{' …' if len(names) > 8 else ''}"
