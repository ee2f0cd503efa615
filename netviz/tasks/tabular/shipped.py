"""Tables that come with the program: in order, small, and known by their sums."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.tasks.answer import Classes
from netviz.tasks.columns import Columns
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import DataError, the_same_or_any
from netviz.tasks.tabular.data import TableData, table_data
from netviz.tasks.tabular.split import stratified
from netviz.tasks.task import Task

SEED: Final = 0

Taken = Callable[[dict[str, list[str]]], tuple[NDArray[np.float64], NDArray[np.int64]]]
"""Makes of columns by name raw rows, (m, n_columns), and labels, (m,)."""


def find_shipped(name: DataName, path: Path, task: Task[Columns, Classes], taken: Taken) -> TableData:
    """The examples of this name, where they are those in `path`. Raises DataError."""
    return the_same_or_any(shipped(path, task, taken), name, "this version brings others")


def shipped(path: Path, task: Task[Columns, Classes], taken: Taken) -> TableData:
    """The examples in `path`, packed with gzip or not. Raises DataError."""
    try:
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
    except (OSError, EOFError, ValueError) as error:
        raise DataError(f"{shown(path)} can't be read; install netviz again.") from error
    head, *rows = csv.reader(io.StringIO(text))
    raw, labels = taken(dict(zip(head, map(list, zip(*rows, strict=True)), strict=True)))
    name = DataName(hashlib.sha256(packed).hexdigest(), task=task.id)
    return table_data(task, task.input, raw, labels, stratified(labels, SEED), name)
