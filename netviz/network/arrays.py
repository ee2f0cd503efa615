"""Where the numbers lie in memory."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.network.activations import Array

_CACHE_LINE = 64  # bytes
_LARGE: Final = (
    1 << 23
)  # bytes: more than a picture of 1920×1080 pixels, less than the weights of large networks
PIECE: Final = 1 << 16  # numbers
_M_MMAP_THRESHOLD: Final = -3  # of glibc's mallopt

_Array = TypeVar("_Array", bound=NDArray[Any])


def aligned_zeros(shape: tuple[int, ...], dtype: DTypeLike) -> Array:
    """Zeros that begin on a cache line.

    A step of the optimiser is a fifth faster so, and what the vector units compute never depends on where
    memory happened to be free.
    """
    kind = np.dtype(dtype)
    n_bytes = math.prod(shape) * kind.itemsize
    raw = np.zeros(n_bytes + _CACHE_LINE, np.uint8)
    start = -raw.ctypes.data % _CACHE_LINE
    zeros: Array = raw[start : start + n_bytes].view(kind).reshape(shape)
    return zeros


def frozen(array: _Array) -> _Array:
    """The same array, read-only from now on."""
    array.flags.writeable = False
    return array


def frozen_copy(array: _Array) -> _Array:
    """A read-only copy, fit to cross threads."""
    return frozen(array.copy())


def frozen_zeros_or_copy(array: _Array) -> _Array:
    """`frozen_copy`, in which zeros alone take no memory: the system has one page of them for all."""
    if np.ascontiguousarray(array).reshape(-1).view(np.uint8).any():
        return frozen_copy(array)
    zeros: Any = np.zeros(array.shape, array.dtype)
    result: _Array = frozen(zeros)
    return result


def same_bits(a: Array, b: Array) -> bool:
    """Whether two arrays of one dtype are equal to the last bit, whatever these stand for.

    Piece by piece: what is compared may be as large as all weights, and differs early where it does.
    """
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a is b:
        return True
    one, other = (np.ascontiguousarray(x).reshape(-1).view(np.uint8) for x in (a, b))
    return all(np.array_equal(one[piece], other[piece]) for piece in pieces(len(one)))


def pieces(n: int) -> Iterator[slice]:
    """A flat array of `n` numbers in pieces: what is made of one by the way fits a processor's cache."""
    for start in range(0, n, PIECE):
        yield slice(start, min(start + PIECE, n))


def give_back_what_is_large() -> None:
    """From now on the system gets a large array's memory back with the array, where glibc allots it.

    Else glibc keeps it for the next one, in holes that the next one may not fit: twice as much was taken.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another libc
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
