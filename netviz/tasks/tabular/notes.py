"""What was done with a table, and what somebody should know of it, in sentences."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.files.errors import shown
from netviz.language.grammar import counted
from netviz.tasks.tabular.files import Surveys
from netviz.tasks.tabular.plan import Plan
from netviz.tasks.tabular.raw import Raw

_SHOWN: Final = 8  # names in a sentence


def written(chosen: Plan) -> list[str]:
    """How it was read, and what is taken for gaps."""
    found = chosen.survey
    notes = [f"Read with {found.dialect.words}."]
    gaps = [(found.columns[k].name, found.columns[k].gaps) for k in chosen.inputs if found.columns[k].gaps]
    if gaps:
        which = ", ".join(f"“{name}” {n:,}" for name, n in gaps[:_SHOWN])
        notes.append(
            f"Gaps: {which}{' …' if len(gaps) > _SHOWN else ''}. A missing number is taken for the median of "
            "the training rows, a missing category for none of them."
        )
    return notes


def told(surveys: Surveys, chosen: Plan, raws: list[Raw]) -> tuple[str, ...]:
    """What somebody should know: rows that are left out, categories that nobody learnt, columns that give the
    answer away.
    """
    notes = [*unlabelled(chosen, raws), *unreadable(sum(raw.skipped for raw in raws))]
    for other, raw in zip(surveys.beside, raws[1:], strict=True):
        if raw.strange:
            notes.append(
                counted(
                    raw.strange,
                    "{where} has one category that no row to learn from has: it is taken for none.",
                    "{where} has {n} cells with categories that no row to learn from has: they are taken for "
                    "none.",
                    where=shown(other.path),
                )
            )
    return (*notes, *_leaks(chosen, raws[0]))


def unlabelled(chosen: Plan, raws: list[Raw]) -> list[str]:
    """That rows without a label are left out; none where there are none."""
    n, label = sum(raw.unlabelled for raw in raws), chosen.choices.label
    if not n:
        return []
    words = "One row without a “{label}” is left out.", "{n} rows without a “{label}” are left out."
    return [counted(n, *words, label=label)]


def unreadable(n: int) -> list[str]:
    """That so many rows are left out; none where there are none."""
    if not n:
        return []
    words = "One row that can't be read is left out.", "{n} rows that can't be read are left out."
    return [counted(n, *words)]


def _leaks(chosen: Plan, raw: Raw) -> list[str]:
    """Which columns say the answer in other words."""
    notes = []
    for place, names in enumerate(raw.categories):
        if not names or chosen.numbers:
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
