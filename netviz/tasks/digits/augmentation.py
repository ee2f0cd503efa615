"""Augmentation: training digits shifted, turned, scaled, bent and made noisy, a little and anew in every
epoch.

It has to keep up with the training, which needs two millionths of a second per digit. So nothing is
computed per pixel of a digit: some thousand *warps* are made once, and a mini-batch is warped by one table
look-up per run of four pixels. What is simplified for it: four neighbouring pixels of the result come from
four neighbouring pixels of the digit, and these lie on a grid of half pixels (at most a quarter of a pixel
beside the exact place).
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.augmentation_settings import (
    DEFAULT_AUGMENTATION,
    LARGEST_AUGMENTATION,
    LIMITS,
    NO_AUGMENTATION,
    Augmentation,
    AugmentationError,
)
from netviz.tasks.digits.digits import PIXELS, SIDE

__all__ = [
    "DEFAULT_AUGMENTATION",
    "LARGEST_AUGMENTATION",
    "LIMITS",
    "NO_AUGMENTATION",
    "Augmentation",
    "AugmentationError",
    "Augmenter",
    "augment",
    "make_warps",
]

Seed = int | tuple[int, ...] | np.random.Generator

# How many warps, and how many pictures of noise, a run draws from. With 55,000 digits that makes a hundred
# million different ones.
N_WARPS: Final = 2048
N_NOISES: Final = 512

_STREAM: Final = 4  # keeps the numbers apart from what else a run draws from its seed
_RUN: Final = 4
_RUNS_A_ROW: Final = SIDE // _RUN
_RUNS: Final = SIDE * _RUNS_A_ROW
# A page around the digit: four cells of paper between a row's end and the next row's start, and a row of
# paper above and below. What a warp reads beyond the digit is paper.
_PITCH: Final = SIDE + _RUN
_PAGE: Final = (SIDE + 2) * _PITCH
_WORDS: Final = _PAGE // _RUN
_GRIDS: Final = 4  # whole pixels, and half a pixel to the right, down, and both
_AT_A_TIME: Final = 32  # digits whose pages stay in the processor's cache
_PLANE: Final = (
    _AT_A_TIME * _WORDS + 256
)  # a little more, so that planes don't push each other out of the cache
_SLACK: Final = _PITCH  # the last page's neighbours lie beyond it
_CONTROLS: Final = 5  # control points of the elastic field, in each direction
_ROW: Final = np.dtype(f"V{SIDE}")  # a row of a digit as one thing: quicker to copy than 28 bytes
_HALVES: Final = np.full((), 0x7F7F7F7F7F7F7F7F, np.uint64)
_ONE: Final = np.ones((), np.uint64)
_INK: Final = np.full((), 255, np.uint8)


class Augmenter:
    """Changes the mini-batches of a run, in place. Not for two threads at once.

    What happens to the digit at a position of an epoch is a function of `seed`, epoch and position alone:
    the size of the mini-batches doesn't matter, and nothing random needs to be saved. `n` is the number of
    training digits, the length of an epoch. Making one takes about a tenth of a second. Raises
    AugmentationError.
    """

    def __init__(self, augmentation: Augmentation, seed: int, n: int) -> None:
        augmentation.check()
        self.augmentation = augmentation
        self._seed = seed
        self._n = n
        self._epoch = -1
        rng = np.random.default_rng((seed, _STREAM, 0, 1))
        self._warps = make_warps(augmentation, N_WARPS, rng) if augmentation.warps else None
        self._noise = _Noise(augmentation.noise, N_NOISES, rng) if augmentation.noise else None
        self._pages = _Pages()

    def apply(self, pixels: NDArray[np.uint8], epoch: int, offset: int) -> None:
        """Change `pixels`, uint8 (m, 784) in C order: the digits at `offset` … `offset + m` of `epoch`."""
        if epoch != self._epoch:
            rng = np.random.default_rng((self._seed, _STREAM, epoch, 2))
            self._chosen = rng.integers(0, N_WARPS, self._n)
            self._chosen_noise = rng.integers(0, N_NOISES, self._n)
            self._epoch = epoch
        for start in range(0, len(pixels), _AT_A_TIME):
            part = pixels[start : start + _AT_A_TIME]
            first = offset + start
            if self._warps is not None:
                self._pages.warp(part, self._warps, self._chosen[first : first + len(part)])
            if self._noise is not None:
                self._noise.add(part, self._chosen_noise[first : first + len(part)])


def augment(images: NDArray[np.uint8], augmentation: Augmentation, seed: Seed) -> NDArray[np.uint8]:
    """These digits, uint8 (n, 784), each changed in a way of its own; a function of `seed`.

    For previews; a run uses an Augmenter. A generator in the place of the seed goes on. Raises
    AugmentationError.
    """
    augmentation.check()
    rng = seed if isinstance(seed, np.random.Generator) else np.random.default_rng(seed)
    changed = np.array(images, np.uint8, order="C").reshape(-1, PIXELS)
    pages = _Pages()
    for start in range(0, len(changed), _AT_A_TIME):
        part = changed[start : start + _AT_A_TIME]
        each = np.arange(len(part))
        if augmentation.warps:
            pages.warp(part, make_warps(augmentation, len(part), rng), each)
        if augmentation.noise:
            _Noise(augmentation.noise, len(part), rng).add(part, each)
    return changed


def make_warps(augmentation: Augmentation, n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """`n` random warps, (n, 196): where in a digit's pages each run of four pixels comes from, in words.

    A run is taken as a whole from the place that its middle comes from, rounded to half pixels.
    """
    angle = np.radians(rng.uniform(-augmentation.rotation, augmentation.rotation, (n, 1)))
    size = np.exp(math.log1p(augmentation.scale) * rng.uniform(-1, 1, (n, 1)))
    shift = rng.uniform(-augmentation.shift, augmentation.shift, (2, n, 1))
    middle = (SIDE - 1) / 2
    # Of each run's middle, measured from the digit's.
    y = np.repeat(np.arange(SIDE), _RUNS_A_ROW) - middle
    x = np.tile(np.arange(_RUNS_A_ROW) * _RUN + (_RUN - 1) / 2, SIDE) - middle
    cos, sin = np.cos(angle) / size, np.sin(angle) / size
    from_x = cos * x + sin * y - shift[0]
    from_y = cos * y - sin * x - shift[1]
    if augmentation.elastic:
        field = augmentation.elastic * _elastic_fields(2 * n, rng)
        from_x += field[:n]
        from_y += field[n:]
    # In half pixels, and never farther out than the paper around the digit.
    half_x = np.rint(2 * (from_x + middle - (_RUN - 1) / 2)).astype(np.intp)
    half_y = np.rint(2 * (from_y + middle)).astype(np.intp)
    np.clip(half_x, -2 * _RUN, 2 * SIDE, out=half_x)
    np.clip(half_y, -2, 2 * SIDE, out=half_y)
    grid = 2 * (half_y & 1) + (half_x & 1)
    byte = (half_y // 2 + 1) * _PITCH + half_x // 2 + _RUN
    words: NDArray[np.intp] = ((byte % _RUN) * _GRIDS + grid) * _PLANE + byte // _RUN
    return words


def _elastic_fields(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Smooth random fields (n, 196) at the middles of the runs, with root mean square 1.

    Random values at 5×5 control points, blurred over each other by a bell as wide as their distance.
    """
    controls = np.linspace(-3, SIDE + 2, _CONTROLS)
    spread = controls[1] - controls[0]

    def bells(at: NDArray[Any]) -> NDArray[np.float64]:
        weights = np.exp(-0.5 * np.square((at[:, None] - controls) / (0.75 * spread)))
        scaled: NDArray[np.float64] = weights / np.sqrt(np.square(weights).sum(axis=1, keepdims=True))
        return scaled

    rows = bells(np.arange(SIDE))
    columns = bells(np.arange(_RUNS_A_ROW) * _RUN + (_RUN - 1) / 2)
    basis = np.einsum("yi,xj->ijyx", rows, columns).reshape(_CONTROLS**2, _RUNS)
    field: NDArray[np.float64] = np.clip(rng.standard_normal((n, _CONTROLS**2)), -2.5, 2.5) @ basis
    return field


