"""A table as a person sees it before anything is taken: its columns, and what would be done with them."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.language.grammar import all_of, counted
from netviz.tasks.examples import DataError
from netviz.tasks.pictures.folder import Say
from netviz.tasks.pictures.own import quiet
from netviz.tasks.tabular import notes
from netviz.tasks.tabular.choices import NUMBER, Choices
from netviz.tasks.tabular.files import Surveys, chosen_files, surveys
from netviz.tasks.tabular.plan import label_of, likely_answer, useless, why_useless
from netviz.tasks.tabular.survey import Looked, Survey
from netviz.tasks.tabular.table import Table, part_of, taking

BINS: Final = 24
MOST_GROUPS: Final = 12  # classes that are told apart in a histogram
_NAMED: Final = 5  # classes
_LONGEST: Final = 20  # characters of a class
_LARGE, _HUGE = 1e4, 1e12  # between these numbers are written out
_FEW: Final = 12  # different numbers, each of which has a bar


@dataclass(frozen=True, eq=False)
class ColumnSight:
    """One column: what is read of it, `words`. `readable`: whether that can be chosen; `is_read`: whether it
    is. `counts`: how many rows of each class (one row of counts where they are not told apart) lie in each
    bin, int64 (n_groups, n_bins); no bins where it is not looked at. `bins`: what each stands for.
    """

    name: str
    words: str
    readable: bool
    is_read: bool
    gaps: int
    counts: NDArray[np.int64]
    bins: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Sight:
    """A table that was looked at. `choices`: those that it was read with, the label and the answer among
    them; `columns` in the file's order; `label`: the place of the one that is answered. `table`: what was
    read, or None and why not (`refused`). `offers_number`: whether a number could be answered.
    """

    found: Surveys
    choices: Choices
    columns: tuple[ColumnSight, ...]
    label: int
    offers_number: bool
    table: Table | None
    refused: str

    @property
    def survey(self) -> Survey:
        """Of the table to learn from."""
        return self.found.learn

    @property
    def n_unreadable(self) -> int:
        """Rows that would have to be left out."""
        return self.table.skipped if self.table is not None and self.choices.skip else 0


def looking(path: Path, choices: Choices, known: Surveys | None = None) -> Generator[float, None, Sight]:
    """Look at a table; yields how much is done. `known`: what was found there already. Raises DataError where
    nothing can be seen; what only can't be taken is said in the sight.
    """
    learn, choices = chosen_files(path, choices)
    found: Surveys = known or (yield from part_of(surveys(learn, choices), 0.0, 0.5))
    label = label_of(found.learn, choices)
    answer = choices.answer or likely_answer(found.learn, label)
    column = found.learn.columns[label]
    chosen = replace(choices, label=column.name, answer=answer, skip=False)
    table, refused = None, ""
    try:
        # Rows that can't be read are nothing for whoever only looks: which they are is said beside the rest.
        try:
            table = yield from part_of(taking(found, chosen), 0.5, 0.25)
        except DataError:
            chosen = replace(chosen, skip=True)
            table = yield from part_of(taking(found, chosen), 0.75, 0.25)
    except DataError as error:
        refused = str(error)
    columns = tuple(
        _sight(found.learn, place, label, chosen, table) for place in range(len(found.learn.columns))
    )
    return Sight(found, chosen, columns, label, column.is_numeric, table, refused)


def look(path: Path, choices: Choices | None = None, known: Surveys | None = None, say: Say = quiet) -> Sight:
    """All of it at once, as `looking`; `say` hears how far it is. Raises DataError."""
    work = looking(path, choices or Choices(), known)
    while True:
        try:
            say(next(work), "Reading the table")
        except StopIteration as end:
            sight: Sight = end.value
            return sight


def _sight(survey: Survey, place: int, label: int, choices: Choices, table: Table | None) -> ColumnSight:
    column = survey.columns[place]
    readable = place != label and not useless(column)
    is_read = readable and (not choices.columns or column.name in choices.columns)
    counts: NDArray[np.int64] = np.zeros((1, 0), np.int64)
    bins: tuple[str, ...] = ()
    if table is not None and (place == label or is_read):
        counts, bins = _histogram(table, None if place == label else table.chosen.inputs.index(place))
    words = _words(survey, column, place == label, choices.answer == NUMBER)
    return ColumnSight(column.name, words, readable, is_read, column.gaps, counts, bins)


def _words(survey: Survey, column: Looked, is_label: bool, number: bool) -> str:
    """What is read of it."""
    span = f"{_number(column.low)} to {_number(column.high)}"
    n = 0 if column.values is None else len(column.values)
    if is_label:
        if number and column.is_numeric:
            return f"the answer, a number: {span}"
        words = counted(n, "the answer, one class", "the answer, {n} classes") if n else "the answer"
        return f"{words}: {_balance(column)}" if column.values else words
    if useless(column):
        return f"left out: {why_useless(survey, column)}"
    if column.is_numeric:
        return f"numbers, {span}"
    return f"{counted(n, 'one category', '{n} categories')}: {_named(column)}"


def _named(column: Looked) -> str:
    """The first of its values."""
    assert column.values is not None
    names = [value[:_LONGEST] for value, _ in column.values.most_common(_NAMED)]
    return ", ".join(names) + (" …" if len(column.values) > _NAMED else "")


def _balance(column: Looked) -> str:
    """How often the first of its values are met: `no 200, yes 199`."""
    assert column.values is not None
    often = [f"{value[:_LONGEST]} {n:,}" for value, n in column.values.most_common(_NAMED)]
    return ", ".join(often) + (" …" if len(column.values) > _NAMED else "")


def _number(value: float) -> str:
    """`42,912`, `0.0213`."""
    return f"{value:,.0f}" if _LARGE <= abs(value) < _HUGE else f"{value:.4g}"


def _histogram(table: Table, column: int | None) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """How many rows of each class lie where; of the answer itself without a column."""
    raw, numbers = table.raw, table.chosen.numbers
    told_apart = not numbers and len(raw.classes) <= MOST_GROUPS
    groups = raw.labels if told_apart else np.zeros(len(raw.labels), np.int64)
    n = len(raw.classes) if told_apart else 1
    if column is None:
        values, names = np.asarray(raw.labels, np.float64), raw.classes
    else:
        values, names = np.asarray(raw.cells[:, column], np.float64), raw.categories[column]
    known = ~np.isnan(values)
    if names:
        order = np.argsort(-np.bincount(values[known].astype(np.int64), minlength=len(names)), kind="stable")
        kept = np.sort(order[:BINS])
        bins = tuple(names[k] for k in kept)
        place = np.searchsorted(kept, values[known].astype(np.int64))
        there = np.isin(values[known], kept)
        return _counts(groups[known][there], place[there], n, len(kept)), bins
    different = np.unique(values[known])
    if not len(different):
        return np.zeros((n, 0), np.int64), ()
    if len(different) <= _FEW:
        place = np.searchsorted(different, values[known])
        return _counts(groups[known], place, n, len(different)), tuple(f"{v:g}" for v in different)
    edges = np.linspace(different[0], different[-1], BINS + 1)
    place = np.clip(np.searchsorted(edges, values[known], "right") - 1, 0, BINS - 1)
    spans = tuple(f"{low:.4g} to {high:.4g}" for low, high in pairwise(edges))
    return _counts(groups[known], place, n, BINS), spans


def _counts(
    groups: NDArray[np.int64], places: NDArray[np.intp], n_groups: int, n_bins: int
) -> NDArray[np.int64]:
    flat = np.bincount(groups.astype(np.int64) * n_bins + places, minlength=n_groups * n_bins)
    return flat.reshape(n_groups, n_bins)


def sentences(sight: Sight) -> tuple[str, ...]:
    """What lies there, what would be done with it, and what somebody should know: one after the other."""
    survey, table = sight.survey, sight.table
    n = survey.n + survey.n_ragged
    named = {
        True: "the first row has the names" if survey.dialect.delimiter else "they have names",
        False: "no row has names, so they are numbered",
    }[survey.dialect.header]
    lies = (
        f"{shown(survey.path)} has {n:,} rows and {len(survey.columns):,} columns; {named}; it was read with "
        f"{survey.dialect.words.removesuffix('columns without names, ')}."
    )
    if table is None:
        return (lies,)
    data = table.data
    counts = tuple(len(part) for part in (data.training, data.validation, data.test))
    beside = all_of(
        f"those to {what} with are {shown(other.path)}"
        for what, other in (("validate", sight.found.validation), ("test", sight.found.test))
        if other is not None
    )
    alike = "with low and high answers" if table.chosen.numbers else "with the same share of each class"
    split = (
        f"{counts[0]:,} rows are learnt from, {counts[1]:,} validate and {counts[2]:,} test: parted by "
        f"chance (seed {sight.choices.seed}), {alike} in each{f'; {beside}' if beside else ''}."
    )
    done = (
        "Numbers are scaled: less the mean, divided by the deviation, both of the rows that are learnt from "
        "alone. A missing number is taken for the median of these, a missing category for none."
    )
    # Rows that can't be read stand below, with the question whether to leave them out.
    asked = notes.unreadable(sight.n_unreadable)
    return lies, split, done, *(words for words in table.told if words not in asked)
