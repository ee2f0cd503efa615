"""Rows of a Parquet file, where pyarrow is installed: their cells become words, as in a table of text."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from netviz.files.errors import FileError, shown
from netviz.files.paths import readable
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.dialect import Dialect
from netviz.tasks.tabular.table_file import TableFile

PARQUET: Final = Dialect("", False, True, "parquet")
MISSING: Final = "reading Parquet needs pyarrow; pip install 'netviz[parquet]' brings it"
_MAGIC: Final = b"PAR1"
_RIGHT: Final = "a table of numbers and words would be right"
_BATCH: Final = 2048  # rows
_PIECE: Final = 1 << 20  # bytes
_MOST_CELLS: Final = 100_000_000


def is_parquet(path: Path) -> bool:
    """Whether it begins as such files do; what can't be read is none."""
    try:
        readable(path, _RIGHT)
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except (FileError, OSError):
        return False


class ParquetRows(TableFile):
    """The rows of one that is open. Opening and reading raise DataError, with file and row."""

    def __init__(self, path: Path) -> None:
        try:
            arrow: Any = importlib.import_module("pyarrow")
            self._parquet: Any = importlib.import_module("pyarrow.parquet")
        except ImportError as error:
            raise DataError(f"{shown(path)}: {MISSING}.") from error
        self._wrong = (OSError, ValueError, arrow.ArrowException)
        super().__init__(path, _RIGHT)

    def _begin(self) -> None:
        try:
            self._table: Any = self._parquet.ParquetFile(self._file)
            metadata = self._table.metadata
            self._n = int(metadata.num_rows)
            groups = [metadata.row_group(k) for k in range(metadata.num_row_groups)]
            unpacked = sum(int(group.total_byte_size) for group in groups)
        except self._wrong as error:
            raise DataError(f"{shown(self.path)} is damaged, or no Parquet file; {_RIGHT}.") from error
        self._check(metadata.num_columns, unpacked)

    @property
    def share(self) -> float:
        """How much of the file was read."""
        return min(self.number / max(self._n, 1), 1.0)

    def at(self, further: int = 0) -> str:
        """`table.parquet, row 17`: the row that was read last."""
        row = self.number + further
        return f"{shown(self.path)}, row {row:,}" if row else shown(self.path)

    def rows(self) -> Iterator[list[str]]:
        """The names of the columns, then the cells of each row. Raises DataError."""
        yield [str(name) for name in self._table.schema_arrow.names]
        try:
            for batch in self._table.iter_batches(batch_size=_BATCH):
                columns = [list(map(_cell, column.to_pylist())) for column in batch.columns]
                for row in zip(*columns, strict=True):
                    self.number += 1
                    yield list(row)
        except self._wrong as error:
            raise DataError(f"{self.at(1)} can't be read: {_first_line(error)}.") from error

    def sha256(self) -> str:
        """Of the whole file. Raises DataError where it has changed meanwhile."""
        total = hashlib.sha256()
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            total.update(piece)
        self._check_unchanged()
        return total.hexdigest()

    def _check(self, n_columns: int, unpacked: int) -> None:
        """Refuse what would fill the memory, before anything is taken."""
        if self._n * n_columns > _MOST_CELLS:
            raise DataError(
                f"{shown(self.path)} holds more than {_MOST_CELLS:,} cells; fewer would be right."
            )
        self._check_unpacked(unpacked, self._size)


def _cell(value: object) -> str:
    """As a table of text would have it; empty for what is missing."""
    if value is None:
        return ""
    return value if isinstance(value, str) else repr(value) if isinstance(value, float) else str(value)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["it is damaged"])[0].rstrip(".")
