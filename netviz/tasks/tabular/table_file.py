"""A table's file while it is open: its name, how far it was read, and whether it stayed as it was."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from netviz.files.errors import FileError, reason, shown
from netviz.files.paths import readable
from netviz.tasks.examples import DataError

_BOMB: Final = 2000  # times as large unpacked: no table packs like that
_BOMB_FROM: Final = 64 << 20  # bytes


class TableFile:
    """A context manager. `number` is the line or row that was read last, from 1.

    Opening raises DataError, with the file; `right` says what would be in its place.
    """

    def __init__(self, path: Path, right: str) -> None:
        self.path = path
        self.number = 0
        try:
            readable(path, right)
            self._file: BinaryIO = path.open("rb")
        except FileError as error:
            raise DataError(str(error)) from error
        except OSError as error:
            raise DataError(f"{shown(path)} can't be read: {reason(error)}; {right}.") from error
        try:
            self._stamp = self._now()
            self._begin()
        except BaseException:
            self._file.close()
            raise

    def _begin(self) -> None:
        """The file is open; what is raised here closes it."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def _size(self) -> int:
        """Bytes that it had when it was opened."""
        return self._stamp[0]

    def _check_unchanged(self, read: int | None = None) -> None:
        """`read`: bytes of it that were, where all should have been."""
        if self._now() != self._stamp or read not in (None, self._size):
            raise DataError(f"{shown(self.path)} was changed while it was read; open it again.")

    def _check_unpacked(self, unpacked: int, packed: int) -> None:
        """Refuse what becomes so large that it was made to fill the memory."""
        if unpacked > max(_BOMB_FROM, _BOMB * packed):
            raise DataError(
                f"{shown(self.path)} becomes more than {_BOMB:,} times as large when it is unpacked, as no "
                "table does."
            )

    def _now(self) -> tuple[int, int]:
        stat = os.fstat(self._file.fileno())
        return stat.st_size, stat.st_mtime_ns
