"""Reading order: which digits stand in a line, and which of a line are a number together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from netviz.tasks.digits.page.piece import Piece

_SAME_LINE: Final = 0.35  # of the lower one's height lies beside the other
_SPACE: Final = 0.62  # of their height between two digits ends a number


def lines(pieces: Sequence[Piece]) -> list[list[int]]:
    """The places of the pieces, line by line from the top, each from left to right."""
    found: list[list[int]] = []
    for k in sorted(range(len(pieces)), key=lambda k: pieces[k].left):
        best, most = None, _SAME_LINE
        for line in found:
            share = max(_beside(pieces[k], pieces[last]) for last in line[-2:])
            if share > most:
                best, most = line, share
        if best is None:
            found.append([k])
        else:
            best.append(k)
    return sorted(found, key=lambda line: sum(pieces[k].top + pieces[k].bottom for k in line) / len(line))


def numbers(pieces: Sequence[Piece], line: Sequence[int]) -> list[list[int]]:
    """A line in numbers: digits with less than a space between them."""
    result: list[list[int]] = []
    for k in line:
        if result:
            last = pieces[result[-1][-1]]
            height = max(last.height, pieces[k].height)
            if pieces[k].left - last.right < _SPACE * height:
                result[-1].append(k)
                continue
        result.append([k])
    return result


def _beside(one: Piece, other: Piece) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1, min(one.height, other.height))
