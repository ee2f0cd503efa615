"""Digits followed from frame to frame of a camera, so that a still scene with noise is read steadily."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.page.read import Mark

Box = tuple[int, int, int, int]  # x, y, width, height
_Areas = NDArray[np.int64]

_MEMORY: Final = 1.0  # seconds after which what was seen counts 1/e of what is seen now
_SAME: Final = 0.4  # of what two boxes cover together both cover: then it is the same digit
_IN_ONE_PLACE: Final = 0.5  # of the smaller box the other covers: only one of them is told of
_ALIKE: Final = 0.5  # is the least correlation of its ink with what was seen before
_OTHER: Final = 3  # frames in a row show other ink: another digit lies there now
_MOVED: Final = 0.12  # of its size lies a digit elsewhere: the sheet moves
_LOST: Final = 0.8  # seconds out of sight, and it is gone
_SIGHTINGS: Final = 2  # and it is told of
_LEAD: Final = 0.15  # by which another answer must be ahead, on average
_AGAIN: Final = 10.0  # seconds until an answer may change again


@dataclass(frozen=True, eq=False)
class Seen:
    """A digit, or what is none, in the newest frames. `key` stays as long as it is followed.

    `pixels`, uint8 (784,), are the newest; `outputs`, float64 (n,), and `likeness` are averages. `answer` is
    the place of the largest output, but that it changes no more than once in ten seconds; so does `is_digit`.
    """

    key: int
    box: Box
    pixels: NDArray[np.uint8]
    outputs: NDArray[np.float64]
    likeness: float
    answer: int
    is_digit: bool

    @property
    def probability(self) -> float:
        """What the network gives the answer, on average."""
        return float(self.outputs[self.answer])


class Steady:
    """What stands before a camera, frame after frame. One for a scene; a new one for another."""

    def __init__(self, least: float) -> None:
        """`least`: what is less like a digit on average is none."""
        self._least = least
        self._tracks: list[_Track] = []
        self._made = 0

    def see(self, marks: Sequence[Mark], outputs: NDArray[np.floating], at: float) -> tuple[Seen, ...]:
        """What is told after this frame, in reading order: its marks, what the network answers to each,
        (len(marks), n), and when it was taken, in seconds that never go back.
        """
        rest = set(range(len(marks)))
        matches = _matches(self._tracks, marks)
        moving = _moving(matches, marks)
        for track, k in matches:
            rest.discard(k)
            track.see(marks[k], outputs[k], at, k)
        for k in sorted(rest):
            self._made += 1
            self._tracks.append(_Track(self._made, marks[k], outputs[k], at, k))
        self._tracks = [track for track in self._tracks if not track.gone(at)]
        # Of what moves and is not in sight nobody knows where it is.
        known = [
            track
            for track in self._tracks
            if track.sightings >= _SIGHTINGS and (track.at == at or not moving)
        ]
        in_one_place = _covered([track.box for track in known]) >= _IN_ONE_PLACE
        told: list[int] = []
        for k, track in enumerate(known):  # the older ones first
            if not in_one_place[k, told].any():
                track.tell(self._least, at)
                told.append(k)
        return tuple(
            track.seen() for track in sorted((known[k] for k in told), key=lambda track: track.place)
        )


class _Track:
    def __init__(self, key: int, mark: Mark, outputs: NDArray[np.floating], at: float, place: int) -> None:
        self.key = key
        self._answer: int | None = None
        self._is_digit: bool | None = None
        self._answered_at = self._judged_at = at - _AGAIN
        self.sightings = self._others = 0
        self._begin(mark, outputs, at)
        self._take(mark, at, place)

    def _begin(self, mark: Mark, outputs: NDArray[np.floating], at: float) -> None:
        self._outputs = np.asarray(outputs, np.float64)
        self._likeness = mark.likeness
        self._ink = mark.pixels.astype(np.float64)
        self._weight = 1.0
        self._at = at

    def _take(self, mark: Mark, at: float, place: int) -> None:
        self.box, self.place, self._pixels, self._at = mark.box, place, mark.pixels, at
        self.sightings += 1

    def see(self, mark: Mark, outputs: NDArray[np.floating], at: float, place: int) -> None:
        """The next sight of it."""
        if _alike(self._ink, mark.pixels) < _ALIKE:
            self._others += 1
            self._take(mark, at, place)
            return
        self._others = 0
        self._weight = 1.0 + self._weight * float(np.exp(-(at - self._at) / _MEMORY))
        share = 1.0 / self._weight
        self._outputs = self._outputs + share * (outputs - self._outputs)
        self._likeness += share * (mark.likeness - self._likeness)
        self._ink += share * (mark.pixels - self._ink)
        self._take(mark, at, place)

    @property
    def at(self) -> float:
        """When it was seen last."""
        return self._at

    def gone(self, at: float) -> bool:
        """Whether it is out of sight, or another lies in its place."""
        return at - self._at > _LOST or self._others >= _OTHER

    def tell(self, least: float, at: float) -> None:
        """Settle what is told of it."""
        best = int(self._outputs.argmax())
        if self._answer is None:
            self._answer = best
        elif self._outputs[best] >= self._outputs[self._answer] + _LEAD and at - self._answered_at >= _AGAIN:
            self._answer, self._answered_at = best, at
        is_digit = self._likeness >= least
        if self._is_digit is None:
            self._is_digit = is_digit
        elif is_digit != self._is_digit and at - self._judged_at >= _AGAIN:
            self._is_digit, self._judged_at = is_digit, at

    def seen(self) -> Seen:
        """What is told of it; after `tell`."""
        assert self._answer is not None
        assert self._is_digit is not None
        outputs, likeness = self._outputs, float(self._likeness)
        return Seen(self.key, self.box, self._pixels, outputs, likeness, self._answer, self._is_digit)


def _matches(tracks: Sequence[_Track], marks: Sequence[Mark]) -> list[tuple[_Track, int]]:
    """Which mark is which track's, those that cover each other best first."""
    shares = _shared([track.box for track in tracks], [mark.box for mark in marks])
    found: list[tuple[_Track, int]] = []
    taken: set[int] = set()
    used: set[int] = set()
    pairs = zip(*(places.tolist() for places in np.nonzero(shares >= _SAME)), strict=True)
    for t, k in sorted(pairs, key=lambda pair: (-shares[pair], pair)):
        if t not in taken and k not in used:
            taken.add(t)
            used.add(k)
            found.append((tracks[t], k))
    return found


