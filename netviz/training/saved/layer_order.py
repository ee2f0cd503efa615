"""In which order the layers of another program's file follow one another, by their names and widths.

It is never guessed: where names leave open which of two layers comes first, and widths allow both, it is
said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

Shape = tuple[int, int]
"""Outputs × inputs, as nn.Linear of PyTorch has them."""

_Key = tuple[str, tuple[tuple[int, str], ...]]

_COUNTED: Final = {
    word: str(number)
    for words in (
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    )
    for number, word in enumerate(words, start=1)
}
_AT_THE_BEGINNING: Final = frozenset(("input", "in", "first"))
_AT_THE_END: Final = frozenset(("output", "out", "last", "final", "head"))
_MOST_TRIED: Final = 20_000  # layers put behind others, while orders are looked for
_MOST_LAYERS: Final = 100
_PART: Final = re.compile(r"[0-9]+|[^\W\d_]+|.", re.DOTALL)


class NoOrderError(ValueError):
    """No order, or more than one. `either`: two layers of which each could come first; empty for no order."""

    def __init__(self, either: tuple[str, ...] = ()) -> None:
        super().__init__(*either)
        self.either = either


def in_order(shapes: Mapping[str, Shape]) -> list[str]:
    """The names of layers, each with its weights' shape, from the input's to the output's.

    Numbers in names that are alike else count (fc2 before fc10; first, second; one, two), and a single layer
    called input or in comes first, a single output, out, last, final or head last. What is still open, widths
    must decide. Raises NoOrderError.
    """
    keys = {name: _key(name) for name in shapes}
    numbered = sorted(shapes, key=lambda name: keys[name][1])
    if len({template for template, _ in keys.values()}) == 1 and _distinct(keys, numbered):
        if _follow(shapes, numbered):
            return numbered
        raise NoOrderError
    if len(shapes) > _MOST_LAYERS:
        raise NoOrderError
    search = _Search(shapes, _earlier(keys))
    search.run([], list(numbered))
    if not search.found:
        raise NoOrderError
    if len(search.found) > 1 or search.tried > _MOST_TRIED:
        one, other = search.found[0], search.found[-1]
        differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        raise NoOrderError(differ[0] if differ else tuple(one[:2]))
    return search.found[0]


class _Search:
    """All orders that names and widths allow, up to the second."""

    def __init__(self, shapes: Mapping[str, Shape], earlier: Mapping[str, frozenset[str]]) -> None:
        self._shapes = shapes
        self._earlier = earlier
        self.found: list[list[str]] = []
        self.tried = 0

    def run(self, before: list[str], rest: list[str]) -> None:
        if not rest:
            self.found.append(before)
            return
        for name in rest:
            self.tried += 1
            if len(self.found) > 1 or self.tried > _MOST_TRIED:
                return
            fits = not before or self._shapes[before[-1]][0] == self._shapes[name][1]
            if fits and self._earlier[name].isdisjoint(rest):
                self.run([*before, name], [other for other in rest if other != name])


def _earlier(keys: Mapping[str, _Key]) -> dict[str, frozenset[str]]:
    """Which layers come before each, by their names."""
    first, last = _single(keys, _AT_THE_BEGINNING), _single(keys, _AT_THE_END)
    earlier: dict[str, frozenset[str]] = {}
    for name, (template, numbers) in keys.items():
        before = {other for other, key in keys.items() if key[0] == template and key[1] < numbers}
        if first and name != first:
            before.add(first)
        if name == last:
            before |= keys.keys() - {last}
        earlier[name] = frozenset(before)
    return earlier


def _single(names: Mapping[str, object], words: frozenset[str]) -> str:
    """The one name with one of these words in it; empty where there is none, or several."""
    having = [name for name in names if not words.isdisjoint(part.lower() for part in _PART.findall(name))]
    return having[0] if len(having) == 1 else ""


def _key(name: str) -> _Key:
    """The name without its numbers, and these: of two, which may be long, the shorter comes first."""
    template, numbers = "", []
    for part in _PART.findall(name):
        number = _COUNTED.get(part.lower(), part)
        if number.isascii() and number.isdigit():
            digits = number.lstrip("0")
            numbers.append((len(digits), digits))
            template += "0"
        else:
            template += part
    return template, tuple(numbers)


def _distinct(keys: Mapping[str, _Key], names: Sequence[str]) -> bool:
    return len({keys[name][1] for name in names}) == len(names)


def _follow(shapes: Mapping[str, Shape], names: Sequence[str]) -> bool:
    return all(shapes[before][0] == shapes[after][1] for before, after in pairwise(names))
