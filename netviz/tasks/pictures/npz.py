"""Arrays out of NumPy's .npz files: nothing is unpickled, and no more memory is taken than was checked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from netviz.files.errors import reason, shown
from netviz.language.grammar import all_of, one_of
from netviz.tasks.examples import DataError

_MOST_BYTES: Final = 1 << 30
_MOST_MEMBERS: Final = 1000
_CHUNK: Final = 1 << 20
_NO_HEADER: Final = (ValueError, TypeError, KeyError, SyntaxError, OverflowError, RecursionError, MemoryError)
_LEARN: Final = (("x_train", "y_train"), ("train_images", "train_labels"), ("x", "y"), ("images", "labels"))
_TEST: Final = (("x_test", "y_test"), ("test_images", "test_labels"))
_RIGHT: Final = f"{one_of(('x and y', 'x_train, y_train, x_test and y_test'))} would be right"

Pair = tuple[NDArray[Any], NDArray[Any]]


def read_npz(path: Path) -> tuple[Pair, Pair | None]:
    """Pictures and labels to learn from, and those to test with where there are any. Raises DataError."""
    with _opened(path) as archive:
        names = _names(archive)
        learn = next((pair for pair in _LEARN if set(pair) <= names.keys()), None)
        test = next((pair for pair in _TEST if set(pair) <= names.keys()), None)
        if learn is None:
            there = ", ".join(shown(name) for name in sorted(names)[:8]) or "nothing"
            raise DataError(f"{shown(path)} holds {there}; {_RIGHT}.")

        def both(pair: tuple[str, str]) -> Pair:
            one, other = (_array(path, archive, names[name]) for name in pair)
            return one, other

        return both(learn), both(test) if test else None


def members_of(path: Path) -> set[str]:
    """The names of the arrays in it. Raises DataError."""
    with _opened(path) as archive:
        return set(_names(archive))


def read_members(path: Path, wanted: tuple[str, ...]) -> list[NDArray[Any]]:
    """These arrays of it. Raises DataError, also where one is not there."""
    with _opened(path) as archive:
        names = _names(archive)
        missing = next((name for name in wanted if name not in names), None)
        if missing is not None:
            raise DataError(f"{shown(path)} holds no array “{missing}”; {all_of(wanted)} would be right.")
        return [_array(path, archive, names[name]) for name in wanted]


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    return {name.removesuffix(".npy").lower(): name for name in archive.namelist()[:_MOST_MEMBERS]}


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise DataError(f"{shown(path)} can't be read: {reason(error)}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
        raise DataError(f"{shown(path)} is damaged, cut off or locked; {_RIGHT}.") from error


def _array(path: Path, archive: zipfile.ZipFile, member: str) -> NDArray[Any]:
    """Its header is checked against what the archive says before room is taken for it."""
    where = f"{shown(path)}’s {shown(member.removesuffix('.npy'))}"
    with archive.open(member) as file:
        shape, fortran, dtype = _header(where, file)
        size = prod(shape) * dtype.itemsize
        if size > _MOST_BYTES:
            raise DataError(
                f"{where} would take {size / 1e6:,.0f} MB; up to {_MOST_BYTES / 1e6:,.0f} MB would be right."
            )
        if archive.getinfo(member).file_size < size:
            raise DataError(f"{where} says that it holds {size:,} bytes, and is shorter; it may be cut off.")
        content = bytearray()
        while len(content) < size:
            block = file.read(min(_CHUNK, size - len(content)))
            if not block:
                raise DataError(f"{where} ends after {len(content):,} of {size:,} bytes.")
            content += block
    values: NDArray[Any] = np.frombuffer(content, dtype, prod(shape))
    return values.reshape(shape, order="F" if fortran else "C")


def _header(where: str, file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    try:
        version = npy.read_magic(file)
        reader = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = reader(file)
    except (
        ValueError,
        TypeError,
        KeyError,
        SyntaxError,
        OverflowError,
        RecursionError,
        MemoryError,
    ) as error:
        raise DataError(f"{where} is no array that can be read; {_RIGHT}.") from error
    if dtype.hasobject or dtype.names is not None or dtype.itemsize == 0:
        raise DataError(f"{where} holds objects, which are never unpickled; numbers or texts would be right.")
    if any(length < 0 for length in shape):
        raise DataError(f"{where} has a shape that can’t be.")
    return shape, fortran, dtype
