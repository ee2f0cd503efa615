"""Folders of pictures, one for each class: what lies in them, before any picture is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePath
from typing import Final

from netviz.files.errors import reason, shown
from netviz.language.grammar import counted
from netviz.tasks.answer import MOST_CLASSES
from netviz.tasks.digits.picture_file import endings
from netviz.tasks.examples import DataError

_LEARN: Final = ("train", "training", "learn")
_VALIDATE: Final = ("val", "valid", "validation", "dev")
_TEST: Final = ("test", "testing")
_DEEP: Final = 12  # folders within a class
_MOST_FILES: Final = 2_000_000
_RIGHT: Final = "a folder of pictures for each class, named like the class, would be right"
_NUMBER: Final = re.compile(r"(\d+)")


@dataclass
class Listing:
    """`files`: paths of pictures, each with its label, for each part that is there. `troubles`: what was left
    out, in sentences.
    """

    names: tuple[str, ...]
    files: dict[str, tuple[list[str], list[int]]]
    troubles: list[str] = field(default_factory=list)


def list_classes(root: Path) -> Listing:
    """The classes in this folder, by the names of the folders in it.

    Those may lie in `train` and `test` (and `val`), which then are the splits. Links are followed, but never
    twice to the same folder. Raises DataError.
    """
    troubles: list[str] = []
    parts = _parts(root)
    names = sorted({name for part in parts.values() for name in _folders(part)}, key=_natural)
    if len(names) > MOST_CLASSES:
        raise DataError(
            f"{shown(root)} holds {len(names):,} folders; up to {MOST_CLASSES:,}, one for each class, would "
            "be right."
        )
    found = {part: [_files(folder / name, troubles) for name in names] for part, folder in parts.items()}
    full = [k for k in range(len(names)) if any(of[k] for of in found.values())]
    troubles += [
        f"{shown(root / names[k])} holds no picture." for k in range(len(names)) if k not in set(full)
    ]
    if len(full) < 2:
        there = (
            counted(len(full), "pictures of one class", "pictures of {n} classes") if full else "no pictures"
        )
        raise DataError(f"{shown(root)} holds {there} in folders; {_RIGHT}, with two classes at least.")
    listed = {}
    for part, of in found.items():
        paths = [file for k in full for file in of[k]]
        labels = [at for at, k in enumerate(full) for _ in of[k]]
        listed[part] = (paths, labels)
    return Listing(tuple(names[k] for k in full), listed, troubles)


def _files(folder: Path, troubles: list[str]) -> list[str]:
    """The pictures of one class, in order."""
    files = list(islice(_pictures(folder, troubles), _MOST_FILES + 1))
    if len(files) > _MOST_FILES:
        raise DataError(f"{shown(folder)} holds more than {_MOST_FILES:,} files.")
    return sorted(files, key=_natural)


def has_classes(root: Path) -> bool:
    """Whether there are folders with pictures in this one."""
    try:
        parts = _parts(root)
        return any(next(_pictures(part / name, []), "") for part in parts.values() for name in _folders(part))
    except DataError:
        return False


def _parts(root: Path) -> dict[str, Path]:
    """The folder of each split; the root itself to learn from where it is not split."""
    known = {name.lower(): root / name for name in _folders(root)}
    parts = {
        part: known[name]
        for part, names in (("training", _LEARN), ("validation", _VALIDATE), ("test", _TEST))
        for name in names
        if name in known
    }
    split = "training" in parts and len(parts) > 1 and len(parts) == len(known)
    return parts if split else {"training": root}


def _folders(root: Path) -> list[str]:
    try:
        with os.scandir(root) as entries:
            return sorted(entry.name for entry in entries if entry.name[0] != "." and _is_folder(entry))
    except OSError as error:
        raise DataError(f"{shown(root)} can't be read: {reason(error)}; {_RIGHT}.") from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _pictures(root: Path, troubles: list[str]) -> Iterator[str]:
    """Paths of the files in this folder, and in those within it, that are named like pictures."""
    known = _endings()
    seen = {_identity(above) for above in root.absolute().parents}  # a link up would bring the other classes
    waiting = [(str(root), 0)]
    while waiting:
        folder, depth = waiting.pop()
        try:
            here = _identity(Path(folder))
            if here in seen:
                continue
            seen.add(here)
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name[0] == ".":
                        continue
                    if _is_folder(entry):
                        if depth < _DEEP:
                            waiting.append((entry.path, depth + 1))
                    elif PurePath(entry.name).suffix.lower() in known:
                        yield entry.path
        except FileNotFoundError:
            continue  # a class that this split does not have
        except OSError as error:
            troubles.append(f"{shown(folder)} can't be read: {reason(error)}.")


def _identity(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino


def _endings() -> frozenset[str]:
    return frozenset(endings())


def _natural(text: str) -> list[tuple[int, int, str]]:
    """So that 2 stands before 10."""
    return [
        (0, int(piece), "") if piece.isdecimal() and len(piece) < 20 else (1, 0, piece)
        for piece in _NUMBER.split(text)
    ]
