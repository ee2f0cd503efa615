"""Distortions: test digits made harder to read, by an amount, to see how far a network's reading reaches."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import one_of
from netviz.tasks.digits.digits import PIXELS, SIDE

_AT_A_TIME: Final = 250  # digits whose intermediate results stay in the processor's cache
_EIGHT: Final = tuple((math.sin(k * math.pi / 4), math.cos(k * math.pi / 4)) for k in range(8))
_ROWS, _COLUMNS = np.divmod(np.arange(PIXELS), SIDE)
_HAIR: Final = 1e-9  # what the sine of a straight angle misses 0 by
_MIDDLE: Final = (SIDE - 1) / 2


@dataclass(frozen=True)
class Distortion:
    """A kind of distortion: its name, what its amount means, its range, and the amounts of a usual curve.

    An amount of 0 leaves every digit as it is.
    """

    name: str
    unit: str
    least: float
    most: float
    amounts: tuple[float, ...]

    def check(self, amount: float) -> None:
        """Raise DistortionError where the amount is outside the range."""
        if not (math.isfinite(amount) and self.least <= amount <= self.most):
            raise DistortionError(
                f"{self.name}: {amount} can't be used; a number from {self.least:g} to {self.most:g} "
                f"({self.unit}) would be right."
            )


class DistortionError(ValueError):
    """An amount or a kind that can't be used; the message is a sentence."""


