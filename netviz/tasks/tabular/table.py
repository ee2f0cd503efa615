"""A person's own table as a task with its examples."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.frozen import dataclass
from netviz.language.grammar import counted
from netviz.tasks import how
from netviz.tasks.answer import Classes
from netviz.tasks.columns import LONGEST_NAME, Categories, Column, Columns
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import DataError
from netviz.tasks.hues import hues
from netviz.tasks.pictures.folder import Say
from netviz.tasks.pictures.own import quiet
from netviz.tasks.tabular.choices import Choices, Plan, plan
from netviz.tasks.tabular.data import TableData, table_data
from netviz.tasks.tabular.dialect import Dialect, is_gap
from netviz.tasks.tabular.lines import Lines, rows_of
from netviz.tasks.tabular.preparing import fitted
from netviz.tasks.tabular.split import Split, stratified
from netviz.tasks.tabular.survey import Looked, Survey, chunks, numbers_at_once, survey
from netviz.tasks.task import AnyTask, Task

OWN_TABLE: Final = "table"
"""The id of the task of any of them."""

_READING: Final = "Reading the table"
_EXACT: Final = 4_000_000  # cells up to which raw numbers are held in double precision


@dataclass(frozen=True, eq=False)
class Table:
    """What was read: `notes` says what was decided on the way, a sentence each."""

    data: TableData
    notes: tuple[str, ...]

    @property
    def task(self) -> AnyTask:
        """What its rows are examples of."""
        return self.data.task


@dataclass(frozen=True, eq=False)
class Raw:
    """Rows as they came: `cells` float (m, n_columns), as Columns has them; `labels` (m,); `classes` by name;
    `categories` of each column, () for numbers.
    """

    cells: NDArray[Any]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def read_table(path: Path, choices: Choices | None = None, say: Say = quiet) -> Table:
    """All of it at once; `say` hears how far it is. Raises DataError."""
    work = reading(path, choices or Choices())
    while True:
        try:
            say(next(work), _READING)
        except StopIteration as end:
            table: Table = end.value
            return table


def choices_of(name: DataName) -> Choices | None:
    """How the table of this name was read; None where it is none. Raises DataError."""
    return Choices.from_table(how.read(name.how)) if name.task == OWN_TABLE else None


def find_table(name: DataName) -> TableData:
    """The examples of this name again: from the same file, read the same way. Raises DataError."""
    path = Path(name.folder)
    data = read_table(path, choices_of(name)).data
    if data.name.sha256 != name.sha256:
        raise DataError(
            f"{shown(path)} has been changed since this network was trained with it; the file as it was "
            "would be right."
        )
    return data


def reading(path: Path, choices: Choices) -> Generator[float, None, Table]:
    """Look, then read; yields how much is done. Raises DataError."""
    found = yield from _half(survey(path), 0.0)
    chosen = plan(found, choices)
    raw = yield from _half(read_raw(chosen), 0.5)
    split = stratified(raw.labels, chosen.choices.seed)
    return _made(chosen, raw, split)


def read_raw(chosen: Plan) -> Generator[float, None, Raw]:
    """The rows of this plan. Raises DataError where the file is another one by now."""
    found, dialect = chosen.survey, chosen.survey.dialect
    columns = [found.columns[place] for place in chosen.inputs]
    categories = tuple(() if column.is_numeric else _sorted(column, dialect) for column in columns)
    classes = _sorted(found.columns[chosen.label], dialect)
    readers = [_Cells(dialect, names) for names in categories]
    answer = _Cells(dialect, classes)
    dtype = np.float64 if found.n * len(columns) <= _EXACT else np.float32
    cells, labels = np.empty((found.n, len(columns)), dtype), np.empty(found.n, np.int64)
    done = unlabelled = skipped = 0
    with Lines(found.path, dialect.encoding) as lines:
        lines.encoding = dialect.encoding
        rows = rows_of(lines, dialect.delimiter)
        if dialect.header:
            next(rows, None)
        for chunk in chunks([], rows, lines):
            whole = [row for _, row in chunk if len(row) == len(found.columns)]
            if done + len(whole) > found.n:
                raise _changed(found)
            skipped += len(chunk) - len(whole)
            if whole:
                across = list(zip(*whole, strict=True))
                right = answer.read(list(across[chosen.label]))
                part = np.empty((len(whole), len(columns)), dtype)
                bad = np.zeros(len(whole), bool)
                for k, (reader, place) in enumerate(zip(readers, chosen.inputs, strict=True)):
                    part[:, k] = reader.read(list(across[place]))
                    bad |= reader.bad
                gone = np.isnan(right)
                unlabelled += int(gone.sum())
                skipped += int((bad & ~gone).sum())
                keep = ~(gone | bad)
                end = done + int(keep.sum())
                cells[done:end], labels[done:end] = part[keep], right[keep]
                done = end
            yield lines.share
        if lines.sha256() != found.sha256:
            raise _changed(found)
    notes = _said(found, chosen, unlabelled, skipped)
    return Raw(cells[:done], labels[:done], classes, categories, notes)


class _Cells:
    """Reads cells of one column: numbers where there are no `names`, else places among these. nan for a gap;
    `bad` says which cells of the last ones hold what can't be read.
    """

    def __init__(self, dialect: Dialect, names: tuple[str, ...]) -> None:
        self._dialect = dialect
        self._places = {name: float(place) for place, name in enumerate(names)}
        self.bad = np.zeros(0, bool)

    def read(self, cells: list[str]) -> NDArray[np.float64]:
        """These cells, float64 (m,)."""
        self.bad = np.zeros(len(cells), bool)
        if self._places:
            return np.asarray([self._places.get(cell.strip(), np.nan) for cell in cells], np.float64)
        quick = numbers_at_once(cells, self._dialect)
        if quick is not None:
            return quick
        found = np.full(len(cells), np.nan)
        for row, cell in enumerate(cells):
            if is_gap(cell):
                continue
            try:
                found[row] = self._dialect.number(cell)
            except ValueError:
                self.bad[row] = True
        self.bad |= np.isinf(found)
        return found


def _made(chosen: Plan, raw: Raw, split: Split) -> Table:
    found = chosen.survey
    _, counts = np.unique(raw.labels, return_counts=True)
    if len(counts) < 2 or not all(map(len, split)):
        raise DataError(
            f"{shown(found.path)}: {len(raw.labels):,} rows of {len(counts)} classes are left, too few to "
            "learn from, to validate with and to examine with."
        )
    training = raw.cells[split.training]
    columns: list[Column] = []
    for place, (looked, names) in enumerate(
        zip((found.columns[k] for k in chosen.inputs), raw.categories, strict=True)
    ):
        name = looked.name
        columns.append(Categories(name, _printable(names)) if names else fitted(name, training[:, place]))
    reads = Columns("columns", tuple(columns))
    label = chosen.choices.label
    classes = _printable(raw.classes)
    task: AnyTask = Task(
        id=OWN_TABLE,
        input=reads,
        answer=Classes(label, classes, hues(len(classes))),
        example="row",
        examples="rows",
        hidden=(16, 8),
        label=_printable((found.path.stem or "Table",))[0],
        about=f"From {reads.n:,} inputs of a row the network finds its {label}.",
        validate_every=100,
        epochs=100,
    )
    known = DataName(
        found.sha256, str(found.path.absolute()), task=task.id, how=how.written(chosen.choices.to_table())
    )
    said = (*chosen.notes, *raw.notes, *_leaks(chosen, raw))
    data = table_data(task, reads, raw.cells, raw.labels, split, known)
    return Table(replace(data, said=said), said)


def _leaks(chosen: Plan, raw: Raw) -> list[str]:
    """Which columns say the answer in other words."""
    notes = []
    for place, names in enumerate(raw.categories):
        if not names:
            continue
        known = ~np.isnan(raw.cells[:, place])
        pairs = np.unique(np.stack([raw.cells[known, place], raw.labels[known]], axis=1), axis=0)
        values, classes = pairs.T
        if len(values) > 1 and len(np.unique(values)) == len(values) == len(np.unique(classes)):
            name = chosen.survey.columns[chosen.inputs[place]].name
            notes.append(
                f"{shown(chosen.survey.path)}: each value of column “{name}” stands for one "
                f"{chosen.choices.label}, so it gives the answer away. Choose the columns without it if that "
                "is not known beforehand."
            )
    return notes


def _said(found: Survey, chosen: Plan, unlabelled: int, skipped: int) -> tuple[str, ...]:
    gaps = [(found.columns[k].name, found.columns[k].gaps) for k in chosen.inputs if found.columns[k].gaps]
    notes = [f"Read with {found.dialect.words}."]
    if gaps:
        which = ", ".join(f"“{name}” {n:,}" for name, n in gaps[:8])
        notes.append(
            f"Gaps: {which}{' …' if len(gaps) > 8 else ''}. A missing number is taken for the median of the "
            "training rows, a missing category for none of them."
        )
    if unlabelled:
        label = chosen.choices.label
        notes.append(
            counted(
                unlabelled,
                "One row without a “{label}” is left out.",
                "{n} rows without a “{label}” are left out.",
                label=label,
            )
        )
    if skipped:
        notes.append(
            counted(
                skipped,
                "One row that can't be read is left out.",
                "{n} rows that can't be read are left out.",
            )
        )
    return tuple(notes)


def _sorted(column: Looked, dialect: Dialect) -> tuple[str, ...]:
    """Its values, numbers by size and words by the alphabet."""
    assert column.values is not None

    def key(value: str) -> tuple[bool, float, str]:
        try:
            return False, dialect.number(value), value
        except ValueError:
            return True, 0.0, value

    return tuple(sorted(column.values, key=key))


def _printable(names: tuple[str, ...]) -> tuple[str, ...]:
    """As they can be shown: without line breaks and no longer than names are, and still different ones."""
    shown_as: list[str] = []
    for name in names:
        plain = "".join(c if c.isprintable() else " " for c in name)[:LONGEST_NAME] or "?"
        again, k = plain, 2
        while again in shown_as:
            again, k = f"{plain[: LONGEST_NAME - 6]} ({k})", k + 1
        shown_as.append(again)
    return tuple(shown_as)


def _changed(found: Survey) -> DataError:
    return DataError(f"{shown(found.path)} was changed while it was read; open it again.")


def _half(work: Generator[float, None, Any], begin: float) -> Generator[float, None, Any]:
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            return end.value
        yield begin + done / 2
