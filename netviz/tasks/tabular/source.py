"""Where the rows of a table come from: lines of text, or the rows of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from netviz.tasks.tabular.dialect import Dialect, text_dialect
from netviz.tasks.tabular.lines import Lines, rows_of
from netviz.tasks.tabular.parquet import PARQUET, ParquetRows, is_parquet

Source: TypeAlias = Lines | ParquetRows


def find_dialect(path: Path) -> Dialect:
    """How this file is written. Raises DataError."""
    return PARQUET if is_parquet(path) else text_dialect(path)


def opened(path: Path, dialect: Dialect) -> Source:
    """The file, to be read as this; a context manager. Raises DataError."""
    return ParquetRows(path) if dialect == PARQUET else Lines(path, dialect.encoding)


def rows_in(source: Source, dialect: Dialect) -> Iterator[list[str]]:
    """The cells of each row that has any; where columns have names, these come first. Raises DataError."""
    return source.rows() if isinstance(source, ParquetRows) else rows_of(source, dialect.delimiter)