class _Pages:
    """Room for the pages of some digits: what a warp reads from.

    Page (byte, grid, i) is digit i's on one of the four grids, moved to the left by 0 to 3 bytes; so every
    run of four pixels lies somewhere as one aligned word.
    """

    def __init__(self) -> None:
        self._memory = np.zeros(_RUN * _GRIDS * _PLANE + _SLACK, np.uint32)
        self._bytes = self._memory.view(np.uint8)
        self._halves = np.zeros(_RUN * (_PLANE + _SLACK), np.uint8)
        self._digit_rows = np.ndarray((_AT_A_TIME, SIDE), _ROW, self._bytes, _PITCH + _RUN, (_PAGE, _PITCH))
        self._starts = np.arange(_AT_A_TIME)[:, None] * _WORDS
        self._places = np.empty((_AT_A_TIME, _RUNS), np.intp)
        self._views: dict[int, _Views] = {}

    def warp(self, pixels: NDArray[np.uint8], warps: NDArray[np.intp], chosen: NDArray[np.intp]) -> None:
        """Change `pixels` (m, 784), at most 32 digits, each by its chosen warp."""
        m = len(pixels)
        views = self._views.get(m)
        if views is None:
            views = self._views[m] = self._views_of(m)
        _, right, down, both = views.grids
        here, beside, below = views.halves
        np.copyto(views.digit_rows, pixels.view(_ROW))
        _halve(views.whole_words, views.half_words)
        np.add(here, beside, out=right)
        np.add(here, below, out=down)
        _halve(views.right_words, views.half_words)
        np.add(here, below, out=both)
        for target, source in views.moved:
            np.copyto(target, source)
        warps.take(chosen, axis=0, out=views.places, mode="clip")
        np.add(views.places, views.starts, out=views.places)
        self._memory.take(views.places, out=pixels.view(np.uint32), mode="clip")

    def _views_of(self, m: int) -> _Views:
        """What a warp of `m` digits works on."""
        size = m * _PAGE

        def planes(byte: int) -> NDArray[np.uint8]:
            """The four grids, from this byte on."""
            return np.ndarray((_GRIDS, size), np.uint8, self._bytes, byte, (_RUN * _PLANE, 1))

        grids, halves = planes(0), self._halves[:size]
        return _Views(
            self._digit_rows[:m],
            grids,
            (halves, self._halves[1 : 1 + size], self._halves[_PITCH : _PITCH + size]),
            grids[0].view(np.uint64),
            grids[1].view(np.uint64),
            halves.view(np.uint64),
            [(planes(byte * _GRIDS * _RUN * _PLANE), planes(byte)) for byte in range(1, _RUN)],
            self._starts[:m],
            self._places[:m],
        )


