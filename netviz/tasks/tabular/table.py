"""A person's own table as a task with its examples."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.tasks import how
from netviz.tasks.answer import Answer, Classes, Numbers
from netviz.tasks.columns import LONGEST_NAME, Categories, Column, Columns
from netviz.tasks.data_name import OWN_TABLE, DataName
from netviz.tasks.examples import DataError
from netviz.tasks.generated import SHARES
from netviz.tasks.hues import hues
from netviz.tasks.pictures.folder import Say
from netviz.tasks.pictures.own import quiet
from netviz.tasks.tabular import notes
from netviz.tasks.tabular.choices import Choices
from netviz.tasks.tabular.data import TableData, table_data
from netviz.tasks.tabular.files import Surveys, chosen_files, surveys
from netviz.tasks.tabular.plan import Plan, plan, unreadable
from netviz.tasks.tabular.preparing import fitted
from netviz.tasks.tabular.raw import Raw, read_raw
from netviz.tasks.tabular.split import Split, fifths, stratified
from netviz.tasks.task import AnyTask, Task

"""The id of the task of any of them."""

_READING: Final = "Reading the table"


@dataclass(frozen=True, eq=False)
class Table:
    """What was read: `notes` says what was decided on the way, a sentence each; `told` are
    those of them that somebody should know. `raw`: the rows to learn from as they came, and those that are
    kept back of the same file. `skipped`: so many rows can't be read.
    """

    data: TableData
    notes: tuple[str, ...]
    told: tuple[str, ...]
    chosen: Plan
    raw: Raw
    skipped: int

    @property
    def task(self) -> AnyTask:
        """What its rows are examples of."""
        return self.data.task


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
    learn, choices = chosen_files(path, choices)
    found = yield from part_of(surveys(learn, choices), 0.0, 0.5)
    table: Table = yield from part_of(taking(found, choices), 0.5, 0.5)
    return table


def taking(found: Surveys, choices: Choices) -> Generator[float, None, Table]:
    """Read what was looked at; yields how much is done. Raises DataError."""
    chosen = plan(found.learn, choices, found.beside)
    files = (None, *found.beside)
    raws = []
    for k, other in enumerate(files):
        raws.append((yield from part_of(read_raw(chosen, other), k / len(files), 1 / len(files))))
    return _made(found, chosen, raws)


def part_of(work: Generator[float, None, Any], begin: float, share: float) -> Generator[float, None, Any]:
    """This work, which is a `share` of all there is to do."""
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            return end.value
        yield begin + done * share


def _split(found: Surveys, chosen: Plan, raws: list[Raw]) -> Split:
    """Rows of all files, one after another, in their splits."""
    learn, validate = SHARES
    shares = {
        (False, False): (learn, validate),
        (True, False): (learn / (1 - validate), 0.0),
        (False, True): (1 - validate, validate),
        (True, True): (1.0, 0.0),
    }[found.validation is not None, found.test is not None]
    labels = raws[0].labels
    own = stratified(fifths(labels) if chosen.numbers else labels, chosen.choices.seed, shares)
    first, parts = len(labels), own._asdict()
    for name, raw in zip(
        (name for name in ("validation", "test") if getattr(found, name) is not None), raws[1:], strict=True
    ):
        parts[name] = np.arange(first, first + len(raw.labels))
        first += len(raw.labels)
    return Split(**parts)


def _made(found: Surveys, chosen: Plan, raws: list[Raw]) -> Table:
    learn = found.learn
    labels = np.concatenate([raw.labels for raw in raws])
    different = len(np.unique(raws[0].labels))
    split = _split(found, chosen, raws) if different > 1 else None
    if split is None or not all(map(len, split)):
        of = "different numbers" if chosen.numbers else "classes"
        raise DataError(
            f"{shown(learn.path)}: {len(labels):,} rows of {different} {of} are left, too few to learn from, "
            "to validate with and to examine with."
        )
    cells = raws[0].cells if len(raws) == 1 else np.concatenate([raw.cells for raw in raws])
    training = cells[split.training]
    columns: list[Column] = []
    for place, names in enumerate(raws[0].categories):
        name = learn.columns[chosen.inputs[place]].name
        columns.append(Categories(name, _printable(names)) if names else fitted(name, training[:, place]))
    reads = Columns("columns", tuple(columns))
    answer, labels = _answer(chosen, raws[0].classes, labels, split)
    task: AnyTask = Task(
        id=OWN_TABLE,
        input=reads,
        answer=answer,
        example="row",
        examples="rows",
        hidden=(16, 8),
        label=_printable((learn.path.stem or "Table",))[0],
        about=f"From {reads.n:,} inputs of a row the network finds its {chosen.choices.label}.",
        validate_every=100,
        epochs=100,
    )
    sums = [learn.sha256, *(other.sha256 for other in found.beside)]
    sha256 = sums[0] if len(sums) == 1 else hashlib.sha256(" ".join(sums).encode()).hexdigest()
    known = DataName(
        sha256, str(learn.path.absolute()), task=task.id, how=how.written(chosen.choices.to_table())
    )
    told = notes.told(found, chosen, raws)
    said = (*chosen.notes, *notes.written(chosen), *told)
    data = table_data(task, reads, cells, labels, split, known)
    troubles = (*unreadable(chosen, found.beside), *(words for raw in raws for words in raw.troubles))
    skipped = sum(raw.skipped for raw in raws)
    omitted = (*notes.unlabelled(chosen, raws), *chosen.notes)
    data = replace(data, said=said, troubles=troubles, omitted=omitted)
    return Table(data, said, told, chosen, raws[0], skipped)


def _answer(
    chosen: Plan, names: tuple[str, ...], labels: NDArray[Any], split: Split
) -> tuple[Answer, NDArray[Any]]:
    """What is answered, and the right answers as they are stored: numbers scaled as those to learn from are,
    so that a price is learnt as easily as a length.
    """
    label = _printable((chosen.choices.label,))[0]
    if not chosen.numbers:
        classes = _printable(names)
        return Classes(label, classes, hues(len(classes))), labels
    scale = fitted(label, labels[split.training])
    stored = scale.prepared(labels).astype(np.float32)[:, None]
    low, high = (float(scale.prepared(np.asarray(end))) for end in (scale.low, scale.high))
    return Numbers(label, (label,), low, high, 1.0, scale.mean, scale.deviation), stored


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
