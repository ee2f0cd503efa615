"""What the tab shows of an operation, and what it asks for: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from numpy.typing import NDArray

from netviz.training.experiments.operations.operation import Operation

Where = Literal["run", "new", "no"]
"""Whether operations are done to the run that stands there, or to a new one that branches off it."""


@dataclass(frozen=True, eq=False)
class Case:
    """An example that is answered another way now: as it is stored, (n,), its class, and what is answered."""

    row: int
    stored: NDArray[Any]
    label: int
    answer: str


@dataclass(frozen=True, eq=False)
class Outcome:
    """How good the network is. `score` is `97.1 %`, or `97.1 % → 95.8 %` where something was done; `words`
    say the rest. `broke` were right before and are wrong now, `mended` the other way round; `measured` is
    what a ready experiment gave.
    """

    score: str
    words: str
    broke: tuple[Case, ...] = ()
    mended: tuple[Case, ...] = ()
    done: bool = False
    measured: str = ""


@dataclass(frozen=True)
class Wanted:
    """Do this; `expected` is what a ready-made experiment says of it beforehand."""

    operation: Operation
    expected: str = ""


@dataclass(frozen=True)
class Decided:
    """Where operations are done from now on; "no": the one that waits is not done at all."""

    where: Where


@dataclass(frozen=True)
class Relabel:
    """Begin anew with the training labels shuffled, or with the right ones again."""

    shuffled: bool


@dataclass(frozen=True)
class Undone:
    """Take the last operation back."""


@dataclass(frozen=True)
class Look:
    """Put the validation example of this row before the network."""

    row: int
