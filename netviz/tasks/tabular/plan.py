"""Choices made complete: which column is answered with what, and which are read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from netviz.files.errors import shown
from netviz.language.grammar import counted
from netviz.tasks.columns import MOST_CATEGORIES
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.choices import CLASSES, NUMBER, Choices
from netviz.tasks.tabular.survey import MOST_VALUES, Looked, Survey

LABELS: Final = ("label", "labels", "class", "target", "type", "species", "category", "y", "answer")
"""What a column with the answers is often called, in lower case."""
_LEAST: Final = 10  # rows
_FEW: Final = 20  # different numbers that may well be classes; also rows of each where there are more


@dataclass(frozen=True)
class Plan:
    """Choices that fit this table, complete; `notes` says what was decided, a sentence each."""

    survey: Survey
    choices: Choices
    label: int
    inputs: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def numbers(self) -> bool:
        """Whether a number is answered."""
        return self.choices.answer == NUMBER


def plan(found: Survey, choices: Choices, beside: tuple[Survey, ...] = ()) -> Plan:
    """What is done with this table, and with those `beside` it that have the same columns. Raises DataError:
    what can't be, with file, line and column.
    """
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
    label = label_of(found, choices)
    answer = choices.answer or likely_answer(found, label)
    _check_label(found, found.columns[label], answer)
    if choices.columns:
        inputs = tuple(found.place(name) for name in choices.columns)
        if label in inputs:
            raise DataError(
                f"{shown(found.path)}: column “{found.columns[label].name}” is what is to be answered, so it "
                "is none of those that are read."
            )
        notes = [refused(found, found.columns[place]) for place in inputs if useless(found.columns[place])]
        if notes:
            raise DataError(notes[0])
    else:
        others = tuple(place for place in range(len(found.columns)) if place != label)
        inputs = tuple(place for place in others if not useless(found.columns[place]))
        notes = [refused(found, found.columns[place]) for place in others if place not in inputs]
    if not inputs:
        raise DataError(
            f"{shown(found.path)} has no column that can be read besides “{found.columns[label].name}”. "
            + " ".join(notes)
        )
    names = tuple(found.columns[place].name for place in inputs)
    complete = replace(choices, label=found.columns[label].name, columns=names, answer=answer)
    chosen = Plan(found, complete, label, inputs, tuple(notes))
    if not choices.skip:
        for table in (found, *beside):
            _check_rows(chosen, table)
    return chosen


def label_of(found: Survey, choices: Choices) -> int:
    """The place of the column that is answered. Raises DataError where there is none of this name."""
    return found.place(choices.label) if choices.label else _likely_label(found)


def likely_answer(found: Survey, label: int) -> str:
    """What this column looks like: many different numbers, each seldom met, are no classes."""
    column = found.columns[label]
    if not column.is_numeric or column.is_constant:
        return CLASSES
    if column.values is None or len(column.values) > max(found.n // 2, 2):
        return NUMBER
    n = len(column.values)
    return NUMBER if n > _FEW and n * _FEW > found.n else CLASSES


def useless(column: Looked) -> bool:
    """Whether nothing can be read of it."""
    return not column.name or column.is_constant or column.is_text or not column.numbers + column.words


def refused(found: Survey, column: Looked) -> str:
    """Why nothing can be, a sentence."""
    if not column.name:
        return f"{shown(found.path)}: a column without a name is left out."
    return f"{shown(found.path)}: column “{column.name}” {why_useless(found, column)}, and left out."


def why_useless(found: Survey, column: Looked) -> str:
    """The middle of that sentence."""
    if not column.name:
        return "has no name"
    if not column.numbers + column.words:
        return "is empty"
    if column.is_constant:
        return "is the same in all rows"
    line, word = column.first_word
    return (
        f"is text ({found.dialect.place} {line:,}: “{word}”) with more than {MOST_CATEGORIES} different "
        "values or hardly one twice"
    )


def unreadable(chosen: Plan, beside: tuple[Survey, ...] = ()) -> tuple[str, ...]:
    """What can't be read of the rows, the first ones: `line 12: 3 cells, where 4 would be right`; with
    the file's name where there are several.
    """
    told = []
    for table in (chosen.survey, *beside):
        where = f"{table.path.name}, {table.dialect.place}" if beside else table.dialect.place
        found = [
            (line, f"{n:,} cells, where {len(table.columns)} would be right") for line, n in table.ragged
        ]
        for column in _strict(chosen, table):
            found += [
                (line, f"“{word}” in column “{column.name}” is no number") for line, word in column.told
            ]
        told += [f"{where} {line:,}: {words}" for line, words in sorted(found)]
    return tuple(told)


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
    if last in words or found.columns[last].is_numeric:
        return last
    useful = [place for place, column in enumerate(found.columns) if not useless(column)]
    return useful[-1] if useful else last


def _too_many(column: Looked) -> bool:
    return column.values is None and not column.is_numeric


def _check_label(found: Survey, column: Looked, answer: str) -> None:
    where = f"{shown(found.path)}: column “{column.name}”"
    if answer == NUMBER:
        if not column.is_numeric:
            line, word = column.first_word
            raise DataError(
                f"{where} holds words ({found.dialect.place} {line:,}: “{word}”), which are no numbers to be "
                "answered; classes would be right."
            )
        if column.is_constant:
            raise DataError(f"{where} is the same number in all rows; different ones would be right.")
        return
    if column.values is None:
        other = ", or answering with a number," if column.is_numeric else ""
        raise DataError(
            f"{where} has more than {MOST_VALUES:,} different values, each of which would be a class; a "
            f"column that names one of a few{other} would be right."
        )
    if len(column.values) < 2:
        only = next(iter(column.values), "")
        raise DataError(f"{where} has one class only, “{only[:40]}”; two or more would be right.")
    if len(column.values) > max(found.n // 2, 2):
        raise DataError(
            f"{where} has {len(column.values):,} different values in {found.n:,} rows, too many to be "
            "classes; a column that names one of a few would be right."
        )


def _strict(chosen: Plan, table: Survey) -> list[Looked]:
    """Columns of this table of which each cell has to be a number, or a gap."""
    learnt = chosen.survey.columns
    label = [chosen.label] if chosen.numbers else []
    names = [learnt[place].name for place in (*chosen.inputs, *label) if learnt[place].is_numeric]
    columns = [table.columns[table.place(name)] for name in names]
    return [column for column in columns if column.words]


def _check_rows(chosen: Plan, table: Survey) -> None:
    """Refuse what can't be read."""
    where, width = f"{shown(table.path)}, {table.dialect.place}", len(table.columns)
    if table.n_ragged:
        line, _ = table.ragged[0]
        raise DataError(
            f"{where} {line:,}: {width} cells would be right, as in the first row ({table.n_ragged:,} such "
            "lines in all). They can be skipped."
        )
    for column in _strict(chosen, table):
        line, word = column.first_word
        raise DataError(
            f"{where} {line:,}, column “{column.name}”: “{word}” is no number, as {column.numbers:,} others "
            f"there are ({column.words:,} such cells in all). Their rows can be skipped."
        )
