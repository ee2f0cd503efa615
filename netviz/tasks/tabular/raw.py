"""The rows of a table as they came, read as a plan says."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.dialect import Dialect, is_gap
from netviz.tasks.tabular.plan import Plan
from netviz.tasks.tabular.source import opened, rows_in
from netviz.tasks.tabular.survey import LARGEST, MOST_TOLD, Looked, Survey, chunks, numbers_at_once

_EXACT: Final = 4_000_000  # cells up to which raw numbers are held in double precision


@dataclass(frozen=True, eq=False)
class Raw:
    """Rows as they came: `cells` float (m, n_columns), as Columns has them; `labels` (m,), places of
    `classes` or numbers; `categories` of each column, () for numbers. Left out are so many `unlabelled`, and
    so many that can't be read (`skipped`); so many cells hold a category that is not known (`strange`).
    `troubles`: the rows of classes that are none of those that are learnt.
    """

    cells: NDArray[Any]
    labels: NDArray[Any]
    classes: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    unlabelled: int
    skipped: int
    strange: int
    troubles: tuple[str, ...]


def read_raw(chosen: Plan, beside: Survey | None = None) -> Generator[float, None, Raw]:
    """The rows of this plan, or of a table `beside` with the same columns. Raises DataError where the file is
    another one by now.
    """
    found = beside or chosen.survey
    taken = _Taken(chosen, found)
    with opened(found.path, found.dialect) as lines:
        rows = rows_in(lines, found.dialect)
        if found.dialect.header:
            next(rows, None)
        for chunk in chunks([], rows, lines):
            taken.take(chunk)
            yield lines.share
        if lines.sha256() != found.sha256:
            raise changed(found)
    return taken.raw()


class _Taken:
    """Rows as they are read, and what was left out of them."""

    def __init__(self, chosen: Plan, found: Survey) -> None:
        learnt = chosen.survey
        columns = [learnt.columns[place] for place in chosen.inputs]
        self._chosen, self._found = chosen, found
        self._categories = tuple(() if c.is_numeric else _sorted(c, learnt.dialect) for c in columns)
        self._classes = () if chosen.numbers else _sorted(learnt.columns[chosen.label], learnt.dialect)
        self._right = found.place(learnt.columns[chosen.label].name)
        self._places = [found.place(column.name) for column in columns]
        self._readers = [_Cells(found.dialect, names) for names in self._categories]
        self._answer = _Cells(found.dialect, self._classes)
        exact = found.n * len(columns) <= _EXACT
        self._cells = np.empty((found.n, len(columns)), np.float64 if exact else np.float32)
        self._labels = np.empty(found.n, np.float64)
        self._troubles: list[str] = []
        self._done = self._unlabelled = self._skipped = self._strange = 0

    def take(self, chunk: list[tuple[int, list[str]]]) -> None:
        """These rows, each with its line. Raises DataError."""
        whole = [(line, row) for line, row in chunk if len(row) == len(self._found.columns)]
        if self._done + len(whole) > self._found.n:
            raise changed(self._found)
        self._skipped += len(chunk) - len(whole)
        if not whole:
            return
        across = list(zip(*(row for _, row in whole), strict=True))
        part, bad = np.empty((len(whole), len(self._places)), self._cells.dtype), np.zeros(len(whole), bool)
        for k, (reader, place) in enumerate(zip(self._readers, self._places, strict=True)):
            part[:, k] = reader.read(list(across[place]))
            bad |= reader.bad
            self._strange += int(reader.strange.sum())
        answer = self._answer
        given = answer.read(list(across[self._right]))
        for at in np.flatnonzero(answer.strange).tolist():
            if not self._chosen.choices.skip:
                raise _no_class(self._chosen, self._found, whole[at][0], across[self._right][at])
            if len(self._troubles) < MOST_TOLD:
                where = f"{self._found.path.name}, {self._found.dialect.place} {whole[at][0]:,}"
                name = across[self._right][at].strip()[:40]
                self._troubles.append(f"{where}: “{name}” is none of the classes that are learnt")
        bad |= answer.bad | answer.strange
        gone = np.isnan(given) & ~bad
        self._unlabelled += int(gone.sum())
        self._skipped += int(bad.sum())
        keep = ~(gone | bad)
        end = self._done + int(keep.sum())
        self._cells[self._done : end], self._labels[self._done : end] = part[keep], given[keep]
        self._done = end

    def raw(self) -> Raw:
        """All that was taken."""
        cells, labels = self._cells[: self._done], self._labels[: self._done]
        kept = labels if self._chosen.numbers else labels.astype(np.int64)
        counts = self._unlabelled, self._skipped, self._strange
        return Raw(cells, kept, self._classes, self._categories, *counts, tuple(self._troubles))


class _Cells:
    """Reads cells of one column: numbers where there are no `names`, else places among these. nan for a gap.
    Of the last ones `bad` says which hold what is no number, and `strange` which hold another name.
    """

    def __init__(self, dialect: Dialect, names: tuple[str, ...]) -> None:
        self._dialect = dialect
        self._places = {name: float(place) for place, name in enumerate(names)}
        self.bad = self.strange = np.zeros(0, bool)

    def read(self, cells: list[str]) -> NDArray[np.float64]:
        """These cells, float64 (m,)."""
        self.bad = self.strange = np.zeros(len(cells), bool)
        if self._places:
            found = np.asarray([self._places.get(cell.strip(), np.nan) for cell in cells], np.float64)
            gone = np.flatnonzero(np.isnan(found))
            if len(gone):
                self.strange = np.zeros(len(cells), bool)
                self.strange[gone] = [not is_gap(cells[row]) for row in gone]
            return found
        quick = numbers_at_once(cells, self._dialect)
        if quick is not None:
            return quick
        found = np.full(len(cells), np.nan)
        self.bad = np.zeros(len(cells), bool)
        for row, cell in enumerate(cells):
            if is_gap(cell):
                continue
            try:
                found[row] = self._dialect.number(cell)
            except ValueError:
                self.bad[row] = True
        self.bad |= np.abs(found) >= LARGEST
        return found


def changed(found: Survey) -> DataError:
    """The file is not the one that was looked at."""
    return DataError(f"{shown(found.path)} was changed while it was read; open it again.")


def _no_class(chosen: Plan, found: Survey, line: int, cell: str) -> DataError:
    return DataError(
        f"{shown(found.path)}, {found.dialect.place} {line:,}, column “{chosen.choices.label}”: "
        f"“{cell.strip()[:40]}” is none of the classes in {shown(chosen.survey.path)}. Such rows can be "
        "skipped."
    )


def _sorted(column: Looked, dialect: Dialect) -> tuple[str, ...]:
    """Its values, numbers by size and words by the alphabet."""
    assert column.values is not None

    def key(value: str) -> tuple[bool, float, str]:
        try:
            return False, dialect.number(value), value
        except ValueError:
            return True, 0.0, value

    return tuple(sorted(column.values, key=key))
