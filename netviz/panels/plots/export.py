"""A page of plots as a table that a spreadsheet reads, and as a picture."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins, QSize
from PySide6.QtGui import QColor, QImage

from netviz.viewmodels.palette import Palette

SHARPNESS: Final = 2  # pixels in the file for each one on the screen
_MOST_NUMBERS: Final = 5_000_000
_AT_ONCE: Final = 5_000  # rows between two looks whether the job should end
MARGIN: Final = 16


class ExportError(ValueError):
    """What can't be exported; the message is a sentence."""


@dataclass(frozen=True, eq=False)
class Column:
    """A named column: `values` (m,) stand in the rows `at` (m,), all rows where that is None.

    Other rows are empty, and so is what is not a number.
    """

    name: str
    values: NDArray[Any]
    at: NDArray[np.intp] | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """So many rows of these columns."""

    rows: int
    columns: tuple[Column, ...]


def check_size(rows: int, columns: int) -> None:
    """Raises ExportError for an empty table and one too large."""
    if not rows:
        raise ExportError("There is nothing to save yet; train a few steps first.")
    if rows * columns > _MOST_NUMBERS:
        raise ExportError(
            f"The table would hold {rows * columns:,} numbers, more than a spreadsheet reads; save the "
            "network itself instead."
        )


def csv_text(table: Table, check: Callable[[], object] = lambda: None) -> str:
    """The table below a line of names; numbers are written so that reading them gives them back.

    `check` is called now and then, and may raise. Raises ExportError for an empty table and one too large.
    """
    check_size(table.rows, len(table.columns))
    columns = []
    for column in table.columns:
        check()
        columns.append(_words(column, table.rows))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for start in range(0, table.rows, _AT_ONCE):
        check()
        writer.writerows(zip(*(words[start : start + _AT_ONCE] for words in columns), strict=True))
    return written.getvalue()


def _words(column: Column, rows: int) -> list[str]:
    words: list[str] = column.values.astype("U").tolist()
    words = ["" if word == "nan" else word for word in words]
    if column.at is None:
        return words
    spread = [""] * rows
    for row, word in zip(column.at.tolist(), words, strict=True):
        spread[row] = word
    return spread


def page_picture(size: QSize, palette: Palette) -> QImage:
    """An empty picture for a page of this size, with a margin around it. Raises ExportError."""
    whole = size.grownBy(QMargins(MARGIN, MARGIN, MARGIN, MARGIN)) * SHARPNESS
    image = QImage(whole, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError("There is not enough memory for a picture of this size.")
    image.setDevicePixelRatio(SHARPNESS)
    image.fill(QColor(palette.panel))
    return image


def png_bytes(image: QImage) -> bytes:
    """The picture as a PNG file, on any thread. Raises ExportError."""
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise ExportError("The picture could not be made into a PNG file.")
    return bytes(written.data())
