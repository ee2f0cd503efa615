"""The collections that a person has: a file each, in a folder of the program's data."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from netviz.files.errors import FileError, reason, shown
from netviz.files.paths import is_there
from netviz.tasks.examples import DataError
from netviz.tasks.hand.collection import ENDING, LONGEST_NAME, Collection, read

_MOST: Final = 200  # that are looked at
_NO_NAME: Final = set('/\\:*?"<>|')


@dataclass(frozen=True, eq=False)
class Kept:
    """A file of the library: what it holds, or in a sentence why that can't be read."""

    path: Path
    collection: Collection | None
    trouble: str = ""


def kept_in(folder: Path) -> list[Kept]:
    """All collections there, the one that was drawn last first; none where there is no folder."""
    return list(_each(folder))


def _each(folder: Path) -> Iterator[Kept]:
    files: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):
        files = [(path.stat().st_mtime, path) for path in folder.glob(f"*{ENDING}")]
    for _, path in sorted(files, reverse=True)[:_MOST]:
        yield _read(path)


def newest_of_digits(folder: Path) -> Kept | None:
    """The collection of digits that was drawn last and holds any."""
    for kept in _each(folder):
        if kept.collection is not None and len(kept.collection) and kept.collection.of_digits:
            return kept
    return None


def new_file(folder: Path, name: str) -> Path:
    """Where a collection of this name will lie; the folder is made. Raises FileError."""
    name = name.strip()
    if not name:
        raise FileError("The collection has no name; one such as “my digits” would be right.")
    if set(name) & _NO_NAME or not name.isprintable() or name[0] == "." or len(name) > 2 * LONGEST_NAME:
        raise FileError(
            f"“{shown(name)[: 2 * LONGEST_NAME]}” is no name for a collection: up to {2 * LONGEST_NAME} "
            "letters, figures and spaces would be right."
        )
    path = folder / f"{name}{ENDING}"
    if is_there(path):
        raise FileError(f"There is a collection “{name}” already; it can be added to, or another name taken.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{shown(folder)} can’t be made: {reason(error)}.") from error
    return path


def _read(path: Path) -> Kept:
    try:
        return Kept(path, read(path))
    except DataError as error:
        return Kept(path, None, str(error))
