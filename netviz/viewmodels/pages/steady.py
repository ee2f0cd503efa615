"""Pages that follow each other, as one that is still: of each digit what is told of it over a while."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.page.order import lines, numbers
from netviz.tasks.digits.page.read import Mark
from netviz.tasks.digits.page.steady import Steady
from netviz.training.judge import LEAST
from netviz.viewmodels.pages.page import Page, PageAnswers, page_of

_SAME: Final = 0.3  # of two boxes is shared where they are of one digit


class Scene:
    """Follows what stands before one camera."""

    def __init__(self) -> None:
        self._steady = Steady(LEAST)
        self._marks: dict[int, Mark] = {}  # as each was seen last, by its key

    def look(
        self, page: Page, outputs: NDArray[np.floating[Any]], step: int, at: float
    ) -> tuple[Page, PageAnswers]:
        """The next page, taken `at` so many seconds, with what the network of this step says to its marks,
        (n, n_outputs): what is to be shown of it.
        """
        # A network that has diverged says nothing.
        told = self._steady.see(page.marks, np.nan_to_num(outputs), at)
        newest = {mark.box: mark for mark in page.marks}
        self._marks = {
            seen.key: newest[seen.box] if seen.box in newest else self._marks[seen.key]
            for seen in told
            if seen.box in newest or seen.key in self._marks
        }
        told = tuple(seen for seen in told if seen.key in self._marks)
        pieces = [self._marks[seen.key].piece for seen in told]
        order = lines(pieces)
        places = {k: place for place, k in enumerate(k for line in order for k in line)}
        marks = tuple(replace(self._marks[told[k].key], is_digit=told[k].is_digit) for k in places)
        together = tuple(
            tuple(places[k] for k in number)
            for line in order
            for number in numbers(pieces, [k for k in line if told[k].is_digit])
        )
        read = replace(page.read, marks=marks, numbers=together)
        answers = PageAnswers(
            step,
            np.array([told[k].answer for k in places], np.int64),
            np.array([told[k].probability for k in places], np.float64),
        )
        return page_of(page.name, page.shown, read), answers


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
