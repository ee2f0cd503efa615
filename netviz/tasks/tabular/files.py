"""Which files a table lies in: one, or one for each split."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from netviz.files.errors import shown
from netviz.files.paths import is_folder
from netviz.language.grammar import all_of
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.choices import Choices
from netviz.tasks.tabular.names import LEARN, TEST, VALIDATE, one_of_names
from netviz.tasks.tabular.survey import Survey, survey

_SHOWN: Final = 6  # names in a sentence


def chosen_files(path: Path, choices: Choices) -> tuple[Path, Choices]:
    """The table to learn from; of a folder also those beside it, where none are chosen. Raises DataError."""
    if not is_folder(path):
        return path, choices
    learn, validate, test = (one_of_names(path, names) for names in (LEARN, VALIDATE, TEST))
    if learn is None:
        raise DataError(
            f"{shown(path)} is a folder without a table to learn from; train.csv there would be right."
        )
    return learn, replace(
        choices,
        validation=choices.validation or (str(validate.absolute()) if validate else ""),
        test=choices.test or (str(test.absolute()) if test else ""),
    )


@dataclass(frozen=True)
class Surveys:
    """What was looked at: the table to learn from, and those beside it that are splits of their own."""

    learn: Survey
    validation: Survey | None = None
    test: Survey | None = None

    @property
    def beside(self) -> tuple[Survey, ...]:
        """Those that are there."""
        return tuple(one for one in (self.validation, self.test) if one is not None)


def surveys(path: Path, choices: Choices) -> Generator[float, None, Surveys]:
    """Look at all of them; yields how much is done. Raises DataError."""
    wanted = [path, *(Path(file) for file in (choices.validation, choices.test) if file)]
    found = []
    for k, file in enumerate(wanted):
        work = survey(file)
        while True:
            try:
                share = next(work)
            except StopIteration as end:
                found.append(end.value)
                break
            yield (k + share) / len(wanted)
    learn, *others = found
    for other in others:
        _same_columns(learn, other)
    validation = others.pop(0) if choices.validation else None
    return Surveys(learn, validation, others.pop() if choices.test else None)


def _same_columns(learn: Survey, other: Survey) -> None:
    names, others = ([column.name for column in one.columns] for one in (learn, other))
    for where, there, which in ((other, others, names), (learn, names, others)):
        missing = [f"“{name}”" for name in which if name not in there]
        if missing:
            more = " and others" if len(missing) > _SHOWN else ""
            one = other if where is learn else learn
            raise DataError(
                f"{shown(where.path)} has no column {all_of(missing[:_SHOWN])}{more}, as {shown(one.path)} "
                "has; the same columns in both would be right."
            )
