"""Examples that are rows of a table, in their three splits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from netviz.tasks.columns import Columns
from netviz.tasks.data_name import DataName
from netviz.tasks.generated import Made
from netviz.tasks.tabular.split import Split
from netviz.tasks.task import AnyTask


@dataclass(frozen=True, eq=False)
class TableData:
    """Rows of a table, as Data says. `said`: what was done to them, in sentences; `omitted`: what
    could be read and was left out all the same, rows without a label and columns that say nothing.
    """

    task: AnyTask
    name: DataName
    training: Made
    validation: Made
    test: Made
    said: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()


def table_data(
    task: AnyTask, reads: Columns, raw: NDArray[Any], labels: NDArray[Any], split: Split, name: DataName
) -> TableData:
    """These raw rows, (m, n_columns), in their splits, prepared. The counts of `name` are set."""
    made = []
    for part, rows in zip(Split._fields, split, strict=True):
        stored, answers = reads.prepared(raw[rows]), labels[rows]
        stored.flags.writeable = answers.flags.writeable = False
        made.append(Made(task, part, stored, answers))
    training, validation, test = map(len, split)
    counted = replace(name, training=training, validation=validation, test=test)
    learn, steer, examine = made
    return TableData(task, counted, learn, steer, examine)
