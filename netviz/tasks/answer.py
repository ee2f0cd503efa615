"""What a network answers: one of several classes, or numbers. Another kind is another class here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from netviz.network.losses import FOR_NUMBERS, LOSSES, Answers
from netviz.tasks.hues import Hue

MOST_CLASSES: Final = 1000
"""That a task may have: more are no classes, but names of examples."""


class Answer(Protocol):
    """What the outputs stand for."""

    @property
    def kind(self) -> Answers:
        """Which losses fit it, and which measures: `classes` or `numbers`."""

    @property
    def n(self) -> int:
        """How many outputs."""

    @property
    def called(self) -> str:
        """What the outputs stand for, many of them: `digits`."""

    @property
    def chance(self) -> float:
        """How good an answer is that does not look at the input: the share that is right, or explained."""

    @property
    def variance(self) -> float:
        """Of one of the numbers that are answered, about; 1 where they are classes."""

    @property
    def losses(self) -> tuple[str, ...]:
        """The names of the losses that fit it, the usual one first."""

    def name(self, index: int) -> str:
        """What this output stands for: `3`."""

    def trained(self, answers: NDArray[Any]) -> NDArray[Any]:
        """Right answers, as examples store them, as a loss takes them: (m,) or (m, n), a new array."""


@dataclass(frozen=True)
class Classes:
    """One of several: an output each, with a name and a colour; as many `hues` as `names`.

    Examples store a label each, (m,), a whole number from 0.
    """

    called: str
    names: tuple[str, ...]
    hues: tuple[Hue, ...]

    def __post_init__(self) -> None:
        if len(self.hues) != len(self.names):
            raise ValueError(f"{len(self.hues)} hues for {len(self.names)} classes; one each is needed.")

    @property
    def kind(self) -> Answers:
        """As Answer says."""
        return "classes"

    @property
    def n(self) -> int:
        """How many classes."""
        return len(self.names)

    @property
    def losses(self) -> tuple[str, ...]:
        """As Answer says."""
        return LOSSES

    @property
    def chance(self) -> float:
        """The share that is right by chance."""
        return 1 / self.n

    @property
    def variance(self) -> float:
        """As Answer says."""
        return 1.0

    def name(self, index: int) -> str:
        """As Answer says."""
        return self.names[index]

    def trained(self, answers: NDArray[Any]) -> NDArray[np.intp]:
        """As Answer says: labels."""
        return answers.astype(np.intp)


@dataclass(frozen=True)
class Numbers:
    """Numbers, an output each, with a name; `low` and `high` say between which values they mostly lie, for
    pictures, `deviation` how far from their mean. Examples store them as outputs give them, float32 (m, n).

    An output of 0 stands for `origin`, one of 1 for `origin` + `unit`: prices are learnt scaled.
    """

    called: str
    names: tuple[str, ...]
    low: float
    high: float
    deviation: float
    origin: float = 0.0
    unit: float = 1.0

    @property
    def is_scaled(self) -> bool:
        """Whether an output is another number than the one that it stands for."""
        return (self.origin, self.unit) != (0.0, 1.0)

    def meant(self, outputs: NDArray[Any] | float) -> NDArray[np.float64]:
        """The numbers that these outputs, or stored answers, stand for."""
        return self.origin + self.unit * np.asarray(outputs, np.float64)

    @property
    def kind(self) -> Answers:
        """As Answer says."""
        return "numbers"

    @property
    def n(self) -> int:
        """How many numbers."""
        return len(self.names)

    @property
    def losses(self) -> tuple[str, ...]:
        """As Answer says."""
        return FOR_NUMBERS

    @property
    def chance(self) -> float:
        """As Answer says: nothing is explained."""
        return 0.0

    @property
    def variance(self) -> float:
        """As Answer says."""
        return self.deviation**2

    def name(self, index: int) -> str:
        """As Answer says."""
        return self.names[index]

    def trained(self, answers: NDArray[Any]) -> NDArray[np.float32]:
        """As Answer says: numbers."""
        return answers.astype(np.float32)
