"""Arrays of float32 as bytes: differences to a base, zigzag, bytes of equal weight together, zlib."""

from __future__ import annotations

import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.arrays import pieces

EXACT: Final = 4  # bytes kept of each number
ROUNDED: Final = 3  # the mantissa's upper 15 bits: relative error below 2**-16, which no picture shows
_LEVEL: Final = 1
_ONE: Final = np.uint32(1)
_TOO_LARGE_TO_ROUND: Final = 1e38


class CodingError(ValueError):
    """Bytes that are no such array."""


def encode(
    values: NDArray[np.float32], kept: int = EXACT, base: NDArray[np.float32] | None = None
) -> tuple[int, bytes | bytearray]:
    """The bytes, and how many of each number's four were kept: huge numbers are never rounded."""
    if kept == ROUNDED and not np.abs(values).max(initial=0) < _TOO_LARGE_TO_ROUND:
        kept = EXACT
    words = _words(values, kept) if base is None else _differences(values, base, kept)
    planes = words.astype("<u4", copy=False).view(np.uint8).reshape(-1, 4)[:, EXACT - kept :]
    # Plane by plane: a copy of all of them would be as large as the numbers once more.
    packer, packed = zlib.compressobj(_LEVEL), bytearray()
    for plane in planes.T:
        packed += packer.compress(plane.tobytes())
    packed += packer.flush()
    return kept, packed


def decode(
    data: bytes, n: int, kept: int = EXACT, base: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """float32 (n,), read-only. Raises CodingError; takes memory for `n` numbers, whatever `data` is."""
    if kept not in (EXACT, ROUNDED):
        raise CodingError("of each number a strange part was kept")
    raw = inflate(data, n * kept)
    planes = np.zeros((n, 4), np.uint8)
    planes[:, EXACT - kept :] = np.frombuffer(raw, np.uint8).reshape(kept, n).T
    words: NDArray[np.uint32] = planes.reshape(-1).view("<u4").astype(np.uint32, copy=False)
    if base is not None:
        sign = (words >> np.uint32(8 * (EXACT - kept))) & _ONE
        words = ((words >> _ONE) ^ (np.uint32(0) - sign)) & _mask(kept)
        words = words + _words(base, kept)
    values = words.view(np.float32)
    values.flags.writeable = False
    return values


def deflate(*columns: NDArray[Any]) -> bytes:
    """Columns of little-endian numbers, one after another, the bytes of equal weight together."""
    parts = [
        np.ascontiguousarray(column).astype(column.dtype.newbyteorder("<"), copy=False) for column in columns
    ]
    shuffled = [part.view(np.uint8).reshape(-1, part.itemsize).T.tobytes() for part in parts]
    return zlib.compress(b"".join(shuffled), _LEVEL)


def columns(data: bytes, n: int, dtypes: tuple[str, ...]) -> list[NDArray[Any]]:
    """What `deflate` made of columns of `n` numbers each. Raises CodingError."""
    kinds = [np.dtype(dtype).newbyteorder("<") for dtype in dtypes]
    raw = inflate(data, n * sum(kind.itemsize for kind in kinds))
    found, start = [], 0
    for kind in kinds:
        end = start + n * kind.itemsize
        planes = np.frombuffer(raw, np.uint8)[start:end].reshape(kind.itemsize, n)
        found.append(np.ascontiguousarray(planes.T).reshape(-1).view(kind).astype(kind.newbyteorder("=")))
        start = end
    return found


def inflate(data: bytes, n_bytes: int) -> bytes:
    """Exactly `n_bytes` out of zlib's stream, and never more memory than that."""
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(data, n_bytes) if n_bytes else b""
        more = unpacker.decompress(unpacker.unconsumed_tail or (b"" if n_bytes else data), 1)
    except zlib.error as error:
        raise CodingError("packed numbers can't be unpacked") from error
    if len(raw) != n_bytes or more or not unpacker.eof:
        raise CodingError("packed numbers are not as many as they should be")
    return raw


def _differences(values: NDArray[np.float32], base: NDArray[np.float32], kept: int) -> NDArray[np.uint32]:
    """Zigzag: small differences of either sign have zeros in their upper bytes. Piece by piece, as all
    weights at once would take their own memory several times.
    """
    found = np.empty(values.size, np.uint32)
    flat, flat_base, mask = values.reshape(-1), base.reshape(-1), _mask(kept)
    for piece in pieces(values.size):
        words = _words(flat[piece], kept) - _words(flat_base[piece], kept)
        found[piece] = (words << _ONE) ^ ((words.view(np.int32) >> 31).view(np.uint32) & mask)
    return found


def _mask(kept: int) -> np.uint32:
    return np.uint32(0xFFFFFFFF if kept == EXACT else 0xFFFFFF00)


def _words(values: NDArray[np.float32], kept: int) -> NDArray[np.uint32]:
    words = np.ascontiguousarray(values, np.float32).reshape(-1).view(np.uint32)
    if kept == EXACT:
        return words
    # Rounded to nearest. What lies beyond the largest number stays away from here (see encode).
    return (words + np.uint32(0x80)) & _mask(kept)