def _moving(matches: Sequence[tuple[_Track, int]], marks: Sequence[Mark]) -> bool:
    """Whether the sheet moves: digits lie elsewhere than in the frame before, or most are not found again."""
    if not matches:
        return len(marks) > 1
    ways = [
        max(abs(track.box[0] - marks[k].box[0]), abs(track.box[1] - marks[k].box[1])) / max(marks[k].box[2:])
        for track, k in matches
    ]
    return sorted(ways)[len(ways) // 2] > _MOVED or len(marks) > 2 * len(matches)


def _both(some: Sequence[Box], others: Sequence[Box]) -> tuple[_Areas, _Areas, _Areas]:
    """What two boxes both cover, (len(some), len(others)), and what each covers."""
    one = np.array(some, np.int64).reshape(-1, 1, 4)
    other = np.array(others, np.int64).reshape(1, -1, 4)
    ends = np.minimum(one[..., :2] + one[..., 2:], other[..., :2] + other[..., 2:])
    sides = np.maximum(ends - np.maximum(one[..., :2], other[..., :2]), 0)
    return sides[..., 0] * sides[..., 1], one[..., 2] * one[..., 3], other[..., 2] * other[..., 3]


def _shared(some: Sequence[Box], others: Sequence[Box]) -> NDArray[np.float64]:
    """Which share of what two boxes cover together both cover."""
    both, one, other = _both(some, others)
    result: NDArray[np.float64] = both / np.maximum(one + other - both, 1)
    return result


def _covered(boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Which share of the smaller of two boxes both cover."""
    both, one, other = _both(boxes, boxes)
    result: NDArray[np.float64] = both / np.maximum(np.minimum(one, other), 1)
    return result


def _alike(before: NDArray[np.float64], pixels: NDArray[np.uint8]) -> float:
    """The correlation of both, as far as they have ink."""
    now = pixels.astype(np.float64)
    norm = float(np.sqrt((before @ before) * (now @ now)))
    return float(before @ now) / norm if norm else 1.0
