"""Two letters at the end of a recipe, by which a slip in writing is noticed."""

from __future__ import annotations

from typing import Final

LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that look alike: 0 and o, 1, i and l."""

_PRIME: Final = 953  # the largest for which two letters are enough
_BASE: Final = 37


def check_letters(text: str) -> str:
    """Of a text in ASCII. Another character, and two neighbours that changed places, have other letters."""
    number, weight = 0, 1
    for character in text:
        number = (number + ord(character) * weight) % _PRIME
        weight = weight * _BASE % _PRIME
    return LETTERS[number // len(LETTERS)] + LETTERS[number % len(LETTERS)]
