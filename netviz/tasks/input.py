"""What a network reads: a picture, or a few named numbers. Another kind is another class here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isqrt
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

SMALLEST_SQUARE: Final = 64  # inputs: fewer are clearer as neurons than as a picture of 7×7


class Sentences(NamedTuple):
    """What is said of a kind of input, whole, with the gaps of `Task.filled`.

    `begin`: what to do where nothing lies before the network; `begin_or_pick`: the same where others'
    examples can be picked as well. `naming`: how its inputs are named; empty where each name says it.
    `goes`: where an example goes that somebody has picked, without gaps.
    """

    begin: str
    begin_or_pick: str
    naming: str = ""
    goes: str = "it goes before the network"


_DRAWN: Final = Sentences(
    "Draw a {example}",
    "Draw a {example}, or pick one",
    "A pixel is named by row and column: 12·5 is the fifth of row 12.",
    "it goes onto the pad",
)
_PLACED: Final = Sentences("Place a {example}", "Place a {example}")


class Input(Protocol):
    """What one example consists of, as it is stored, and how it becomes the numbers that a network reads."""

    @property
    def n(self) -> int:
        """How many numbers an example has: the network's inputs."""

    @property
    def called(self) -> str:
        """What these numbers are called, many of them: `pixels`."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of examples as they are stored."""

    @property
    def factor(self) -> NDArray[np.float32]:
        """What stored numbers are multiplied by, as a float32 array of no dimension: a mini-batch is, in
        place.
        """

    @property
    def sentences(self) -> Sentences:
        """What is said of it."""

    def name(self, index: int) -> str:
        """What this input is called: `pixel 12·5`."""

    def scaled(self, stored: NDArray[Any], dtype: DTypeLike = np.float32) -> NDArray[np.floating[Any]]:
        """Examples as a network reads them; `stored` of any shape (…, n), the result of the same."""

    def blank(self) -> NDArray[Any]:
        """An example with nothing in it, as stored, (n,), read-only."""

    def is_empty(self, stored: NDArray[Any]) -> bool:
        """Whether this example, (n,), has nothing in it that could be read."""


@dataclass(frozen=True)
class Picture:
    """`rows` × `columns` pixels, row by row: stored as uint8, 0 = paper and `most` = ink, read as 0 to 1."""

    rows: int
    columns: int
    most: int = 255

    @property
    def n(self) -> int:
        """How many pixels."""
        return self.rows * self.columns

    @property
    def called(self) -> str:
        """What its numbers are called."""
        return "pixels"

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def size(self) -> str:
        """Rows and columns for people: `28×28`."""
        return f"{self.rows}×{self.columns}"

    @property
    def dtype(self) -> np.dtype[np.uint8]:
        """As Input says."""
        return np.dtype(np.uint8)

    @property
    def sentences(self) -> Sentences:
        """As Input says."""
        return _DRAWN

    def name(self, index: int) -> str:
        """By row and column, counted from 1."""
        row, column = divmod(index, self.columns)
        return f"pixel {row + 1}·{column + 1}"

    @cached_property
    def factor(self) -> NDArray[np.float32]:
        """1 / `most` as a float32 array of no dimension: a mini-batch is multiplied by it in place."""
        return np.full((), 1 / self.most, np.float32)

    def scaled(self, stored: NDArray[Any], dtype: DTypeLike = np.float32) -> NDArray[np.floating[Any]]:
        """Pixels as floats from 0 (paper) to 1 (ink), of the same shape."""
        result: NDArray[np.floating[Any]] = np.divide(stored, self.most, dtype=dtype)
        return result

    def blank(self) -> NDArray[np.uint8]:
        """Empty paper, uint8 (n,), read-only."""
        paper = np.zeros(self.n, np.uint8)
        paper.flags.writeable = False
        return paper

    def is_empty(self, stored: NDArray[Any]) -> bool:
        """Whether there is no ink."""
        return not stored.any()

    def of(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """Pixels in rows, (…, n), as pictures, (…, rows, columns)."""
        return pixels.reshape(*pixels.shape[:-1], self.rows, self.columns)


class AsStored:
    """What all kinds of input have in common that are stored as they are read: float32, each number of which
    says something.
    """

    @property
    def dtype(self) -> np.dtype[np.float32]:
        """As Input says."""
        return np.dtype(np.float32)

    @cached_property
    def factor(self) -> NDArray[np.float32]:
        """1: they are read as they are."""
        return np.ones((), np.float32)

    def scaled(self, stored: NDArray[Any], dtype: DTypeLike = np.float32) -> NDArray[np.floating[Any]]:
        """The same numbers."""
        result: NDArray[np.floating[Any]] = np.asarray(stored, dtype)
        return result

    def is_empty(self, stored: NDArray[Any]) -> bool:
        """Never: nought is a number too."""
        return False


@dataclass(frozen=True)
class Measures(AsStored):
    """A few numbers, each with a name, read as they are: `low` and `high` say between which values each
    mostly lies, for pictures and for who types them.
    """

    called: str
    names: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def n(self) -> int:
        """How many numbers."""
        return len(self.names)

    @property
    def sentences(self) -> Sentences:
        """As Input says."""
        return _PLACED

    def name(self, index: int) -> str:
        """As Input says."""
        return self.names[index]

    def blank(self) -> NDArray[np.float32]:
        """The middle of what they may be, float32 (n,), read-only: every number says something."""
        middle = np.asarray([(low + high) / 2 for low, high in zip(self.low, self.high, strict=True)])
        stored = middle.astype(np.float32)
        stored.flags.writeable = False
        return stored


def picture_of(n_inputs: int) -> Picture | None:
    """The picture that so many inputs are, where nothing else is known of them: a square one, not too small.

    None where they are none: they stand in a column, as neurons do.
    """
    side = isqrt(n_inputs)
    return Picture(side, side) if side * side == n_inputs and n_inputs >= SMALLEST_SQUARE else None