class _Views(NamedTuple):
    """The front of the pages' memory, for as many digits as a mini-batch has.

    `grids` is (4, m·page): whole pixels, and half a pixel to the right, down, and both. `halves` is half of
    one of them, (m·page,), from its first byte on, from the next, and from the row below.
    """

    digit_rows: NDArray[np.void]
    grids: NDArray[np.uint8]
    halves: tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
    whole_words: NDArray[np.uint64]
    right_words: NDArray[np.uint64]
    half_words: NDArray[np.uint64]
    moved: list[tuple[NDArray[np.uint8], NDArray[np.uint8]]]
    starts: NDArray[np.intp]
    places: NDArray[np.intp]


def _halve(words: NDArray[np.uint64], out: NDArray[np.uint64]) -> None:
    """Half of each byte, rounded down, eight at a time."""
    np.right_shift(words, _ONE, out=out)
    np.bitwise_and(out, _HALVES, out=out)


class _Noise:
    """Pictures of normal noise, kept as what they add and what they take away, uint8 (n, 784) each."""

    def __init__(self, deviation: float, n: int, rng: np.random.Generator) -> None:
        noise = np.rint(255 * deviation * rng.standard_normal((n, PIXELS), np.float32)).clip(-255, 255)
        self._more = noise.clip(0, None).astype(np.uint8)
        self._less = (-noise).clip(0, None).astype(np.uint8)
        self._change = np.empty((_AT_A_TIME, PIXELS), np.uint8)
        self._room = np.empty((_AT_A_TIME, PIXELS), np.uint8)

    def add(self, pixels: NDArray[np.uint8], chosen: NDArray[np.intp]) -> None:
        """Add each one's chosen picture to `pixels` (m, 784), at most 32; they stay from 0 to 255."""
        change, room = self._change[: len(pixels)], self._room[: len(pixels)]
        self._more.take(chosen, axis=0, out=change, mode="clip")
        np.subtract(_INK, pixels, out=room)
        np.minimum(change, room, out=change)
        np.add(pixels, change, out=pixels)
        self._less.take(chosen, axis=0, out=change, mode="clip")
        np.minimum(change, pixels, out=change)
        np.subtract(pixels, change, out=pixels)
