"""What a lesson is, as values: steps with words, what is shown with them, and a check at the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from netviz.lessons.conditions import Condition, Reading

LANGUAGE: Final = "en"


@dataclass(frozen=True)
class Act:
    """One line of a scene: `word` is the id of its directive, `value` what its directive made of the rest."""

    word: str
    value: Any
    line: int


@dataclass(frozen=True)
class Answer:
    """One of the answers to a question, whether it is right, and what is said to who gives it."""

    words: str
    right: bool
    reply: str


@dataclass(frozen=True)
class Ask:
    """A question with answers to choose from; one or several are right, and each alone is enough."""

    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Number:
    """A number that is asked for: what is on screen at that moment (a Reading), or always the same (float).

    `within`: how far off an answer may be, in the unit of the number. `help`: said to who is further off.
    """

    question: str
    value: Reading | float
    within: float
    help: str


@dataclass(frozen=True)
class Do:
    """Something to do: done as soon as all conditions hold. `otherwise`: said to who asks before."""

    task: str
    until: tuple[Condition, ...]
    otherwise: str


Check = Ask | Number | Do


@dataclass(frozen=True)
class Step:
    """One screen: its title, words in Markdown, what is shown with them, and a check or none."""

    title: str
    words: str
    acts: tuple[Act, ...]
    check: Check | None
    line: int


@dataclass(frozen=True)
class Lesson:
    """A whole lesson. `name`: the file's, without its ending; `aim`: what one can say afterwards."""

    name: str
    title: str
    aim: str
    minutes: int
    steps: tuple[Step, ...]
    path: Path


@dataclass(frozen=True)
class Complaint:
    """What is wrong in a lesson's file: the line (from 1) and a sentence that says what would be right."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"
