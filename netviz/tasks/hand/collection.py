"""A collection of signs that somebody has drawn: which, how many, and the file that holds them.

The file is an .npz, which any program that knows NumPy reads; nothing in it is pickled:

    x      uint8 (n, 28, 28)   the drawings as a network reads them, 0 = paper, 255 = ink, oldest first
    y      text (n,)           the name of the sign that each is
    names  text (k,)           the names of all signs in their order, also of those without a drawing yet
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.files.whole import replacing
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import DataError
from netviz.tasks.pictures.npz import members_of, read_members

MOST_SIGNS: Final = 20_000
MOST_NAMES: Final = 100
LONGEST_NAME: Final = 16
ENDING: Final = ".npz"
_FEWEST_NAMES: Final = 2
_MEMBERS: Final = ("x", "y", "names")
_SHAPE: Final = (DIGITS.input.rows, DIGITS.input.columns)


@dataclass(frozen=True, eq=False)
class Collection:
    """`images` uint8 (n, 784) and `labels` uint16 (n,), places in `names`; both read-only, oldest first."""

    names: tuple[str, ...]
    images: NDArray[np.uint8]
    labels: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many drawings there are of each sign, (k,)."""
        return np.bincount(self.labels, minlength=len(self.names))

    @property
    def wanted(self) -> int:
        """The sign of which there are fewest, by its place in `names`: the first of several."""
        return int(self.counts.argmin())

    @property
    def of_digits(self) -> bool:
        """Whether each sign is a digit."""
        return set(self.names) <= set(DIGITS.answer.names)

    def with_sign(self, label: int, pixels: NDArray[np.uint8], at: int | None = None) -> Collection:
        """One more, uint8 (784,): the newest, or where it stood before."""
        place = len(self) if at is None else at
        images = np.insert(self.images, place, pixels, axis=0)
        return made(self.names, images, np.insert(self.labels, place, label))

    def without(self, index: int) -> Collection:
        """All but this one."""
        return made(self.names, np.delete(self.images, index, axis=0), np.delete(self.labels, index))

    def first(self, n: int) -> Collection:
        """As it was when it had n."""
        return self if n >= len(self) else made(self.names, self.images[:n], self.labels[:n])


def made(names: tuple[str, ...], images: NDArray[Any], labels: NDArray[Any]) -> Collection:
    """A collection of these."""
    kept = np.ascontiguousarray(images, np.uint8), np.ascontiguousarray(labels, np.uint16)
    for array in kept:
        array.flags.writeable = False
    return Collection(names, *kept)


def begun(names: tuple[str, ...]) -> Collection:
    """One without a drawing yet."""
    return made(names, np.zeros((0, DIGITS.input.n), np.uint8), np.zeros(0, np.uint16))


def names_in(text: str) -> tuple[str, ...]:
    """The names that somebody has typed: with commas between them, or else with spaces.

    Raises DataError.
    """
    parts = [part.strip() for part in text.split(",")] if "," in text else text.split()
    empty = next((k for k, name in enumerate(parts, start=1) if not name), None)
    if empty is not None:
        raise DataError(f"Name {empty} of the signs is empty: something between all commas would be right.")
    long = next((name for name in parts if len(name) > LONGEST_NAME or not name.isprintable()), None)
    if long is not None:
        raise DataError(
            f"“{shown(long)[:LONGEST_NAME]}…” is no name for a sign; up to {LONGEST_NAME} letters would be "
            "right."
        )
    twice = next((name for k, name in enumerate(parts) if name in parts[:k]), None)
    if twice is not None:
        raise DataError(f"“{twice}” stands there twice; each sign once would be right.")
    if not _FEWEST_NAMES <= len(parts) <= MOST_NAMES:
        raise DataError(
            f"There are {len(parts)} signs; {_FEWEST_NAMES} to {MOST_NAMES}, such as 0 1 2 or circle, "
            "square, star, would be right."
        )
    return tuple(parts)


def is_collection(path: Path) -> bool:
    """Whether such an archive is a collection, by the names of its arrays. Raises DataError."""
    return set(_MEMBERS) <= members_of(path)


def read(path: Path) -> Collection:
    """The collection in this file, which may hold anything. Raises DataError."""
    where = shown(path)
    x, y, written = read_members(path, _MEMBERS)
    n = len(y) if y.ndim == 1 else -1
    if x.dtype != np.uint8 or x.shape != (n, *_SHAPE) or n > MOST_SIGNS:
        raise DataError(
            f"{where} holds drawings of shape {x.shape} and names of shape {y.shape}; up to {MOST_SIGNS:,} "
            f"drawings of {DIGITS.input.size} pixels, and a name for each, would be right."
        )
    if written.dtype.kind != "U" or written.ndim != 1 or y.dtype.kind != "U":
        raise DataError(f"{where} holds names that are no texts; “names” and “y” as texts would be right.")
    try:
        names = names_in(",".join(written.tolist()[: MOST_NAMES + 1]))
    except DataError as error:
        raise DataError(f"{where} can’t be used. {error}") from error
    if list(names) != written.tolist():
        raise DataError(f"{where} holds names with commas or spaces around them; plain ones would be right.")
    places = {name: k for k, name in enumerate(names)}
    unknown = next((str(name) for name in y.tolist() if name not in places), None)
    if unknown is not None:
        raise DataError(f"{where} holds a “{shown(unknown)[:LONGEST_NAME]}”, which is none of its signs.")
    labels = np.array([places[name] for name in y.tolist()], np.uint16)
    return made(names, x.reshape(n, DIGITS.input.n), labels)


def write(path: Path, collection: Collection) -> None:
    """Write it whole, or leave what was there. Raises FileError."""
    names = np.array(collection.names, f"U{LONGEST_NAME}")
    with replacing(path) as part, part.open("wb") as file:
        np.savez_compressed(
            file, x=collection.images.reshape(-1, *_SHAPE), y=names[collection.labels], names=names
        )
