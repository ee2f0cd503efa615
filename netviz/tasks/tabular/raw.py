"""The rows of a table as they came, read as a plan says."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.frozen import dataclass
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.dialect import Dialect, is_gap
from netviz.tasks.tabular.plan import Plan
from netviz.tasks.tabular.source import opened, rows_in
from netviz.tasks.tabular.survey import LARGEST, Looked, Survey, chunks, numbers_at_once

_EXACT: Final = 4_000_000  # cells up to which raw numbers are held in double precision


@dataclass(frozen=True, eq=False)
class Raw:
    """Rows as they came: `cells` float (m, n_columns), as Columns has them; `labels` (m,), places of
    `classes` or numbers; `categories` of each column, () for numbers. Left out are so many `unlabelled`, and
    so many that can't be read (`skipped`); so many cells hold a category that is not known (`strange`).
    """

    cells: NDArray[Any]
    labels: NDArray[Any]
    classes: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    unlabelled: int
    skipped: int
    strange: int


def read_raw(chosen: Plan, beside: Survey | None = None) -> Generator[float, None, Raw]:
    """The rows of this plan, or of a table `beside` with the same columns. Raises DataError where the file is
    another one by now.
    """
    learnt, found = chosen.survey, beside or chosen.survey
    columns = [learnt.columns[place] for place in chosen.inputs]
    categories = tuple(() if c.is_numeric else _sorted(c, learnt.dialect) for c in columns)
    classes = () if chosen.numbers else _sorted(learnt.columns[chosen.label], learnt.dialect)
    right = found.place(learnt.columns[chosen.label].name)
    places = [found.place(column.name) for column in columns]
    readers = [_Cells(found.dialect, names) for names in categories]
    answer = _Cells(found.dialect, classes)
    dtype = np.float64 if found.n * len(columns) <= _EXACT else np.float32
    cells = np.empty((found.n, len(columns)), dtype)
    labels = np.empty(found.n, np.float64)
    done = unlabelled = skipped = strange = 0
    with opened(found.path, found.dialect) as lines:
        rows = rows_in(lines, found.dialect)
        if found.dialect.header:
            next(rows, None)
        for chunk in chunks([], rows, lines):
            whole = [(line, row) for line, row in chunk if len(row) == len(found.columns)]
            if done + len(whole) > found.n:
                raise changed(found)
            skipped += len(chunk) - len(whole)
            if whole:
                across = list(zip(*(row for _, row in whole), strict=True))
                part, bad = np.empty((len(whole), len(columns)), dtype), np.zeros(len(whole), bool)
                for k, (reader, place) in enumerate(zip(readers, places, strict=True)):
                    part[:, k] = reader.read(list(across[place]))
                    bad |= reader.bad
                    strange += int(reader.strange.sum())
                given = answer.read(list(across[right]))
                if answer.strange.any() and not chosen.choices.skip:
                    at = int(np.flatnonzero(answer.strange)[0])
                    raise _no_class(chosen, found, whole[at][0], across[right][at])
                bad |= answer.bad | answer.strange
                gone = np.isnan(given) & ~bad
                unlabelled += int(gone.sum())
                skipped += int(bad.sum())
                keep = ~(gone | bad)
                end = done + int(keep.sum())
                cells[done:end], labels[done:end] = part[keep], given[keep]
                done = end
            yield lines.share
        if lines.sha256() != found.sha256:
            raise changed(found)
    kept = labels[:done] if chosen.numbers else labels[:done].astype(np.int64)
    return Raw(cells[:done], kept, classes, categories, unlabelled, skipped, strange)


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
