"""IDX, the file format of MNIST and its relatives: a big-endian header, then the values.

Header: two zero bytes, a byte for the type of the values, the number of dimensions, then each dimension as
four bytes. Source: the description that Yann LeCun published with MNIST.
"""

import gzip
import hashlib
import io
import math
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import reason, shown
from netviz.files.formats import HEAD, IDX, IDX_TYPES, format_of
from netviz.files.paths import is_file
from netviz.tasks.examples import DataError

_GZIP_MAGIC = b"\x1f\x8b"
_BEST_DEFLATE_RATIO = 1032
_MOST_BYTES = 1 << 30
_CHUNK = 1 << 20


class IdxFile(NamedTuple):
    """An IDX file whose header was read: `shape` is what it says that it holds, `dtype` of which type."""

    path: Path
    shape: tuple[int, ...]
    dtype: str = ">u1"

    def read(self) -> NDArray[Any]:
        """The values, of `shape` and `dtype`, read-only.

        Nothing is allocated that a file of this size can't fill, whatever its header claims. Raises DataError
        when the file holds fewer or more values, or is damaged.
        """
        header = 4 + 4 * len(self.shape)
        width = np.dtype(self.dtype).itemsize
        size = math.prod(self.shape) * width
        promise = f"{shown(self.path)} says that it holds {'×'.join(map(str, self.shape))} values"
        if size > _MOST_BYTES:
            raise DataError(f"{promise}; at most {_MOST_BYTES // width:,} are read.")
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
            raise DataError(f"{shown(self.path)} can't be read: {_reason(error)}.") from error
        if filled < size:
            raise DataError(f"{promise}, but it ends after {filled // width:,}; it may be cut off.")
        if surplus:
            raise DataError(f"{promise}, but it goes on after them; the header or the file is damaged.")
        values.flags.writeable = False
        return values.view(self.dtype).reshape(self.shape)

    def sum(self) -> str:
        """The SHA-256 of what is in it, unpacked, as far as its header says; of its own where it can't be
        read.
        """
        digest = hashlib.sha256()
        rest = min(math.prod(self.shape) * np.dtype(self.dtype).itemsize, _MOST_BYTES)
        rest += 4 + 4 * len(self.shape) + 1  # and whether something follows
        try:
            with _open(self.path) as file:
                while block := file.read(min(_CHUNK, rest)):
                    digest.update(block)
                    rest -= len(block)
        except (OSError, EOFError, zlib.error):
            return str(self.path)
        return digest.hexdigest()


def open_idx(path: Path) -> IdxFile | None:
    """The header, if this is an IDX file (one to four dimensions, compressed or not), else None."""
    try:
        with _open(path) as file:
            head = file.read(4)
            if not IDX.known(path, head):
                return None
            lengths = file.read(4 * head[3])
    except (OSError, EOFError, zlib.error):
        return None
    if len(lengths) < 4 * head[3]:
        return None
    shape = tuple(int.from_bytes(lengths[i : i + 4], "big") for i in range(0, len(lengths), 4))
    return IdxFile(path, shape, IDX_TYPES[head[2:3]])


def why_no_idx(path: Path) -> str:
    """Why a file that `open_idx` does not know is none, as the predicate of a sentence without full stop."""
    packed = False
    try:
        if not is_file(path):
            return "is no ordinary file"
        packed = _is_compressed(path)
        with _open(path) as file:
            head = file.read(HEAD)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return "has compressed data that are damaged or cut off"
    except OSError as error:
        return f"can't be read: {reason(error)}"
    if not head:
        return "is empty" if not packed else "holds nothing but an empty file"
    found = format_of(path, head)
    if found is not None and found is not IDX:
        return f"holds {found.noun}" if packed else f"is {found.noun}"
    if head[:2] == b"\0\0" and head[2:3] in IDX_TYPES:
        return "is cut off in its header, or damaged"
    return "holds something else than an IDX file" if packed else "is no IDX file"


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
        return reason(error)
    return "its compressed data are damaged or cut off"
