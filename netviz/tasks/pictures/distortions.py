"""Distortions: pictures made harder to read, by an amount, to see how far a network's reading reaches."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import one_of
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.input import Picture

_AT_A_TIME: Final = 196_000  # pixels whose intermediate results stay in the processor's cache
_EIGHT: Final = tuple((math.sin(k * math.pi / 4), math.cos(k * math.pi / 4)) for k in range(8))
_HAIR: Final = 1e-9  # what the sine of a straight angle misses 0 by
_GRID: Final = 20  # amounts in pixels are written with so many parts of one
_USUAL: Final = DIGITS.input


@dataclass(frozen=True)
class Distortion:
    """A kind of distortion: its name, what its amount means, its range, and the amounts of a usual curve.

    An amount of 0 leaves every picture as it is. `pixels`: whether amounts are so many of them, as they are
    right for pictures of the digits' size; `whole`: only whole ones mean anything.
    """

    name: str
    unit: str
    least: float
    most: float
    amounts: tuple[float, ...]
    pixels: bool = False
    whole: bool = False

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
        pixels=True,
    ),
    "shift": Distortion(
        "Shift", "pixels, each picture another way", 0, 14, (0, 1, 2, 3, 4, 5, 6), pixels=True
    ),
    "occlusion": Distortion(
        "Occlusion",
        "pixels, the side of a square of paper that lies on it",
        0,
        28,
        (0, 4, 6, 8, 10, 12, 14),
        pixels=True,
        whole=True,
    ),
}


def distortions_of(reads: Picture) -> dict[str, Distortion]:
    """Those of DISTORTIONS that mean something for pictures of this size: amounts in pixels are always the
    same share of a picture.
    """
    found = {kind: _sized(distortion, reads) for kind, distortion in DISTORTIONS.items()}
    return {kind: distortion for kind, distortion in found.items() if len(distortion.amounts) > 2}


def _sized(of: Distortion, reads: Picture) -> Distortion:
    if not of.pixels or reads.shape == _USUAL.shape:
        return of
    share, grid = min(reads.shape) / min(_USUAL.shape), 1 if of.whole else _GRID
    amounts = tuple(dict.fromkeys(round(amount * share * grid) / grid for amount in of.amounts))
    return replace(of, least=of.least * share, most=of.most * share, amounts=amounts)


def distortion_named(kind: str, reads: Picture = _USUAL) -> Distortion:
    """One of DISTORTIONS, for pictures of this size. Raises DistortionError."""
    if kind not in DISTORTIONS:
        raise DistortionError(f"Distortion: there is no “{kind}”; {one_of(DISTORTIONS)} would be right.")
    return _sized(DISTORTIONS[kind], reads)


def distort(
    images: NDArray[np.uint8], kind: str, amount: float, seed: int = 0, reads: Picture = _USUAL
) -> NDArray[np.uint8]:
    """Pictures, uint8 (n, reads.n), distorted: a new array of the same shape.

    `kind` is one of DISTORTIONS. What is left to chance (the noise, the way of a shift, the place of a
    patch) is a function of `seed` and the picture's place in `images`, and the same for every amount, so that
    curves are smooth. Raises DistortionError.
    """
    distortion_named(kind, reads).check(amount)
    distorted = np.array(images, np.uint8, order="C").reshape(-1, reads.n)
    if amount:
        rng, many = np.random.default_rng(seed), max(_AT_A_TIME // reads.n, 1)
        for start in range(0, len(distorted), many):
            part = distorted[start : start + many]
            part[:] = _HOW[kind](part, amount, rng, reads)
    return distorted


def _noise(
    images: NDArray[np.uint8], amount: float, rng: np.random.Generator, reads: Picture
) -> NDArray[np.uint8]:
    """Normal noise on every pixel; it stays between paper and ink."""
    noise = rng.standard_normal(images.shape, np.float32)
    noise *= np.float32(255 * amount)
    noise += images
    return _pixels(noise)


def _rotation(
    images: NDArray[np.uint8], amount: float, rng: np.random.Generator, reads: Picture
) -> NDArray[np.uint8]:
    """Turned about the middle."""
    cos, sin = math.cos(math.radians(amount)), math.sin(math.radians(amount))
    rows, columns = _places(reads)
    down, right = (reads.rows - 1) / 2, (reads.columns - 1) / 2
    x, y = columns - right, rows - down
    return _pixels(_sampled(images, cos * y - sin * x + down, cos * x + sin * y + right, reads))


def _shift(
    images: NDArray[np.uint8], amount: float, rng: np.random.Generator, reads: Picture
) -> NDArray[np.uint8]:
    """Each picture along one of the eight directions."""
    rows, columns = _places(reads)
    way = rng.integers(0, len(_EIGHT), len(images))
    shifted = np.empty_like(images)
    for k, (down, right) in enumerate(_EIGHT):
        chosen = way == k
        moved = _sampled(images[chosen], rows - amount * down, columns - amount * right, reads)
        shifted[chosen] = _pixels(moved)
    return shifted


def _thickness(
    images: NDArray[np.uint8], amount: float, rng: np.random.Generator, reads: Picture
) -> NDArray[np.uint8]:
    """Grey dilation by a disc, or erosion: the darkest, or lightest, of what lies within `amount` pixels.

    Looks in eight directions, a pixel at a time.
    """
    darkest_or_lightest = np.maximum if amount > 0 else np.minimum
    present: NDArray[np.float32] = images.astype(np.float32).reshape(-1, *reads.shape)
    left = abs(amount)
    while left > 0:
        step = min(left, 1.0)
        padded = np.pad(present, ((0, 0), (1, 1), (1, 1)))
        for down, right in _EIGHT:
            darkest_or_lightest(present, _nudged(padded, step * down, step * right), out=present)
        left -= step
    return _pixels(present).reshape(images.shape)


def _occlusion(
    images: NDArray[np.uint8], amount: float, rng: np.random.Generator, reads: Picture
) -> NDArray[np.uint8]:
    """A square of paper with its middle anywhere on the page, moved inwards where it would hang over."""
    side = round(amount)
    row_covered, column_covered = (
        _covered(rng.uniform(0, along, (len(images), 1)), side, along) for along in reads.shape
    )
    covered = row_covered[:, :, None] & column_covered[:, None, :]
    return np.where(covered.reshape(images.shape), np.uint8(0), images)


def _covered(middles: NDArray[np.float64], side: int, along: int) -> NDArray[np.bool_]:
    """Which rows, or columns, (n, along) a patch hides whose middle lies there, (n, 1)."""
    first = np.clip(np.rint(middles - side / 2), 0, along - side)
    hidden: NDArray[np.bool_] = (np.arange(along) >= first) & (np.arange(along) < first + side)
    return hidden


def _places(reads: Picture) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The row and the column of each pixel."""
    return np.divmod(np.arange(reads.n), reads.columns)


