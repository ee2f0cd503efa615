"""Lines of a table's file, packed with gzip or not, one at a time and bounded in memory."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from netviz.files.errors import reason, shown
from netviz.tasks.examples import DataError
from netviz.tasks.tabular.table_file import TableFile

LONGEST_LINE: Final = 1 << 20  # characters
_RIGHT: Final = "a table of numbers and words, as CSV, would be right"
_GZIP: Final = b"\x1f\x8b"
_SAMPLE: Final = 1 << 16  # bytes
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class _Summed(io.RawIOBase):
    """A file whose bytes are summed up and counted as they are read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sum = hashlib.sha256()
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self.sum.update(data)
        self.taken += len(data)
        return len(data)


class Lines(TableFile):
    """The lines of one that is open. Opening and reading raise DataError, with file and line."""

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.encoding = encoding
        super().__init__(path, _RIGHT)

    def _begin(self) -> None:
        self._summed = _Summed(self._file)
        self._packed = self._file.read(2) == _GZIP
        self._file.seek(0)
        raw = io.BufferedReader(self._summed, _SAMPLE)
        self._bytes: BinaryIO = gzip.GzipFile(fileobj=raw) if self._packed else raw  # type: ignore[assignment]
        self._text: io.TextIOWrapper | None = None

    @property
    def share(self) -> float:
        """How much of the file was read."""
        return min(self._summed.taken / max(self._size, 1), 1.0)

    def sample(self) -> str:
        """The first lines, whole ones where there are several, to be looked at; nothing may be read later."""
        try:
            data = self._bytes.read(_SAMPLE)
        except (OSError, EOFError, zlib.error) as error:
            raise self._broken(error) from error
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                self.encoding = encoding
                break
        else:
            self.encoding = "utf-8" if _is_utf8(data) else "cp1252"
        text = data.decode(self.encoding, errors="replace")
        if "\0" in text:
            raise DataError(f"{shown(self.path)} is no text; {_RIGHT}.")
        end = max(text.rfind("\n"), text.rfind("\r"))
        return text if len(data) < _SAMPLE or end < 0 else text[: end + 1]

    def __iter__(self) -> Iterator[str]:
        # With newline="" a quoted cell keeps its own line breaks.
        text = io.TextIOWrapper(self._bytes, encoding=self.encoding, newline="")
        self._text = text  # which closes what it wraps when it goes
        unpacked = 0
        while True:
            try:
                line = text.readline(LONGEST_LINE)
            except UnicodeDecodeError as error:
                raise DataError(
                    f"{self.at(1)} holds bytes that are no {self.encoding.upper().removesuffix('-SIG')} "
                    "text; a file in UTF-8 would be right."
                ) from error
            except (OSError, EOFError, zlib.error) as error:
                raise self._broken(error) from error
            if not line:
                return
            self.number += 1
            if "\0" in line:
                raise DataError(f"{self.at()} holds a NUL, as no text does; {_RIGHT}.")
            if len(line) >= LONGEST_LINE:
                raise DataError(
                    f"{self.at()} is longer than {LONGEST_LINE:,} characters; a table with a line for each "
                    "example would be right."
                )
            unpacked += len(line)
            if self._packed:
                self._check_unpacked(unpacked, self._summed.taken)
            yield line

    def at(self, further: int = 0) -> str:
        """`table.csv, line 17`: the line that was read last."""
        return f"{shown(self.path)}, line {self.number + further:,}"

    def sha256(self) -> str:
        """Of the whole file, which was read to its end. Raises DataError where it has changed meanwhile."""
        while self._summed.read(_SAMPLE):
            pass
        self._check_unchanged(self._summed.taken)
        return self._summed.sum.hexdigest()

    def _broken(self, error: Exception) -> DataError:
        why = reason(error) if isinstance(error, OSError) and error.errno else "its packing is damaged"
        return DataError(f"{self.at(1)} can't be read: {why}.")


def rows_of(lines: Lines, delimiter: str) -> Iterator[list[str]]:
    """The cells of each row that has any. Raises DataError."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            words = str(error)
            raise DataError(f"{lines.at()} can't be read: {words}.") from error
        if row and (len(row) > 1 or row[0].strip()):
            yield row


def _is_utf8(data: bytes) -> bool:
    """Whether it is, as far as it goes: a character may be cut off at the end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True
