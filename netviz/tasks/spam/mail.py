"""The 57 numbers of Spambase, of any text: how often some words and characters stand in it, and its capitals.

As its makers have it: a word is a run of letters and digits, whatever its case, and counts in per cent of all
words; a character in per cent of all characters; of runs of capital letters there are their mean length, the
largest, and their sum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.columns import Columns
from netviz.tasks.input import Sentences

WORDS: Final = (
    *(
        "make",
        "address",
        "all",
        "3d",
        "our",
        "over",
        "remove",
        "internet",
        "order",
        "mail",
        "receive",
        "will",
    ),
    *("people", "report", "addresses", "free", "business", "email", "you", "credit", "your", "font", "000"),
    *(
        "money",
        "hp",
        "hpl",
        "george",
        "650",
        "lab",
        "labs",
        "telnet",
        "857",
        "data",
        "415",
        "85",
        "technology",
    ),
    *("1999", "parts", "pm", "direct", "cs", "meeting", "original", "project", "re", "edu", "table"),
    "conference",
)
CHARACTERS: Final = ";([!$#"
CAPITALS: Final = ("capitals: mean", "capitals: longest", "capitals: sum")
NAMES: Final = (*(f"word “{word}”" for word in WORDS), *(f"sign {sign}" for sign in CHARACTERS), *CAPITALS)
"""Of the 57 numbers, in Spambase's order."""
KNOWN_AS: Final = (
    *(f"num{word}" if word[0].isdigit() else word for word in WORDS),
    *("charSemicolon", "charRoundbracket", "charSquarebracket", "charExclamation", "charDollar", "charHash"),
    *("capitalAve", "capitalLong", "capitalTotal"),
)
"""What Spambase calls them."""
_WORD: Final = re.compile(r"[^\W_]+")
_PLACES: Final = {word: place for place, word in enumerate(WORDS)}
_SIGNS: Final = {sign: len(WORDS) + place for place, sign in enumerate(CHARACTERS)}
_FIRST_OF_CAPITALS: Final = len(WORDS) + len(CHARACTERS)


_TYPED: Final = Sentences("Type a {example}", "Type a {example}")


@dataclass(frozen=True)
class Mail(Columns):
    """Columns whose numbers come of a text."""

    @property
    def sentences(self) -> Sentences:
        """As Input says."""
        return _TYPED

    @property
    def known_as(self) -> tuple[str, ...]:
        """As Columns says."""
        return KNOWN_AS

    def typed(self, text: str) -> NDArray[np.float32]:
        """This text as examples are stored, float32 (n,)."""
        return self.prepared(numbers(text))


class Mark(NamedTuple):
    """From `start` to before `end` of a text stands what counts for the number at `place`."""

    start: int
    end: int
    place: int


def numbers(text: str) -> NDArray[np.float64]:
    """The 57 numbers of this text, float64 (57,); all are 0 of an empty one."""
    found = np.zeros(len(NAMES))
    words = [word.lower() for word in _WORD.findall(text)]
    for word in words:
        place = _PLACES.get(word)
        if place is not None:
            found[place] += 100 / len(words)
    for sign, place in _SIGNS.items():
        found[place] = 100 * text.count(sign) / max(len(text), 1)
    runs = [sum(1 for _ in run) for capital, run in groupby(text, str.isupper) if capital]
    if runs:
        found[_FIRST_OF_CAPITALS:] = sum(runs) / len(runs), max(runs), sum(runs)
    return found


def marks(text: str) -> list[Mark]:
    """Where words and signs that count stand, in their order."""
    words = [
        Mark(found.start(), found.end(), _PLACES[found.group().lower()])
        for found in _WORD.finditer(text)
        if found.group().lower() in _PLACES
    ]
    signs = [Mark(at, at + 1, _SIGNS[sign]) for at, sign in enumerate(text) if sign in _SIGNS]
    return sorted(words + signs, key=lambda mark: mark.start)
