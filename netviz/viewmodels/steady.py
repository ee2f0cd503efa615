"""Pages that follow each other, as one that is still: what noise changes between pictures is averaged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.page.order import lines, numbers
from netviz.tasks.digits.page.read import Mark
from netviz.viewmodels.page import Page, PageAnswers, page_of

_NEW: Final = 0.2  # of an average is the newest picture
_AHEAD: Final = 0.25  # another answer has to be, on average, before it is said
_SAME: Final = 0.3  # of two boxes is shared where they are of one digit
_SEEN: Final = 3  # times before it is told of
_MISSED: Final = 8  # times before it is gone
_LIKE: Final = 0.2  # like a digit it has to be, on average; for another verdict a quarter more or less


@dataclass(eq=False)
class _Track:
    mark: Mark
    outputs: NDArray[np.floating[Any]]  # averaged
    likeness: float
    answer: int
    is_digit: bool
    seen: int = 1
    missed: int = 0

    def take(self, mark: Mark, outputs: NDArray[np.floating[Any]]) -> None:
        self.mark, self.missed, self.seen = mark, 0, self.seen + 1
        self.outputs = (1 - _NEW) * self.outputs + _NEW * outputs
        self.likeness = (1 - _NEW) * self.likeness + _NEW * mark.likeness
        best = int(self.outputs.argmax())
        if self.outputs[best] > self.outputs[self.answer] + _AHEAD:
            self.answer = best
        edge = _LIKE * (0.75 if self.is_digit else 1.25)
        self.is_digit = self.likeness >= edge


class Steady:
    """Follows what stands on the pages of one scene."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []

    def look(self, page: Page, outputs: NDArray[np.floating[Any]], step: int) -> tuple[Page, PageAnswers]:
        """The next page, with what the network of this step says to its marks, (n, n_outputs): what is to be
        shown of it.
        """
        self._follow(page, outputs)
        shown = [track for track in self._tracks if track.seen >= _SEEN]
        pieces = [track.mark.piece for track in shown]
        order = lines(pieces)
        places = {k: place for place, k in enumerate(k for line in order for k in line)}
        ordered = [shown[k] for k in places]
        marks = tuple(replace(track.mark, is_digit=track.is_digit) for track in ordered)
        together = tuple(
            tuple(places[k] for k in number)
            for line in order
            for number in numbers(pieces, [k for k in line if shown[k].is_digit])
        )
        read = replace(page.read, marks=marks, numbers=together)
        answers = PageAnswers(
            step,
            np.array([track.answer for track in ordered], np.int64),
            np.array([track.outputs[track.answer] for track in ordered], np.float64),
        )
        return page_of(page.name, page.picture, read), answers

    def _follow(self, page: Page, outputs: NDArray[np.floating[Any]]) -> None:
        outputs = np.nan_to_num(outputs)  # a network that has diverged says nothing
        free = set(range(len(page.marks)))
        for track in sorted(self._tracks, key=lambda track: -track.seen):
            shares = {k: _shared(track.mark.box, page.marks[k].box) for k in free}
            best = max(shares, key=lambda k: shares[k], default=None)
            if best is None or shares[best] < _SAME:
                track.missed += 1
                continue
            free.discard(best)
            track.take(page.marks[best], outputs[best])
        self._tracks = [track for track in self._tracks if track.missed <= _MISSED]
        for k in sorted(free):
            mark = page.marks[k]
            self._tracks.append(
                _Track(mark, outputs[k], mark.likeness, int(outputs[k].argmax()), mark.is_digit)
            )


def nearest(page: Page, mark: Mark) -> int | None:
    """The mark of this page that lies where that one lay; None where there is none."""
    shares = [_shared(mark.box, other.box) for other in page.marks]
    best = max(range(len(shares)), key=lambda k: shares[k], default=None)
    return None if best is None or shares[best] < _SAME else best


def _shared(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    """What both boxes cover, of what they cover together."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = one, other
    wide, high = min(ax + aw, bx + bw) - max(ax, bx), min(ay + ah, by + bh) - max(ay, by)
    shared = max(0, wide) * max(0, high)
    return shared / max(1, aw * ah + bw * bh - shared)