DISTORTIONS: Final = {
    "noise": Distortion(
        "Noise",
        "its deviation, as a share of the way from paper to ink",
        0,
        1,
        (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    ),
    "rotation": Distortion(
        "Rotation", "degrees, clockwise", -180, 180, (-60, -45, -30, -20, -10, 0, 10, 20, 30, 45, 60)
    ),
    "thickness": Distortion(
        "Thickness",
        "pixels more on every side of a stroke, or less",
        -2,
        3,
        (-1, -0.75, -0.5, -0.25, 0, 0.5, 1, 1.5, 2),
    ),
    "shift": Distortion("Shift", "pixels, each digit another way", 0, 14, (0, 1, 2, 3, 4, 5, 6)),
    "occlusion": Distortion(
        "Occlusion",
        "pixels, the side of a square of paper that lies on it",
        0,
        SIDE,
        (0, 4, 6, 8, 10, 12, 14),
    ),
}


def distortion_named(kind: str) -> Distortion:
    """One of DISTORTIONS. Raises DistortionError."""
    if kind not in DISTORTIONS:
        raise DistortionError(f"Distortion: there is no “{kind}”; {one_of(DISTORTIONS)} would be right.")
    return DISTORTIONS[kind]


def distort(images: NDArray[np.uint8], kind: str, amount: float, seed: int = 0) -> NDArray[np.uint8]:
    """Digits, uint8 (n, 784), distorted: a new array of the same shape.

    `kind` is one of DISTORTIONS. What is left to chance (the noise, the way of a shift, the place of a
    patch) is a function of `seed` and the digit's place in `images`, and the same for every amount, so that
    curves are smooth. Raises DistortionError.
    """
    distortion_named(kind).check(amount)
    distorted = np.array(images, np.uint8, order="C").reshape(-1, PIXELS)
    if amount:
        rng = np.random.default_rng(seed)
        for start in range(0, len(distorted), _AT_A_TIME):
            part = distorted[start : start + _AT_A_TIME]
            part[:] = _HOW[kind](part, amount, rng)
    return distorted


def _noise(images: NDArray[np.uint8], amount: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Normal noise on every pixel; it stays between paper and ink."""
    noise = rng.standard_normal(images.shape, np.float32)
    noise *= np.float32(255 * amount)
    noise += images
    return _pixels(noise)


def _rotation(images: NDArray[np.uint8], amount: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Turned about the middle."""
    cos, sin = math.cos(math.radians(amount)), math.sin(math.radians(amount))
    x, y = _COLUMNS - _MIDDLE, _ROWS - _MIDDLE
    return _pixels(_sampled(images, cos * y - sin * x + _MIDDLE, cos * x + sin * y + _MIDDLE))


def _shift(images: NDArray[np.uint8], amount: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Each digit along one of the eight directions."""
    way = rng.integers(0, len(_EIGHT), len(images))
    shifted = np.empty_like(images)
    for k, (down, right) in enumerate(_EIGHT):
        chosen = way == k
        shifted[chosen] = _pixels(_sampled(images[chosen], _ROWS - amount * down, _COLUMNS - amount * right))
    return shifted


def _thickness(images: NDArray[np.uint8], amount: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Grey dilation by a disc, or erosion: the darkest, or lightest, of what lies within `amount` pixels.

    Looks in eight directions, a pixel at a time.
    """
    darkest_or_lightest = np.maximum if amount > 0 else np.minimum
    present: NDArray[np.float32] = images.astype(np.float32).reshape(-1, SIDE, SIDE)
    left = abs(amount)
    while left > 0:
        step = min(left, 1.0)
        padded = np.pad(present, ((0, 0), (1, 1), (1, 1)))
        for down, right in _EIGHT:
            darkest_or_lightest(present, _nudged(padded, step * down, step * right), out=present)
        left -= step
    return _pixels(present).reshape(images.shape)


def _occlusion(images: NDArray[np.uint8], amount: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A square of paper with its middle anywhere on the page, moved inwards where it would hang over."""
    side = round(amount)
    middles = rng.uniform(0, SIDE, (2, len(images), 1))
    first = np.clip(np.rint(middles - side / 2), 0, SIDE - side)
    row_covered, column_covered = (np.arange(SIDE) >= first) & (np.arange(SIDE) < first + side)
    covered = row_covered[:, :, None] & column_covered[:, None, :]
    return np.where(covered.reshape(images.shape), np.uint8(0), images)


_HOW: Final[dict[str, Callable[[NDArray[np.uint8], float, np.random.Generator], NDArray[np.uint8]]]] = {
    "noise": _noise,
    "rotation": _rotation,
    "thickness": _thickness,
    "shift": _shift,
    "occlusion": _occlusion,
}


def _nudged(padded: NDArray[np.float32], down: float, right: float) -> NDArray[np.float32]:
    """Digits (n, 30, 30) with paper around them, moved by at most a pixel: (n, 28, 28), bilinear."""
    inner = slice(1, -1)
    moved = padded[:, inner]
    if abs(down) > _HAIR:
        above = padded[:, :-2] if down > 0 else padded[:, 2:]
        moved = moved + np.float32(abs(down)) * (above - moved)
    beside = moved[:, :, :-2] if right > 0 else moved[:, :, 2:]
    moved = moved[:, :, inner]
    if abs(right) > _HAIR:
        moved = moved + np.float32(abs(right)) * (beside - moved)
    return moved


def _sampled(
    images: NDArray[Any], from_y: NDArray[np.floating[Any]], from_x: NDArray[np.floating[Any]]
) -> NDArray[np.float32]:
    """What the digits (n, 784) show at places (784,) between their pixels, bilinear; paper around them."""
    # Rounded, so that the sine of a straight angle leads to a pixel and not to a hair beside it.
    from_y, from_x = from_y.round(9), from_x.round(9)
    top, left = np.floor(from_y).astype(np.intp), np.floor(from_x).astype(np.intp)
    shown = np.zeros((len(images), PIXELS), np.float32)
    for y, share_y in ((top, top + 1 - from_y), (top + 1, from_y - top)):
        for x, share_x in ((left, left + 1 - from_x), (left + 1, from_x - left)):
            inside = (y >= 0) & (y < SIDE) & (x >= 0) & (x < SIDE)
            share = np.where(inside, share_y * share_x, 0).astype(np.float32)
            if share.any():
                place = np.where(inside, y * SIDE + x, 0)
                shown += images.take(place, axis=1) * share
    return shown


def _pixels(values: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    pixels: NDArray[np.uint8] = np.rint(values).clip(0, 255).astype(np.uint8)
    return pixels
