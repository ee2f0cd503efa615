"""What a network answers: so far one of several classes. Another kind of answer is another class here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Answer(Protocol):
    """What the outputs stand for."""

    @property
    def n(self) -> int:
        """How many outputs."""

    @property
    def called(self) -> str:
        """What the outputs stand for, many of them: `digits`."""


@dataclass(frozen=True)
class Hue:
    """A colour, `#RRGGBB`, on a light page and on a dark one, and both for colour-blind eyes."""

    light: str
    dark: str
    light_colour_blind: str
    dark_colour_blind: str


@dataclass(frozen=True)
class Classes:
    """One of several: an output each, with a name and a colour; as many `hues` as `names`."""

    called: str
    names: tuple[str, ...]
    hues: tuple[Hue, ...]

    def __post_init__(self) -> None:
        if len(self.hues) != len(self.names):
            raise ValueError(f"{len(self.hues)} hues for {len(self.names)} classes; one each is needed.")

    @property
    def n(self) -> int:
        """How many classes."""
        return len(self.names)

    @property
    def chance(self) -> float:
        """The share that is right by chance."""
        return 1 / self.n