_How: TypeAlias = Callable[[NDArray[np.uint8], float, np.random.Generator, Picture], NDArray[np.uint8]]
_HOW: Final[dict[str, _How]] = {
    "noise": _noise,
    "rotation": _rotation,
    "thickness": _thickness,
    "shift": _shift,
    "occlusion": _occlusion,
}


def _nudged(padded: NDArray[np.float32], down: float, right: float) -> NDArray[np.float32]:
    """Pictures with a pixel of paper around them, moved by at most a pixel, without that: bilinear."""
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
    images: NDArray[Any], from_y: NDArray[np.floating[Any]], from_x: NDArray[np.floating[Any]], reads: Picture
) -> NDArray[np.float32]:
    """What pictures (n, reads.n) show at places (reads.n,) between pixels, bilinear; paper around them."""
    # Rounded, so that the sine of a straight angle leads to a pixel and not to a hair beside it.
    from_y, from_x = from_y.round(9), from_x.round(9)
    top, left = np.floor(from_y).astype(np.intp), np.floor(from_x).astype(np.intp)
    shown = np.zeros((len(images), reads.n), np.float32)
    for y, share_y in ((top, top + 1 - from_y), (top + 1, from_y - top)):
        for x, share_x in ((left, left + 1 - from_x), (left + 1, from_x - left)):
            inside = (y >= 0) & (y < reads.rows) & (x >= 0) & (x < reads.columns)
            share = np.where(inside, share_y * share_x, 0).astype(np.float32)
            if share.any():
                place = np.where(inside, y * reads.columns + x, 0)
                shown += images.take(place, axis=1) * share
    return shown


def _pixels(values: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    pixels: NDArray[np.uint8] = np.rint(values).clip(0, 255).astype(np.uint8)
    return pixels
