"""What is done with a table: which column is the answer, which are read, what happens to rows that can't."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from netviz.files.errors import shown
from netviz.frozen import dataclass
from netviz.language.grammar import counted
from netviz.tasks.columns import MOST_CATEGORIES
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.survey import MOST_VALUES, Looked, Survey

LABELS: Final = ("label", "labels", "class", "target", "type", "species", "category", "y", "answer")
"""What a column with the answers is often called, in lower case."""
_LEAST: Final = 10  # rows


@dataclass(frozen=True)
class Choices:
    """`label`: the column that is answered, "" for whichever looks like it. `columns`: those that are read,
    () for all that can be. `skip`: leave out rows that can't be read, where else the table is refused.
    `seed`: of the split.
    """

    label: str = ""
    columns: tuple[str, ...] = ()
    skip: bool = False
    seed: int = 0

    def to_table(self) -> dict[str, Any]:
        """Fit for JSON."""
        return {
            "kind": "table",
            "label": self.label,
            "columns": list(self.columns),
            "skip": self.skip,
            "seed": self.seed,
        }

    @staticmethod
    def from_table(table: dict[str, Any]) -> Choices:
        """Out of a file that may hold anything. Raises DataError."""
        label, columns, skip, seed = (table.get(key) for key in ("label", "columns", "skip", "seed"))
        if (
            not isinstance(label, str)
            or not isinstance(columns, list)
            or not all(isinstance(name, str) for name in columns)
            or not isinstance(skip, bool)
            or not isinstance(seed, int)
            or not 0 <= seed < 2**32
        ):
            raise DataError("How the table of this run was read can't be made out.")
        return Choices(label, tuple(columns), skip, seed)


@dataclass(frozen=True)
class Plan:
    """Choices that fit this table, complete; `notes` says what was decided, a sentence each."""

    survey: Survey
    choices: Choices
    label: int
    inputs: tuple[int, ...]
    notes: tuple[str, ...]


def plan(found: Survey, choices: Choices) -> Plan:
    """What is done with this table. Raises DataError: what can't be, with file, line and column."""
    if found.n < _LEAST:
        raise DataError(
            counted(
                found.n,
                "{where} holds one row that can be read; {least} or more would be right.",
                "{where} holds {n} rows that can be read; {least} or more would be right.",
                where=shown(found.path),
                least=_LEAST,
            )
        )
    label = found.place(choices.label) if choices.label else _likely_label(found)
    _check_label(found, found.columns[label])
    if choices.columns:
        inputs = tuple(found.place(name) for name in choices.columns)
        if label in inputs:
            raise DataError(
                f"{shown(found.path)}: column “{found.columns[label].name}” is what is to be answered, so it "
                "is none of those that are read."
            )
        notes = [_refused(found, found.columns[place]) for place in inputs if _useless(found.columns[place])]
        if notes:
            raise DataError(notes[0])
    else:
        others = tuple(place for place in range(len(found.columns)) if place != label)
        inputs = tuple(place for place in others if not _useless(found.columns[place]))
        notes = [_refused(found, found.columns[place]) for place in others if place not in inputs]
    if not inputs:
        raise DataError(
            f"{shown(found.path)} has no column that can be read besides “{found.columns[label].name}”. "
            + " ".join(notes)
        )
    _check_rows(found, inputs, choices)
    names = tuple(found.columns[place].name for place in inputs)
    complete = replace(choices, label=found.columns[label].name, columns=names)
    return Plan(found, complete, label, inputs, tuple(notes))


def _likely_label(found: Survey) -> int:
    by_name = [place for place, column in enumerate(found.columns) if column.name.lower() in LABELS]
    fit = [place for place in by_name if not _too_many(found.columns[place])]
    if fit or by_name:
        return (fit or by_name)[0]
    words = [
        place
        for place, column in enumerate(found.columns)
        if not column.is_numeric and not column.is_text and not column.is_constant
    ]
    last = len(found.columns) - 1
    return last if last in words or not words or found.columns[last].is_numeric else words[-1]


def _too_many(column: Looked) -> bool:
    return column.values is None


def _check_label(found: Survey, column: Looked) -> None:
    where = f"{shown(found.path)}: column “{column.name}”"
    if column.values is None:
        raise DataError(
            f"{where} has more than {MOST_VALUES:,} different values, each of which would be a class; a "
            "column that names one of a few would be right."
        )
    if len(column.values) < 2:
        only = next(iter(column.values), "")
        raise DataError(f"{where} has one class only, “{only[:40]}”; two or more would be right.")
    if len(column.values) > max(found.n // 2, 2):
        raise DataError(
            f"{where} has {len(column.values):,} different values in {found.n:,} rows, too many to be "
            "classes; a column that names one of a few would be right."
        )


def _useless(column: Looked) -> bool:
    return not column.name or column.is_constant or column.is_text or not column.numbers + column.words


def _refused(found: Survey, column: Looked) -> str:
    where = f"{shown(found.path)}: column “{column.name}”"
    if not column.numbers + column.words:
        return f"{where} is empty, and left out."
    if not column.name:
        return f"{shown(found.path)}: a column without a name is left out."
    if column.is_constant:
        return f"{where} is the same in all rows, and left out."
    line, word = column.first_word
    return (
        f"{where} is text (line {line:,}: “{word[:40]}”) with more than {MOST_CATEGORIES} different values "
        "or hardly one twice, and left out."
    )


def _check_rows(found: Survey, inputs: tuple[int, ...], choices: Choices) -> None:
    """Refuse what can't be read, where nobody said that it may be skipped."""
    if choices.skip:
        return
    ragged, line = found.ragged
    if ragged:
        raise DataError(
            f"{shown(found.path)}, line {line:,}: {len(found.columns)} cells would be right, as in the first "
            f"row ({ragged:,} such lines in all). They can be skipped."
        )
    for place in inputs:
        column = found.columns[place]
        if column.is_numeric and column.words:
            line, word = column.first_word
            raise DataError(
                f"{shown(found.path)}, line {line:,}, column “{column.name}”: “{word[:40]}” is no number, as "
                f"{column.numbers:,} others there are ({column.words:,} such cells in all). Their rows can "
                "be skipped."
            )
