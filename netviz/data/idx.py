"""IDX, the file format of MNIST and its relatives: a big-endian header, then uint8 values.

Header: two zero bytes, 0x08 for uint8, the number of dimensions, then each dimension as four bytes.
Source: the description that Yann LeCun published with MNIST.
"""

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_GZIP_MAGIC = b"\x1f\x8b"
_BEST_DEFLATE_RATIO = 1032
_MOST_VALUES = 1 << 30
_CHUNK = 1 << 20


class DataError(ValueError):
    """Digits that can't be read; the message names the file or folder and what would be right."""


@dataclass(frozen=True)
class IdxFile:
    """An IDX file whose header was read: `shape` is what it says that it holds."""

    path: Path
    shape: tuple[int, ...]

    def read(self) -> NDArray[np.uint8]:
        """The values, uint8 of `shape`, read-only.

        Nothing is allocated that a file of this size can't fill, whatever its header claims. Raises DataError
        when the file holds fewer or more values, or is damaged.
        """
        header = 4 + 4 * len(self.shape)
        size = 1
        for length in self.shape:
            size *= length
        promise = f"{self.path} says that it holds {'×'.join(map(str, self.shape))} values"
        if size > _MOST_VALUES:
            raise DataError(f"{promise}; at most {_MOST_VALUES:,} are read.")
        try:
            room = self.path.stat().st_size * (_BEST_DEFLATE_RATIO if _is_compressed(self.path) else 1)
            if header + size > room:
                raise DataError(f"{promise}, but the file is too short for that; it may be cut off.")
            values = np.empty(size, np.uint8)
            with _open(self.path) as file:
                file.seek(header)
                filled = _fill(file, values.data)
                surplus = file.read(1)
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(f"{self.path} can't be read: {_reason(error)}.") from error
        if filled < size:
            raise DataError(f"{promise}, but it ends after {filled:,}; it may be cut off.")
        if surplus:
            raise DataError(f"{promise}, but it goes on after them; the header or the file is damaged.")
        values.flags.writeable = False
        return values.reshape(self.shape)


def open_idx(path: Path) -> IdxFile | None:
    """The header, if this is an IDX file of uint8 (one to four dimensions, compressed or not), else None."""
    try:
        with _open(path) as file:
            head = file.read(4)
            if len(head) < 4 or head[:3] != b"\0\0\x08" or not 1 <= head[3] <= 4:
                return None
            lengths = file.read(4 * head[3])
    except (OSError, EOFError, zlib.error):
        return None
    if len(lengths) < 4 * head[3]:
        return None
    return IdxFile(path, tuple(int.from_bytes(lengths[i : i + 4], "big") for i in range(0, len(lengths), 4)))


def _is_compressed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == _GZIP_MAGIC


def _open(path: Path) -> io.BufferedIOBase:
    """The file's content, decompressed while it is read."""
    return gzip.open(path, "rb") if _is_compressed(path) else path.open("rb")


def _fill(file: io.BufferedIOBase, target: memoryview) -> int:
    """Read into `target` until it is full or the file ends; the number of bytes read."""
    filled = 0
    while filled < len(target):
        # In pieces, since gzip builds each piece before it copies it.
        n = file.readinto(target[filled : filled + _CHUNK])
        if not n:
            break
        filled += n
    return filled


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "its compressed data are damaged or cut off"
