"""Rows of a Parquet file, where pyarrow is installed: their cells become words, as in a table of text."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final

from netviz.files.errors import FileError, reason, shown
from netviz.files.paths import readable
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.dialect import Dialect

PARQUET: Final = Dialect("", False, True, "parquet")
MISSING: Final = "reading Parquet needs pyarrow; pip install 'netviz[parquet]' brings it"
_MAGIC: Final = b"PAR1"
_RIGHT: Final = "a table of numbers and words would be right"
_BATCH: Final = 2048  # rows
_PIECE: Final = 1 << 20  # bytes
_MOST_CELLS: Final = 100_000_000
_BOMB: Final = 2000  # times as large unpacked
_BOMB_FROM: Final = 64 << 20  # bytes


def is_parquet(path: Path) -> bool:
    """Whether it begins as such files do; what can't be read is none."""
    try:
        readable(path, _RIGHT)
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except (FileError, OSError):
        return False


class ParquetRows:
    """A file that is open; a context manager. `number` is the row that was read last, from 1.

    Opening and reading raise DataError, with file and row.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = 0
        try:
            arrow: Any = importlib.import_module("pyarrow")
            parquet: Any = importlib.import_module("pyarrow.parquet")
        except ImportError as error:
            raise DataError(f"{shown(path)}: {MISSING}.") from error
        self._wrong = (OSError, ValueError, arrow.ArrowException)
        self._file: BinaryIO
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise DataError(f"{shown(path)} can't be read: {reason(error)}; {_RIGHT}.") from error
        try:
            self._stamp = self._now()
            try:
                self._table: Any = parquet.ParquetFile(self._file)
                metadata = self._table.metadata
                self._n = int(metadata.num_rows)
                groups = [metadata.row_group(k) for k in range(metadata.num_row_groups)]
                unpacked = sum(int(group.total_byte_size) for group in groups)
            except self._wrong as error:
                raise DataError(f"{shown(path)} is damaged, or no Parquet file; {_RIGHT}.") from error
            self._check(metadata.num_columns, unpacked)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> ParquetRows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

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
        if self._now() != self._stamp:
            raise DataError(f"{shown(self.path)} was changed while it was read; open it again.")
        return total.hexdigest()

    def _check(self, n_columns: int, unpacked: int) -> None:
        """Refuse what would fill the memory, before anything is taken."""
        if self._n * n_columns > _MOST_CELLS:
            raise DataError(
                f"{shown(self.path)} holds more than {_MOST_CELLS:,} cells; fewer would be right."
            )
        if unpacked > max(_BOMB_FROM, _BOMB * self._stamp[0]):
            raise DataError(
                f"{shown(self.path)} becomes more than {_BOMB:,} times as large when it is unpacked, as no "
                "table does."
            )

    def _now(self) -> tuple[int, int]:
        stat = os.fstat(self._file.fileno())
        return stat.st_size, stat.st_mtime_ns


def _cell(value: object) -> str:
    """As a table of text would have it; empty for what is missing."""
    if value is None:
        return ""
    return value if isinstance(value, str) else repr(value) if isinstance(value, float) else str(value)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["it is damaged"])[0].rstrip(".")
